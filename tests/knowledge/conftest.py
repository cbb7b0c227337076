"""The ledger's tests run on a file, and on PostgreSQL where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

from analytics.knowledge.opening import let_go
from analytics.knowledge.place import URL_VARIABLE


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of damaged copies needn't wait for a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(params=["file", "postgresql"])
def store(request: pytest.FixtureRequest, quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store's folder with an empty ledger of its own."""
    folder = quick_folder / "store"
    folder.mkdir()
    if request.param == "file":
        yield folder
        let_go(folder)
        return
    server = os.environ["TANDEM_TESTED_LEDGER_URL"]
    if not server:
        pytest.skip("TANDEM_LEDGER_URL names no PostgreSQL; make test-slow installs one and tries it")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"tandem_{uuid4().hex}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    monkeypatch.setenv(URL_VARIABLE, make_url(server).set(database=name).render_as_string(hide_password=False))
    yield folder
    let_go(folder)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()
