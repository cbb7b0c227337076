"""Speed against peers in one run, and quality beside it."""
