"""The page that asks who one is: plain HTML, made on the server, without a script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

from analytics.access.passphrases import has_passphrase
from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from analytics.knowledge.rights import HOMES
from analytics.knowledge.roles import Role
from pages.shared.screens import SECTIONS

MOST_WITHOUT_SEARCH = 8
MOST_SHOWN = 60
PLACE = "/sign-in"
STYLE = Path(__file__).with_name("sign_in.css").read_text(encoding="utf-8")
DOES = {
    Role.ANALYST: "Looks into everything: segments, reasons, risks, data",
    Role.EXPERT: "Names, corrects and notes what the data mean",
    Role.EXECUTIVE: "Sees who stays and what that is worth",
    Role.AUDITOR: "Checks fairness, models and who did what",
    Role.ADMINISTRATOR: "Brings data in and looks after profiles",
    Role.ADVISER: "Speaks with customers",
}
_TITLES = {name: title for names in SECTIONS.values() for name, title in names.items()}


def sign_in_page(store: Path, *, to: str, wanted: str = "", found: str = "", problem: str = "") -> str:
    """Write the page.

    Parameters
    ----------
    store : Path
        The store's folder.
    to : str
        Where to go after; already checked.
    wanted : str
        Whose passphrase is asked for; empty for the list of profiles.
    found : str
        Letters that names, roles or teams must have.
    problem : str
        What went wrong before, in words.
    """
    people = sorted(knowledge(store).people.values(), key=lambda each: (list(Role).index(each.role), each.name))
    told = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    asked = next((each for each in people if each.name == wanted), None)
    inner = _list(store, people, to, found) if asked is None else _passphrase(asked, to)
    return (
        # The header says "no-referrer", with which a browser would not say from which page a form comes.
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in · Tandem</title>'
        '<meta name="referrer" content="same-origin">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="/app/static/favicon.png"><style>{STYLE}</style></head><body><main>'
        '<picture><source srcset="/app/static/logo-dark.svg" media="(prefers-color-scheme: dark)">'
        '<img class="logo" src="/app/static/logo-light.svg" alt="Tandem"></picture>'
        f"{told}{inner}</main></body></html>"
    )


def again(address: str) -> str:
    """Write a page that opens an address of ours by itself, so that the browser hands our cookie over.

    It does not where a link on a foreign page led here, since the cookie is for our own pages alone.
    """
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tandem</title>'
        f'<meta http-equiv="refresh" content="0;url={escape(address)}"></head><body></body></html>'
    )


def _list(store: Path, people: list[Person], to: str, found: str) -> str:
    fits = [each for each in people if found.casefold() in f"{each.name} {each.role} {each.team or ''}".casefold()]
    search = _search(to, found) if len(people) > MOST_WITHOUT_SEARCH else ""
    cards = "".join(_card(store, each, to) for each in fits[:MOST_SHOWN])
    rest = f"<p>{len(fits) - MOST_SHOWN} more: search above.</p>" if len(fits) > MOST_SHOWN else ""
    none = "" if fits else f"<p>Nobody here is called “{escape(found)}”.</p>"
    return (
        "<h1>Who are you?</h1><p>Each profile has its own first screen and its own rights. What you do is written down"
        f' with your name.</p>{search}{none}<ul>{cards}</ul>{rest}<p class="small">Profiles of this machine. One'
        " without a lock can be chosen by anybody who sits at it; <code>python -m analytics user NAME --role ROLE"
        " --passphrase</code> gives one a passphrase.</p>"
    )


def _search(to: str, found: str) -> str:
    return (
        f'<form method="get" action="{PLACE}" role="search"><input type="hidden" name="next" value="{escape(to)}">'
        f'<label>Find a profile <input type="search" name="find" value="{escape(found)}" autofocus></label>'
        '<button class="plain">Search</button></form>'
    )


def _card(store: Path, each: Person, to: str) -> str:
    about = f"{each.role.value}{f', {each.team}' if each.team else ''}"
    is_locked = has_passphrase(store, each.name)
    lock = '<span class="lock" title="asks for a passphrase">🔒</span>' if is_locked else ""
    inside = (
        f'<span class="name">{escape(each.name)}{lock}</span><span class="role">{escape(about)}</span>'
        f'<span class="does">{DOES[each.role]}. Begins on {_TITLES[HOMES[each.role]]}.</span>'
    )
    if is_locked:
        query = urlencode({"as": each.name, "next": to})
        return f'<li><a class="card" href="{PLACE}?{escape(query)}">{inside}</a></li>'
    return (
        f'<li><form method="post" action="{PLACE}"><input type="hidden" name="next" value="{escape(to)}">'
        f'<button class="card" name="name" value="{escape(each.name)}">{inside}</button></form></li>'
    )


def _passphrase(asked: Person, to: str) -> str:
    back = urlencode({"next": to})
    return (
        f'<h1>Sign in as {escape(asked.name)}</h1><form class="asked" method="post" action="{PLACE}">'
        f'<input type="hidden" name="next" value="{escape(to)}">'
        f'<input type="hidden" name="name" value="{escape(asked.name)}">'
        '<label>Passphrase <input type="password" name="passphrase" autocomplete="current-password" autofocus required>'
        f'</label><button class="main">Sign in</button></form><p><a href="{PLACE}?{escape(back)}">Somebody else</a></p>'
    )
