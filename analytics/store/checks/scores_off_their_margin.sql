-- A row a customer and outcome whose contributions do not add up to the margin of the score, or that has only one of the two.
WITH sums AS (
    SELECT customer_id, outcome, sum(contribution) AS margin FROM attributions GROUP BY customer_id, outcome
)
SELECT coalesce(s.customer_id, a.customer_id) AS customer_id, coalesce(s.outcome, a.outcome) AS outcome, s.margin, a.margin AS added_up
FROM scores AS s
FULL JOIN sums AS a ON s.customer_id = a.customer_id AND s.outcome = a.outcome
WHERE s.margin IS NULL OR a.margin IS NULL OR abs(s.margin - a.margin) > 1e-6 * greatest(1, abs(s.margin))
