-- Grain: a range of risk a tenth wide, all ten.
-- Columns: risk_from, risk_to (0 to 1), n and all_n (customers chosen, and all), share and all_share of each.
-- Parameters: $outcome, $everyone (else only $ids count as chosen), $ids (customer ids).
WITH ranked AS (
    SELECT
        least(CAST(floor(probability * 10) AS INTEGER), 9) AS tenth,
        ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id)) AS is_chosen
    FROM scores
    WHERE outcome = $outcome
)

SELECT
    t.tenth / 10 AS risk_from,
    (t.tenth + 1) / 10 AS risk_to,
    count(r.tenth) FILTER (WHERE r.is_chosen) AS n,
    count(r.tenth) AS all_n,
    count(r.tenth) FILTER (WHERE r.is_chosen) / nullif(sum(count(r.tenth) FILTER (WHERE r.is_chosen)) OVER (), 0)
        AS share,
    count(r.tenth) / nullif(sum(count(r.tenth)) OVER (), 0) AS all_share
FROM range(10) AS t (tenth)
LEFT JOIN ranked AS r ON t.tenth = r.tenth
GROUP BY t.tenth
ORDER BY t.tenth
