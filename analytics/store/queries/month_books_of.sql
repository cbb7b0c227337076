-- Grain: a month of one member's books, oldest first.
-- Columns: period ('2026-06'), n_start, n_start_lost, held (in the store's currency).
-- Parameters: $dimension, $member.
SELECT strftime(month, '%Y-%m') AS period, n_start, n_start_lost, held_cents / 100.0 AS held
FROM month_books
WHERE dimension = $dimension AND member = $member
ORDER BY month
