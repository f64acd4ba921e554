"""Repairing a week: what was reported, what it breaks in a version, and the ways to mend that."""
