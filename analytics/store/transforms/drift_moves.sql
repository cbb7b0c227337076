-- Grain: a row a month's end of built.month_places, segment at its beginning and segment at its end.
-- Columns: as_of; from_id (NULL: not here the month before); to_id; n.
-- Parameters: none. Days that are no month's end, and days after a gap of more than a month, are left out.
WITH steps AS (
    SELECT
        customer_id,
        as_of,
        segment_id AS to_id,
        lag(segment_id) OVER in_time AS from_id,
        lag(as_of) OVER in_time AS day_before
    FROM built.month_places
    WHERE as_of = last_day(as_of)
    WINDOW in_time AS (PARTITION BY customer_id ORDER BY as_of)
)
SELECT
    as_of,
    CASE WHEN day_before >= as_of - 31 THEN from_id END AS from_id,
    to_id,
    count(*) AS n
FROM steps
GROUP BY ALL
ORDER BY ALL;
