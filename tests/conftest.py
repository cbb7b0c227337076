"""What many tests share: a tiny demo bank, and a store built of it, made once a session."""

from __future__ import annotations

import os
from pathlib import Path

# Before any numeric library is imported: its threads must neither spin nor change with the machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Only the ledger's own tests speak to that server, each to a database of its own (tests/knowledge/conftest.py).
os.environ["TANDEM_TESTED_LEDGER_URL"] = os.environ.pop("TANDEM_LEDGER_URL", "")
# Compiling it takes each build ten seconds or more, so only its own tests try it.
os.environ["TANDEM_NETWORK"] = "off"

import hypothesis
import pytest

# By day the same cases every time, so that whoever changes nothing breaks nothing; at length new ones each time. How
# long a case takes says nothing on a busy machine.
hypothesis.settings.register_profile("ours", deadline=None, derandomize=os.environ.get("TANDEM_SLOW") != "1")
hypothesis.settings.load_profile("ours")

N_CUSTOMERS = 500
N_MONTHS = 12


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put them in the order of `tests/running_order.py`."""
    from tests.running_order import in_one_process, side_by_side

    items[:] = side_by_side(items) if "PYTEST_XDIST_WORKER" in os.environ else in_one_process(items)


@pytest.fixture(scope="session", autouse=True)
def shelf(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the processes of a run share what is made once."""
    from tests.made_once import share_below

    own = tmp_path_factory.getbasetemp()
    share_below(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def demo_bank() -> Path:
    """The folder of a demo bank of 500 customers and 12 months; read it, never change it."""
    from analytics.sources.demo import write_demo_bank
    from tests.made_once import made_once

    def make(folder: Path) -> None:
        write_demo_bank(folder, n_customers=N_CUSTOMERS, n_months=N_MONTHS, seed=1)

    return made_once("demo_bank", make)


@pytest.fixture(scope="session")
def demo_store(demo_bank: Path) -> Path:
    """A store with that bank, all stages built and published; read it, never change it."""
    from analytics.pipeline import Request, build
    from analytics.store.load import ingest
    from tests.made_once import made_once

    def make(store: Path) -> None:
        ingest(store, demo_bank)
        build(store, Request())

    return made_once("demo_store", make)
