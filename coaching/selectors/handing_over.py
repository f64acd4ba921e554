"""Handing over and taking over: which residents come to a coach, which leave, when, and who is on the other side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching.domain.wording import day_away
from coaching.selectors.program_book import book_of
from scheduling.domain.calendar import day_label
from scheduling.models import Faculty, Pairing

RECENTLY = timedelta(days=60)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One resident who comes or goes: on which day, and in words with whom."""

    name: str
    day: date
    today: date
    words: str
    is_coming: bool

    @property
    def when(self) -> str:
        """``Mon 28 Jun, in 12 days``."""
        return f"{day_label(self.day)}, {day_away(self.day, self.today)}"


def hand_overs(faculty: Faculty, today: date) -> tuple[Change, ...]:
    """What is to come, the next first, and what was within the last two months."""
    pairings = book_of(faculty.program).pairings
    changing = [one for one in pairings if one.faculty_id == faculty.pk and _changes(one, today)]
    by_resident = {
        pairing.resident_id: [
            other
            for other in pairings
            if other.resident_id == pairing.resident_id and other.faculty_id != faculty.pk
        ]
        for pairing in changing
    }
    found = [change for pairing in changing for change in _of(pairing, by_resident, today)]
    return tuple(sorted(found, key=lambda change: (change.day < today, change.day, change.name)))


def _changes(pairing: Pairing, today: date) -> bool:
    last = _last(pairing)
    return pairing.first_date > today - RECENTLY or (last is not None and last >= today - RECENTLY)


def _last(pairing: Pairing) -> date | None:
    """The last day, whatever ends it: the pairing, the coach, or the resident who leaves."""
    left_on = pairing.resident.left_on
    known = (pairing.holds_until, left_on - ONE_DAY if left_on else None)
    return min((day for day in known if day is not None), default=None)


def _of(pairing: Pairing, others: Mapping[int, Sequence[Pairing]], today: date) -> Iterator[Change]:
    name, rows, last = pairing.resident.full_name, others[pairing.resident_id], _last(pairing)
    if pairing.first_date > today - RECENTLY:
        before = [row for row in rows if row.first_date < pairing.first_date]
        came = max(before, key=lambda row: row.first_date, default=None)
        words = f"taken over from {came.faculty.short_name}" if came else "new to coaching"
        yield Change(name, pairing.first_date, today, words, is_coming=True)
    if last is not None and last >= today - RECENTLY:
        yield Change(name, last + ONE_DAY, today, _goes_to(pairing, rows, last), is_coming=False)


def _goes_to(pairing: Pairing, rows: Sequence[Pairing], last: date) -> str:
    left_on = pairing.resident.left_on
    if left_on is not None and left_on <= last + ONE_DAY:
        return "leaves the program"
    after = [row for row in rows if row.first_date > pairing.first_date]
    goes = min(after, key=lambda row: row.first_date, default=None)
    return f"handed over to {goes.faculty.short_name}" if goes else "handed over; who takes over is open"
