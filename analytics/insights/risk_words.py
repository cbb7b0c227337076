"""What a customer's risk means, in words and as a frequency."""

from __future__ import annotations

from analytics.insights.outcome_words import outcome_words
from analytics.insights.wording import percent
from analytics.number_marks import written

BAND_WORDS = {"low": "Low", "medium": "Medium", "high": "High"}


def outcome_title(outcome: str) -> str:
    """Return an outcome as one would say it.

    Examples
    --------
    >>> outcome_title("churn"), outcome_title("loan_distress")
    ('leaving', 'loan distress')
    """
    return outcome_words(outcome).title


def risk_words(probability: float, lower: float, upper: float, *, outcome: str) -> str:
    """Return a risk as so many of a hundred customers like this one.

    Parameters
    ----------
    probability, lower, upper : float
        The calibrated risk and its 90% interval (0–1).
    outcome : str
        The outcome's name.

    Examples
    --------
    >>> risk_words(0.14, 0.10, 0.19, outcome="churn")
    'Of 100 customers like this one, about 14 are expected to leave (90% interval 10.0% to 19.0%).'
    """
    hundred = round(probability * 100)
    about = "fewer than 1 is" if hundred < 1 else f"about {hundred} {'is' if hundred == 1 else 'are'}"
    return (
        f"Of 100 customers like this one, {about} expected to {outcome_words(outcome).happens} "
        f"(90% interval {percent(lower)} to {percent(upper)})."
    )


def set_words(prediction_set: str, *, outcome: str) -> str:
    """Return what can't be ruled out of a customer.

    Parameters
    ----------
    prediction_set : str
        One of `analytics.models.prediction_sets.PredictionSet`.
    outcome : str
        The outcome's name.

    Examples
    --------
    >>> set_words("without", outcome="churn")
    'With 90% coverage, leaving can be ruled out.'
    """
    title = outcome_title(outcome)
    said = {
        "without": f"{title} can be ruled out",
        "with": f"{title} can't be ruled out, the contrary can",
        "either": f"neither {title} nor the contrary can be ruled out",
        "neither": f"the customer is like few of those with {title}, and like few of those without",
    }
    return f"With 90% coverage, {said[prediction_set]}."


def beside_average(probability: float, average: float) -> str:
    """Return a risk beside the average of all customers.

    Examples
    --------
    >>> beside_average(0.14, 0.05)
    '2.8 times the average of all customers (5.0%)'
    """
    if not average > 0:
        return "no average to compare with"
    times = probability / average
    if 0.9 <= times <= 1.1:
        return f"about the average of all customers ({percent(average)})"
    if times > 1:
        return f"{written(times, '.1f')} times the average of all customers ({percent(average)})"
    return f"below the average of all customers ({percent(average)})"
