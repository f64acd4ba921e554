"""What happens inside a pairing, and the home pages of residents and coaches."""
