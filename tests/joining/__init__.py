"""Invitations, joining, and who may give which role."""
