"""Longitudinal teams and the weeks of nurses: rows the database takes, and rows it refuses."""

from datetime import date
from typing import Any

from connectedness.accounts.models import Role
from scheduling.models import Nurse, NurseAway, NurseHalfDay, Team, TeamMember
from tests.factories import (
    FIRST_MONDAY,
    make_faculty,
    make_nurse,
    make_program,
    make_resident,
    make_site,
    make_team,
)
from tests.models.cases import Rows, case

LATER = date(2026, 12, 1)


@case
def team_name_once_in_program() -> Rows:
    program = make_program()
    named = {"program": program, "first_date": FIRST_MONDAY}
    return Team(name="Juniper", **named), Team(name="juniper", **named)


@case
def team_ends_after_it_starts() -> Rows:
    lasted: dict[str, Any] = {"program": make_program(), "first_date": LATER}
    return Team(name="Juniper", last_date=LATER, **lasted), Team(
        name="Harbor", last_date=date(2026, 11, 30), **lasted
    )


@case
def team_member_is_one_person() -> Rows:
    team = make_team()
    one = TeamMember(team=team, first_date=LATER, resident=make_resident(team.program))
    two = {"resident": make_resident(team.program), "faculty": make_faculty(team.program)}
    return one, TeamMember(team=team, first_date=LATER, **two)


@case
def team_member_ends_after_they_begin() -> Rows:
    team = make_team()
    where = {"team": team, "first_date": LATER}
    return (
        TeamMember(resident=make_resident(team.program), last_date=LATER, **where),
        TeamMember(resident=make_resident(team.program), last_date=date(2026, 11, 30), **where),
    )


def twice(team: Team, **who: Any) -> Rows:
    """Somebody who belongs to a team and is to join it once more."""
    return TeamMember(team=team, first_date=FIRST_MONDAY, **who), TeamMember(
        team=team, first_date=LATER, **who
    )


@case
def team_member_resident_once() -> Rows:
    team = make_team()
    return twice(team, resident=make_resident(team.program))


@case
def team_member_faculty_once() -> Rows:
    team = make_team()
    return twice(team, faculty=make_faculty(team.program))


@case
def team_member_nurse_once() -> Rows:
    team = make_team()
    return twice(team, nurse=make_nurse(team.program))


def half_days(*weekdays: int) -> list[NurseHalfDay]:
    nurse = make_nurse()
    site = make_site(nurse.membership.program)
    return [NurseHalfDay(nurse=nurse, site=site, weekday=weekday, period="AM") for weekday in weekdays]


@case
def nurse_one_place_a_half_day() -> Rows:
    there, elsewhere = half_days(1, 1)
    elsewhere.site = make_site(there.nurse.membership.program)
    return there, elsewhere


@case
def nurse_half_day_has_a_weekday() -> Rows:
    sunday, none = half_days(6, 7)
    return sunday, none


def away(nurse: Nurse, last: date) -> NurseAway:
    return NurseAway(nurse=nurse, first_date=LATER, last_date=last)


@case
def nurse_away_once() -> Rows:
    nurse = make_nurse()
    assert nurse.membership.role == Role.NURSE
    return away(nurse, LATER), away(nurse, LATER)


@case
def nurse_away_ends_after_it_starts() -> Rows:
    nurse = make_nurse()
    return away(nurse, LATER), away(nurse, date(2026, 11, 30))
