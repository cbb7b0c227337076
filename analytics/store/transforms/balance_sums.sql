-- Grain: a row a point whose customer had a known balance by its date. Temporary. Balances are in cents, at the end of
-- days, of accounts that are no debts, together; a stretch counts for the days it shares with a window.
-- Columns: point_no; first_day (of any known balance); balance; sum_30d, sum_90d, sum_previous (the 90 days before the last
--   90), sum_365d (cents times days); lowest_90d (of one account); overdrawn_days_90d (of the account with most days
--   below zero); debt (owed on accounts that are debts, positive).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE balance_sums AS
WITH pieces AS (
    SELECT
        p.point_no,
        p.day AS as_of_day,
        s.account_no,
        s.day,
        least(s.next_day, p.day + 1) AS next_day,
        s.balance_cents,
        s.is_debt
    FROM balance_stretches AS s
    JOIN numbered_points AS p ON p.customer_no = s.customer_no AND s.day <= p.day AND s.next_day > p.day - 364
),
accounts AS (
    SELECT
        point_no,
        account_no,
        is_debt,
        min(day) AS first_day,
        sum(balance_cents) FILTER (next_day > as_of_day) AS balance,
        sum(balance_cents * (next_day - greatest(day, as_of_day - 29))) FILTER (next_day > as_of_day - 29) AS sum_30d,
        sum(balance_cents * (next_day - greatest(day, as_of_day - 89))) FILTER (next_day > as_of_day - 89) AS sum_90d,
        sum(balance_cents * (least(next_day, as_of_day - 89) - greatest(day, as_of_day - 179)))
            FILTER (day < as_of_day - 89 AND next_day > as_of_day - 179) AS sum_previous,
        sum(balance_cents * (next_day - greatest(day, as_of_day - 364))) AS sum_365d,
        min(balance_cents) FILTER (next_day > as_of_day - 89) AS lowest_90d,
        sum(next_day - greatest(day, as_of_day - 89)) FILTER (next_day > as_of_day - 89 AND balance_cents < 0)
            AS overdrawn_days_90d
    FROM pieces
    GROUP BY point_no, account_no, is_debt
)
SELECT
    point_no,
    min(first_day) FILTER (NOT is_debt) AS first_day,
    sum(balance) FILTER (NOT is_debt) AS balance,
    sum(sum_30d) FILTER (NOT is_debt) AS sum_30d,
    sum(sum_90d) FILTER (NOT is_debt) AS sum_90d,
    sum(sum_previous) FILTER (NOT is_debt) AS sum_previous,
    sum(sum_365d) FILTER (NOT is_debt) AS sum_365d,
    min(lowest_90d) FILTER (NOT is_debt) AS lowest_90d,
    max(overdrawn_days_90d) FILTER (NOT is_debt) AS overdrawn_days_90d,
    -sum(balance) FILTER (is_debt) AS debt
FROM accounts
GROUP BY point_no;
