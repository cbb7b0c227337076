-- Grain: a row a landed card, as the event of its issue to the holder.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.card),
held AS (
    SELECT itself.*, dispositions.customer_id
    FROM itself
    LEFT JOIN source.dispositions AS dispositions ON dispositions.disposition_id = itself.disp_id
)
SELECT
    customer_id,
    CAST(issued AS TIMESTAMP) AS occurred_at,
    'card issued' AS event_type,
    CAST(NULL AS VARCHAR) AS channel,
    type AS detail,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN customer_id IS NULL THEN 'no such holder among the customers loaded'
    END AS _reason,
    CASE WHEN _own IS NOT NULL THEN _own_column WHEN customer_id IS NULL THEN 'disp_id' END AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE disp_id END AS _shown
FROM held
