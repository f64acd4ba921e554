"""What it would cost whom if a coach were away: looked at, not saved."""

from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import Period
from scheduling.domain.effect_wording import contact_words, details, headline, thin_words
from scheduling.domain.effects import FacultyEffect
from scheduling.domain.wording import dates_words
from scheduling.models import Faculty, Schedule
from scheduling.selectors.effects import effect_of_leave


@dataclass(frozen=True, slots=True)
class LeaveCost:
    """The price in words: a sentence, what follows from it, whom it costs what, and sessions left short."""

    days: str
    headline: str
    details: tuple[str, ...]
    contacts: tuple[str, ...]
    thin: tuple[str, ...]


def leave_cost(
    schedule: Schedule, faculty: Faculty, dates: tuple[date, date], period: Period | None, *, today: date
) -> LeaveCost:
    """The price in the published version, from ``today`` on."""
    effect = effect_of_leave(schedule, faculty, *dates, period, today=today)
    assert isinstance(effect, FacultyEffect)
    return LeaveCost(
        days=dates_words(*dates, period or ""),
        headline=headline(effect).removesuffix("."),
        details=tuple(details(effect)),
        contacts=tuple(contact_words(contact) for contact in effect.contacts),
        thin=tuple(thin_words(session) for session in effect.thin),
    )
