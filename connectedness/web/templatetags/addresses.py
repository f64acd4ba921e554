"""Addresses in narrow places."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def breakable(address: str) -> str:
    """An e-mail address that breaks after its @ rather than before its last letter."""
    before, at, after = address.partition("@")
    return format_html("{}{}<wbr>{}", before, at, after) if at else address
