-- Grain: a tenth of the chance of still buying, that has customers.
-- Columns: tenth (1-10: 10 is 0.9 to 1); n_customers; n_repeats, purchases_ahead (means); value_ahead (sum, in the store's currency).
-- Parameters: none.
SELECT
    least(1 + floor(chance_active * 10), 10)::INTEGER AS tenth,
    count(*) AS n_customers,
    avg(n_repeats) AS n_repeats,
    avg(purchases_ahead) AS purchases_ahead,
    sum(value_ahead) AS value_ahead
FROM purchase_outlook
GROUP BY tenth
ORDER BY tenth
