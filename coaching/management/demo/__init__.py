"""The demo: an invented program, brought in, solved and published through the doors that users have."""
