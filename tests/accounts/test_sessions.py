"""Sessions end: after their longest time, when idle, when a role or the account is taken away; and stay ended."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.accounts.sessions import BY_ITSELF, end_sessions
from scheduling.models import Program
from scheduling.selectors.years import program_today
from tests.factories import member, resident_of
from tests.signing_in import LOGIN, sign_in


def after(**time: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time))


def is_in(client: Client, page: str = "/feed/") -> bool:
    return not client.get(page).headers.get("Location", "").startswith(LOGIN)


def test_after_twelve_hours_of_use_a_session_is_over(client: Client, resident: User) -> None:
    assert sign_in(client, resident)
    for hour in (5, 11):
        with after(hours=hour):
            assert is_in(client)
    with after(hours=12, minutes=1):
        assert client.get("/feed/")["Location"] == f"{LOGIN}?next=%2Ffeed%2F"
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("role", "stays"), [("coordinator", False), ("chief", False), ("site_admin", False),
                                             ("resident", True), ("coach", True), ("nurse", True)])  # fmt: skip
def test_half_an_hour_of_silence_ends_a_session_that_could_change_schedules_and_no_other(
    client: Client, db: None, request: pytest.FixtureRequest, role: str, stays: bool
) -> None:
    assert sign_in(client, request.getfixturevalue(role))
    assert is_in(client, "/accounts/sessions/")
    with after(minutes=29):
        assert is_in(client, "/accounts/sessions/")
    with after(minutes=29 + 31):
        assert is_in(client, "/accounts/sessions/") == stays


def test_whoever_was_idle_is_told_why_and_comes_back_to_the_page(
    client: Client, coordinator: User, program: Program
) -> None:
    assert sign_in(client, coordinator)
    here = f"/programs/{program.pk}/people/"
    with after(minutes=31):
        answer = client.get(here, follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=%2Fprograms%2F{program.pk}%2Fpeople%2F", 302)]
    assert "signed out after 30 minutes without a sign of you" in answer.content.decode()


def test_a_page_that_looks_by_itself_keeps_nobody_signed_in(
    client: Client, coordinator: User, program: Program
) -> None:
    assert sign_in(client, coordinator)
    here = f"/programs/{program.pk}/"
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{here}"}
    for minutes in (10, 20):
        with after(minutes=minutes):
            assert client.get(here, headers={**asked, BY_ITSELF: "1"}).status_code == 200
    with after(minutes=32):
        answer = client.get(here, headers={**asked, BY_ITSELF: "1"})
    assert answer["HX-Redirect"] == f"{LOGIN}?next=%2Fprograms%2F{program.pk}%2F"


def test_ending_all_sessions_ends_those_on_every_device(client: Client, coordinator: User) -> None:
    elsewhere = Client()
    assert sign_in(client, coordinator)
    assert sign_in(elsewhere, coordinator)
    assert is_in(client)
    assert is_in(elsewhere)
    end_sessions(coordinator)
    assert not is_in(client)
    assert not is_in(elsewhere)
    assert not UserSession.objects.filter(user=coordinator).exists()
    assert sign_in(client, coordinator)


@pytest.mark.parametrize("how", ["saved", "saved in part", "updated"])
def test_a_session_of_before_is_not_revived_by_letting_somebody_in_again(
    client: Client, resident: User, how: str
) -> None:
    assert sign_in(client, resident)
    assert is_in(client)
    if how == "updated":
        User.objects.filter(pk=resident.pk).update(is_active=False)
    else:
        resident.is_active = False
        resident.save(update_fields=["is_active"] if how == "saved in part" else None)
    kept = client.cookies["sessionid"].value
    assert not is_in(client)
    User.objects.filter(pk=resident.pk).update(is_active=True)
    client.cookies["sessionid"] = kept
    assert not is_in(client)
    assert sign_in(client, resident)


def test_a_role_that_ended_opens_nothing_and_stays_as_history(
    client: Client, coordinator: User, program: Program
) -> None:
    client.force_login(coordinator)
    assert client.get(f"/programs/{program.pk}/").status_code == 200
    held = Membership.objects.get(user=coordinator)
    held.ended_at = timezone.now()
    held.save()
    assert client.get(f"/programs/{program.pk}/").status_code == 404
    again = member(coordinator, program, Role.COORDINATOR)
    assert client.get(f"/programs/{program.pk}/").status_code == 200
    assert list(Membership.objects.filter(user=coordinator).order_by("pk")) == [held, again]


@pytest.mark.parametrize(("days", "sees"), [(1, True), (0, False), (-1, False)])
def test_a_resident_sees_nothing_from_the_day_on_which_they_left(
    client: Client, resident: User, days: int, sees: bool
) -> None:
    today = program_today(resident_of(resident).program)
    resident.resident_rows.update(left_on=today + timedelta(days=days))
    client.force_login(resident)
    assert (client.get("/me/").status_code == 200) == sees
