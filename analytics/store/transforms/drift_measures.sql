-- Grain: a row a month of drift_months on which somebody was here.
-- Columns: month; n (customers); a list a measure, of nine quantiles from 0.1 to 0.9 over the customers (counts and sums of
--   the month are 0 where nothing was booked; balances are those of months with a transaction); with_wage (0 to 1, share
--   of the customers with money in under a category that names a wage).
-- Parameters: none.
SELECT
    h.month,
    count(*) AS n,
    quantile_cont(coalesce(c.n_transactions, 0), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS n_transactions,
    quantile_cont(coalesce(c.n_own_acts, 0), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS n_own_acts,
    quantile_cont(coalesce(c.inflow, 0), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS inflow,
    quantile_cont(coalesce(c.outflow, 0), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS outflow,
    quantile_cont(c.balance_end, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS balance_end,
    avg(coalesce(c.has_wage, false)::INTEGER) AS with_wage
FROM drift_here AS h
LEFT JOIN built.customer_months AS c USING (customer_id, month)
GROUP BY h.month
ORDER BY h.month;
