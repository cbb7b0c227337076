-- Who joined in a whole month of the records, as a build counts all customers.
-- Parameters: $as_of (date).
people AS (
    SELECT
        *,
        date_trunc('month', opened_on)::DATE AS month,
        CASE WHEN closed_on <= $as_of::DATE THEN closed_on END AS left_on
    FROM customers
    WHERE opened_on <= $as_of::DATE
      AND strftime(opened_on, '%Y-%m') IN (SELECT cohort FROM retention WHERE segment_id IS NULL)
),
