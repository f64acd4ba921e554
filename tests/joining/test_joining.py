"""The link of an invitation: what it opens, once, for whom, and what it never does."""

from datetime import timedelta

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.accepting import CannotJoin, accept, join_as_new
from connectedness.joining.services.inviting import CannotInvite, invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program, Resident
from tests.factories import make_faculty, make_resident, make_user, member
from tests.signing_in import sign_in

NEW = {"name": "Rae Ready", "password": "a long enough phrase"}


@pytest.fixture
def rae(program: Program) -> Resident:
    """On the roster, without an account."""
    return make_resident(program, "Ready, Rae", email="rae@example.org")


@pytest.fixture
def invited(rae: Resident, coordinator: User) -> Invitation:
    """Rae's invitation as a resident."""
    return invite(program=rae.program, role=Role.RESIDENT, email=rae.email, person=rae, actor=coordinator)


def link(invitation: Invitation) -> str:
    return f"/join/{invitation.token}/"


def test_somebody_new_joins_with_a_password_and_is_their_row_of_the_roster(
    client: Client, invited: Invitation, rae: Resident
) -> None:
    page = client.get(link(invited)).content.decode()
    assert "rae@example.org" in page
    assert 'value="Rae Ready"' in page
    assert client.post(link(invited), NEW)["Location"] == "/"
    user = User.objects.get(email="rae@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    rae.refresh_from_db()
    assert rae.user == user
    assert client.get("/", follow=True).redirect_chain == [("/me/", 302)]
    assert sign_in(Client(), user, NEW["password"])
    kinds = set(Event.objects.filter(about=user).values_list("kind", flat=True))
    assert {
        EventKind.ACCOUNT_OPENED,
        EventKind.INVITATION_ACCEPTED,
        EventKind.ROLE_GIVEN,
        EventKind.PERSON_LINKED,
    } <= kinds


def test_without_a_password_codes_by_mail_do(client: Client, invited: Invitation) -> None:
    client.post(link(invited), {"name": "Rae Ready", "password": ""})
    user = User.objects.get(email="rae@example.org")
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_looking_at_the_link_changes_nothing(invited: Invitation) -> None:
    for _ in range(3):
        assert Client().get(link(invited)).status_code == 200
        assert Client().head(link(invited)).status_code == 200
    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert not User.objects.filter(email="rae@example.org").exists()


def test_a_link_works_once(client: Client, invited: Invitation) -> None:
    assert client.post(link(invited), NEW).status_code == 302
    again = Client()
    for answer in (again.get(link(invited)), again.post(link(invited), NEW)):
        assert answer.status_code == 410
        assert "This invitation was used" in answer.content.decode()
    assert "_auth_user_id" not in again.session
    assert Membership.objects.filter(user__email="rae@example.org").count() == 1


def test_an_expired_link_says_so_and_opens_nothing(client: Client, invited: Invitation) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.post(link(invited), NEW)
    assert answer.status_code == 410
    assert "too old" in answer.content.decode()
    assert not User.objects.filter(email="rae@example.org").exists()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert client.post(link(invited), NEW).status_code == 302


@pytest.mark.parametrize("token", ["nonsense", "a.b", "%00", "x" * 3000])
def test_a_made_up_link_is_not_found(client: Client, invited: Invitation, token: str) -> None:
    assert client.get(f"/join/{token}/").status_code == 404
    assert client.get(link(invited)).status_code == 200
    assert client.get(f"/join/{invited.nonce}/").status_code == 404


WRONG = [{"name": ""}, {"name": "x" * 151}, {"name": "Rae\0"}, {"name": "The System"}, {"password": "short"}, {"password": "rae@example.org"},
         {"password": "x" * 200}, {"password": "a long\0enough phrase"}]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_bad_input_opens_no_account_and_keeps_what_was_typed(
    client: Client, invited: Invitation, wrong: dict[str, str]
) -> None:
    answer = client.post(link(invited), {**NEW, **wrong})
    assert answer.status_code == 422
    assert not User.objects.filter(email="rae@example.org").exists()
    if "password" in wrong:
        assert 'value="Rae Ready"' in answer.content.decode()


def test_somebody_with_an_account_signs_in_first_and_keeps_their_roles(
    client: Client, program: Program, nurse: User, coordinator: User
) -> None:
    row = invite(program=program, role=Role.DIRECTOR, email=nurse.email, actor=coordinator)
    page = client.get(link(row)).content.decode()
    assert f"/accounts/login/?next={link(row)}" in page
    assert client.post(link(row), NEW).status_code == 200
    assert Membership.objects.filter(user=nurse).count() == 1
    assert sign_in(client, nurse)
    assert client.get(link(row)).status_code == 200
    assert Membership.objects.filter(user=nurse).count() == 1
    assert client.post(link(row)).status_code == 302
    assert set(Membership.objects.filter(user=nurse).values_list("role", flat=True)) == {"nurse", "director"}


def test_an_invitation_for_somebody_else_is_not_accepted(
    client: Client, invited: Invitation, nurse: User
) -> None:
    client.force_login(nurse)
    answer = client.post(link(invited))
    assert answer.status_code == 403
    assert "for somebody else" in answer.content.decode()
    with pytest.raises(CannotJoin, match=r"is for rae@example\.org"):
        accept(invitation=invited, user=nurse)
    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert not Membership.objects.filter(user=nurse, role=Role.RESIDENT).exists()


def test_a_row_of_the_roster_is_never_two_peoples(client: Client, invited: Invitation, rae: Resident) -> None:
    first = make_user("Somebody First")
    Resident.objects.filter(pk=rae.pk).update(user=first)
    answer = client.post(link(invited), NEW)
    assert answer.status_code == 422
    assert "has joined already, with another account" in answer.content.decode()
    rae.refresh_from_db()
    assert rae.user == first
    assert not User.objects.filter(email="rae@example.org").exists()
    Resident.objects.filter(pk=rae.pk).update(user=None)
    assert client.post(link(invited), NEW).status_code == 302


@pytest.fixture
def rae_elsewhere(other_program: Program) -> User:
    """Rae with an account, a resident of another program already."""
    user = User.objects.create_user("rae@example.org", "correct horse", name="Rae")
    member(user, other_program, Role.RESIDENT)
    make_resident(other_program, "Ready, Rae", user=user)
    return user


def test_nobody_becomes_two_people_of_one_programs_roster(
    client: Client, invited: Invitation, rae: Resident, rae_elsewhere: User
) -> None:
    other_row = make_resident(rae.program, "Ready, R.", user=rae_elsewhere)
    client.force_login(rae_elsewhere)
    answer = client.post(link(invited))
    assert answer.status_code == 409
    assert f"{other_row} of {rae.program} already, and nobody can be two people" in answer.content.decode()
    assert not Membership.objects.filter(user=rae_elsewhere, program=rae.program).exists()


def test_an_account_of_one_program_joins_a_second_one_and_is_both_rows(
    client: Client, invited: Invitation, rae: Resident, rae_elsewhere: User
) -> None:
    client.force_login(rae_elsewhere)
    assert client.post(link(invited)).status_code == 302
    rows = rae_elsewhere.resident_rows.order_by("program__name")
    assert [row.program.name for row in rows] == ["Lakeside Pediatrics", "Riverside Internal Medicine"]
    assert rae in rows
    assert rae_elsewhere.memberships.current().count() == 2


def test_a_closed_account_is_not_opened_by_an_invitation(client: Client, invited: Invitation) -> None:
    user = User.objects.create_user("rae@example.org", "correct horse", name="Rae", is_active=False)
    answer = client.post(link(invited), NEW)
    assert "This account is closed" in answer.content.decode()
    assert not Membership.objects.filter(user=user).exists()


def test_accepting_twice_at_once_gives_one_role(invited: Invitation) -> None:
    seen_by_both = Invitation.objects.get(pk=invited.pk)
    user = join_as_new(invitation=invited, name="Rae", password=None)
    with pytest.raises(CannotJoin, match="was used"):
        accept(invitation=seen_by_both, user=user)
    with pytest.raises(CannotJoin, match="Sign in"):
        join_as_new(invitation=seen_by_both, name="Rae again", password=None)
    assert User.objects.filter(email="rae@example.org").count() == 1


def test_whoever_sends_the_form_twice_at_once_is_told_to_sign_in(client: Client, invited: Invitation) -> None:
    def other_was_faster(instance: User, **_: object) -> None:
        pre_save.disconnect(other_was_faster, sender=User)
        User.objects.bulk_create([User(email=instance.email, name="Rae")])

    pre_save.connect(other_was_faster, sender=User)
    answer = client.post(link(invited), NEW)
    assert answer.status_code == 422
    assert "Sign in" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(link(invited), NEW).status_code == 302


def test_the_rosters_address_finds_the_person_where_none_is_chosen(
    program: Program, rae: Resident, coordinator: User
) -> None:
    fay = make_faculty(program, "Field, Fay", email="Fay@Example.org")
    assert (
        invite(program=program, role=Role.RESIDENT, email="RAE@example.org", actor=coordinator).resident
        == rae
    )
    assert (
        invite(program=program, role=Role.FACULTY, email="fay@example.org", actor=coordinator).faculty == fay
    )
    make_faculty(program, "Field, Fred", email="fay@example.org")
    for nobody in ("fay@example.org", "unknown@example.org"):  # two who share an address, or none who has it
        with pytest.raises(CannotInvite, match="Choose who it is"):
            invite(program=program, role=Role.FACULTY, email=nobody, actor=coordinator)


def test_a_corrected_address_takes_the_old_link_back(
    rae: Resident, invited: Invitation, coordinator: User
) -> None:
    rae.email = "rae.ready@example.org"
    rae.save()
    second = invite(program=rae.program, role=Role.RESIDENT, email=rae.email, person=rae, actor=coordinator)
    assert Client().get(link(invited)).status_code == 410
    assert Client().get(link(second)).status_code == 200
