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


def sent(draft: Schedule, **also: Any) -> dict[str, Any]:
    """What the page sends of what it showed: the draft's edition, and the version it compared with."""
    published = Schedule.objects.filter(year=draft.year, state=ScheduleState.PUBLISHED).first()
    return {"edition": draft.edition, "against": published.version if published else 0, **also}


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_a_draft_is_published_and_its_pairings_begin(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    before = desk.get(url(draft)).content.decode()
    assert "2 pairings begin" in before
    assert "It is the first version of the year" in before
    after = desk.post(url(draft), sent(draft), follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.PUBLISHED
    assert Pairing.objects.filter(faculty=small.coach, last_date__isnull=True).count() == 2
    assert f"Version {draft.version} is published" in after
    assert "Residents and coaches see their part of it now." in after
    assert "Publish version" not in after
    assert "proven best" in after


def row_words(page: Any) -> list[tuple[str, str, str, str, bool]]:
    """Name, when, together, notice and whether it is late, row by row."""
    return [
        (row.person.name, row.person.words.when, row.person.delta, row.notice, row.is_late)
        for row in page.rows
    ]


def test_the_page_says_what_changes_for_whom_against_what_is_published(
    small: SmallYear, desk: Client
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    assign(draft, small.residents[0], small.session(MONDAY + timedelta(weeks=1)))
    page = desk.get(url(draft)).context["page"]
    assert row_words(page) == [("Nadia Boateng", "Mon 29 Jun, AM → Mon 6 Jul, AM", "−1", "7 days", True)]
    (pair,) = page.rows[0].person.words.pairs
    assert (pair.was.name, pair.will.name) == ("Main, together", "Main")
    assert page.rows_note == "Nothing changes for 1 resident."
    assert [(stat.figure, stat.label) for stat in page.stats] == [
        ("2", "half-days change"),
        ("−1", "half-days together"),
        ("1", "under 14 days"),
        ("2", "people will be told"),
    ]
    assert page.title == f"Draft {draft.version} changes half-days of 1 resident, late"
    assert (page.stats[1].kind, page.stats[1].note) == ("warn", "fewer: 2 become 1")
    assert page.button == f"Publish version {draft.version} and tell 2 people"


def test_several_moves_are_counted_and_listed(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0]).delete()
    assign(draft, small.residents[0], small.session(MONDAY + timedelta(weeks=1)))
    words = desk.get(url(draft)).context["page"].rows[0].person.words
    assert words.when == "3 half-days, from Mon 29 Jun"
    assert words.lines == [
        "Mon 29 Jun, AM: Main, together → no clinic",
        "Tue 30 Jun, AM: Main → no clinic",
        "Mon 6 Jul, AM: no clinic → Main",
    ]
    assert (len(words.pairs), words.rest) == (2, "and 1 more")


@pytest.mark.parametrize(
    ("view", "said"),
    [("calendar", "Mon 29 Jun, AM"), ("grid", "What changes, as a grid"), ("none", "Told by")],
)
def test_the_same_changes_are_shown_by_day_and_as_a_grid(
    view: str, said: str, small: SmallYear, desk: Client
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    page = desk.get(f"{url(draft)}?view={view}").content.decode()
    assert said in page
    assert "Nadia Boateng" in page


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_a_late_change_is_published_with_its_reason_and_not_without(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    page = desk.get(url(draft)).context["page"]
    assert page.late.title == "One change comes late"
    assert page.late.text == "The program promises 14 days: Boateng 7 days."
    assert page.late.cost == "gains 1 half-day together"
    without = desk.post(url(draft), sent(draft, late_reason=""))
    assert without.status_code == 409
    assert "Write the reason, or leave these changes out." in without.content.decode()
    done = desk.post(url(draft), sent(draft, late_reason="She asked for it"), follow=True)
    assert "She asked for it" in done.content.decode()
    assert "2 people were told" in done.content.decode()


def test_a_reason_that_was_typed_is_kept_where_publishing_is_refused(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    answer = desk.post(url(draft), sent(draft, edition=99, late_reason="She asked <b>for</b> it"))
    assert answer.status_code == 409
    assert 'value="She asked &lt;b&gt;for&lt;/b&gt; it"' in answer.content.decode()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_late_changes_are_left_out_by_a_button(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    assert desk.post(url(draft), sent(draft, leave_out="1")).status_code == 302
    assert draft.assignments.filter(resident=small.residents[0], date=MONDAY).exists()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_late_changes_are_left_out_person_by_person_as_the_page_showed_it(
    small: SmallYear, desk: Client
) -> None:
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(date=MONDAY).delete()
    nadia, tomas = small.residents
    assert [(one.key, one.is_left_out) for one in desk.get(url(draft)).context["page"].late.people] == [
        (nadia.pk, False),
        (tomas.pk, False),
    ]
    ticked = sent(draft, without=[nadia.pk], late_reason="Asked for")
    shown = desk.post(url(draft), {**ticked, "look": "1"})
    page = shown.context["page"]
    assert [row.person.name for row in page.rows] == ["Tomas Farouk"]
    assert [one.is_left_out for one in page.late.people] == [True, False]
    assert page.late.title == "One change comes late"
    assert 'value="Asked for"' in shown.content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT
    assert desk.post(url(draft), ticked).status_code == 302
    on_monday = draft.assignments.filter(date=MONDAY)
    assert [row.resident for row in on_monday] == [nadia]
    assert on_monday.get().session == published.assignments.get(resident=nadia, date=MONDAY).session


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_who_is_left_out_keeps_the_whole_week_so_that_no_move_is_halved(
    small: SmallYear, desk: Client
) -> None:
    """With eight days of notice the Monday of a move would come late, the Tuesday in time."""
    Program.objects.filter(pk=small.program.pk).update(notice_days=8)
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    nadia = small.residents[0]
    published.assignments.filter(resident=nadia, date=TUESDAY).delete()
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=nadia, date=MONDAY).delete()
    assert [row.person.words.when for row in desk.get(url(draft)).context["page"].rows] == [
        "Mon 29 Jun, AM → Tue 30 Jun, AM"
    ]
    page = desk.get(f"{url(draft)}?without={nadia.pk}").context["page"]
    assert page.rows == []
    desk.post(url(draft), sent(draft, without=[nadia.pk]))
    attended = draft.assignments.filter(resident=nadia, date__lte=TUESDAY)
    assert [row.date for row in attended] == [MONDAY]


def test_with_everybody_left_out_nothing_comes_late_and_they_can_be_put_back(
    small: SmallYear, desk: Client
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    page = desk.get(f"{url(draft)}?without={small.residents[0].pk}&without=x&without={2**70}").context["page"]
    assert (page.title, page.rows) == (f"Draft {draft.version} changes half-days of nobody", [])
    assert (page.late.title, page.late.is_any) == ("No changes come late", False)
    assert [one.is_left_out for one in page.late.people] == [True]


def test_the_notice_can_be_read_as_each_of_its_readers(small: SmallYear, desk: Client) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    page = desk.get(url(draft)).context["page"]
    assert (page.reading.reader.name, page.reading.text.title) == (
        "Nadia Boateng",
        "One of your half-days changes",
    )
    assert [reader.name for reader in page.readers] == ["Nadia Boateng", "Dr. Lindqvist"]
    as_coach = desk.get(f"{url(draft)}?read={page.readers[1].key}").context["page"].reading
    assert as_coach.text.title == "One of Nadia Boateng's half-days changes"
    assert desk.get(f"{url(draft)}?read=nobody-9").context["page"].reading == page.reading


def test_what_has_been_stays_and_the_page_says_so(
    small: SmallYear, coordinator: User, as_user: SignIn
) -> None:
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0]).delete()
    with time_machine.travel("2026-06-30T14:00Z", tick=False):
        page = as_user(coordinator).get(url(draft)).context["page"]
    assert row_words(page) == [("Nadia Boateng", "Tue 30 Jun, AM", "0", "today", True)]
    assert "1 half-day before today would read otherwise than people saw them." in page.past_kept


def test_a_page_seen_before_an_edit_is_refused_in_words(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    seen = draft.edition
    draft.edition += 1
    draft.save()
    answer = desk.post(url(draft), sent(draft, edition=seen))
    assert answer.status_code == 409
    assert "was changed since this page was opened" in answer.content.decode()
    assert f'name="edition" value="{draft.edition}"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT


def test_a_draft_that_counts_another_coach_is_refused_with_names(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    make_pairing(small.residents[0], make_faculty(small.program, "Okafor, Ada"))
    answer = desk.post(url(draft), sent(draft))
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
    desk.post(url(draft), sent(draft))
    assert "data changed since" not in desk.get(url(draft)).content.decode()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
@pytest.mark.parametrize("left_out", ["edition", "against"])
def test_a_form_that_does_not_say_what_was_seen_publishes_nothing(
    left_out: str, small: SmallYear, desk: Client
) -> None:
    draft = make_small_schedule(small)
    whole = sent(draft)
    answer = desk.post(url(draft), {name: value for name, value in whole.items() if name != left_out})
    assert answer.status_code == 409
    assert "This page was sent incompletely. Look at the changes again" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == ScheduleState.DRAFT
    assert desk.post(url(draft), whole).status_code == 302


def test_an_empty_draft_is_not_published(small: SmallYear, desk: Client) -> None:
    draft = make_schedule(small.year)
    answer = desk.post(url(draft), sent(draft))
    assert answer.status_code == 409
    assert "The draft has no clinics" in answer.content.decode()


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_publishing_twice_is_publishing_once(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    for _ in range(2):
        assert desk.post(url(draft), sent(draft)).status_code == 302
    assert Pairing.objects.count() == 2


@pytest.mark.usefixtures("somebody_precepts_on_tuesdays")
def test_what_was_published_before_is_kept_as_history(small: SmallYear, desk: Client) -> None:
    first = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    desk.post(url(draft), sent(draft))
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
    with django_assert_num_queries(25):
        desk.get(url(draft))
