"""Clinics as a calendar page says them: of a resident with whoever precepts, of a coach with who of the panel is there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coaching.domain.clinics import Clinic
from coaching.domain.wording import joined, sentence_case
from coaching.selectors.clinics import (
    coaches_counted,
    faculty_clinics,
    preceptors,
    resident_clinics,
    together_with,
)
from coaching.selectors.program_book import book_of
from scheduling.models import Faculty, Resident, Schedule


@dataclass(frozen=True, slots=True)
class Entry:
    """One clinic: ``short`` fits a cell, ``words`` say with whom."""

    clinic: Clinic
    short: str
    words: str

    @property
    def agenda_words(self) -> str:
        """The words as a line of their own."""
        return sentence_case(self.words)

    @property
    def spoken(self) -> str:
        """``AM, Main, together with Dr. Lindqvist``."""
        return ", ".join(part for part in (self.clinic.half_day.period, self.clinic.site, self.words) if part)


def resident_entries(
    resident: Resident, schedules: Sequence[Schedule], first: date, last: date
) -> list[Entry]:
    """A resident's clinics from ``first`` to ``last``."""
    book = book_of(resident.program)
    clinics = _within(resident_clinics(resident, schedules), first, last)
    precepting = preceptors(book, schedules, [clinic.session for clinic in clinics])
    coaches = coaches_counted(book, resident, schedules)
    return [
        Entry(
            clinic, "with coach", f"together with {book.member(coaches[clinic.schedule].faculty).short_name}"
        )
        if clinic.is_together
        else Entry(clinic, clinic.site, joined(precepting.get(clinic.session, [])))
        for clinic in clinics
    ]


def coach_entries(
    faculty: Faculty,
    schedules: Sequence[Schedule],
    panel: Mapping[int, Resident],
    first: date,
    last: date,
) -> list[Entry]:
    """A coach's clinics from ``first`` to ``last``."""
    names: dict[int, list[str]] = defaultdict(list)
    for shares in together_with(faculty, schedules):
        if shares.resident in panel:
            names[shares.clinic.session].append(panel[shares.resident].family_name)
    clinics = _within(faculty_clinics(faculty, schedules), first, last)
    return [_coach_entry(clinic, names.get(clinic.session, [])) for clinic in clinics]


def _coach_entry(clinic: Clinic, names: Sequence[str]) -> Entry:
    if not names:
        return Entry(clinic, clinic.site, "")
    return Entry(clinic.shared(), joined(names), f"together with {joined(names)}")


def _within(clinics: Collection[Clinic], first: date, last: date) -> list[Clinic]:
    return [clinic for clinic in clinics if first <= clinic.date <= last]
