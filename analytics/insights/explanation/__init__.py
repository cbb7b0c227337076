"""One stored explanation of one customer and outcome, and the texts that different readers are given of it."""
