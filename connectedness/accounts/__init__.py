"""Users, their roles in programs, and sign-in."""
