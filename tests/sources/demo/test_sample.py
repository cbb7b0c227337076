"""The sample in the repository is what the generator makes."""

from __future__ import annotations

import gzip
from pathlib import Path

from analytics.sources.demo.sample import write_sample

SAMPLE = Path(__file__).parents[3] / "data" / "demo"


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_the_sample_in_the_repository_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in SAMPLE.iterdir())
    for path in SAMPLE.iterdir():
        assert content(path) == content(tmp_path / path.name), path.name


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 400_000
