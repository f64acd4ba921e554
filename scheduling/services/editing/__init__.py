"""Changing a draft: each step is checked, written, told to the trail, and can be taken back."""
