"""What each stage of a build does: reads the warehouse, calls the pure rooms, writes the warehouse."""
