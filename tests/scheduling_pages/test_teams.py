"""The coordinator's teams: made, filled, renamed, ended and undone, without a mouse and without a script."""

import pytest
import time_machine
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Nurse, NurseAway, Program, Site, Team, TeamMember
from tests.coaching.clinic_year import at
from tests.coaching.pages import words
from tests.factories import (
    faculty_of,
    make_faculty,
    make_nurse,
    make_nurse_week,
    make_program,
    make_resident,
    make_site,
    make_team,
    make_user,
)


@pytest.fixture(autouse=True)
def monday_noon() -> object:
    with time_machine.travel(at("2026-11-23 12:00"), tick=False):
        yield


@pytest.fixture
def here(program: Program) -> str:
    return f"/programs/{program.pk}/teams/"


@pytest.fixture
def builder(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def juniper(program: Program, nurse: User) -> Team:
    """A whole team."""
    people = (
        make_resident(program, "Silva, Ana"),
        make_faculty(program, "Okafor, Ada"),
        make_nurse(program, user=nurse),
    )
    return make_team(program, *people, name="Juniper")


def text(response: HttpResponseBase) -> str:
    return words(response.content.decode())  # type: ignore[attr-defined]  # pages are not streamed


def test_without_a_team_the_page_says_what_one_is_and_how_to_make_one(builder: Client, here: str) -> None:
    said = text(builder.get(here))
    assert "There is no longitudinal team yet" in said
    assert "Name one beside this" in said
    assert "never name it after a patient" in said


def test_a_team_is_made_filled_and_emptied_with_forms_alone(
    builder: Client, here: str, program: Program, nurse: User
) -> None:
    make_resident(program, "Silva, Ana")
    made = builder.post(here, {"name": "Juniper"}, follow=True)
    team = Team.objects.get()
    assert "Team Juniper has nobody yet" in text(made)
    added = {"who": f"resident-{program.residents.get().pk}"}
    page = builder.post(f"{here}{team.pk}/add/", added, follow=True)
    assert "Team Juniper is without a faculty member and a nurse" in text(page)
    assert "Added: Ana Silva." in text(page)
    builder.post(f"{here}{team.pk}/add/", {"who": f"nurse-{nurse.memberships.get().pk}"})
    assert "No half-days entered for Nura Sey" in text(builder.get(here))
    member = TeamMember.objects.get(resident__isnull=False)
    assert "Ana Silva is not in team Juniper any more" in text(
        builder.post(f"{here}members/{member.pk}/remove/", follow=True)
    )
    assert [str(one.who) for one in TeamMember.objects.all()] == ["Nura Sey"]


def test_a_chief_resident_may_do_the_same(client: Client, chief: User, here: str) -> None:
    client.force_login(chief)
    assert client.post(here, {"name": "Juniper"}).status_code == 302
    assert Team.objects.exists()


@pytest.mark.parametrize(
    "name", ["", " ", "Okafor, Ada", "MRN 4471", "Smith 1958", "3/4/1961", "J.S.", "x" * 41, "-", "Juniper!"]
)
def test_a_name_that_is_no_neutral_word_is_refused_and_stays_typed(
    builder: Client, here: str, name: str
) -> None:
    response = builder.post(here, {"name": name})
    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert not Team.objects.exists()


@pytest.mark.parametrize("name", ["Juniper", "Blue Heron", "Saint-Luc", "O’Hara’s oak", "Århus", "Harbor 2"])
def test_neutral_names_are_taken(builder: Client, here: str, name: str) -> None:
    assert builder.post(here, {"name": f"  {name} "}).status_code == 302
    assert Team.objects.get().name == name


def test_a_taken_name_is_said_beside_the_field(builder: Client, here: str, juniper: Team) -> None:
    response = builder.post(here, {"name": "JUNIPER"})
    assert response.status_code == 422
    assert "There is a team Juniper already. Choose another name." in text(response)


def test_nobody_of_another_program_nor_without_the_role_can_be_added(
    builder: Client, here: str, juniper: Team, coach: User
) -> None:
    other = make_program()
    strangers = [
        f"resident-{make_resident(other).pk}",
        f"faculty-{make_faculty(other).pk}",
        f"nurse-{make_nurse(other).pk}",
        f"nurse-{coach.memberships.get().pk}",
        "resident-",
        "",
    ]
    for who in strangers:
        assert builder.post(f"{here}{juniper.pk}/add/", {"who": who}).status_code == 422, who
    assert juniper.members.count() == 3
    assert (
        builder.post(f"{here}{juniper.pk}/add/", {"who": f"faculty-{faculty_of(coach).pk}"}).status_code
        == 302
    )


def test_who_is_in_the_team_is_not_added_twice(builder: Client, here: str, juniper: Team) -> None:
    who = f"resident-{TeamMember.objects.get(resident__isnull=False).resident_id}"
    response = builder.post(f"{here}{juniper.pk}/add/", {"who": who})
    assert "Ana Silva is in team Juniper already" in text(response)
    assert juniper.members.count() == 3


def test_a_team_is_renamed_ended_and_brought_back_by_undo(builder: Client, here: str, juniper: Team) -> None:
    renamed = {"name": "Harbor", "seen": "Juniper"}
    assert "Team Harbor is whole: 3 people" in text(
        builder.post(f"{here}{juniper.pk}/rename/", renamed, follow=True)
    )
    stale = builder.post(f"{here}{juniper.pk}/rename/", {"name": "Maple", "seen": "Juniper"})
    assert stale.status_code == 422
    assert "Somebody renamed this team since you opened the page" in text(stale)
    seen_now = stale.context["rename_form"]["seen"].value()
    again = builder.post(f"{here}{juniper.pk}/rename/", {"name": "Harbor", "seen": seen_now})
    assert again.status_code == 302
    ended = text(builder.post(f"{here}{juniper.pk}/end/", follow=True))
    assert "Team Harbor has ended. Undo takes that back." in ended
    assert "Ended Harbor 29 Jun 2026 to 22 Nov 2026" in ended
    assert "Team Harbor ended on 22 Nov 2026" in text(builder.get(f"{here}{juniper.pk}/"))
    back = text(builder.post(f"{here}steps/", follow=True))
    assert "Taken back: Ended team Harbor." in back
    assert "The team has a resident, a faculty member and a nurse" in back
    builder.post(f"{here}steps/")
    assert Team.objects.get().name == "Juniper"
    assert "Made again" in text(builder.post(f"{here}steps/", {"again": "1"}, follow=True))
    assert Team.objects.get().name == "Harbor"


def test_undo_with_nothing_to_undo_says_so(builder: Client, here: str) -> None:
    assert "There is nothing to undo." in text(builder.post(f"{here}steps/", follow=True))


def test_the_trail_says_who_changed_which_team(
    builder: Client, here: str, coordinator: User, juniper: Team
) -> None:
    builder.post(f"{here}{juniper.pk}/rename/", {"name": "Harbor", "seen": "Juniper"})
    event = Event.objects.get(kind=EventKind.TEAMS_CHANGED)
    assert (event.subject, event.actor_name) == ("Renamed team Juniper: Harbor", "Corinne Ordway")


def test_the_title_says_which_team_lacks_whom(
    builder: Client, here: str, juniper: Team, program: Program
) -> None:
    assert "The team has a resident, a faculty member and a nurse" in text(builder.get(here))
    TeamMember.objects.filter(nurse__isnull=False).delete()
    assert "Team Juniper has no nurse yet" in text(builder.get(here))
    make_team(program, name="Harbor")
    assert "2 teams of 2 lack somebody" in text(builder.get(here))


def test_who_was_in_the_team_before_stays_known(builder: Client, here: str, juniper: Team) -> None:
    TeamMember.objects.filter(faculty__isnull=False).update(last_date="2026-10-31")
    said = text(builder.get(f"{here}{juniper.pk}/"))
    assert "1 before Dr. Ada Okafor faculty 29 Jun 2026 to 31 Oct 2026" in said


# --- a nurse's week


@pytest.fixture
def main(program: Program) -> Site:
    return make_site(program, code="MAIN", name="Main clinic")


@pytest.fixture
def week(here: str, nurse: User, main: Site) -> str:
    return f"{here}nurses/{nurse.memberships.get().pk}/"


def seen(builder: Client, week: str) -> str:
    return str(builder.get(week).context["seen"])


def test_a_nurses_half_days_are_entered_and_shown_again(
    builder: Client, week: str, main: Site, here: str
) -> None:
    sent = {
        "seen": seen(builder, week),
        "0-AM": main.pk,
        "3-PM": main.pk,
        "5-AM": main.pk,
        "phone": "555-0123",
    }
    assert "Saved for Nura Sey." in text(builder.post(week, sent, follow=True))
    nurse = Nurse.objects.get()
    assert {(row.weekday, row.period, row.site_id) for row in nurse.half_days.all()} == {
        (0, "AM", main.pk),
        (3, "PM", main.pk),
        (5, "AM", main.pk),
    }
    form = builder.get(week).context["form"]
    assert (form["0-AM"].value(), form["0-PM"].value(), form["phone"].value()) == (main.pk, None, "555-0123")
    assert form.has_others()
    builder.post(f"{here}steps/")
    assert not nurse.half_days.exists()


@pytest.mark.parametrize("field", ["phone", "pager"])
def test_a_number_that_cannot_be_dialled_is_refused(builder: Client, week: str, field: str) -> None:
    response = builder.post(week, {"seen": seen(builder, week), field: "ask me"})
    assert response.status_code == 422
    assert "Write digits, spaces" in text(response)
    assert not Nurse.objects.exists()


def test_a_site_of_another_program_is_refused(builder: Client, week: str) -> None:
    response = builder.post(week, {"seen": seen(builder, week), "0-AM": make_site().pk})
    assert response.status_code == 422
    assert "No site of the program" in text(response)
    assert not Nurse.objects.exists()


def test_a_week_that_changed_since_is_not_overwritten_unseen(
    builder: Client, week: str, main: Site, nurse: User, program: Program
) -> None:
    old = seen(builder, week)
    make_nurse_week(make_nurse(program, user=nurse), main, "1-AM")
    response = builder.post(week, {"seen": old, "0-AM": main.pk})
    assert response.status_code == 409
    assert "changed this nurse's week since you opened the page" in text(response)
    assert f"Saved now: Tue AM at {main.name}." in text(response)
    assert Nurse.objects.get().half_days.get().weekday == 1
    again = builder.post(week, {"seen": response.context["seen"], "0-AM": main.pk})
    assert again.status_code == 302
    assert Nurse.objects.get().half_days.get().weekday == 0


def test_a_week_corrected_after_a_refusal_is_still_held_to_what_its_page_showed(
    builder: Client, week: str, main: Site, nurse: User, program: Program
) -> None:
    old = seen(builder, week)
    make_nurse_week(make_nurse(program, user=nurse), main, "1-AM")
    refused = builder.post(week, {"seen": old, "0-AM": make_site().pk})
    assert refused.status_code == 422
    again = builder.post(week, {"seen": refused.context["seen"], "0-AM": main.pk})
    assert again.status_code == 409
    assert Nurse.objects.get().half_days.get().weekday == 1


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-12-24", "2026-12-23", "It starts on 24 Dec 2026"),
        ("2026-11-02", "2026-11-06", "Those days have passed"),
        ("2026-12-24", "2999-01-01", "until the end of 2028"),
        ("", "2026-12-24", "This field is required"),
        ("soon", "later", "Enter a valid date"),
    ],
)
def test_days_away_that_make_no_sense_are_refused_with_what_to_do(
    builder: Client, week: str, first: str, last: str, why: str
) -> None:
    response = builder.post(f"{week}away/", {"first": first, "last": last})
    assert response.status_code == 422
    assert why in text(response)
    assert not NurseAway.objects.exists()


def test_days_away_are_entered_listed_and_taken_out(builder: Client, week: str) -> None:
    days = {"first": "2026-12-24", "last": "2026-12-31"}
    assert "Thu 24 Dec to Thu 31 Dec" in text(builder.post(f"{week}away/", days, follow=True))
    builder.post(f"{week}away/", {**days, "back": "1"})
    assert not NurseAway.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    builder: Client,
    here: str,
    juniper: Team,
    program: Program,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size - 1):
        people = (make_resident(program), make_faculty(program), make_nurse(program))
        make_team(program, *people, name=f"Harbor {number}")
        make_user(program=program, role=Role.NURSE)
    assert Membership.objects.filter(role=Role.NURSE).count() == 2 * size - 1
    with django_assert_num_queries(16):
        builder.get(here)
    with django_assert_num_queries(16):
        builder.get(f"{here}{juniper.pk}/")
