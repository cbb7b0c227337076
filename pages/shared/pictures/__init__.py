"""Charts and the map as pictures to take along."""
