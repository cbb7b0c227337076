"""What people did and said: the ledger."""
