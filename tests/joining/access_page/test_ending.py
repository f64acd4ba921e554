"""A role that is taken, a person who leaves, an account that is closed."""

import re
from datetime import timedelta

from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import CalendarFeed, Program
from scheduling.selectors.years import program_today
from scheduling.services.feeds import make_feed
from scheduling.services.leaving import close_account, end_access_of_those_who_left
from tests.factories import make_resident, member, resident_of
from tests.joining.access_page.address import here
from tests.signing_in import sign_in


def test_a_role_taken_in_mid_session_refuses_the_next_request_and_ends_sessions_and_feed(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    theirs, elsewhere = Client(), Client()
    for device in (theirs, elsewhere):
        assert sign_in(device, resident)
        assert device.get("/me/").status_code == 200
    feed = make_feed(user=resident)
    assert Client().get(f"/feeds/{feed.token}.ics").status_code == 200
    client.force_login(coordinator)
    held = Membership.objects.get(user=resident)
    client.post(here(program, f"{held.pk}/end/"), {"how": "taken"})
    for device in (theirs, elsewhere):
        assert device.get("/me/")["Location"].startswith("/accounts/login/")
    assert Client().get(f"/feeds/{feed.token}.ics").status_code == 404
    assert not CalendarFeed.objects.live().filter(user=resident).exists()
    assert sign_in(theirs, resident)
    assert theirs.get("/me/").status_code == 404
    assert Event.objects.filter(kind=EventKind.ROLE_TAKEN, about=resident, actor=coordinator).exists()
    page = client.get(here(program)).content.decode()
    assert "Resident until then" in page
    assert resident_of(resident).user == resident
    assert resident_of(resident).pairings.exists()


def test_somebody_who_graduates_later_keeps_access_until_that_day(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    day = program_today(program) + timedelta(days=30)
    client.force_login(coordinator)
    held = Membership.objects.get(user=resident)
    client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": day.isoformat()})
    assert resident_of(resident).left_on == day
    theirs = Client()
    theirs.force_login(resident)
    assert theirs.get("/me/").status_code == 200
    resident.resident_rows.update(left_on=program_today(program))
    assert theirs.get("/me/").status_code == 404
    assert end_access_of_those_who_left() == 1
    assert end_access_of_those_who_left() == 0
    held.refresh_from_db()
    assert held.ended_at


def test_the_day_on_which_somebody_leaves_is_said_in_that_program_alone(
    client: Client, program: Program, other_program: Program, coordinator: User, resident: User
) -> None:
    member(resident, other_program, Role.RESIDENT)
    member(coordinator, other_program, Role.COORDINATOR)
    make_resident(
        other_program, "Dent, Resi", user=resident, left_on=program_today(program) + timedelta(days=30)
    )
    client.force_login(coordinator)
    leaves = {
        one: [holder.leaves_on for holder in client.get(here(one)).context["page"].holders]
        for one in (program, other_program)
    }
    assert not any(leaves[program])
    assert any(leaves[other_program])


def test_a_role_taken_alone_ends_now_whatever_day_stands_beside_it(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    later = program_today(program) + timedelta(days=30)
    client.force_login(coordinator)
    held = Membership.objects.get(user=resident)
    answer = client.post(
        here(program, f"{held.pk}/end/"), {"how": "taken", "on": later.isoformat()}, follow=True
    )
    assert "Resi Dent: access has ended." in answer.content.decode()
    held.refresh_from_db()
    assert held.ended_at
    assert resident_of(resident).left_on is None


def test_leaving_today_ends_access_in_the_same_request(
    client: Client, program: Program, coordinator: User, coach: User
) -> None:
    theirs = Client()
    assert sign_in(theirs, coach)
    assert theirs.get("/panel/").status_code == 200
    client.force_login(coordinator)
    held = Membership.objects.get(user=coach)
    client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": program_today(program).isoformat()})
    assert theirs.get("/panel/").status_code == 302
    held.refresh_from_db()
    assert held.ended_at


def test_a_closed_account_ends_every_role_session_and_feed(
    program: Program, resident: User, site_admin: User
) -> None:
    member(resident, program, Role.CHIEF)
    theirs = Client()
    assert sign_in(theirs, resident)
    make_feed(user=resident)
    close_account(user=resident, actor=site_admin)
    assert theirs.get("/")["Location"].startswith("/accounts/login/")
    assert not sign_in(theirs, resident)
    assert not Membership.objects.filter(user=resident, ended_at__isnull=True).exists()
    assert Membership.objects.filter(user=resident).count() == 2
    assert not CalendarFeed.objects.live().exists()


def test_ending_a_role_offers_no_choice_where_there_is_one_way(
    client: Client, program: Program, coordinator: User, nurse: User
) -> None:
    client.force_login(coordinator)
    held = Membership.objects.get(user=nurse)
    page = client.get(here(program, f"{held.pk}/end/")).content.decode()
    assert 'type="radio"' not in page
    assert "These end at the same moment" in page
    client.post(here(program, f"{held.pk}/end/"), {"how": re.findall('name="how" value="([a-z]+)"', page)[0]})
    assert not Membership.objects.current().filter(user=nurse).exists()
