"""The page on which coordinators and chiefs let people in and take roles away."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import CannotInvite, invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import CalendarFeed, Program
from scheduling.selectors.years import program_today
from scheduling.services.feeds import make_feed
from scheduling.services.leaving import close_account, end_access_of_those_who_left
from tests.factories import make_faculty, make_resident, make_user, member, resident_of
from tests.signing_in import sign_in


def here(program: Program, rest: str = "") -> str:
    return f"/programs/{program.pk}/access/{rest}"


@pytest.mark.parametrize("role", ["coordinator", "chief"])
def test_those_who_build_see_who_has_access(
    client: Client, program: Program, nurse: User, request: pytest.FixtureRequest, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get(here(program)).content.decode()
    assert "Nura Sey" in page
    assert nurse.email in page


@pytest.mark.parametrize("role", ["director", "coach", "resident", "nurse", "stranger", "site_admin"])
@pytest.mark.parametrize("rest", ["", "roster/", "invite/", "1/end/", "invitations/1/send/"])
def test_for_everybody_else_there_is_no_such_page(
    client: Client, program: Program, coordinator: User, request: pytest.FixtureRequest, role: str, rest: str
) -> None:
    method = "post" if rest in ("invite/", "invitations/1/send/") else "get"
    client.force_login(request.getfixturevalue(role))
    assert getattr(client, method)(here(program, rest)).status_code == 404


def test_an_invitation_is_mailed_with_a_link_and_noted(
    client: Client, program: Program, coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(coordinator)
    client.post(here(program, "invite/"), {"email": "Sam.Ortega@Example.org", "role": "nurse"})
    row = Invitation.objects.get()
    assert (row.email, row.role, row.program, row.invited_by) == (
        "sam.ortega@example.org", "nurse", program, coordinator,
    )  # fmt: skip
    assert row.sent_at
    assert [mail.to for mail in mailoutbox] == [["sam.ortega@example.org"]]
    assert f"http://testserver/join/{row.token}/" in str(mailoutbox[0].body)
    event = Event.objects.get(kind=EventKind.INVITED)
    assert (event.actor, event.program) == (coordinator, program)
    assert row.nonce not in str(event.after)


GIVES = {"coordinator": {str(role) for role in Role}, "chief": {"resident", "faculty", "nurse"}}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("giver", ["coordinator", "chief"])
def test_nobody_gives_more_than_they_may(
    client: Client, program: Program, request: pytest.FixtureRequest, giver: str, role: str
) -> None:
    make_resident(program, email="new@example.org")
    make_faculty(program, "Field, Fay", email="new@example.org")
    client.force_login(request.getfixturevalue(giver))
    answer = client.post(here(program, "invite/"), {"email": "new@example.org", "role": role})
    assert answer.status_code == (302 if role in GIVES[giver] else 422)
    assert Invitation.objects.filter(role=role).exists() == (role in GIVES[giver])


def test_a_chief_takes_no_role_that_they_could_not_give(
    client: Client, program: Program, chief: User, coordinator: User, nurse: User
) -> None:
    client.force_login(chief)
    of_nurse, of_coordinator = (Membership.objects.get(user=user) for user in (nurse, coordinator))
    assert client.get(here(program, f"{of_nurse.pk}/end/")).status_code == 200
    for method in ("get", "post"):
        assert (
            getattr(client, method)(here(program, f"{of_coordinator.pk}/end/"), {"how": "taken"}).status_code
            == 404
        )
    of_coordinator.refresh_from_db()
    assert of_coordinator.ended_at is None


def test_nobody_takes_their_own_role(client: Client, program: Program, coordinator: User) -> None:
    client.force_login(coordinator)
    own = Membership.objects.get(user=coordinator)
    assert client.post(here(program, f"{own.pk}/end/"), {"how": "taken"}).status_code == 404
    other = member(make_user("Cora Second"), program, Role.COORDINATOR)
    assert client.post(here(program, f"{other.pk}/end/"), {"how": "taken"}).status_code == 302


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


def test_the_roster_shows_whom_an_invitation_reaches_and_why_not_the_others(
    client: Client, program: Program, coordinator: User, coach: User, other_program: Program,
    mailoutbox: list[EmailMessage],
) -> None:  # fmt: skip
    ready = make_resident(program, "Ready, Rae", email="Rae@example.org")
    make_resident(program, "Nowhere, Nan")
    make_resident(program, "Twin, Tom", email="twins@example.org")
    make_resident(program, "Twin, Tim", email="twins@example.org")
    make_resident(program, "Gone, Gus", email="gus@example.org", left_on=program_today(program))
    new = make_faculty(program, "Newman, Nell", email="nell@example.org")
    stranger = make_resident(other_program, "Strange, Sid", email="sid@example.org")
    client.force_login(coordinator)
    page = client.get(here(program, "roster/")).content.decode()
    assert set(re.findall(r'value="((?:resident|faculty)-\d+)"', page)) == {
        f"resident-{ready.pk}",
        f"faculty-{new.pk}",
    }
    assert page.count("No e-mail address on the roster") == 1
    assert page.count("Shares the address with somebody else") == 2
    assert "Gus" not in page
    assert "Achebe" not in page
    refused = client.post(
        here(program, "roster/"), {"people": [f"resident-{ready.pk}", f"resident-{stranger.pk}"]}
    )
    assert refused.status_code == 422
    assert "The roster has changed" in refused.content.decode()
    assert not Invitation.objects.exists()
    client.post(here(program, "roster/"), {"people": [f"resident-{ready.pk}", f"faculty-{new.pk}"]})
    assert {(row.email, row.role, row.person) for row in Invitation.objects.all()} == {
        ("rae@example.org", "resident", ready), ("nell@example.org", "faculty", new),
    }  # fmt: skip
    assert len(mailoutbox) == 2
    assert client.get(here(program, "roster/")).content.decode().count("Invited already") == 2


def test_nobody_of_the_roster_is_ticked_before_somebody_does_or_asks_for_all(
    client: Client, program: Program, coordinator: User
) -> None:
    make_resident(program, "Ready, Rae", email="rae@example.org")
    client.force_login(coordinator)
    assert not re.findall("<input[^>]* checked", client.get(here(program, "roster/")).content.decode())
    ticked = client.get(here(program, "roster/?tick=all")).content.decode()
    assert len(re.findall("<input[^>]* checked", ticked)) == 1


def test_an_empty_roster_leads_to_the_import(client: Client, program: Program, coordinator: User) -> None:
    client.force_login(coordinator)
    assert "The roster is empty" in client.get(here(program, "roster/")).content.decode()
    make_resident(program, "Gone, Gus", email="gus@example.org", left_on=program_today(program))
    page = client.get(here(program, "roster/")).content.decode()
    assert "The roster is empty" not in page
    assert "Everybody on the roster is in" in page


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


def test_mail_that_does_not_go_is_said_and_can_be_sent_again(
    client: Client, program: Program, coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(coordinator)
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    ):
        answer = client.post(
            here(program, "invite/"), {"email": "sam@example.org", "role": "nurse"}, follow=True
        )
    page = answer.content.decode()
    assert "could not be mailed" in page
    assert "not sent" in page
    row = Invitation.objects.get()
    client.post(here(program, f"invitations/{row.pk}/send/"))
    row.refresh_from_db()
    assert row.sent_at
    assert len(mailoutbox) == 1


def test_sending_again_makes_an_expired_link_work_and_withdrawing_ends_it(
    client: Client, program: Program, coordinator: User, other_program: Program
) -> None:
    row = invite(program=program, role=Role.NURSE, email="sam@example.org", actor=coordinator)
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(coordinator)
    assert "expired" in client.get(here(program)).content.decode()
    assert Client().get(f"/join/{row.token}/").status_code == 410
    client.post(here(program, f"invitations/{row.pk}/send/"))
    assert Client().get(f"/join/{row.token}/").status_code == 200
    client.post(here(program, f"invitations/{row.pk}/withdraw/"))
    answer = Client().get(f"/join/{row.token}/")
    assert answer.status_code == 410
    assert "was withdrawn" in answer.content.decode()
    assert client.post(here(program, f"invitations/{row.pk}/send/")).status_code == 404
    foreign = invite(program=other_program, role=Role.NURSE, email="sam@example.org", actor=None)
    assert client.post(here(program, f"invitations/{foreign.pk}/withdraw/")).status_code == 404
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_an_invitation_for_somebody_of_the_roster_goes_to_the_rosters_address(
    client: Client, program: Program, coordinator: User
) -> None:
    rae = make_resident(program, "Ready, Rae", email="rae@example.org")
    client.force_login(coordinator)
    sent = {"email": "other@example.org", "role": "resident", "person": f"resident-{rae.pk}"}
    answer = client.post(here(program, "invite/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The roster has rae@example.org for Rae Ready" in page
    assert 'value="other@example.org"' in page
    assert (
        client.post(
            here(program, "invite/"), {**sent, "role": "faculty", "email": "rae@example.org"}
        ).status_code
        == 422
    )
    assert client.post(here(program, "invite/"), {**sent, "email": "rae@example.org"}).status_code == 302
    assert Invitation.objects.get().resident == rae


BAD = [{"email": "a\0b@example.org"}, {"email": "x" * 300 + "@example.org"}, {"email": ""}, {"role": "owner"},
       {"role": ""}, {"person": "resident-999999"}, {"person": "\0"}, {"email": "no address"}]  # fmt: skip


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_bad_input_is_answered_on_the_page_and_changes_nothing(
    client: Client, program: Program, coordinator: User, wrong: dict[str, str]
) -> None:
    make_resident(program, email="sam@example.org")
    right = {"email": "sam@example.org", "role": "resident"}
    client.force_login(coordinator)
    assert client.post(here(program, "invite/"), {**right, **wrong}).status_code == 422
    assert not Invitation.objects.exists()
    assert client.post(here(program, "invite/"), right).status_code == 302


@pytest.mark.parametrize("day", ["\0", "2026-13-40", "", "9" * 400, "0000-00-00"])
def test_a_day_that_is_none_ends_nothing(
    client: Client, program: Program, coordinator: User, resident: User, day: str
) -> None:
    held = Membership.objects.get(user=resident)
    client.force_login(coordinator)
    assert client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": day}).status_code == 422
    held.refresh_from_db()
    assert held.ended_at is None


def test_somebody_who_is_in_is_not_invited_again(program: Program, coordinator: User, nurse: User) -> None:
    with pytest.raises(CannotInvite, match="in the program already, as nurse"):
        invite(program=program, role=Role.NURSE, email=nurse.email.upper(), actor=coordinator)
    assert invite(program=program, role=Role.DIRECTOR, email=nurse.email, actor=coordinator).pk


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    client: Client, program: Program, coordinator: User, size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(size):
        make_user(program=program, role=Role.NURSE)
        user = make_user(program=program, role=Role.RESIDENT)
        make_resident(program, user=user)
        make_resident(program, email=f"r{number}@example.org")
        make_faculty(program, f"Field, Fay {number}", email=f"f{number}@example.org")
        invite(program=program, role=Role.FACULTY, email=f"f{number}@example.org", actor=coordinator)
    client.force_login(coordinator)
    with django_assert_num_queries(20):
        client.get(here(program))
