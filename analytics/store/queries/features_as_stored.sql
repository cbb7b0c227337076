-- Grain: an active customer, in the order in which the features are stored.
-- Columns: customer_id.
SELECT customer_id
FROM features
