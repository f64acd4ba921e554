"""How much resident and coach are together in a published year: for the program, by PGY, for each resident."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from coaching.domain.wording import short_date
from coaching.selectors.published import published_schedule
from scheduling.models import AcademicYear, Assignment, Program, ResidentYear, Schedule, ScheduleCoach
from scheduling.selectors.years import current_year


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentFigures:
    """One resident's year. ``attainable`` is None where it was never worked out."""

    name: str
    pgy: int | None
    coach: str
    sessions: int
    reached: int
    attainable: int | None

    @property
    def share(self) -> float | None:
        """Reached of attainable; None where nothing was attainable."""
        return self.reached / self.attainable if self.attainable else None

    @property
    def percent(self) -> str:
        """``71%``, or a dash where nothing was attainable."""
        return _percent(self.share)


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over residents; each share is None where there is nothing to divide by."""

    residents: int
    sessions: int
    reached: int
    attainable: int

    @property
    def overlap_rate(self) -> float | None:
        """Sessions with the coach of sessions attended: the usual provider continuity (UPC)."""
        return self.reached / self.sessions if self.sessions else None

    @property
    def share(self) -> float | None:
        """Overlaps of the most that was attainable."""
        return self.reached / self.attainable if self.attainable else None

    @property
    def percent(self) -> str:
        """``91%``, or a dash where nothing was attainable."""
        return _percent(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramFigures:
    """The director's page; ``rows`` begin with the lowest share."""

    title: str
    period: str
    year_name: str
    is_published: bool
    everyone: Figures
    by_pgy: tuple[tuple[int, Figures], ...]
    rows: tuple[ResidentFigures, ...]

    @property
    def rate(self) -> str:
        """The overlap rate, ``0.44``."""
        rate = self.everyone.overlap_rate
        return "–" if rate is None else f"{rate:.2f}"

    @property
    def rate_note(self) -> str:
        """``1,262 of 2,868 half-days``."""
        return f"{self.everyone.reached:,} of {self.everyone.sessions:,} half-days"

    @property
    def share_note(self) -> str:
        """``1,262 of 1,391``."""
        return f"{self.everyone.reached:,} of {self.everyone.attainable:,}"


def program_figures(program: Program, now: datetime) -> ProgramFigures:
    """The figures of the published year at ``now``. Four queries."""
    today = now.astimezone(program.zone).date()
    schedule = published_schedule(program, today)
    year = schedule.year if schedule else current_year(program, today)
    rows = _rows(schedule) if schedule else []
    everyone = _sum(rows)
    return ProgramFigures(
        title=_title(everyone),
        period=_period(year) if year else "",
        year_name=year.name if year else "",
        is_published=schedule is not None,
        everyone=everyone,
        by_pgy=tuple(
            (pgy, _sum(row for row in rows if row.pgy == pgy))
            for pgy in sorted({row.pgy for row in rows if row.pgy is not None})
        ),
        rows=tuple(sorted(rows, key=_lowest_share_first)),
    )


def _period(year: AcademicYear) -> str:
    first, last = year.first_monday, year.last_date
    return f"{short_date(first)} {first.year} to {short_date(last)} {last.year}"


def _percent(share: float | None) -> str:
    """Rounded; 100% only where nothing is missing."""
    if share is None:
        return "–"
    return f"{min(round(100 * share), 100 if share >= 1 else 99)}%"


def _title(everyone: Figures) -> str:
    if everyone.share is None:
        return "Nothing to show yet"
    return f"Residents reach {everyone.percent} of what they could have"


def _rows(schedule: Schedule) -> list[ResidentFigures]:
    attended = {
        row["resident"]: (row["sessions"], row["reached"])
        for row in Assignment.objects.filter(schedule=schedule)
        .with_together()
        .values("resident")
        .annotate(sessions=Count("pk"), reached=Count("pk", filter=Q(together=True)))
    }
    pgys = dict(ResidentYear.objects.filter(year=schedule.year).values_list("resident", "pgy"))
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("resident", "faculty")
    return [
        ResidentFigures(
            name=row.resident.full_name,
            pgy=pgys.get(row.resident_id),
            coach=row.faculty.short_name,
            sessions=attended.get(row.resident_id, (0, 0))[0],
            reached=attended.get(row.resident_id, (0, 0))[1],
            attainable=row.attainable,
        )
        for row in coaches.order_by("resident__name")
    ]


def _sum(rows: Iterable[ResidentFigures]) -> Figures:
    counted = list(rows)
    return Figures(
        residents=len(counted),
        sessions=sum(row.sessions for row in counted),
        reached=sum(row.reached for row in counted),
        attainable=sum(row.attainable or 0 for row in counted),
    )


def _lowest_share_first(row: ResidentFigures) -> tuple[float, str]:
    """Those who could never meet their coach are the worst off."""
    return (-1.0 if row.share is None else row.share), row.name
