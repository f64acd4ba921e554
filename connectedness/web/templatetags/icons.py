"""Draws icons. The same few stand many times on every page."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
MOST_KEPT = 256


@register.simple_tag
@lru_cache(maxsize=MOST_KEPT)
def icon_drawing(name: str, css_class: str = "") -> SafeString:
    """The icon as its template draws it, once for each name and class."""
    drawing = f"components/icons/{name}.svg"
    drawn = render_to_string("components/icon_drawing.html", {"drawing": drawing, "class": css_class})
    return mark_safe(drawn.strip())  # noqa: S308 - what the template printed
