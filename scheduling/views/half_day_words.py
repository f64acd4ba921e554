"""What pages say about faculty half-days."""

from collections.abc import Mapping, Sequence
from typing import Any

from scheduling.domain.wording import counted, dates_words
from scheduling.forms.half_days import DUTIES, WEEKS
from scheduling.models import Absence, Site
from scheduling.selectors.half_days import HalfDaysPage

DUTY_WORDS = {duty.value: words for duty, words in DUTIES}
WEEK_WORDS = dict(WEEKS)
NOTHING = "nothing"


def overview_title(page: HalfDaysPage) -> str:
    """``22 faculty precept 61 half-days a week``."""
    if not page.lines:
        return "Nobody is on the faculty yet"
    if not page.preceptors:
        return "Nobody precepts yet"
    about = "" if page.precepting == int(page.precepting) else "about "
    verb = "precepts" if page.preceptors == 1 else "precept"
    half_days = counted(round(page.precepting), "half-day")
    return f"{page.preceptors} faculty {verb} {about}{half_days} a week"


def slot_words(value: Sequence[Sequence[Any]] | None, sites: Mapping[int, Site]) -> str:
    """``Precepts at Main (1st, 3rd); Own clinic at Main (2nd)``."""
    return (
        "; ".join(f"{DUTY_WORDS[duty]} at {sites[site]}{_weeks(weeks)}" for duty, site, weeks in value or ())
        or NOTHING
    )


def date_words(value: Sequence[Any] | None, sites: Mapping[int, Site]) -> str:
    """``Precepts at Main``; as the pattern, where nothing differs."""
    if value is None:
        return "as the weekly pattern"
    duty, site = value
    return f"{DUTY_WORDS[duty]} at {sites[site]}" if duty else "Not in clinic"


def limits_words(value: Sequence[int | None]) -> str:
    """``panel 6 to 9, 4 half-days a week at most``."""
    least, most, quota = value
    weekly = (
        "any number of half-days a week" if quota is None else f"{counted(quota, 'half-day')} a week at most"
    )
    return f"panel {least} to {most}, {weekly}"


def away_words(absence: Absence) -> str:
    """``Mon 2 Mar to Fri 6 Mar``; with AM, PM or EVE where it is not the whole day."""
    return dates_words(absence.first_date, absence.last_date, absence.period)


def _weeks(weeks: Sequence[int]) -> str:
    return f" ({', '.join(WEEK_WORDS[week] for week in weeks)})" if weeks else ""
