"""What each KPI means: formula, unit, source, owner, and which direction is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MONEY = "money"
"""The unit of amounts; published as the store's currency."""

FEWEST_ACTS_PRIMARY = 15
"""Own acts in three months (five a month) that a main bank's customer makes at least."""

CLOSING_NEEDED = "No customer's closing is recorded since the records begin, so nobody can be seen to leave."


@dataclass(frozen=True)
class KpiDefinition:
    """A KPI in words.

    Attributes
    ----------
    kpi : str
        Its name in the table ``kpis``.
    title : str
        Its name on screens.
    formula : str
        How it is worked out; numerator over denominator where it has both.
    unit : str
        ``share`` (0-1), ``points`` (a difference of shares), ``customers``, ``products``, ``years`` or ``money``.
    source : str
        The input columns that it rests on.
    owner : str
        The job in a bank that answers for it; a bank puts a name there.
    good : {"up", "down", "none"}
        The direction that is good; none where that depends.
    interval : str
        What ``lower`` and ``upper`` are, at 90%; empty where there are none.
    version : str
        Counted up whenever the formula changes.
    """

    kpi: str
    title: str
    formula: str
    unit: str
    source: str
    owner: str
    good: Literal["up", "down", "none"]
    interval: str = ""
    version: str = "1"


_SPANS = "customers.opened_on, customers.closed_on"
_BALANCES = f"{_SPANS}, transactions.balance_after (else transactions.amount)"
_WILSON = "Wilson's interval of a share"
_RATIO = "Interval of a ratio of sums, by linearisation over customers"
_ENDS = "All customers at the lower, or the upper, end of their own risk's interval: wider than it need be"
REVENUE = (
    "Revenue is the column annual_margin where the bank's customers have it; else the fees, charges and penalties that"
    " they paid in the last 365 days, which is a part of it only: no interest is in it."
)
_REVENUES = "scores.probability, customers.annual_margin (else transactions.category, amount)"
_RETENTION, _FINANCE, _PRODUCTS = "Head of retention", "Head of finance", "Head of products"

KPI_DEFINITIONS: dict[str, KpiDefinition] = {
    one.kpi: one
    for one in (
        KpiDefinition(
            "attrition_rate",
            "Attrition",
            "Of the customers here when the period began, those who closed in it.",
            "share",
            _SPANS,
            _RETENTION,
            "down",
            _WILSON,
        ),
        KpiDefinition(
            "retention_rate",
            "Retention",
            "Of the customers here when the period began, those still here at its end: 1 less attrition.",
            "share",
            _SPANS,
            _RETENTION,
            "up",
            _WILSON,
        ),
        KpiDefinition(
            "early_attrition",
            "Early attrition",
            "Of the customers who joined a year before the period, those who closed within their first 12 months.",
            "share",
            _SPANS,
            _RETENTION,
            "down",
            _WILSON,
        ),
        KpiDefinition(
            "expected_lifetime",
            "Expected lifetime",
            "1 over the 12-month attrition: the years a customer would stay if attrition stayed as it is.",
            "years",
            _SPANS,
            _RETENTION,
            "up",
            "1 over the ends of attrition's interval",
        ),
        KpiDefinition(
            "balance_attrition",
            "Balance attrition",
            "Of the balance held when the period began (debits count as nothing), the part that the same customers no "
            "longer held at its end; negative where it grew. By closing and run down add up to it.",
            "share",
            _BALANCES,
            _FINANCE,
            "down",
            _RATIO,
        ),
        KpiDefinition(
            "balance_attrition_closed",
            "Balance lost by closing",
            "The balance that customers who closed in the period had when it began, over the balance of all then here.",
            "share",
            _BALANCES,
            _FINANCE,
            "down",
            _RATIO,
        ),
        KpiDefinition(
            "balance_attrition_run_down",
            "Balance run down",
            "What the balances of customers who stayed fell by in the period, over the balance of all then here; "
            "negative where they grew.",
            "share",
            _BALANCES,
            _FINANCE,
            "down",
            _RATIO,
        ),
        KpiDefinition(
            "customers",
            "Customers",
            "Customers here at the period's end.",
            "customers",
            _SPANS,
            _RETENTION,
            "up",
        ),
        KpiDefinition("joined", "Joined", "Customers who opened in the period.", "customers", _SPANS, _RETENTION, "up"),
        KpiDefinition(
            "lost",
            "Lost",
            "Customers who closed in the period, those who had joined in it too.",
            "customers",
            _SPANS,
            _RETENTION,
            "down",
        ),
        KpiDefinition("net_growth", "Net growth", "Joined less lost.", "customers", _SPANS, _RETENTION, "up"),
        KpiDefinition(
            "active_rate",
            "Active",
            "Of the customers here at the month's end, those with an own act in the 90 days to it.",
            "share",
            "transactions.booked_at, transactions.initiated_by",
            _PRODUCTS,
            "up",
            _WILSON,
        ),
        KpiDefinition(
            "dormant_rate",
            "Dormant",
            "Of the customers here at the month's end, those here for 12 months without an own act in them.",
            "share",
            "transactions.booked_at, transactions.initiated_by",
            _PRODUCTS,
            "down",
            _WILSON,
        ),
        KpiDefinition(
            "primary_bank_share",
            "Main bank",
            "Of the customers here at the month's end, those with a wage in at least 2 of the last 3 months and "
            f"at least {FEWEST_ACTS_PRIMARY} own acts in the three.",
            "share",
            "transactions.category (one that names wages), transactions.initiated_by",
            _PRODUCTS,
            "up",
            _WILSON,
        ),
        KpiDefinition(
            "products_per_customer",
            "Products a customer",
            "Open accounts over customers here at the month's end. Whether an account is used isn't judged.",
            "products",
            "accounts.opened_on, accounts.closed_on",
            _PRODUCTS,
            "none",
            "Normal interval of a mean",
        ),
        KpiDefinition(
            "balance_at_risk",
            "Balance at risk",
            "Each customer's probability of leaving times their balance at the as-of day, added up; debits count as "
            "nothing. Its denominator is the balance of all who have a risk.",
            MONEY,
            "scores.probability, transactions.balance_after (else transactions.amount)",
            _FINANCE,
            "down",
            _ENDS,
        ),
        KpiDefinition(
            "revenue_at_risk",
            "Revenue at risk",
            "Each customer's probability of leaving times their revenue of a year, added up. Its denominator is the"
            f" revenue of all who have a risk. {REVENUE}",
            MONEY,
            _REVENUES,
            _FINANCE,
            "down",
            _ENDS,
        ),
        KpiDefinition(
            "customer_lifetime_value",
            "Lifetime value",
            "What a customer brings on average in the five years to come: a year's revenue, as long as they stay if"
            " their risk of leaving stays as it is, less 10% for each year that it comes later. Costs, and products"
            f" yet to be taken up, are left out. {REVENUE}",
            MONEY,
            _REVENUES,
            _FINANCE,
            "up",
            _ENDS,
        ),
        KpiDefinition(
            "save_rate",
            "Save rate",
            "Of the customers whom the retention lists that ripened in the period meant to contact, those still here "
            "90 days after the day by which they were to be contacted. Most stay anyway: see its uplift.",
            "share",
            "the ledger's retention lists, customers.closed_on",
            _RETENTION,
            "up",
            _WILSON,
        ),
        KpiDefinition(
            "save_uplift",
            "Save uplift",
            "The save rate less the same share of the customers whom these lists held back at random.",
            "points",
            "the ledger's retention lists, customers.closed_on",
            _RETENTION,
            "up",
            "Newcombe's interval of a difference of shares, put together over lists",
        ),
    )
}
"""Every KPI of this version, by name."""

NOT_WORKED_OUT: dict[str, str] = {
    "product_attrition": "An account that moved to another product can't be told from one that was lost.",
    "share_of_wallet": "Nothing is known of what customers hold at other banks.",
    "win_back_rate": "A customer who comes back under a new id can't be recognised yet.",
    "net_promoter_score": "There is no survey, and a stand-in is not called by its name.",
}
"""Usual KPIs that this data can't give honestly, and why."""
