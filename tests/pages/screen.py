"""Running one screen in the whole app, on a store of its own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from analytics.access.settings import AS_VARIABLE
from pages.shared.readers.remembered import forget

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
# Each AppTest reads what all installed packages say of themselves, in search of components: a seventh of a second.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(
    store: Path,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
    link: Mapping[str, str] | None = None,
    *,
    person: str = "analyst",
) -> AppTest:
    """Open a screen of the app (``decide/overview``) on a store, signed in, with a link's parameters."""
    monkeypatch.setenv(AS_VARIABLE, person)
    monkeypatch.setenv("TANDEM_STORE", str(store))
    monkeypatch.chdir(ROOT)
    forget()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.switch_page(f"pages/{page}.py")
    for name, value in (link or {}).items():
        app.query_params[name] = value
    app.run()
    return app


def as_person(app: AppTest, person: str) -> AppTest:
    """Draw a screen that `opened` has opened anew for somebody else."""
    os.environ[AS_VARIABLE] = person
    return app.run()


def said(app: AppTest) -> str:
    """Everything that the screen says, in one text."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    metrics = [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join([*(str(part.value) for part in parts), *metrics]).replace("\\", "")


def pictures_on_offer(app: AppTest) -> dict[str, list[str]]:
    """The charts that may be taken along as pictures: from where each stands on the page to its forms."""
    found = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "tandem_pictures"]
    return dict(json.loads(found[0].json)["charts"]) if found else {}


def drawings_on_offer(app: AppTest) -> set[str]:
    """Those of them that are drawings, and not a map of points."""
    return {place for place, forms in pictures_on_offer(app).items() if "svg" in forms}


def charts_drawn(app: AppTest) -> set[str]:
    """The charts that the screen drew, named as the browser finds them."""
    keys = (each.proto.id.split("-", 2)[-1] for each in app.get("plotly_chart"))
    return {"st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key) for key in keys}


def is_well(app: AppTest) -> bool:
    """Say whether the screen drew without an error."""
    return not app.exception and not app.error
