"""What a command waits for before it does anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("lightgbm", "plotly", "scipy.stats", "shap", "sklearn", "umap")


def test_heavy_libraries_are_loaded_where_they_are_used_and_not_at_the_start() -> None:
    asked = f"import sys, analytics.__main__; print([name for name in {HEAVY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
