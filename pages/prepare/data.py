"""Data: what is loaded, what is missing, and bringing data in."""

from __future__ import annotations

from pages.shared.frame import bare_frame

bare_frame("Data", about="What is loaded, what is missing, and bringing data in.")
