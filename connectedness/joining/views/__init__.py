"""The pages of those who give access, and of those who get it."""
