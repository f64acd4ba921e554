"""Reporting a disruption: checked, written where the fact belongs, and put on the repair list, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.calendar import day_label, monday_of
from scheduling.domain.wording import counted
from scheduling.models import (
    AcademicYear,
    Disruption,
    DisruptionKind,
    Faculty,
    Program,
    Resident,
    Schedule,
    Site,
)
from scheduling.selectors.published import published_of_year
from scheduling.selectors.years import program_today, years_of
from scheduling.services.data_edits import lock_data
from scheduling.services.renewing import renew_drafts
from scheduling.services.repairing.facts import sessions_to_close, write_fact

MOST_DAYS = 7


class ReportRefused(Exception):
    """Nothing was entered; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody reports: of one person, of one site, or of the whole clinic.

    ``period`` empty is the whole day; ``rooms`` are those left; ``key`` makes sending twice harmless; days that are past
    are only entered where that is meant.
    """

    kind: DisruptionKind
    first: date
    last: date
    key: str
    period: str = ""
    resident: Resident | None = None
    faculty: Faculty | None = None
    site: Site | None = None
    rooms: int = 0
    note: str = ""
    past_is_meant: bool = False


def report_disruption(*, program: Program, report: Report, actor: User | None) -> Disruption:
    """Enter the fact and put it on the repair list, or return what was made with this key. Raises `ReportRefused`.

    Whoever may speak for the person may call it: those who build the schedule for everybody, others for themselves.
    """
    year = _year(program, report)
    made = Disruption.objects.filter(year=year, key=report.key).first()
    if made is not None:
        return made
    _refuse_days(program, report)
    _refuse_strangers(program, report)
    try:
        with transaction.atomic():
            return _reported(year, report, actor)
    except IntegrityError:
        return Disruption.objects.get(year=year, key=report.key)


def _reported(year: AcademicYear, report: Report, actor: User | None) -> Disruption:
    lock_data(year.program)
    disruption = Disruption(
        year=year,
        kind=report.kind,
        resident=report.resident,
        faculty=report.faculty,
        site=report.site,
        first_date=report.first,
        last_date=report.last,
        period=report.period,
        rooms=report.rooms,
        note=report.note,
        key=report.key,
        reported_by=actor,
    )
    is_closing = report.kind in {DisruptionKind.ROOMS, DisruptionKind.CLINIC}
    if is_closing and not sessions_to_close(disruption).exists():
        raise ReportRefused(
            f"{disruption.when}: no clinic there has more than {counted(report.rooms, 'room')}. "
            "Look at the dates and the site again."
        )
    disruption.save()
    write_fact(disruption)
    renew_drafts(year)
    _note(disruption, actor, {"sessions": disruption.closed.count()} if is_closing else {})
    return disruption


def put_leave_on_list(
    *,
    year: AcademicYear,
    who: Resident | Faculty,
    days: tuple[date, date],
    period: str,
    key: str,
    actor: User | None,
) -> list[Disruption]:
    """Leave that is entered already: on the repair list week by week, where the published schedule expects who is away.

    In the caller's transaction, which holds the program's data. Dismissing one of them keeps the leave.
    """
    published = published_of_year(year.pk)
    if published is None:
        return []
    about = concerning(who)
    weeks = _weeks(max(days[0], program_today(year.program)), days[1])
    found = [
        Disruption(
            year=year,
            **about,
            first_date=first,
            last_date=last,
            period=period,
            key=f"{key}-{first}",
            reported_by=actor,
        )
        for first, last in weeks
        if _is_expected(published, who, first, last, period)
    ]
    for disruption in found:
        disruption.save()
        _note(disruption, actor, {})
    return found


def concerning(who: Resident | Faculty) -> dict[str, Any]:
    """What a disruption says of whom it is about."""
    if isinstance(who, Resident):
        return {"kind": DisruptionKind.RESIDENT, "resident": who}
    return {"kind": DisruptionKind.FACULTY, "faculty": who}


def _note(disruption: Disruption, actor: User | None, after: dict[str, int]) -> None:
    record(
        program_id=disruption.year.program_id,
        actor=actor,
        kind=EventKind.DISRUPTION_REPORTED,
        subject=str(disruption),
        after=after,
    )


def _weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The parts of the days, Monday to Sunday."""
    while first <= last:
        end = min(monday_of(first) + timedelta(days=6), last)
        yield first, end
        first = end + timedelta(days=1)


def _is_expected(published: Schedule, who: Resident | Faculty, first: date, last: date, period: str) -> bool:
    rows = who.assignments if isinstance(who, Resident) else who.preceptings
    there = rows.filter(schedule=published, date__range=(first, last))
    return (there.filter(period=period) if period else there).exists()


def _year(program: Program, report: Report) -> AcademicYear:
    if report.last < report.first:
        raise ReportRefused("The last day is before the first. Change one of them.")
    for year in years_of(program):
        if year.first_monday <= report.first and report.last <= year.last_date:
            return year
    raise ReportRefused("These days are not within one academic year of the program. Change the dates.")


def _refuse_days(program: Program, report: Report) -> None:
    if (report.last - report.first).days >= MOST_DAYS:
        raise ReportRefused(
            f"This is for at most {MOST_DAYS} days. Report them week by week, or enter the leave or closure and solve again."
        )
    if report.first < program_today(program) and not report.past_is_meant:
        raise ReportRefused(
            f"{day_label(report.first)} is past. Tick that you mean it, or change the date. The schedule of past days "
            "stays as it is."
        )


def _refuse_strangers(program: Program, report: Report) -> None:
    named = (report.resident, report.faculty, report.site)
    if any(one is not None and one.program_id != program.pk for one in named):
        raise ReportRefused("This person or site is not the program's. Load the page again.")
    for person in (report.resident, report.faculty):
        if person is not None and person.left_on is not None and person.left_on <= report.last:
            raise ReportRefused(f"{person.full_name} has left by then. Choose somebody else.")
