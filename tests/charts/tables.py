"""Small tables by hand that the charts' tests draw."""

from __future__ import annotations

import pandas as pd

SIZES = pd.DataFrame(
    {
        "segment_id": ["3-01", "3-02", "3-03"],
        "segment_key": ["k1", "k2", "k3"],
        "label": ["Salary on the 25th, mostly mobile, travels", "<b>Branch & cash</b>", "Students"],
        "n_customers": [2400, 310, 1290],
        "mean_risk": [0.04, 0.21, 0.09],
        "lower": [0.03, 0.17, 0.07],
        "upper": [0.05, 0.26, 0.12],
    }
)
EFFECTS = pd.DataFrame(
    {
        "title": ["Card purchases in 90 days", "Balance", "Cash share"],
        "unit": ["count", "EUR", "share"],
        "segment_mean": [61.0, 820.5, 0.04],
        "overall_mean": [22.0, 3105.0, 0.21],
        "effect": [1.4, -0.6, -0.9],
    }
)
COMPARED = pd.DataFrame(
    {
        "title": ["Card purchases in 90 days", "Balance"],
        "unit": ["count", "EUR"],
        "mean_a": [61.0, 820.5],
        "mean_b": [22.0, 3105.0],
        "effect": [1.4, -0.6],
        "lower": [1.2, -0.9],
        "upper": [1.6, -0.3],
    }
)
DRIVERS = pd.DataFrame(
    {
        "title": ["Days since the last own act", "Products held", "Days to payday"],
        "direction_words": ["more goes with a higher risk", "more goes with a lower risk", "up and down"],
        "rises": pd.array([True, False, None], dtype="boolean"),
        "mean_abs_contribution": [0.42, 0.2, 0.05],
        "lower": [0.38, 0.17, 0.01],
        "upper": [0.46, 0.24, 0.09],
        "all_mean_abs_contribution": [0.3, 0.25, 0.04],
        "all_lower": [0.28, 0.22, 0.02],
        "all_upper": [0.33, 0.27, 0.06],
    }
)
QUALITY = pd.DataFrame(
    {
        "split": ["customers", "customers", "customers", "time", "time", "time"],
        "title": ["Tandem's model", "Logistic regression", "Simple rule"] * 2,
        "value": [0.86, 0.83, 0.71, 0.82, 0.8, 0.7],
        "lower": [0.83, 0.8, 0.68, 0.79, 0.77, 0.66],
        "upper": [0.88, 0.85, 0.74, 0.85, 0.83, 0.73],
    }
)
MONTHS = pd.DataFrame(
    {
        "title": ["Tandem's model"] * 3 + ["Simple rule"] * 3,
        "as_of": list(pd.to_datetime(["2026-03-31", "2026-06-30", "2026-09-30"])) * 2,
        "value": [0.86, 0.85, 0.82, 0.71, 0.72, 0.7],
        "lower": [0.82, 0.81, 0.78, 0.66, 0.67, 0.65],
        "upper": [0.9, 0.89, 0.86, 0.76, 0.77, 0.75],
        "n": [2000, 2100, 2200] * 2,
    }
)
BINS = pd.DataFrame(
    {
        "mean_predicted": [0.01, 0.05, 0.2, 0.5],
        "observed": [0.012, 0.04, 0.26, 0.48],
        "lower": [0.005, 0.02, 0.2, 0.38],
        "upper": [0.02, 0.07, 0.32, 0.58],
        "n": [900, 400, 200, 80],
    }
)
RISKS = pd.DataFrame(
    {
        "risk_from": [0.0, 0.1, 0.2],
        "risk_to": [0.1, 0.2, 1.0],
        "n": [10, 80, 10],
        "share": [0.1, 0.8, 0.1],
        "all_n": [700, 200, 100],
        "all_share": [0.7, 0.2, 0.1],
    }
)
TREND = pd.DataFrame(
    {
        "as_of": pd.to_datetime(["2026-03-31", "2026-06-30", "2026-09-30"]),
        "n_customers": [300, 320, 410],
        "share": [0.081, 0.085, 0.094],
    }
)
CURVE = pd.DataFrame(
    {
        "period_index": [0, 1, 2],
        "share": [1.0, 0.95, 0.9],
        "lower": [0.9, 0.88, 0.8],
        "upper": [1.0, 0.98, 0.95],
        "n_at_risk": [40.0, 30.0, 20.0],
    }
)
STEPS = pd.DataFrame(
    {
        "label": ["Average customer", "No own act for 41 days", "Three products", "This customer"],
        "contribution": [-2.4, 0.9, -0.3, -1.8],
        "start": [0.0, -2.4, -1.5, 0.0],
        "end": [-2.4, -1.5, -1.8, -1.8],
        "is_total": [True, False, False, True],
    }
)
TIMELINE = pd.DataFrame(
    {
        "month": pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"]),
        "n_own_acts": [14, 9, 2],
        "balance_end": [1200.0, 900.5, None],
    }
)
EVENTS = pd.DataFrame(
    {
        "occurred_at": pd.to_datetime(["2026-08-12 10:00"]),
        "event_type": ["complaint"],
        "detail": ["<i>fees</i>"],
    }
)
SAMPLE = pd.DataFrame({"x": [0.0, 1.0, 2.0], "y": [0.0, 1.0, 0.5], "is_same_segment": [True, False, True]})
CUSTOMER = pd.DataFrame({"customer_id": ["C0000001"], "x": [0.2], "y": [0.1]})
PLACED = pd.DataFrame(
    {
        "x": [100, 40_000, 65_000, 300],
        "y": [5, 60_000, 20_000, 9],
        "segment": ["<i>Students</i>", "<i>Students</i>", "Savers", "Savers"],
        "colour": ["#0072B2", "#0072B2", "#D55E00", "#D55E00"],
        "is_selected": [True, True, True, False],
    }
)
PATH = pd.DataFrame(
    {
        "as_of": pd.to_datetime(["2026-04-30", "2026-05-31", "2026-06-30"]),
        "name": ["<b>Branch & cash</b>", "<b>Branch & cash</b>", "Students"],
        "colour": ["#0072B2", "#0072B2", "#D55E00"],
        "strength": [0.91, 0.42, 0.88],
        "x": [0.1, 0.12, 0.5],
        "y": [-0.2, -0.21, 0.3],
    }
)
WAYS = pd.DataFrame(
    {
        "then": ["<b>Branch & cash</b>", "Students"],
        "now": ["Students", "<b>Branch & cash</b>"],
        "n_customers": [41, 7],
        "x_then": [0.1, 0.5],
        "y_then": [-0.2, 0.3],
        "x_now": [0.5, 0.1],
        "y_now": [0.3, -0.2],
    }
)

PUSHES = pd.DataFrame(
    {
        "title": ["<b>Cash</b>", "Salary"],
        "contribution": [0.5, -0.2],
        "weight": [0.4, 0.1],
        "lower": [0.1, -0.5],
        "upper": [0.9, 0.1],
        "is_sure": [True, False],
    }
)

BY_TWO = pd.DataFrame(
    {
        "title": ["<b>up to 3</b>", "<b>up to 3</b>", "above 3"],
        "other_bin": [0, 1, 0],
        "other_title": ["<i>up to 7</i>", "above 7", "<i>up to 7</i>"],
        "mean_push": [-0.2, 0.3, 0.1],
        "lower": [-0.3, 0.2, None],
        "upper": [-0.1, 0.4, None],
        "n_customers": [10, 20, 1],
    }
)
