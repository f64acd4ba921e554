"""The meaning: plain values and rules, true without a database."""
