"""Teams come in with the workbook: made, joined and left as it says, told to whom it concerns, and never twice."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine

from connectedness.accounts.models import Role, User
from scheduling.exchange.workbook.tables import PersonKind, TeamRow
from scheduling.models import Notice, Program, Resident, Team, TeamMember
from scheduling.services.importing import ImportPreview, import_workbook, preview_workbook
from scheduling.services.teams import end_team
from tests.factories import make_program, make_user
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
        assert [one.place for one in done.issues] == [
            "Teams, row 2, column A (Team)",
            "Teams, row 3, column B (Person)",
        ]
    assert (Team.objects.count(), TeamMember.objects.count()) == (1, held)


def test_mistakes_of_the_teams_are_listed_with_those_of_all_other_sheets(nurse: User) -> None:
    teams = rows(
        ("Juniper", "nura.say@example.org", None),
        ("Juniper", "nobody@example.org", None),
        ("Juniper", NURSE.upper(), None),
    )
    book = openpyxl.load_workbook(io.BytesIO(small_workbook(teams=teams)))
    book["Residents"]["E2"] = "Dall, Ingrid"
    book["Teams"]["A4"] = "Room 12345"
    out = io.BytesIO()
    book.save(out)
    program = Program.objects.get(name=PROGRAM)
    done = preview_workbook(out.getvalue(), "small.xlsx", program)
    assert [(one.place, one.value) for one in done.issues] == [
        ("Residents, row 2, column E (Coach)", "Dall, Ingrid"),
        ("Teams, row 2, column B (Person)", "nura.say@example.org"),
        ("Teams, row 3, column B (Person)", "nobody@example.org"),
        ("Teams, row 4, column A (Team)", "Room 12345"),
    ]
    assert "Did you mean Dahl, Ingrid?" in done.issues[0].remedy
    assert done.issues[1].remedy == f"Did you mean {NURSE}? Write the address as they sign in."
    assert "Invite them as a nurse first" in done.issues[2].remedy


def test_a_workbook_about_another_program_names_none_of_its_nurses(nurse: User) -> None:
    almost = small_workbook(teams=rows(("Juniper", "nura.say@example.org", None)))
    own = preview_workbook(almost, "small.xlsx", Program.objects.get(name=PROGRAM))
    assert NURSE in own.issues[0].remedy
    other = preview_workbook(almost, "small.xlsx", make_program("Other Program"))
    assert [one.header for one in other.issues] == ["Program"]
    assert NURSE not in str(other)
