"""The words of the demo bank's bookings and events, and their codes."""

from __future__ import annotations

from analytics.sources.demo.behaviour import PURCHASE_HABITS
from analytics.sources.demo.regions import REGIONS, employers

CATEGORIES = (
    *PURCHASE_HABITS,
    "salary",
    "wages",
    "invoice_income",
    "support_income",
    "cash_deposit",
    "cash_withdrawal",
    "transfer",
    "investment",
    "savings_transfer",
    "housing",
    "utilities",
    "insurance",
    "subscription",
    "childcare",
    "card_settlement",
    "loan_payment",
    "loan_payout",
    "interest",
    "fee",
    "penalty_fee",
    "closing",
)
CATEGORY = {name: code for code, name in enumerate(CATEGORIES)}

CHANNELS = ("mobile", "web", "branch", "phone", "atm", "card")
"""The bank's five channels, and the shop's card terminal."""
CHANNEL = {name: code for code, name in enumerate(CHANNELS)}
NO_CHANNEL = -1

INITIATORS = ("customer", "standing_order", "bank", "third_party")
CUSTOMER, STANDING_ORDER, BANK, THIRD_PARTY = range(4)

PRODUCTS = ("current", "savings", "card", "loan", "mortgage")
CURRENT, SAVINGS, CARD, LOAN, MORTGAGE = range(5)
N_PRODUCTS = len(PRODUCTS)

FESTIVAL_STALLS = ("Lantern Fair Stall", "Lantern Guild", "Lantern Tea House")

_CHAINS: dict[str, tuple[str, ...]] = {
    "groceries": ("Hollin Market", "Greenbasket", "Penny Larder", "Farmgate"),
    "dining": ("Corner Kettle", "Noodle Yard", "Oven & Oak", "Bistro Lumen"),
    "transport": ("Northline Rail", "Citybus", "Torq Fuel", "Rideloop"),
    "online": ("Parcelwise", "Webmart", "Threadbox", "Gadgetry"),
    "entertainment": ("Playhouse", "Cinerama Sol", "Club Meridian", "Streamdeck"),
    "travel": ("Skyferry", "Stayfinder", "Harbour Hotels", "Railpass Europa"),
    "health": ("Apotheka", "Wellpoint Clinic", "Dental House", "Vision Plus"),
    "home": ("Hammer & Hearth", "Casa Living", "Gardenia", "Lumber Hall"),
    "children": ("Little Steps", "Toy Harbour", "School Supplies Direct", "Junior Sports"),
}
_LOCAL = {
    "groceries": "Grocer",
    "dining": "Tavern",
    "transport": "Garage",
    "online": "Click & Collect",
    "entertainment": "Arts Hall",
    "travel": "Travel Desk",
    "health": "Pharmacy",
    "home": "Hardware",
    "children": "Nursery",
}
SHOPS_A_CATEGORY = 5
EMPLOYERS_A_REGION = 8
_OTHERS = (
    "Own savings",
    "Own card",
    "Own loan",
    "The bank",
    "Capital Brokers",
    "Meridian Funds",
    "Homeland Housing",
    "City Lettings",
    "Gridpower",
    "Clearwater Utilities",
    "Shield Mutual",
    "Safeguard Insurance",
    "Telefonia",
    "Streamdeck Subscription",
    "Kids' Club",
    "Social Fund",
    "Pension Office",
    "Cash machine",
    "Cash desk",
    "Private person",
    "Another bank",
    "Client Adler",
    "Client Bergson",
    "Client Corvin",
    "Client Delta Studio",
    "Client Everline",
    "Rideloop Earnings",
    "Parcelwise Earnings",
    "Harvest Crew",
)


def _counterparties() -> tuple[str, ...]:
    listed: list[str] = []
    for region in range(len(REGIONS)):
        for name in PURCHASE_HABITS:
            listed += [*_CHAINS[name], f"{REGIONS[region].town} {_LOCAL[name]}"]
    for region in range(len(REGIONS)):
        listed += employers(region)
    return (*listed, *_OTHERS, *FESTIVAL_STALLS)


_WITH_REPEATS = _counterparties()
COUNTERPARTIES = tuple(dict.fromkeys(_WITH_REPEATS))
_CODE = {name: code for code, name in enumerate(COUNTERPARTIES)}
PLACE_CODES = tuple(_CODE[name] for name in _WITH_REPEATS)
"""Code of the counterparty at each place of the list with repeats (region by category by shop, then employers)."""
FIRST_EMPLOYER = len(REGIONS) * len(PURCHASE_HABITS) * SHOPS_A_CATEGORY


def counterparty(name: str) -> int:
    """The code of a counterparty."""
    return _CODE[name]


CULTURE_CATEGORY = CATEGORY["entertainment"]
