"""The changes that come with less notice than promised, in words, and whose of them are left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scheduling.domain.wording import capitalised, counted, number_word
from scheduling.selectors.publish_effects import PublishEffects

NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LatePerson:
    """Somebody for whom something changes late; ``key`` is the primary key."""

    key: int
    name: str
    what: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class LateWords:
    """The late changes in words, whose they are, and what leaving all of them out costs; ``is_any``: some come late."""

    title: str
    text: str
    people: tuple[LatePerson, ...]
    cost: str
    is_any: bool


def late_words(
    effects: PublishEffects, *, every: PublishEffects, none: PublishEffects, left_out: Collection[int]
) -> LateWords | None:
    """Of what the page shows, beside the same with every late change and with none; None where nothing is late."""
    if not every.late():
        return None
    late = effects.late()
    count = sum(len(changes) for _, changes in late)
    gets = [
        f"{row.resident.family_name} {notice_words(changes[0].notice_days(effects.today))}"
        for row, changes in late
    ]
    return LateWords(
        title=f"{capitalised(number_word(count))} {'change comes' if count == 1 else 'changes come'} late",
        text=f"The program promises {effects.notice_days} days{': ' if gets else ''}{names_words(gets)}.",
        people=_people(every, left_out),
        cost=_cost(effects.together - none.together),
        is_any=bool(late),
    )


def names_words(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = len(names) - NAMES_SHOWN
    return f"{', '.join(names[:NAMES_SHOWN])}{f' and {more} more' if more > 0 else ''}"


def notice_words(days: int) -> str:
    """How long before it somebody is told."""
    if days < 0:
        return "past only"
    return "today" if days == 0 else counted(days, "day")


def _people(every: PublishEffects, left_out: Collection[int]) -> tuple[LatePerson, ...]:
    return tuple(
        LatePerson(
            row.resident.pk,
            str(row.resident),
            f"{counted(len(changes), 'half-day')}, {notice_words(changes[0].notice_days(every.today))}",
            row.resident.pk in left_out,
        )
        for row, changes in every.late()
    )


def _cost(lost: int) -> str:
    if not lost:
        return "costs nothing together"
    return f"{'costs' if lost > 0 else 'gains'} {counted(abs(lost), 'half-day')} together"
