"""The page frame."""
