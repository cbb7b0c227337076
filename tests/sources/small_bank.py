"""A bank of three customers, to be spoilt by tests."""

from __future__ import annotations

from pathlib import Path

TABLES = {
    "customers": (
        "customer_id,opened_on,closed_on,birth_date,gender,region_id,segment_code\n"
        "0001,2020-01-01,,1980-05-01,f,R01,7\n"
        "0002,2020-02-01,2024-05-01,1990-06-01,m,R02,8\n"
        "0003,2021-03-01,,,,R01,9\n"
        "0004,2021-03-01,,,,R01,9\n"
    ),
    "accounts": (
        "account_id,customer_id,product,opened_on,closed_on,currency\n"
        "A1,0001,current,2020-01-01,,EUR\n"
        "A2,0002,current,2020-02-01,2024-05-01,EUR\n"
        "A3,0003,savings,2021-03-01,,EUR\n"
        "A4,0003,current,2021-03-01,,USD\n"
    ),
    "transactions": (
        "account_id,booked_at,amount,category,channel,counterparty,balance_after,initiated_by\n"
        "A1,2024-01-05T10:30:00,1200.00,salary,transfer,Acme,1200.00,third_party\n"
        "A1,2024-01-06T11:00:00Z,-20.50,groceries,card,Shop,1179.50,customer\n"
        "A2,2024-02-01,-3.00,account fee,,,97.00,\n"
        "A3,2024-02-02 08:00:00+02:00,-10.00,groceries,card,,90.00,\n"
        "A4,2024-02-03,-5,groceries,card,,,\n"
    ),
    "events": "customer_id,occurred_at,event_type,channel,detail\n0001,2024-03-01T09:00:00,login,app,\n",
    "regions": "region_id,name,population,postcode\nR01,North,1000,01234\nR02,South,2000,05678\n",
    "contacts": (
        "customer_id,offered_at,offer,channel,variant,propensity,accepted,reward\n"
        "0001,2024-01-10,card,app,a,0.5,1,3.5\n"
    ),
    "outcomes": (
        "customer_id,as_of,outcome,value\n0001,2024-01-31,churn,0\n0002,2024-01-31,churn,1\n0003,2024-01-31,churn,0\n"
    ),
    "persons": "record_id,source_system,customer_id,given_name\nP1,crm,0001,Ada\nP2,crm,,Bo\n",
    "consents": "customer_id,purpose,granted,changed_at\n0001,marketing,1,2024-01-01T00:00:00\n",
}
"""Each table as text, without a fault."""

NEEDED = ("customers", "accounts", "transactions")


def write_bank(folder: Path, *, only: tuple[str, ...] = tuple(TABLES), **spoilt: str | bytes) -> Path:
    """Write the bank; a keyword replaces a table's text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in only:
        content = spoilt.get(name, TABLES[name])
        (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def with_rows(table: str, *rows: str) -> str:
    """A table's text with more rows at its end."""
    return TABLES[table] + "".join(f"{row}\n" for row in rows)


def renamed(table: str, before: str, after: str) -> str:
    """A table's text with a column under another name."""
    header, newline, rest = TABLES[table].partition("\n")
    assert before in header.split(",")
    return ",".join(after if name == before else name for name in header.split(",")) + newline + rest


def without(table: str, column: str) -> str:
    """A table's text without a column."""
    lines = [line.split(",") for line in TABLES[table].splitlines()]
    place = lines[0].index(column)
    return "".join(",".join(cell for index, cell in enumerate(line) if index != place) + "\n" for line in lines)
