-- Grain: a customer among $ids to whom an offer was made (not held back) after $since and by $until, sorted by id: the
--   offer of that name, or any, where none has that name.
-- Columns: customer_id; is_accepted (whether one was); reward (of those that were, added up; 0 where unknown).
-- Parameters: $ids (list of text); $since, $until (dates; their ends); $offer (name).
SELECT
    customer_id,
    max(accepted) = 1 AS is_accepted,
    coalesce(sum(reward) FILTER (accepted = 1), 0) AS reward
FROM offers
WHERE
    NOT is_control
    AND customer_id IN (SELECT unnest($ids))
    AND offered_at::DATE > $since
    AND offered_at::DATE <= $until
    AND (offer = $offer OR $offer NOT IN (SELECT o.offer FROM offers AS o))
GROUP BY customer_id
ORDER BY customer_id
