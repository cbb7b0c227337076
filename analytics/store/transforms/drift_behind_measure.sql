-- Grain: a customer of drift_here in two months, those whose measure rose most first.
-- Columns: customer_id; change (of the measure, in the direction asked for).
-- Parameters: $month, $month_before (dates, first days), $sign (1: rose, -1: fell), $measure (the column's name), $most.
WITH then_and_now AS (
    SELECT
        h.customer_id,
        h.month,
        CASE $measure
            WHEN 'n_transactions' THEN coalesce(c.n_transactions, 0)::DOUBLE
            WHEN 'n_own_acts' THEN coalesce(c.n_own_acts, 0)::DOUBLE
            WHEN 'inflow' THEN coalesce(c.inflow, 0)
            WHEN 'outflow' THEN coalesce(c.outflow, 0)
            WHEN 'balance_end' THEN c.balance_end
            ELSE coalesce(c.has_wage, false)::INTEGER::DOUBLE
        END AS value
    FROM drift_here AS h
    LEFT JOIN built.customer_months AS c USING (customer_id, month)
    WHERE h.month IN ($month::DATE, $month_before::DATE)
)
SELECT now.customer_id, $sign * (now.value - before.value) AS change
FROM then_and_now AS now
JOIN then_and_now AS before ON before.customer_id = now.customer_id AND before.month = $month_before::DATE
WHERE now.month = $month::DATE AND $sign * (now.value - before.value) > 0
ORDER BY change DESC, now.customer_id
LIMIT $most;
