"""What a site administrator could use to be somebody else, and what is told of it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core import mail
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.services.accepting import join_as_new, know_address
from connectedness.joining.services.inviting import invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from tests.factories import make_user
from tests.joining.user_page import changed, giving
from tests.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("who_asks_and_who_is_looked_at")
NEW_PASSWORD = "a better battery staple"


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def told(kind: EventKind, about: User) -> list[User | None]:
    """Who did such a thing to somebody, by the trail."""
    return [event.actor for event in Event.objects.filter(kind=kind, about=about).select_related("actor")]


# --- addresses


def test_a_changed_address_takes_the_place_of_the_old_one_everywhere(
    client: Client, site_admin: User, nurse: User, program: Program, coordinator: User
) -> None:
    old, theirs = nurse.email, Client()
    know_address(user=nurse)
    assert sign_in(theirs, nurse)
    assert theirs.get("/accounts/sessions/").status_code == 200
    client.force_login(site_admin)
    assert client.post(page_of(nurse), changed(nurse, email="Nura.New@Example.org")).status_code == 302
    nurse.refresh_from_db()
    assert nurse.email == "nura.new@example.org"
    addresses = EmailAddress.objects.filter(user=nurse).values_list("email", "verified", "primary")
    assert list(addresses) == [("nura.new@example.org", True, True)]
    assert theirs.get("/accounts/sessions/")["Location"].startswith("/accounts/login/")
    assert told(EventKind.ACCOUNT_CHANGED, nurse) == [site_admin]
    Client().post("/accounts/login/code/", {"email": old})
    assert [sent.to for sent in mail.outbox if sent.to == [old] and "code" in sent.body.split()] == []
    row = invite(program=program, role=Role.NURSE, email=old, actor=coordinator)
    assert join_as_new(invitation=row, name="Next Owner", password=None).email == old


def test_an_address_typed_in_capitals_is_no_other_address(
    client: Client, site_admin: User, nurse: User
) -> None:
    theirs = Client()
    assert sign_in(theirs, nurse)
    client.force_login(site_admin)
    assert client.post(page_of(nurse), changed(nurse, email=nurse.email.upper())).status_code == 302
    assert theirs.get("/accounts/sessions/").status_code == 200
    assert told(EventKind.ACCOUNT_CHANGED, nurse) == []


def test_an_address_belongs_to_the_account_that_has_it_and_to_no_other(nurse: User) -> None:
    before = make_user("Before Them")
    EmailAddress.objects.create(user=before, email=nurse.email, verified=True, primary=True)
    know_address(user=nurse)
    assert EmailAddress.objects.get(email=nurse.email).user == nurse


# --- passwords


def test_a_password_set_by_an_administrator_is_on_the_trail_and_its_owner_is_told(
    client: Client, site_admin: User, nurse: User
) -> None:
    client.force_login(site_admin)
    page = f"/admin/accounts/user/{nurse.pk}/password/"
    words = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(page, {**words, "password2": "another"}).status_code == 200
    assert told(EventKind.PASSWORD_CHANGED, nurse) == []
    assert client.post(page, words).status_code == 302
    assert sign_in(Client(), nurse, NEW_PASSWORD)
    assert told(EventKind.PASSWORD_CHANGED, nurse) == [site_admin]
    assert [sent.to for sent in mail.outbox] == [[nurse.email]]
    assert str(site_admin) in mail.outbox[0].body


@pytest.mark.parametrize("where", ["/admin/password_change/", "/admin/accounts/user/{}/password/"])
def test_administrators_change_their_own_password_where_everybody_does(
    client: Client, site_admin: User, where: str
) -> None:
    client.force_login(site_admin)
    words = {"old_password": "correct horse", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    words |= {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(where.format(site_admin.pk), words)["Location"] == "/accounts/password/change/"
    site_admin.refresh_from_db()
    assert site_admin.check_password("correct horse")


# --- single sign-on


def test_nobody_is_linked_to_a_hospital_account_by_hand(
    client: Client, site_admin: User, nurse: User
) -> None:
    linked = SocialAccount.objects.create(user=nurse, provider="hospital", uid="nura")
    client.force_login(site_admin)
    sent = {"user": site_admin.pk, "provider": "hospital", "uid": "nura", "extra_data": "{}"}
    pages = "/admin/socialaccount/socialaccount/"
    assert client.post(f"{pages}add/", sent).status_code == 403
    assert client.post(f"{pages}{linked.pk}/change/", sent).status_code == 403
    assert SocialAccount.objects.get().user == nurse
    assert client.post(f"{pages}{linked.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not SocialAccount.objects.exists()
    assert told(EventKind.SSO_LINKED, nurse) == [site_admin]


def test_a_provider_added_changed_and_removed_is_on_the_trail_without_its_secret(
    client: Client, site_admin: User
) -> None:
    client.force_login(site_admin)
    pages = "/admin/socialaccount/socialapp/"
    sent = {"provider": "openid_connect", "provider_id": "hospital", "name": "Hospital", "client_id": "us"}
    sent |= {"secret": "zebra", "settings": "{}"}
    assert client.post(f"{pages}add/", sent).status_code == 302
    app = SocialApp.objects.get()
    assert client.post(f"{pages}{app.pk}/change/", sent | {"secret": "zebra 2"}).status_code == 302
    again = {"action": "delete_selected", "_selected_action": [app.pk], "post": "yes"}
    assert client.post(pages, again).status_code == 302
    assert not SocialApp.objects.exists()
    events = Event.objects.filter(kind=EventKind.SETTINGS_CHANGED, actor=site_admin).order_by("id")
    assert [event.subject for event in events] == [
        "Single sign-on by Hospital, added",
        "Single sign-on by Hospital, changed",
        "Single sign-on by Hospital, removed",
    ]
    assert "secret" in events[1].after["changed"].split(", ")
    assert not any("zebra" in f"{event.subject}{event.before}{event.after}" for event in events)


# --- roles


def test_nobody_gives_a_role_to_themselves(
    client: Client, site_admin: User, nurse: User, program: Program
) -> None:
    wanted = Membership(program=program, role=Role.COORDINATOR)
    client.force_login(site_admin)
    answer = client.post(page_of(site_admin), giving(site_admin, wanted))
    assert answer.status_code == 200
    assert "Ask another site administrator, or a coordinator" in answer.content.decode()
    assert not Membership.objects.filter(user=site_admin).exists()
    assert client.post(page_of(nurse), giving(nurse, wanted)).status_code == 302
    assert Membership.objects.filter(user=nurse, role=Role.COORDINATOR).exists()


@pytest.mark.parametrize("again", ["held already", "twice on the page"])
def test_a_role_is_not_given_twice(
    client: Client, site_admin: User, nurse: User, program: Program, again: str
) -> None:
    one = Membership(program=program, role=Role.NURSE if again == "held already" else Role.DIRECTOR)
    roles = [one] if again == "held already" else [one, one]
    client.force_login(site_admin)
    answer = client.post(page_of(nurse), giving(nurse, *roles))
    assert answer.status_code == 200
    assert "has this role already" in answer.content.decode()
    assert Membership.objects.filter(user=nurse).count() == 1


def test_a_role_that_ended_can_be_given_again(
    client: Client, site_admin: User, nurse: User, program: Program
) -> None:
    held = Membership.objects.get(user=nurse)
    client.force_login(site_admin)
    client.post("/admin/accounts/membership/", {"action": "end_roles", "_selected_action": [held.pk]})
    assert client.post(page_of(nurse), giving(nurse, Membership(program=program, role=Role.NURSE)))
    assert Membership.objects.current().filter(user=nurse, role=Role.NURSE).count() == 1


@pytest.mark.parametrize("flags", [{"is_staff": ""}, {"is_superuser": ""}])
def test_less_power_is_told_as_taken_and_ends_the_sessions(
    client: Client, site_admin: User, flags: dict[str, str]
) -> None:
    other, theirs = make_user("Ada Second", is_staff=True, is_superuser=True), Client()
    assert sign_in(theirs, other)
    assert theirs.get("/accounts/sessions/").status_code == 200
    client.force_login(site_admin)
    assert client.post(page_of(other), changed(other, **flags)).status_code == 302
    assert told(EventKind.ROLE_TAKEN, other) == [site_admin]
    assert told(EventKind.ROLE_GIVEN, other) == []
    assert theirs.get("/accounts/sessions/")["Location"].startswith("/accounts/login/")
