"""Prints the parts of the schedule's grids and of the block schedule, those that are equal once."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
MOST_KEPT = 8192
MOST_PARTS_KEPT = 2048


@register.simple_tag
def printed(template: str, **inputs: Hashable) -> SafeString:
    """What the template prints of these inputs alone. Who looks again, or edits another part, finds it printed."""
    return mark_safe(print_part(template, **inputs))  # noqa: S308 - what the template printed and escaped


@lru_cache(maxsize=MOST_PARTS_KEPT, typed=True)
def print_part(template: str, **inputs: Hashable) -> str:
    """The part as its template prints it; parts that are equal are printed once."""
    return render_to_string(template, inputs).strip()


@register.simple_tag
def grid_cells(cells: Iterable[Hashable], template: str) -> SafeString:
    """The cells of one row. Each different cell is printed once: thousands stand on a page, few differ."""
    text = "".join(_printed_cell(cell, template) for cell in cells)
    return mark_safe(text)  # noqa: S308 - joined from what the template printed and escaped


@lru_cache(maxsize=MOST_KEPT)
def _printed_cell(cell: Hashable, template: str) -> str:
    return render_to_string(template, {"cell": cell}).strip()
