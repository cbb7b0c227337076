"""What comes in: schemas, checks and mappings, and the demo bank's generator."""
