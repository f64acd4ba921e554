"""Repairing a week: reporting what upsets it, choosing a way to mend it, taking either back."""
