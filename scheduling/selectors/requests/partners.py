"""What a resident could give away, and with whom they may swap it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectedness.accounts.models import Membership, Role
from scheduling.access import has_left
from scheduling.domain.ids import SessionId
from scheduling.models import Assignment, Resident, Schedule, ScheduleState, Session
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.published import published_schedules
from scheduling.selectors.requests.judging import Judged, Pair, priced
from scheduling.selectors.workbench.desk import Desk
from scheduling.solver.advice import Exchange, exchanges

CLINICS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Partner:
    """One legal swap: with whom, for which session, and what it does to both."""

    other: Resident
    session: Session
    judged: Judged
    can_answer: bool

    @property
    def key(self) -> str:
        """As forms name it: ``12-311``."""
        return f"{self.other.pk}-{self.session.pk}"


def can_answer(resident: Resident) -> bool:
    """Whether a resident can sign in and answer for themselves. One query."""
    return bool(_who_can_answer([resident]))


def _who_can_answer(residents: Collection[Resident]) -> set[int]:
    """Those of one program's residents, by their keys, who hold the role today. One query."""
    held = Membership.objects.current().filter(
        role=Role.RESIDENT,
        program__in={one.program_id for one in residents},
        user__in=[one.user_id for one in residents if one.user_id],
    )
    users = set(held.exclude(has_left()).values_list("user", flat=True))
    return {one.pk for one in residents if one.user_id in users}


def clinics_to_give(resident: Resident, today: date) -> list[Any]:
    """The resident's published clinics that are not too near, each with ``together``. Two queries."""
    closes = resident.program.swaps_close(today)
    rows = Assignment.objects.filter(
        schedule__in=published_schedules(resident.program, today), resident=resident, date__gt=closes
    )
    found = rows.with_together().select_related("session__site")
    return sorted(found, key=lambda row: row.session.half_day)[:CLINICS_SHOWN]


def clinic_to_give(resident: Resident, session: int, today: date) -> tuple[Schedule, Session] | None:
    """One of them by the session's key, with the version in which it is."""
    row = (
        Assignment.objects.filter(
            schedule__state=ScheduleState.PUBLISHED,
            resident=resident,
            session__in=Session.objects.filter(pk=session, date__gt=resident.program.swaps_close(today)),
        )
        .select_related("schedule__year__program", "session__site")
        .first()
    )
    return (row.schedule, row.session) if row is not None else None


def partners(desk: Desk, resident: Resident, session: Session, today: date) -> list[Partner]:
    """Whom to swap it with, the best for both first. Three queries."""
    closes = resident.program.swaps_close(today)
    found = exchanges(desk.advisor, resident_id(resident.pk), SessionId(session.key), after=closes)
    people = _people(found)
    sessions = _sessions(resident, desk, found)
    answering = _who_can_answer(people.values())
    return [
        Partner(
            other,
            wanted,
            priced(desk, Pair(resident, session, other, wanted), one.price),
            other.pk in answering,
        )
        for one in found
        for other, wanted in ((people[key_of(one.swap.resident_b)], sessions[one.swap.session_b]),)
    ]


def _people(found: Collection[Exchange]) -> dict[int, Resident]:
    keys = {key_of(one.swap.resident_b) for one in found}
    return {row.pk: row for row in Resident.objects.filter(pk__in=keys).select_related("user")}


def _sessions(resident: Resident, desk: Desk, found: Collection[Exchange]) -> dict[SessionId, Session]:
    days = {desk.problem.session_by_id[one.swap.session_b].half_day.date for one in found}
    rows = Session.objects.filter(site__program=resident.program_id, date__in=days)
    return {SessionId(row.key): row for row in rows.select_related("site")}
