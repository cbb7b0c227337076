-- A row a described customer and level without exactly one membership, and a row a member who is not described.
WITH levels AS (SELECT DISTINCT level FROM membership)
SELECT f.customer_id, l.level, count(m.customer_id) AS n
FROM features AS f
CROSS JOIN levels AS l
LEFT JOIN membership AS m ON f.customer_id = m.customer_id AND l.level = m.level
GROUP BY f.customer_id, l.level
HAVING count(m.customer_id) <> 1
UNION ALL
SELECT m.customer_id, m.level, -1
FROM membership AS m
LEFT JOIN features AS f ON m.customer_id = f.customer_id
WHERE f.customer_id IS NULL
