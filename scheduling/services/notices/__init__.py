"""Notices: written with what they tell of, and sent by the relay afterwards."""
