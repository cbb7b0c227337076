-- Grain: a row a value of one kind that has columns of its own, most frequent first.
-- Columns: value; item_no; is_income.
-- Parameters: $kind ('category', 'channel', 'event' or 'product').
SELECT value, item_no, is_income
FROM items
WHERE kind = $kind AND item_no > 0
ORDER BY item_no;
