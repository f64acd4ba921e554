"""Deciding where faculty precept: which of the half-days that they offer, together with who attends what."""
