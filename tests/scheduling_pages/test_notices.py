"""The page of what changed: one's own notices, marking them as read, and how one is told."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import Role, User
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.notice_wording import NoticeKind, own_half_days
from scheduling.domain.seats import Change, Seat
from scheduling.domain.telling import Choice, Delivery
from scheduling.models import Notice, NoticeChoice, Program
from scheduling.selectors.notices import SHOWN
from tests.factories import FIRST_MONDAY, make_resident, make_user, resident_of
from tests.scheduling_pages.conftest import SignIn

URL = "/notices/"
CHOICE = {"delivery": "digest", "digest_hour": "18", "quiet_from": "20", "quiet_until": "6"}


@pytest.fixture(autouse=True)
def in_november() -> Iterator[None]:
    """A Friday."""
    with time_machine.travel("2026-11-20T18:00Z", tick=False):
        yield


def notify(user: User, number: int = 1) -> Notice:
    """The user's row of the roster is told of one change."""
    change = Change(HalfDay(FIRST_MONDAY, Period.AM), None, Seat("Main", "M", together=True))
    return Notice.objects.create(
        key=f"{user.pk}/{number}",
        program=resident_of(user).program,
        resident=resident_of(user),
        kind=NoticeKind.OWN_HALF_DAYS,
        data=own_half_days(1, "Dr. Achebe", [change], is_first=False),
    )


def test_a_resident_reads_what_changed_and_marks_it_as_read(resident: User, as_user: SignIn) -> None:
    notify(resident)
    client = as_user(resident)
    page = client.get(URL).content.decode()
    assert "1 notice you have not read" in page
    assert "Mon 29 Jun, AM: clinic at Main, new." in page
    assert "Dr. Achebe, your coach, is there." in page
    assert f"13:00 · {resident_of(resident).program}" in page
    assert 'aria-label="What changed, 1 notice not read"' in client.get("/me/").content.decode()
    after = client.post(reverse("notices_read"), as_shown(page), follow=True).content.decode()
    assert "You have read every notice" in after
    assert 'aria-label="What changed"' in after


def as_shown(page: str) -> dict[str, list[str]]:
    """What the button sends."""
    return {"shown": re.findall(r'name="shown" value="(\d+)"', page)}


def test_what_came_after_the_page_was_shown_stays_new(resident: User, as_user: SignIn) -> None:
    seen = notify(resident)
    client = as_user(resident)
    page = client.get(URL).content.decode()
    came_since = notify(resident, 2)
    after = client.post(reverse("notices_read"), as_shown(page), follow=True).content.decode()
    seen.refresh_from_db()
    came_since.refresh_from_db()
    assert (seen.read_at is None, came_since.read_at is None) == (False, True)
    assert "1 notice you have not read" in after


def test_what_no_page_shows_any_more_is_read_with_the_newest(resident: User, as_user: SignIn) -> None:
    old = notify(resident)
    Notice.objects.filter(pk=old.pk).update(made_at="2026-09-01T12:00Z")
    for number in range(2, SHOWN + 2):
        notify(resident, number)
    client = as_user(resident)
    sent = as_shown(client.get(URL).content.decode())
    assert str(old.pk) not in sent["shown"]
    client.post(reverse("notices_read"), sent)
    assert not Notice.objects.filter(read_at=None).exists()


@pytest.mark.parametrize("sent", [{}, {"shown": ["x", str(2**64), "-1", "0", "\0", "²", "9" * 5000]}])
def test_nonsense_marks_nothing_as_read(sent: dict[str, Any], resident: User, as_user: SignIn) -> None:
    notify(resident)
    assert as_user(resident).post(reverse("notices_read"), sent).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


def test_nobody_reads_what_somebody_else_was_told(
    resident: User, coordinator: User, as_user: SignIn, program: Program
) -> None:
    notice = notify(resident)
    other = make_user(program=program, role=Role.RESIDENT)
    make_resident(program, user=other)
    for somebody in (other, coordinator):
        client = as_user(somebody)
        assert "Nothing has changed yet" in client.get(URL).content.decode()
        client.post(reverse("notices_read"), {"shown": [notice.pk]})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_choice_is_kept_and_shown(resident: User, as_user: SignIn, program: Program) -> None:
    client = as_user(resident)
    sent = {f"{program.pk}-{name}": value for name, value in CHOICE.items()}
    after = client.post(reverse("notices_choose", args=[program.pk]), sent, follow=True)
    assert NoticeChoice.objects.get(user=resident, program=program).choice == Choice(
        Delivery.DIGEST, digest_hour=18, quiet_from=20, quiet_until=6
    )
    assert '<option value="18" selected>18:00</option>' in after.content.decode()


def test_a_choice_that_cannot_be_is_refused_beside_its_field(
    resident: User, as_user: SignIn, program: Program
) -> None:
    sent = {f"{program.pk}-{name}": value for name, value in (CHOICE | {"digest_hour": "24"}).items()}
    answer = as_user(resident).post(reverse("notices_choose", args=[program.pk]), sent)
    assert answer.status_code == 422
    assert "24 is not one of the available choices" in answer.content.decode()
    assert not NoticeChoice.objects.exists()


def test_a_coach_has_the_digest_until_they_choose(coach: User, resident: User, as_user: SignIn) -> None:
    chosen = {
        who: as_user(who).get(URL).context["forms"][0][1].initial["delivery"] for who in (coach, resident)
    }
    assert chosen == {coach: "digest", resident: "at_once"}


def test_a_program_of_others_is_not_found(resident: User, as_user: SignIn, other_program: Program) -> None:
    sent = {f"{other_program.pk}-{name}": value for name, value in CHOICE.items()}
    assert as_user(resident).post(reverse("notices_choose", args=[other_program.pk]), sent).status_code == 404


def test_whoever_belongs_to_no_program_has_no_bell(as_user: SignIn, db: None) -> None:
    page = as_user(make_user()).get(URL).content.decode()
    assert "Nothing has changed yet" in page
    assert 'class="bell"' not in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_for_one_notice_and_for_three(
    size: int, resident: User, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    client: Client = as_user(resident)
    for number in range(size):
        notify(resident, number)
    with django_assert_num_queries(13):
        client.get(URL)
