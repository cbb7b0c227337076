"""The feature catalogue, and what SQL cannot say."""
