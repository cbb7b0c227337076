"""A believable bank made from a seed, with its ground truth beside it."""

from __future__ import annotations

from analytics.sources.demo.write import write_demo_bank

__all__ = ["write_demo_bank"]
