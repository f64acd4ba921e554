"""A nurse enters their own week, numbers and days away, and nobody else's."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Nurse, NurseAway, NurseHalfDay, Program, Site
from scheduling.services.leaving import end_role
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.factories import make_nurse, make_nurse_week, make_program, make_site

pytestmark = pytest.mark.django_db
WEEK = "/teams/week/"
AWAY = f"{WEEK}away/"


@pytest.fixture
def main(program: Program) -> Site:
    return make_site(program, code="MAIN", name="Main clinic")


@pytest.fixture
def nurses(client: Client, nurse: User, main: Site) -> Client:
    client.force_login(nurse)
    return client


def send(client: Client, **said: Any) -> Any:
    return client.post(WEEK, {"seen": client.get(WEEK).context["seen"], **said}, follow=True)


def half_days() -> set[tuple[int, str, int]]:
    return set(NurseHalfDay.objects.values_list("weekday", "period", "site"))


def test_a_nurse_finds_their_week_from_their_teams_and_saves_it(
    nurses: Client, nurse: User, main: Site, visit: Visit
) -> None:
    assert f'href="{WEEK}"' in visit(nurse, "/teams/")
    make_nurse(main.program)
    send(nurses, **{"0-AM": main.pk, "3-PM": main.pk, "phone": "(212) 555-0142 ext 7"})
    mine = Nurse.objects.get(membership__user=nurse)
    assert half_days() == {(0, "AM", main.pk), (3, "PM", main.pk)}
    assert (mine.phone, mine.half_days.count()) == ("(212) 555-0142 ext 7", 2)
    page = visit(nurse, WEEK)
    assert 'value="(212) 555-0142 ext 7"' in page


@pytest.mark.parametrize("field", ["phone", "pager"])
@pytest.mark.parametrize("number", ["call me", "12", "1" * 21, "javascript:1234"])
def test_what_cannot_be_dialled_is_refused_and_what_was_entered_stays(
    nurses: Client, main: Site, field: str, number: str
) -> None:
    refused = send(nurses, **{"0-AM": main.pk, field: number})
    assert refused.status_code == 422
    assert any(said in words(refused.content.decode()) for said in ("Write digits", "A number has 3 to 20"))
    assert f'value="{number}"' in refused.content.decode()
    assert not Nurse.objects.exists()


def test_what_the_coordinator_changed_meanwhile_is_not_overwritten_unseen(
    nurses: Client, nurse: User, main: Site, program: Program
) -> None:
    old = nurses.get(WEEK).context["seen"]
    make_nurse_week(make_nurse(program, user=nurse), main, "1-AM")
    response = nurses.post(WEEK, {"seen": old, "0-AM": main.pk})
    assert response.status_code == 409
    assert "Saved now: Tue AM at Main clinic." in words(response.content.decode())
    assert half_days() == {(1, "AM", main.pk)}


def test_a_nurse_enters_days_away_and_takes_them_out_again(
    nurses: Client, nurse: User, program: Program
) -> None:
    days = {"first": "2026-12-21", "last": "2026-12-25"}
    for _ in range(2):
        assert nurses.post(AWAY, days)["Location"] == WEEK
    row = NurseAway.objects.get()
    assert row.nurse.membership.user == nurse
    page = nurses.get(WEEK).content.decode()
    assert "Mon 21 Dec to Fri 25 Dec" in words(page)
    event = Event.objects.get(kind=EventKind.TEAMS_CHANGED)
    assert (event.actor, event.program_id) == (nurse, program.pk)
    assert event.subject == f"Away: {nurse}, Mon 21 Dec to Fri 25 Dec"
    nurses.post(AWAY, {**days, "back": "1"})
    assert not NurseAway.objects.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"first": "2026-12-21", "last": "2026-12-20"}, "It starts on 21 Dec 2026."),
        ({"first": "2026-11-02", "last": "2026-11-03"}, "Those days have passed"),
        ({"first": "soon", "last": "2026-12-20"}, "Enter a valid date."),
        ({}, "This field is required."),
    ],
)
def test_days_away_that_cannot_be_meant_are_refused_beside_their_field(
    nurses: Client, days: dict[str, str], said: str
) -> None:
    refused = nurses.post(AWAY, days)
    assert refused.status_code == 422
    assert said in words(refused.content.decode())
    assert not NurseAway.objects.exists()


def test_a_nurse_says_nothing_of_the_days_of_another(nurses: Client, nurse: User, program: Program) -> None:
    other = make_nurse(program)
    days = {"first_date": date(2026, 12, 21), "last_date": date(2026, 12, 25)}
    NurseAway.objects.create(nurse=other, **days)
    assert "Mon 21 Dec" not in words(nurses.get(WEEK).content.decode())
    nurses.post(AWAY, {"first": "2026-12-21", "last": "2026-12-25", "back": "1"})
    assert NurseAway.objects.get().nurse == other


def test_a_nurse_of_two_programs_sees_the_week_of_the_one_they_chose(
    nurses: Client, nurse: User, main: Site
) -> None:
    other = make_program("Another Program")
    second = Membership.objects.create(user=nurse, program=other, role=Role.NURSE)
    site = make_site(other, name="Elsewhere")
    assert "Another Program" in words(nurses.get(WEEK).content.decode())
    assert nurses.post(WEEK, {"seen": nurses.get(WEEK).context["seen"], "0-AM": main.pk}).status_code == 422
    send(nurses, **{"0-AM": site.pk})
    assert Nurse.objects.get().membership == second


@pytest.mark.parametrize("who", ["coordinator", "director", "coach", "resident", "disabled"])
def test_who_is_no_nurse_has_no_such_page(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(WEEK).status_code in {404, 302}


def test_the_page_ends_with_the_role(nurses: Client, nurse: User) -> None:
    assert nurses.get(WEEK).status_code == 200
    end_role(membership=Membership.objects.get(user=nurse), actor=None)
    nurse.refresh_from_db()
    nurses.force_login(nurse)
    assert nurses.get(WEEK).status_code == 404


def test_days_away_are_of_the_program_that_the_page_was_about(
    nurses: Client, nurse: User, program: Program
) -> None:
    here = Membership.objects.get(user=nurse, program=program)
    elsewhere = Membership.objects.create(
        user=nurse, program=make_program("Another Program"), role=Role.NURSE
    )
    nurses.post("/role/", {"role": here.pk})
    page = nurses.get(WEEK).content.decode()
    assert f'name="nurse" value="{here.pk}"' in page
    nurses.post("/role/", {"role": elsewhere.pk})
    days = {"first": "2026-12-21", "last": "2026-12-25"}
    assert nurses.post(AWAY, {**days, "nurse": here.pk}).status_code == 302
    assert NurseAway.objects.get().nurse_id == here.pk
    others = make_nurse(program)
    assert nurses.post(AWAY, {**days, "nurse": others.pk}).status_code == 404
    assert NurseAway.objects.count() == 1
