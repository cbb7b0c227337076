-- Grain: one row: what the source has up to the global as-of day. A part without its column makes no features.
-- Columns: booleans, named after what they say.
-- Parameters: $as_of (date), the global as-of day.
SELECT
    (SELECT count(*) > 0 FROM acts) AS transactions,
    (SELECT count(balance_cents) > 0 FROM acts) AS balance_after,
    (SELECT coalesce(bool_or(second > 0), false) FROM acts) AS booking_times,
    (SELECT coalesce(bool_or(is_standing), false) FROM acts) AS standing_orders,
    (SELECT count(counterparty) > 0 FROM acts) AS counterparties,
    (SELECT count(*) > 0 FROM items WHERE kind = 'category') AS categories,
    (SELECT count(*) > 0 FROM items WHERE kind = 'channel') AS channels,
    (SELECT coalesce(bool_or(is_fee), false) FROM items) AS fee_categories,
    (SELECT coalesce(bool_or(is_cash), false) FROM items) AS cash_categories,
    (SELECT coalesce(bool_or(is_foreign), false) FROM items) AS foreign_categories,
    (
        SELECT count(*) > 0 FROM account_numbers WHERE opened_day IS NULL OR opened_day <= $as_of - DATE '1970-01-01'
    ) AS accounts,
    (SELECT count(opened_day) > 0 FROM customer_numbers WHERE opened_day <= $as_of - DATE '1970-01-01') AS opening_dates,
    (SELECT count(*) > 0 FROM items WHERE kind = 'event') AS events,
    (
        SELECT count(*) > 0 FROM source.contacts WHERE offered_at < $as_of + 1
    ) AS contacts;
