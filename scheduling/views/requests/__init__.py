"""The pages on which residents and coaches ask for something themselves."""
