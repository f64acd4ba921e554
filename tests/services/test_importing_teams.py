"""Teams come in with the workbook: made, joined and left as it says, told to whom it concerns, and never twice."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from connectedness.accounts.models import Role, User
from scheduling.exchange.workbook.tables import PersonKind, TeamRow
from scheduling.models import Notice, Program, Resident, Team, TeamMember
from scheduling.services.importing import ImportPreview, import_workbook, preview_workbook
from scheduling.services.teams import end_team
from tests.factories import make_user
from tests.services.small_workbook import ANA, INGRID, KOFI, PROGRAM, small_workbook

pytestmark = pytest.mark.django_db
NURSE = "nura.sey@example.org"
TODAY = date(2026, 11, 23)


def rows(*said: tuple[str, str, PersonKind | None]) -> tuple[TeamRow, ...]:
    return tuple(TeamRow(*one) for one in said)


JUNIPER = rows(
    ("Juniper", KOFI.name, PersonKind.RESIDENT),
    ("Juniper", INGRID.name, PersonKind.FACULTY),
    ("Juniper", NURSE, None),
)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel("2026-11-23T17:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def nurse() -> User:
    """A nurse of the program that the workbook has made."""
    bring_in()
    user = make_user("Nura Sey", program=Program.objects.get(name=PROGRAM), role=Role.NURSE)
    User.objects.filter(pk=user.pk).update(email="Nura.Sey@example.org")
    return user


def bring_in(teams: tuple[TeamRow, ...] = (), **more: Any) -> ImportPreview:
    return import_workbook(content=small_workbook(teams=teams, **more), filename="small.xlsx", actor=None)


def changed(done: ImportPreview) -> dict[str, tuple[int, int]]:
    return {one.table: (one.added, one.removed) for one in done.changes if one.total}


def people(day: date = TODAY) -> set[str]:
    return {f"{one.team.name}: {one.who}" for one in TeamMember.objects.on(day).select_related("team")}


def test_a_team_is_made_with_its_members_who_are_told_and_the_same_file_again_changes_nothing(
    nurse: User,
) -> None:
    done = bring_in(JUNIPER)
    assert done.issues == ()
    assert changed(done) == {"Teams": (1, 0), "Members of teams": (3, 0)}
    assert people() == {"Juniper: Kofi Boateng", "Juniper: Ingrid Dahl", "Juniper: Nura Sey"}
    assert Notice.objects.filter(kind="team").count() == 3
    again = bring_in(JUNIPER)
    assert changed(again) == {}
    assert Notice.objects.filter(kind="team").count() == 3


def test_how_a_team_is_spelt_makes_no_second_one(nurse: User) -> None:
    bring_in(JUNIPER)
    shouted = rows(*(("JUNIPER", one.person, one.kind) for one in JUNIPER))
    assert changed(bring_in(shouted)) == {}
    assert Team.objects.get().name == "Juniper"


def test_who_is_not_in_the_file_leaves_its_teams_and_other_teams_stay(
    nurse: User, noon: time_machine.Traveller
) -> None:
    bring_in((*JUNIPER, *rows(("Harbor", ANA.name, PersonKind.RESIDENT))))
    noon.shift(timedelta(days=7))
    later = TODAY + timedelta(days=7)
    done = bring_in((JUNIPER[0], JUNIPER[2], *rows(("Juniper", ANA.name, PersonKind.RESIDENT))))
    assert changed(done) == {"Members of teams": (1, 1)}
    assert people(later) == {
        "Juniper: Kofi Boateng",
        "Juniper: Ana Silva",
        "Juniper: Nura Sey",
        "Harbor: Ana Silva",
    }
    gone = TeamMember.objects.get(faculty__isnull=False)
    assert gone.last_date == later - timedelta(days=1)
    assert changed(bring_in()) == {}


def test_somebody_under_a_new_name_stays_in_the_team(nurse: User) -> None:
    bring_in(JUNIPER)
    renamed = replace(KOFI, name="Boateng-Addo, Kofi")
    teams = (*rows(("Juniper", renamed.name, PersonKind.RESIDENT)), *JUNIPER[1:])
    done = bring_in(teams, residents=(renamed, ANA))
    assert "Members of teams" not in changed(done)
    assert TeamMember.objects.get(resident__isnull=False).resident == Resident.objects.get(name=renamed.name)


def test_an_unknown_nurse_and_a_team_that_has_ended_are_refused_by_row_and_nothing_is_saved(
    nurse: User, noon: time_machine.Traveller
) -> None:
    bring_in(JUNIPER)
    noon.shift(timedelta(days=7))
    end_team(team=Team.objects.get(), actor=None)
    held = TeamMember.objects.count()
    teams = rows(
        ("Juniper", ANA.name, PersonKind.RESIDENT),
        ("Harbor", "nobody@example.org", None),
        ("Harbor", ANA.name, PersonKind.RESIDENT),
    )
    for done in (preview_workbook(small_workbook(teams=teams), "small.xlsx"), bring_in(teams)):
        assert [(one.sheet, one.row, one.header) for one in done.issues] == [
            ("Teams", 2, "Team"),
            ("Teams", 3, "Person"),
        ]
    assert (Team.objects.count(), TeamMember.objects.count()) == (1, held)
