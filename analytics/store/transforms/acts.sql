-- Grain: a row a transaction in the reporting currency up to the global as-of day. Temporary, ordered by customer
-- and day, so that what is added up for one customer lies together.
-- Columns: customer_no, account_no; day (days since 1970-01-01), second (of the day, UTC); is_weekend, is_month_start
--   (days 1-10), is_month_end (from day 21 on); cents (signed, inflow
--   positive), balance_cents (after it; NULL where not given); is_own, is_inflow, is_standing; category_no and
--   channel_no (as in items; NULL where missing), is_fee, is_cash, is_foreign, is_wage (by category);
--   counterparty (a number for its name, only to count different ones; NULL where missing).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE acts AS
SELECT
    a.customer_no,
    a.account_no,
    (t.booked_at::DATE - DATE '1970-01-01')::INTEGER AS day,
    (date_part('hour', t.booked_at) * 3600 + date_part('minute', t.booked_at) * 60 + date_part('second', t.booked_at))
        ::INTEGER AS second,
    isodow(t.booked_at) >= 6 AS is_weekend,
    day(t.booked_at) <= 10 AS is_month_start,
    day(t.booked_at) >= 21 AS is_month_end,
    (t.amount * 100)::BIGINT AS cents,
    (t.balance_after * 100)::BIGINT AS balance_cents,
    coalesce(t.is_own_act, false) AS is_own,
    coalesce(t.is_inflow, t.amount > 0) AS is_inflow,
    coalesce(t.initiated_by = 'standing_order', false) AS is_standing,
    c.item_no AS category_no,
    h.item_no AS channel_no,
    coalesce(c.is_fee, false) AS is_fee,
    coalesce(c.is_cash, false) AS is_cash,
    coalesce(c.is_foreign, false) AS is_foreign,
    coalesce(c.is_wage, false) AS is_wage,
    CASE WHEN t.counterparty IS NOT NULL THEN hash(t.counterparty) END AS counterparty
FROM source.transactions AS t
JOIN account_numbers AS a USING (account_id)
LEFT JOIN items AS c ON c.kind = 'category' AND c.value = t.category
LEFT JOIN items AS h ON h.kind = 'channel' AND h.value = t.channel
WHERE t.in_currency AND t.booked_at < $as_of + 1
ORDER BY a.customer_no, day;
