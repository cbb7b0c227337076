-- Grain: a row a point and event type (0: those without a column) with events up to its date. Temporary.
-- Columns: point_no; item_no; n_30d, n_90d, n_previous (the 90 days before the last 90), n_365d (events);
--   last_day (of the latest, days since 1970-01-01).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE event_cells AS
WITH happenings AS (
    SELECT n.customer_no, i.item_no, (e.occurred_at::DATE - DATE '1970-01-01')::INTEGER AS day, count(*) AS n
    FROM source.events AS e
    JOIN customer_numbers AS n USING (customer_id)
    JOIN items AS i ON i.kind = 'event' AND i.value = e.event_type
    WHERE e.occurred_at < $as_of + 1
    GROUP BY ALL
)
SELECT
    p.point_no,
    h.item_no,
    coalesce(sum(h.n) FILTER (h.day > p.day - 30), 0) AS n_30d,
    coalesce(sum(h.n) FILTER (h.day > p.day - 90), 0) AS n_90d,
    coalesce(sum(h.n) FILTER (h.day <= p.day - 90 AND h.day > p.day - 180), 0) AS n_previous,
    coalesce(sum(h.n) FILTER (h.day > p.day - 365), 0) AS n_365d,
    max(h.day) AS last_day
FROM happenings AS h
JOIN numbered_points AS p ON p.customer_no = h.customer_no AND h.day <= p.day
GROUP BY p.point_no, h.item_no;
