-- Grain: a row a point with a named counterparty in its last 365 days. Temporary. Who they are is not used.
-- A counterparty counts once: on the first of its days in the window, which has no earlier day inside it.
-- Columns: point_no; n_counterparties (different ones).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE counterparty_counts AS
WITH meetings AS (
    SELECT
        customer_no,
        day,
        lag(day) OVER (PARTITION BY customer_no, counterparty ORDER BY day) AS day_before
    FROM acts
    WHERE counterparty IS NOT NULL
)
SELECT p.point_no, count(*) AS n_counterparties
FROM meetings AS m
JOIN numbered_points AS p ON p.customer_no = m.customer_no AND m.day <= p.day AND m.day > p.day - 365
WHERE m.day_before IS NULL OR m.day_before <= p.day - 365
GROUP BY p.point_no;
