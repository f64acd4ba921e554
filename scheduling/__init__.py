"""Residents, coaches, rotations and clinic half-days, and the schedule that joins them."""
