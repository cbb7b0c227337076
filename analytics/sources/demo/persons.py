"""Records of the same people in three source systems, with the slips that people make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import Ints, as_date
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.regions import REGIONS

SOURCE_SYSTEMS = ("core", "cards", "lending")
_SHARE_IN_SYSTEM = np.array([1.0, 0.55, 0.3])
_SLIP_SHARE = np.array([0.03, 0.25, 0.18])
"""Chance of a slip in each field, by system."""
_ID_KNOWN = np.array([1.0, 0.5, 0.4])

_WOMEN = """
Alma Berit Carla Dora Elin Freya Greta Hanne Ida Jonna Karin Lena Mira Nora Oda Petra Rina Saga Tilda Una
Vera Wilma Ylva Zoe Annika Britta Celia Dagny Edda Fenja
"""
_MEN = """
Anton Bruno Casper Dag Emil Finn Georg Henrik Ivar Jonas Kasper Lars Magnus Nils Otto Peer Rolf Stefan Tomas
Ulf Viktor Werner Yann Zeno Albin Bengt Claes Didrik Erik Frode
"""
GIVEN = {"f": tuple(_WOMEN.split()), "m": tuple(_MEN.split())}
_STEM_WORDS = """
Berg Lind Strand Holm Dal Sjo Skog Ek Ast Bjork Fors Gran Hag Kvist Lund Malm Norr Ros Sand Tall Vik West Ang
Brandt Eller Falken Gerd Hassel Kroner Lauter
"""
_ENDINGS = ("man", "berg", "gren", "stedt", "vall", "qvist", "sen", "ner", "ling", "mark")
FAMILY = tuple(stem + ending for stem in _STEM_WORDS.split() for ending in _ENDINGS)
STREETS = (
    "Mill Lane",
    "Harbour Street",
    "Church Road",
    "Linden Avenue",
    "Station Road",
    "Orchard Way",
    "Quarry Hill",
    "Market Square",
    "Garden Close",
    "Bridge Street",
    "Tanner Row",
    "Forest Edge",
    "Kiln Street",
    "Meadow View",
    "Foundry Yard",
    "Lake Road",
)
FIELDS = ("given_name", "family_name", "birth_date", "street", "city", "postcode", "phone", "email")


@dataclass(frozen=True)
class Persons:
    """Person records of a block.

    Attributes
    ----------
    customer : ints
        Place of the customer in the block, in order.
    system : ints
        Place in `SOURCE_SYSTEMS`.
    id_known : flags
        Whether the record carries the customer's id.
    fields : dict of lists
        The texts of each of `FIELDS`; None where missing.
    person : ints
        Number of the true person within the block.
    """

    customer: Ints
    system: Ints
    id_known: np.typing.NDArray[np.bool_]
    fields: dict[str, list[str | None]]
    person: Ints


def block_persons(seed: int, customers: Customers) -> Persons:
    """The records of a block's people."""
    draws = stream(seed, customers.block, "persons")
    n = BLOCK_SIZE
    person = _true_persons(draws, customers)
    true = _true_fields(draws, customers, person)
    present = draws.random((n, len(SOURCE_SYSTEMS))) < _SHARE_IN_SYSTEM
    customer, system = np.nonzero(present)
    fields: dict[str, list[str | None]] = {name: [true[name][c] for c in customer] for name in FIELDS}
    for name in FIELDS:
        slips = np.flatnonzero(draws.random(len(customer)) < _SLIP_SHARE[system])
        kinds, places = draws.integers(0, 4, len(slips)), draws.random(len(slips))
        for row, kind, place in zip(slips.tolist(), kinds.tolist(), places.tolist(), strict=True):
            fields[name][row] = _slip(name, fields[name][row] or "", int(kind), float(place))
    known = draws.random(len(customer)) < _ID_KNOWN[system]
    return Persons(customer, system, known, fields, person[customer])


def _true_persons(draws: np.random.Generator, customers: Customers) -> Ints:
    """A few people came back under a second customer number: same household, same birth date."""
    person = np.arange(BLOCK_SIZE)
    same_home = np.r_[False, customers.household[1:] == customers.household[:-1]]
    again = same_home & (draws.random(BLOCK_SIZE) < 0.04)
    for place in np.flatnonzero(again).tolist():
        person[place] = person[place - 1]
    return person


def _true_fields(draws: np.random.Generator, customers: Customers, person: Ints) -> dict[str, list[str]]:
    n, home = BLOCK_SIZE, customers.household
    given, family, own_family = draws.integers(0, 30, n), draws.integers(0, len(FAMILY), n), draws.random(n) < 0.15
    street, house = draws.integers(0, len(STREETS), n), draws.integers(1, 140, n)
    post, phone = draws.integers(0, 60, n), draws.integers(1_000_000, 9_999_999, n)
    truth: dict[str, list[str]] = {name: [] for name in FIELDS}
    for place in range(n):
        who = int(person[place])
        kin = int(home[who])
        sex = "f" if customers.gender[who] == 0 else "m"
        first = GIVEN[sex][int(given[who])]
        last = FAMILY[int(family[who] if own_family[who] else family[kin])]
        region = int(customers.region[who])
        values = (
            first,
            last,
            as_date(int(customers.birth_day[who])).isoformat(),
            f"{int(house[kin])} {STREETS[int(street[kin])]}",
            REGIONS[region].town,
            f"{(region + 1) * 1_000 + int(post[kin]):05d}",
            f"0{region + 11} {int(phone[who])}",
            f"{first}.{last}{int(phone[who]) % 97}@mail.example".lower(),
        )
        for name, value in zip(FIELDS, values, strict=True):
            truth[name].append(value)
    return truth


def _slip(field: str, value: str, kind: int, place: float) -> str | None:
    """One slip: letters swapped, one left out, one doubled, or the field left empty; dates swap day and month."""
    at = int(place * (len(value) - 1)) if len(value) > 1 else 0
    if field == "birth_date":
        year, month, day = value.split("-")
        return f"{year}-{day}-{month}" if int(day) <= 12 else (None if kind == 3 else f"{year}-{month}-01")
    if kind == 0:
        return value[:at] + value[at + 1 : at + 2] + value[at : at + 1] + value[at + 2 :]
    if kind == 1:
        return value[:at] + value[at + 1 :]
    if kind == 2:
        return value[: at + 1] + value[at:]
    return None if field in ("street", "phone", "email") else value.upper()
