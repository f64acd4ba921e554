"""Prints the crossings of the pairing board: thousands stand on a large program's, too many for includes."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from scheduling.selectors.pairing_board.content import Crossing, CrossingState, Row

register = template.Library()
OFF = {CrossingState.LEAVING, CrossingState.EXCLUDED}
COLOURED = {CrossingState.OPEN, CrossingState.CURRENT}


@register.simple_tag
def crossings(row: Row) -> SafeString:
    """The cells of one row, in the order of the coaches."""
    cells = (_cell(crossing, column) for column, crossing in enumerate(row.crossings))
    return mark_safe("".join(cells))  # noqa: S308 - joined from what format_html escaped


def _cell(crossing: Crossing, column: int) -> SafeString:
    return format_html(
        '<td class="crossing{}" data-faculty="{}"><button type="{}" form="plan" name="change" value="{}" class="{}" '
        'tabindex="-1" data-stop data-col="{}" data-key="pair-{}-{}" aria-label="{}"{}>{}</button></td>',
        " is-off" if crossing.state in OFF else "",
        crossing.faculty,
        "submit" if crossing.change else "button",
        crossing.change,
        _classes(crossing),
        column,
        crossing.resident,
        crossing.faculty,
        crossing.label,
        "" if crossing.change else mark_safe(' aria-disabled="true"'),
        _inside(crossing),
    )


def _classes(crossing: Crossing) -> str:
    said = {
        f"tint-{crossing.tint}": crossing.state in COLOURED or crossing.is_draft,
        "is-draft": crossing.is_draft,
        "is-proposed": crossing.is_proposed,
    }
    return " ".join(["pair", f"is-{crossing.state}", *(name for name, holds in said.items() if holds)])


def _inside(crossing: Crossing) -> SafeString:
    """The number, always, and what stands beside it."""
    if crossing.state is CrossingState.EXCLUDED:
        return format_html('<span class="pair-word">{} {} excluded</span>', _lock(), crossing.value)
    if crossing.state in {CrossingState.FULL, CrossingState.LEAVING}:
        word = "full" if crossing.state is CrossingState.FULL else "leaves"
        return format_html('<span class="pair-word">{} {}</span>', crossing.value, word)
    return format_html("<b>{}</b> {}", crossing.value, _word(crossing))


def _word(crossing: Crossing) -> str:
    words = {
        "your draft": crossing.is_draft,
        "proposed": crossing.is_proposed,
        "today": crossing.state is CrossingState.CURRENT,
        "wished": crossing.is_wished,
    }
    return next((word for word, holds in words.items() if holds), "")


def _lock() -> SafeString:
    return render_to_string("components/icon.html", {"name": "lock", "class": "icon-small"})
