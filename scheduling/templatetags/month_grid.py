"""Prints the cells of the month grid."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from scheduling.selectors.month_grid import Cell

register = template.Library()
PRINTED = "month_grid_printed"


@register.simple_tag(takes_context=True)
def grid_cells(context: Context, cells: Iterable[Cell]) -> SafeString:
    """The cells of one row. Each different cell is printed once a page: thousands stand there, few differ."""
    kept: Any = context.render_context.dicts[0]  # the page's own, since every row is a template of its own
    printed: dict[Cell, str] = kept.setdefault(PRINTED, {})
    found = []
    for cell in cells:
        if cell not in printed:
            printed[cell] = _print(context, cell)
        found.append(printed[cell])
    return mark_safe("".join(found))  # noqa: S308 - joined from what the template printed and escaped


def _print(context: Context, cell: Cell) -> str:
    assert context.template is not None
    engine = context.template.engine
    return engine.get_template("scheduling/grid_cell.html").render(Context({"cell": cell})).strip()
