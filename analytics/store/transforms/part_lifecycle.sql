-- Grain: a row a point. Temporary. Where a customer stands in their life with the bank, by what they do; the first rule
-- that holds: onboarding (less than 180 days here), dormant (no own act in the last 90 days), running down (own acts down
-- by a third or more against the 90 days before, or a mean balance down as much with more going out than in), growing
-- (own acts up by half or more, or a mean balance up as much with more coming in than going out), else mature.
-- A trend of -0.2 is a fall by a third, one of 0.2 a rise by half.
-- Columns: point_no; five columns, of which exactly one is 1.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_lifecycle AS
WITH stages AS (
    SELECT
        p.point_no,
        CASE
            WHEN coalesce(p.tenure_days, p.day - l.first_day) < 180 THEN 'onboarding'
            WHEN coalesce(r.days_since_own_act, 90) >= 90 THEN 'dormant'
            WHEN f.own_acts_trend_90d <= -0.2 OR (b.balance_trend_90d <= -0.2 AND a.kept_share_90d < 0) THEN 'running_down'
            WHEN f.own_acts_trend_90d >= 0.2 OR (b.balance_trend_90d >= 0.2 AND a.kept_share_90d > 0) THEN 'growing'
            ELSE 'mature'
        END AS stage
    FROM numbered_points AS p
    JOIN part_recency AS r USING (point_no)
    JOIN part_frequency AS f USING (point_no)
    JOIN part_amounts AS a USING (point_no)
    JOIN part_balances AS b USING (point_no)
    LEFT JOIN last_days AS l USING (point_no)
)
SELECT
    point_no,
    (stage = 'onboarding')::DOUBLE AS lifecycle_onboarding,
    (stage = 'growing')::DOUBLE AS lifecycle_growing,
    (stage = 'mature')::DOUBLE AS lifecycle_mature,
    (stage = 'running_down')::DOUBLE AS lifecycle_running_down,
    (stage = 'dormant')::DOUBLE AS lifecycle_dormant
FROM stages;
