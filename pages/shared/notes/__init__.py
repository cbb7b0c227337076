"""Notes on screen: the form to write one, and how one is shown."""
