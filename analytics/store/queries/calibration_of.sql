-- Grain: a group of customers by risk, lowest first.
-- Columns: split, bin, mean_predicted, observed, lower, upper (0 to 1), n (customers).
-- Parameters: $outcome.
SELECT
    split,
    bin,
    mean_predicted,
    observed,
    lower,
    upper,
    n
FROM calibration_bins
WHERE outcome = $outcome
ORDER BY split, bin
