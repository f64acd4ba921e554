"""Publishing: what changes for whom, the confirmation, and what refuses it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.domain.calendar import Period
from scheduling.models import FacultyHalfDay, Pairing, Program, Schedule, ScheduleState, Session
from scheduling.services.runs import request_run
from tests.factories import assign, make_faculty, make_pairing, make_schedule
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule, make_small_year


@pytest.fixture(autouse=True)
def a_week_before() -> Iterator[None]:
    """Monday 22 June, seven days before the year."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def somebody_precepts_on_tuesdays(small: SmallYear) -> None:
    """Without a preceptor the Tuesdays of the small year could not be published."""
    FacultyHalfDay.objects.create(
        faculty=make_faculty(small.program, "Okafor, Ada"),
        year=small.year,
        site=small.site,
        weekday=1,
        period=Period.AM,
        duty="precepts",
    )


def url(schedule: Schedule) -> str:
    return reverse("scheduling:publish", args=[schedule.year.program_id, schedule.pk])


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_a_draft_is_published_and_its_pairings_begin(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    before = desk.get(url(draft)).content.decode()
    assert "2 pairings begin" in before
    assert "It is the first version of the year" in before
    after = desk.post(url(draft), {"edition": draft.edition}, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.PUBLISHED
    assert Pairing.objects.filter(faculty=small.coach, last_date__isnull=True).count() == 2
    assert f"Version {draft.version} is published" in after
    assert "Residents and coaches see their part of it now." in after
    assert "Publish version" not in after
    assert "proven best" in after


def test_the_page_says_what_changes_for_whom_against_what_is_published(
    small: SmallYear, desk: Client
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    assign(draft, small.residents[0], small.session(MONDAY + timedelta(weeks=1)))
    answer = desk.get(url(draft))
    page = answer.context["page"]
    assert [(row.name, row.summary, row.delta, row.notice, row.is_late) for row in page.rows] == [
        ("Nadia Boateng", "Mon 29 Jun, AM · Main → Mon 6 Jul, AM · Main", "−1", "7 days", True)
    ]
    assert page.rows[0].when == "2 half-days, from Mon 29 Jun, AM"
    assert page.rows_note == "Nothing changes for 1 resident."


def test_several_moves_are_counted_and_listed(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0]).delete()
    assign(draft, small.residents[0], small.session(MONDAY + timedelta(weeks=1)))
    row = desk.get(url(draft)).context["page"].rows[0]
    assert row.summary == "2 go, 1 come"
    assert row.lines == ["− Mon 29 Jun, AM · Main", "− Tue 30 Jun, AM · Main", "+ Mon 6 Jul, AM · Main"]


def test_what_has_been_is_not_counted_among_what_is_to_come(
    small: SmallYear, coordinator: User, as_user: SignIn
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0]).delete()
    with time_machine.travel("2026-06-30T14:00Z", tick=False):
        page = as_user(coordinator).get(url(draft)).context["page"]
    assert [(row.summary, row.when, row.notice) for row in page.rows] == [
        ("1 go", "1 half-day, from Tue 30 Jun, AM", "today")
    ]
    assert "1 half-day before today would read otherwise than people saw them." in page.rows_note


def test_a_page_seen_before_an_edit_is_refused_in_words(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    seen = draft.edition
    draft.edition += 1
    draft.save()
    answer = desk.post(url(draft), {"edition": seen})
    assert answer.status_code == 409
    assert "was changed since this page was opened" in answer.content.decode()
    assert f'name="edition" value="{draft.edition}"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT


def test_a_draft_that_counts_another_coach_is_refused_with_names(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    make_pairing(small.residents[0], make_faculty(small.program, "Okafor, Ada"))
    answer = desk.post(url(draft), {"edition": draft.edition})
    assert answer.status_code == 409
    assert "Nadia Boateng is now with Dr. Okafor" in answer.content.decode()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_a_draft_whose_data_changed_since_its_run_says_so(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    draft.run = request_run(year=small.year, actor=None)
    draft.save()
    assert "data changed since" not in desk.get(url(draft)).content.decode()
    Session.objects.filter(date=MONDAY).update(rooms=2)
    page = desk.get(url(draft)).content.decode()
    assert "The program&#x27;s data changed since run 1 was started (10:00)" in page
    assert f'<a href="{reverse("scheduling:runs", args=[small.program.pk])}">run again first</a>' in page
    desk.post(url(draft), {"edition": draft.edition})
    assert "data changed since" not in desk.get(url(draft)).content.decode()


def test_a_form_without_an_edition_publishes_nothing(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    assert desk.post(url(draft)).status_code == 409
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT


def test_an_empty_draft_is_not_published(small: SmallYear, desk: Client) -> None:
    draft = make_schedule(small.year)
    answer = desk.post(url(draft), {"edition": draft.edition})
    assert answer.status_code == 409
    assert "The draft has no clinics" in answer.content.decode()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_publishing_twice_is_publishing_once(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    for _ in range(2):
        assert desk.post(url(draft), {"edition": draft.edition}).status_code == 302
    assert Pairing.objects.count() == 2


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_what_was_published_before_is_kept_as_history(small: SmallYear, desk: Client) -> None:
    first = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    desk.post(url(draft), {"edition": draft.edition})
    answer = desk.get(url(first)).content.decode()
    assert f"Version {first.version} is kept as history" in answer
    assert "Publish version" not in answer


def test_without_an_id_the_newest_draft_is_offered(small: SmallYear, desk: Client) -> None:
    here = reverse("scheduling:publish", args=[small.program.pk])
    assert "There is no schedule yet" in desk.get(here).content.decode()
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    assert desk.get(here).context["schedule"] == published
    make_small_schedule(small)
    newest = make_small_schedule(small)
    assert desk.get(here).context["schedule"] == newest


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(date=TUESDAY).delete()
    with django_assert_num_queries(10):
        desk.get(url(draft))
