"""The way in: who is signed in, the page that asks, and the gate in front of everything else."""
