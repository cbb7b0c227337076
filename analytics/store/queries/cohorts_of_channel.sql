-- Grain: a cohort (whole month of joining) of a channel's customers and a month since it joined that is over.
-- Columns: cohort (2024-03), period_index (0 is the month of joining itself), n_start, n_retained (customers). As a build counts
--   all customers; of the channel as it stands, or stood on the day the customer left.
-- Parameters: $home_channel; $as_of (date).
WITH
-- include cohorts_joined

joined AS (
    SELECT month, date_diff('month', opened_on, left_on) AS months_here, 1 AS n
    FROM people
    WHERE home_channel = $home_channel
),

-- include cohort_cells
