"""Prints the cells of the month grid and of the block schedule."""

from collections.abc import Hashable, Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
PRINTED = "month_grid_printed"


@register.simple_tag(takes_context=True)
def grid_cells(
    context: Context, cells: Iterable[Hashable], template: str = "scheduling/grid_cell.html"
) -> SafeString:
    """The cells of one row. Each different cell is printed once a page: thousands stand there, few differ."""
    kept: Any = context.render_context.dicts[0]  # the page's own, since every row is a template of its own
    printed: dict[Hashable, str] = kept.setdefault(PRINTED, {})
    found = []
    for cell in cells:
        if cell not in printed:
            printed[cell] = _print(context, cell, template)
        found.append(printed[cell])
    return mark_safe("".join(found))  # noqa: S308 - joined from what the template printed and escaped


def _print(context: Context, cell: Hashable, template: str) -> str:
    assert context.template is not None
    engine = context.template.engine
    return engine.get_template(template).render(Context({"cell": cell})).strip()
