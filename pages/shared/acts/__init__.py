"""Acts on screen: who acts, what can be done with the selection, and the forms for it."""
