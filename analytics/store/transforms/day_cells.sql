-- Grain: a row a customer, stretch of days between two neighbouring cuts, and kind of transaction. Temporary. No window
-- cuts a stretch, so that each transaction is added up once however many points there are.
-- Columns: customer_no; day (the last of the stretch, days since 1970-01-01); is_own, is_inflow; the rest as in
--   window_cells.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE day_cells AS
WITH stretches AS (
    SELECT d.day, min(c.day) AS last_day
    FROM (SELECT DISTINCT day FROM booked_days) AS d
    JOIN cut_days AS c ON c.day >= d.day
    GROUP BY d.day
)
SELECT
    a.customer_no,
    s.last_day AS day,
    a.is_own,
    a.is_inflow,
    count(*) AS n,
    count(*) FILTER (a.is_weekend) AS n_weekend,
    count(*) FILTER (a.is_month_start) AS n_month_start,
    count(*) FILTER (a.is_month_end) AS n_month_end,
    count(*) FILTER (a.second < 6 * 3600 OR a.second >= 22 * 3600) AS n_night,
    count(*) FILTER (a.second >= 6 * 3600 AND a.second < 12 * 3600) AS n_morning,
    count(*) FILTER (a.second >= 18 * 3600 AND a.second < 22 * 3600) AS n_evening,
    sum(a.second)::BIGINT AS seconds,
    count(*) FILTER (a.is_standing) AS n_standing,
    sum(a.cents)::BIGINT AS cents,
    coalesce(sum(a.cents) FILTER (a.is_standing), 0)::BIGINT AS standing_cents,
    coalesce(sum(a.cents) FILTER (a.is_fee), 0)::BIGINT AS fee_cents,
    coalesce(sum(a.cents) FILTER (a.is_cash), 0)::BIGINT AS cash_cents,
    coalesce(sum(a.cents) FILTER (a.is_foreign), 0)::BIGINT AS foreign_cents,
    min(a.cents) AS lowest_cents
FROM acts AS a
JOIN stretches AS s USING (day)
GROUP BY a.customer_no, s.last_day, a.is_own, a.is_inflow;
