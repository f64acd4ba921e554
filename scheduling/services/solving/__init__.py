"""The worker's side of a run: claim its row, let the solver's own process work, trust nothing that comes back."""
