"""Browsers in a few words."""

from django import template

register = template.Library()

# The first that is found names it: Edge calls itself Chrome too, and Chrome Safari.
NAMES = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
           ("Linux", "Linux"))  # fmt: skip


@register.filter
def browser(agent: str) -> str:
    """``Firefox on Windows``, from what a browser says of itself."""
    name = next((word for mark, word in NAMES if mark in agent), "A browser")
    device = next((word for mark, word in DEVICES if mark in agent), "")
    return f"{name} on {device}" if device else name
