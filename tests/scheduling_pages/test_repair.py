"""The repair list, the ways of one disruption, and what is said where something is refused."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from scheduling.models import Absence, Disruption, Program, Schedule, ScheduleState, Session
from tests.factories import make_session
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.test_dashboard import url as dashboard_url
from tests.services.drafting import Drafting, make_drafting

LIST_QUERIES = 13
WAYS_QUERIES = 19


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at(program: Program) -> Drafting:
    """What the cast's program has published."""
    at = make_drafting(program, residents=4)
    make_session(at.small.site, day=at.day(0) + timedelta(days=2), rooms=3)
    Schedule.objects.filter(pk=at.draft.pk).update(
        state=ScheduleState.PUBLISHED, published_at="2026-06-20T12:00Z"
    )
    at.draft.refresh_from_db()
    return at


def url(name: str, program: Program, *rows: int) -> str:
    return reverse(f"scheduling:{name}", args=[program.pk, *rows])


def sick(at: Drafting, **also: Any) -> dict[str, Any]:
    day = at.day(0).isoformat()
    return {"kind": "resident", "resident": at.nadia.pk, "first": day, "key": "reported-1", **also}


def report(desk: Client, at: Drafting, **also: Any) -> Disruption:
    answer = desk.post(url("repair", at.small.program), sick(at, **also))
    assert answer.status_code == 302, answer.context["form"].errors
    return Disruption.objects.latest("pk")


def fields_of(text: str, number: int = 1) -> dict[str, str]:
    """What the button of a way sends."""
    form = text.split("/choose/")[number]
    return dict(re.findall(r'name="(version|edition|digest|key)" value="([^"]+)"', form))


def test_with_nothing_reported_the_list_says_so_and_the_form_waits(at: Drafting, desk: Client) -> None:
    text = desk.get(url("repair", at.small.program)).content.decode()
    assert "Nothing is to be repaired" in text
    assert "Do not enter patient information." in text
    assert 'name="resident"' in text
    assert 'name="site"' not in text
    rooms = desk.get(url("repair", at.small.program), {"kind": "rooms"}).content.decode()
    assert 'name="site"' in rooms
    assert 'name="resident"' not in rooms


def test_a_program_without_a_year_is_led_to_the_upload(program: Program, desk: Client) -> None:
    text = desk.get(url("repair", program)).content.decode()
    assert reverse("scheduling:upload", args=[program.pk]) in text


def test_a_sick_call_leads_to_its_ways_and_a_chosen_one_to_publishing(at: Drafting, desk: Client) -> None:
    disruption = report(desk, at)
    page = url("repair_ways", at.small.program, disruption.pk)
    text = desk.get(page).content.decode()
    assert '<h1 class="page-title">Nadia Boateng is away: 1 clinic cannot be held</h1>' in text
    assert "1 half-day together with the coach is lost." in text
    answer = desk.post(url("repair_choose", at.small.program, disruption.pk), fields_of(text))
    draft = Schedule.objects.get(state=ScheduleState.DRAFT)
    assert answer["Location"] == url("publish", at.small.program, draft.pk)
    publish = desk.get(answer["Location"])
    assert publish.context["late_reason"] == "Repair of Nadia Boateng is away, Mon 29 Jun"
    assert 'value="Repair of Nadia Boateng is away, Mon 29 Jun"' in publish.content.decode()
    again = desk.post(url("repair_choose", at.small.program, disruption.pk), fields_of(text))
    assert again["Location"] == answer["Location"]
    other = desk.post(
        url("repair_choose", at.small.program, disruption.pk), fields_of(text, 2), follow=True
    ).content.decode()
    assert "This was decided already by" in other
    assert f"Repaired in version {draft.version}" in other


def test_a_repair_is_taken_back_and_the_report_dismissed(at: Drafting, desk: Client) -> None:
    disruption = report(desk, at)
    rows = (at.small.program, disruption.pk)
    desk.post(url("repair_choose", *rows), fields_of(desk.get(url("repair_ways", *rows)).content.decode()))
    refused = desk.post(url("repair_dismiss", *rows), follow=True).content.decode()
    assert "Take the repair back first" in refused
    assert "The repair is taken back." in desk.post(url("repair_undo", *rows), follow=True).content.decode()
    dismissed = desk.post(url("repair_dismiss", *rows), follow=True).content.decode()
    assert "Leave and rooms are as they were before." in dismissed
    assert not Absence.objects.exists()
    assert "Dismissed" in desk.get(url("repair_ways", *rows)).content.decode()


def test_a_pin_in_the_way_of_a_repair_is_named_where_it_is_to_be_chosen(at: Drafting, desk: Client) -> None:
    at.draft.assignments.filter(resident=at.nadia, session=at.monday()).update(pinned=True)
    rows = (at.small.program, report(desk, at).pk)
    text = desk.get(url("repair_ways", *rows)).content.decode()
    assert "Nadia Boateng, Mon 29 Jun, AM is pinned. Unpin it on the grid of a draft" in text
    assert re.findall(r'<button [^>]*aria-describedby="way-[^>]*disabled>', text)
    refused = desk.post(url("repair_choose", *rows), fields_of(text), follow=True).content.decode()
    assert "a repair moves nothing that is" in refused
    assert not Schedule.objects.filter(state=ScheduleState.DRAFT).exists()


def test_what_touches_nobody_is_left_as_it_is(at: Drafting, desk: Client) -> None:
    disruption = report(desk, at, first=(at.day(0) + timedelta(days=3)).isoformat())
    rows = (at.small.program, disruption.pk)
    assert "Nothing has to be moved" in desk.get(url("repair_ways", *rows)).content.decode()
    text = desk.post(url("repair_leave", *rows), follow=True).content.decode()
    assert "Nothing is to be repaired" in text
    assert "Left as it is" in text


def test_an_old_page_is_refused_with_what_to_do(at: Drafting, desk: Client) -> None:
    disruption = report(desk, at)
    rows = (at.small.program, disruption.pk)
    sent = fields_of(desk.get(url("repair_ways", *rows)).content.decode())
    Session.objects.filter(date__gt=at.day(0)).update(rooms=0)
    text = desk.post(url("repair_choose", *rows), sent, follow=True).content.decode()
    assert "data changed since this page was opened" in text
    assert not Schedule.objects.filter(state=ScheduleState.DRAFT).exists()
    incomplete = desk.post(url("repair_choose", *rows), {"version": "x"}, follow=True).content.decode()
    assert "sent incompletely" in incomplete


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"first": "2031-01-01"}, "not within one academic year"),
        ({"first": "2026-06-29", "last": "2026-06-28"}, "last day is before the first"),
        ({"first": "yesterday"}, "Enter a valid date"),
        ({"resident": "999999"}, "Select a valid choice"),
        ({"period": "NIGHT"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(
    also: dict[str, str], said: str, at: Drafting, desk: Client
) -> None:
    answer = desk.post(url("repair", at.small.program), sick(at, note="Called at seven", **also))
    text = answer.content.decode()
    assert (answer.status_code, said in text, "Called at seven" in text) == (422, True, True)
    assert not Disruption.objects.exists()


def test_past_days_want_a_tick(at: Drafting, coordinator: User, as_user: SignIn) -> None:
    with time_machine.travel("2026-07-02T14:00Z", tick=False):
        desk = as_user(coordinator)
        first = desk.post(url("repair", at.small.program), sick(at)).content.decode()
        assert "Mon 29 Jun is past." in first
        assert 'type="checkbox" name="past_is_meant"' in first
        report(desk, at, past_is_meant="on")


def test_a_snow_day_is_counted_in_the_title(at: Drafting, desk: Client) -> None:
    day = at.day(0).isoformat()
    desk.post(url("repair", at.small.program), {"kind": "clinic", "first": day, "key": "snow-0001"})
    disruption = Disruption.objects.get()
    text = desk.get(url("repair_ways", at.small.program, disruption.pk)).content.decode()
    assert "The whole clinic is closed: 4 clinics cannot be held" in text
    assert "4 clinics are dropped." in text


def test_a_draft_can_be_repaired_instead_of_what_is_published(at: Drafting, desk: Client) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.DRAFT, published_at=None)
    disruption = report(desk, at)
    rows = (at.small.program, disruption.pk)
    desk.post(url("repair_choose", *rows), fields_of(desk.get(url("repair_ways", *rows)).content.decode()))
    assert Schedule.objects.count() == 1
    assert at.draft.edits.count() == 1


def test_what_waits_stands_on_the_overview_with_who_and_when(at: Drafting, desk: Client) -> None:
    assert "A sick call, a preceptor away" in desk.get(dashboard_url(at.small.program)).content.decode()
    disruption = report(desk, at, note="Called at seven")
    text = desk.get(dashboard_url(at.small.program)).content.decode()
    assert "<b>Nadia Boateng is away</b></a>, Mon 29 Jun" in text
    assert url("repair_ways", at.small.program, disruption.pk) in text


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_as_much_of_few_as_of_many(
    size: int, at: Drafting, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(size):
        report(desk, at, resident=at.small.residents[number].pk, key=f"reported-{number}")
    with django_assert_num_queries(LIST_QUERIES):
        desk.get(url("repair", at.small.program))


@pytest.mark.parametrize("size", [1, 3])
def test_the_ways_ask_as_much_of_few_as_of_many(
    size: int, at: Drafting, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for resident in at.small.residents[size:]:
        at.draft.assignments.filter(resident=resident, session=at.monday()).delete()
    day: date = at.day(0)
    desk.post(
        url("repair", at.small.program), {"kind": "clinic", "first": day.isoformat(), "key": "snow-0001"}
    )
    page = url("repair_ways", at.small.program, Disruption.objects.get().pk)
    desk.get(page)
    with django_assert_num_queries(WAYS_QUERIES):
        desk.get(page)
