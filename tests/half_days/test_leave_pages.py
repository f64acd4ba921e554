"""Leave: the list, entering with a price, ending, deleting, taking back, and what is refused."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from connectedness.trail.models import Event
from scheduling.models import Absence, DataEdit, Program, Resident
from scheduling.services.leave import key_of_leave
from scheduling.services.program_data import fingerprint
from tests.factories import FIRST_MONDAY, make_resident
from tests.half_days.conftest import PublishedYear, make_published_year

THIRD = FIRST_MONDAY + timedelta(weeks=3)


def address(published: PublishedYear, page: str = "leave") -> str:
    return reverse(f"scheduling:{page}", args=[published.small.program.pk])


def leave_of(resident: Resident, **fields: Any) -> Absence:
    given = {"first_date": THIRD, "last_date": THIRD + timedelta(days=4), "reason": "Private words", **fields}
    return Absence.objects.create(resident=resident, **given)


def sent_for(who: Resident, first: date, last: date, **more: str) -> dict[str, str]:
    dates = {"first": first.isoformat(), "last": last.isoformat()}
    return {"person": f"resident-{who.pk}", **dates, "reason": "", **more}


def look_and_save(desk: Client, url: str, sent: dict[str, str]) -> Any:
    looked = desk.post(url, {**sent, "step": "look"})
    assert looked.status_code == 200, looked.content.decode()
    again = {**sent, "step": "save", "looked": looked.context["proposal"].token}
    return desk.post(url, again)


def signed_in_later(user: User, time_machine: Any, moment: str) -> Client:
    """Who signed in before is signed out by then."""
    time_machine.move_to(moment)
    client = Client()
    client.force_login(user)
    return client


def named(absence: Absence, **more: str) -> dict[str, str]:
    key = key_of_leave(absence)
    return {"leave": key, "seen": fingerprint({key: absence.reason}), **more}


def to_delete(absence: Absence, **more: str) -> dict[str, str]:
    """What the button sends of a deletion whose price was looked at."""
    looked = fingerprint({key_of_leave(absence): None})
    return named(absence, step="save", looked=looked, **more)


def test_what_is_to_come_stands_first_and_says_what_the_schedule_still_expects(
    published: PublishedYear, desk: Client
) -> None:
    leave_of(published.boateng, first_date="2026-06-15", last_date="2026-06-16")
    running = leave_of(published.small.residents[1], first_date="2026-06-29", last_date="2026-07-06")
    later = leave_of(published.boateng)
    Absence.objects.create(faculty=published.coach, first_date=THIRD, last_date=THIRD, period="PM")
    page = desk.get(address(published))
    rows = [(row["line"].absence.pk, row["line"].expected) for row in page.context["rows"]]
    assert rows[0] == (running.pk, 2)
    assert (later.pk, 1) in rows
    assert [expected for pk, expected in rows if pk not in {running.pk, later.pk}] == [0]
    assert page.context["title"] == "3 people are away in the time to come"


def test_past_leave_is_listed_on_request_the_latest_first(
    published: PublishedYear, coordinator: User, time_machine: Any
) -> None:
    desk = signed_in_later(coordinator, time_machine, "2026-08-10T16:00:00Z")
    first, second = (
        leave_of(published.boateng, first_date=day, last_date=day) for day in ("2026-07-06", "2026-07-13")
    )
    assert desk.get(address(published)).context["rows"] == []
    rows = desk.get(address(published), {"past": "1"}).context["rows"]
    assert [row["line"].absence.pk for row in rows] == [second.pk, first.pk]


def test_the_list_can_be_filtered(published: PublishedYear, desk: Client) -> None:
    leave_of(published.boateng)
    Absence.objects.create(faculty=published.coach, first_date=THIRD, last_date=THIRD)

    def found(**asked: str) -> list[str]:
        rows = desk.get(address(published), asked).context["rows"]
        return [row["line"].who.name for row in rows]

    assert found(who="faculty") == ["Lindqvist, Maja"]
    assert found(q="boat") == ["Boateng, Nadia"]
    assert found(who="nurses", q="nobody") == []


def test_leave_of_a_resident_is_priced_then_saved(published: PublishedYear, desk: Client) -> None:
    sent = sent_for(published.boateng, THIRD, THIRD + timedelta(days=4), reason="Private words")
    page = desk.post(address(published), {**sent, "step": "look"})
    assert not Absence.objects.exists()
    assert page.context["proposal"].headline == "Loses 1 clinic, 1 with Dr. Lindqvist."
    assert look_and_save(desk, address(published), sent).status_code == 302
    assert Absence.objects.get().resident == published.boateng


def test_no_reason_is_in_the_trail_or_in_the_words_of_a_step(published: PublishedYear, desk: Client) -> None:
    sent = sent_for(published.boateng, THIRD, THIRD, reason="Private words")
    look_and_save(desk, address(published), sent)
    events = json.dumps(list(Event.objects.values()), default=str)
    assert "Boateng, Nadia away Mon 20 Jul" in events
    assert "Private words" not in events
    assert "Private words" not in DataEdit.objects.get().label


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("2026-07-08", "2026-07-06", "last", "It ends before it starts, 2 days earlier."),
        ("2026-07-06", "2027-07-06", "last", "2026-2027 goes from 29 Jun 2026 to 23 Aug 2026."),
        ("2026-06-01", "2026-06-30", "first", "2026-2027 goes from 29 Jun 2026 to 23 Aug 2026."),
        ("2026-07-22", "2026-07-28", "first", "Already away Mon 20 Jul to Fri 24 Jul."),
        ("", "2026-07-28", "first", "This field is required."),
    ],
)
def test_leave_that_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    published: PublishedYear, desk: Client, first: str, last: str, field: str, words: str
) -> None:
    leave_of(published.boateng)
    sent = {
        "person": f"resident-{published.boateng.pk}",
        "first": first,
        "last": last,
        "reason": "Kept words",
    }
    page = desk.post(address(published), {**sent, "step": "save"})
    assert page.status_code == 422
    assert page.context["form"].errors[field][0].startswith(words)
    assert "Kept words" in page.content.decode()
    assert Absence.objects.count() == 1


def test_the_other_half_of_a_day_does_not_overlap(published: PublishedYear, desk: Client) -> None:
    leave_of(published.boateng, first_date=THIRD, last_date=THIRD, period="AM")
    sent = sent_for(published.boateng, THIRD, THIRD)
    assert desk.post(address(published), {**sent, "period": ""}).status_code == 422
    assert look_and_save(desk, address(published), {**sent, "period": "PM"}).status_code == 302


def test_leave_in_the_past_asks_for_a_tick(
    published: PublishedYear, coordinator: User, time_machine: Any
) -> None:
    desk = signed_in_later(coordinator, time_machine, "2026-07-08T16:00:00Z")
    sent = sent_for(published.boateng, date(2026, 7, 6), date(2026, 7, 7))
    page = desk.post(address(published), {**sent, "step": "save"})
    assert page.context["form"].errors["past"] == [
        "This began 2 days ago, and the past is kept as it was. If you mean it, tick this."
    ]
    assert 'name="past"' in page.content.decode()
    assert look_and_save(desk, address(published), {**sent, "past": "on"}).status_code == 302


def test_sending_leave_twice_enters_it_once(published: PublishedYear, desk: Client) -> None:
    sent = sent_for(published.boateng, THIRD, THIRD)
    looked = desk.post(address(published), {**sent, "step": "look"})
    again = {**sent, "step": "save", "looked": looked.context["proposal"].token}
    desk.post(address(published), again)
    desk.post(address(published), again)
    assert Absence.objects.count() == DataEdit.objects.count() == 1


def test_leave_is_ended_earlier_and_later(published: PublishedYear, desk: Client) -> None:
    url = address(published, "leave_end")
    absence = leave_of(published.boateng)
    assert look_and_save(desk, url, named(absence, last="2026-07-21")).status_code == 302
    shorter = Absence.objects.get()
    assert (shorter.last_date, shorter.reason) == (date(2026, 7, 21), "Private words")
    page = desk.post(url, named(shorter, last="2026-08-17", step="look"))
    assert page.context["proposal"].headline == "Loses 1 clinic, 1 with Dr. Lindqvist."


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2026-07-19", "It starts on 20 Jul 2026."),
        ("2027-07-19", "2026-2027 goes from"),
        ("2026-08-03", "Already away Mon 3 Aug."),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    published: PublishedYear, desk: Client, last: str, words: str
) -> None:
    absence = leave_of(published.boateng)
    leave_of(published.boateng, first_date="2026-08-03", last_date="2026-08-03")
    page = desk.post(address(published, "leave_end"), named(absence, last=last))
    assert page.status_code == 422
    assert page.context["form"].errors["last"][0].startswith(words)


def test_deleted_leave_can_be_taken_back(published: PublishedYear, desk: Client) -> None:
    absence = leave_of(published.boateng)
    desk.post(address(published, "leave_delete"), to_delete(absence))
    assert not Absence.objects.exists()
    desk.post(address(published, "leave_steps"), {"step": DataEdit.objects.get().pk})
    assert Absence.objects.get().reason == "Private words"


def test_what_deleting_brings_a_resident_is_shown_before_it_is_deleted(
    published: PublishedYear, desk: Client
) -> None:
    absence = leave_of(published.boateng)
    seen = desk.get(address(published, "leave_end"), {"leave": key_of_leave(absence)}).content.decode()
    assert "1 clinic of published 1 can be held again, 1 with the coach." in seen
    looked = desk.post(address(published, "leave_delete"), named(absence))
    assert looked.status_code == 200
    assert "can be held again" in looked.content.decode()
    assert Absence.objects.exists()
    other = desk.post(address(published, "leave_delete"), to_delete(absence) | {"looked": "another"})
    assert (other.status_code, Absence.objects.count()) == (200, 1)
    assert desk.post(address(published, "leave_delete"), to_delete(absence)).status_code == 302
    assert not Absence.objects.exists()


def test_what_deleting_leave_of_a_coach_brings_their_panel_is_shown(
    published: PublishedYear, desk: Client
) -> None:
    dates = {"first_date": THIRD, "last_date": THIRD + timedelta(days=4)}
    absence = Absence.objects.create(faculty=published.coach, **dates)
    published.schedule.preceptings.filter(date__range=(absence.first_date, absence.last_date)).delete()
    page = desk.get(address(published, "leave_end"), {"leave": key_of_leave(absence)}).content.decode()
    assert "2 clinics of the panel would be together that are not now." in page


def test_leave_that_has_begun_is_deleted_only_with_a_tick(
    published: PublishedYear, coordinator: User, time_machine: Any
) -> None:
    desk = signed_in_later(coordinator, time_machine, "2026-07-21T16:00:00Z")
    absence = leave_of(published.boateng)
    url = address(published, "leave_delete")
    page = desk.post(url, to_delete(absence))
    assert page.status_code == 422
    assert "This began 1 day ago" in page.content.decode()
    assert Absence.objects.exists()
    assert desk.post(url, to_delete(absence, past="1")).status_code == 302
    assert not Absence.objects.exists()


def test_another_reason_meanwhile_is_shown_before_it_is_deleted(
    published: PublishedYear, desk: Client
) -> None:
    absence = leave_of(published.boateng)
    sent = to_delete(absence)
    Absence.objects.update(reason="Other words")
    page = desk.post(address(published, "leave_delete"), sent)
    assert page.status_code == 409
    assert "Other words" in page.context["delete_refusal"].held
    assert Absence.objects.exists()


def test_leave_that_was_changed_meanwhile_says_what_is_there(published: PublishedYear, desk: Client) -> None:
    absence = leave_of(published.boateng)
    sent = to_delete(absence)
    Absence.objects.update(last_date="2026-07-21")
    page = desk.post(address(published, "leave_delete"), sent)
    assert page.status_code == 409
    assert "Mon 20 Jul to Tue 21 Jul" in page.content.decode()
    assert Absence.objects.exists()


@pytest.mark.parametrize(
    "key", ["", "nurse/1/2026-07-20/2026-07-24/", "resident/1/2026-13-40/2026-07-24/", "resident/1/x"]
)
def test_a_leave_that_makes_no_sense_is_not_found(published: PublishedYear, desk: Client, key: str) -> None:
    for page in ("leave_end", "leave_delete"):
        assert desk.post(address(published, page), {"leave": key}).status_code == 404


def test_another_programs_people_are_neither_offered_nor_found(
    published: PublishedYear, desk: Client, other_program: Program
) -> None:
    stranger = make_resident(other_program)
    page = desk.post(address(published), sent_for(stranger, THIRD, THIRD))
    assert "person" in page.context["form"].errors
    absence = leave_of(stranger)
    assert desk.post(address(published, "leave_delete"), to_delete(absence)).status_code == 409
    assert Absence.objects.filter(pk=absence.pk).exists()
    assert "Private words" not in desk.get(address(published)).content.decode()


def test_before_the_first_import_the_page_says_what_to_do(program: Program, coordinator: User) -> None:
    client = Client()
    client.force_login(coordinator)
    for page in ("leave", "faculty"):
        assert (
            "Upload a workbook"
            in client.get(reverse(f"scheduling:{page}", args=[program.pk])).content.decode()
        )


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_for_one_leave_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    published = make_published_year(program, residents=size)
    for resident in published.small.residents:
        leave_of(resident)
    with django_assert_num_queries(20):
        desk.get(address(published))
