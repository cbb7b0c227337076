"""The screens: their sections, files and titles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = {"Oversee": "Check and record", "Contribute": "Check and record"}
"""What stands over a section in the navigation, where it is not the section's own words: at most three headings."""

SECTIONS: dict[str, dict[str, str]] = {
    "Decide": {
        "overview": "Overview",
        "retention": "Retention",
        "cohorts": "Cohorts",
        "outlook": "Outlook",
        "targets": "Targets and watch",
        "findings": "Findings",
        "retention_list": "Retention list",
        "offers": "What offers do",
        "inbox": "Inbox",
        "what_changed": "What changed",
    },
    "Explore": {
        "segment_map": "Segment map",
        "segment": "Segment",
        "compare": "Compare",
        "movement": "Movement",
        "partitions": "Partitions",
        "drivers": "Churn drivers",
        "reason_map": "Map of reasons",
        "risk_over_time": "Risk over time",
        "patterns": "Patterns",
        "before_and_after": "Before and after",
        "transitions": "What follows what",
        "foreseen": "What can be foreseen",
        "customers": "Customers",
        "customer": "Customer",
        "unnamed": "Unnamed",
    },
    "Oversee": {"fairness": "Fairness"},
    "Contribute": {"notes": "Notes", "history": "History", "data": "Data"},
}
"""By the section's words: from a screen's name, which is its address too, to its title."""


@cache
def there() -> dict[str, dict[str, str]]:
    """The sections with the screens whose file is there, looked for once."""
    return {
        section: {name: title for name, title in screens.items() if (ROOT / _file(section, name)).is_file()}
        for section, screens in SECTIONS.items()
    }


def file_of(name: str) -> str | None:
    """The file of a screen, as Streamlit takes it; None where there is none of this name."""
    for section, screens in there().items():
        if name in screens:
            return _file(section, name)
    return None


def name_of(file: str) -> str:
    """The name of the screen in a file such as `pages/explore/customers.py`."""
    return Path(file).stem


def _file(section: str, name: str) -> str:
    return f"pages/{section.lower()}/{name}.py"
