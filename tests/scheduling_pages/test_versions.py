"""Any two versions compared, one restored, a draft thrown away, a version taken away as a file."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program, Schedule, ScheduleState
from tests.factories import assign
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule, make_small_year


def address(name: str, schedule: Schedule) -> str:
    return reverse(f"scheduling:{name}", args=[schedule.year.program_id, schedule.pk])


def compare(program: Program, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('scheduling:compare', args=[program.pk])}?{query}"


@pytest.fixture
def published(small: SmallYear) -> Schedule:
    """What everybody sees."""
    return make_small_schedule(small, state=ScheduleState.PUBLISHED)


@pytest.fixture
def draft(small: SmallYear, published: Schedule) -> Schedule:
    """One resident comes a week later: with the coach as well, by today's data, and nearer to the weeks without."""
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0], date=MONDAY).delete()
    assign(draft, small.residents[0], small.session(MONDAY + timedelta(weeks=1)))
    return draft


def test_two_versions_are_compared_by_resident_and_in_figures(
    small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    page = desk.get(compare(small.program)).context["page"]
    assert page.title == f"2 half-days differ between versions {published.version} and {draft.version}"
    assert [(row.name, row.words.when, row.delta) for row in page.rows] == [
        ("Nadia Boateng", "Mon 29 Jun, AM → Mon 6 Jul, AM", "−1")
    ]
    assert [(stat.figure, stat.label, stat.note) for stat in page.stats] == [
        ("2", "half-days differ", "for 1 resident"),
        ("−1", "half-days together", "2 and 1"),
        ("0", "clinics", "4 and 4"),
        ("+0.5", "score", "12 and 12.5"),
    ]
    assert [(part.label, part.before, part.after, part.change) for part in page.parts] == [
        ("Overlap, fairly", "16", "16", "0"),
        ("Weeks out of contact", "−4", "−3.5", "+0.5"),
        ("Score", "12", "12.5", "+0.5"),
    ]


def test_without_data_that_fit_together_versions_are_compared_without_scores(
    small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    Program.objects.filter(pk=small.program.pk).update(overlap_pieces=[[0.5, 9], [0.4, 4], [None, 2]])
    page = desk.get(compare(small.program)).context["page"]
    assert (page.parts, [stat.label for stat in page.stats][-1]) == ([], "clinics")


def test_any_version_can_be_compared_with_any_other(
    small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    third = make_small_schedule(small)
    page = desk.get(compare(small.program, a=published.version, b=third.version)).context["page"]
    assert page.title == f"Versions {published.version} and {third.version} say the same"
    back = desk.get(compare(small.program, a=draft.version, b=published.version)).context["page"]
    assert back.rows[0].delta == "+1"


@pytest.mark.parametrize("asked", [{}, {"a": "x", "b": "9" * 30}, {"view": "calendar"}, {"view": "grid"}])
def test_what_makes_no_sense_is_left_out(
    asked: dict[str, str], small: SmallYear, draft: Schedule, desk: Client
) -> None:
    answer = desk.get(compare(small.program, **asked))
    assert (answer.status_code, answer.context["pair"].later) == (200, draft)


def test_with_one_version_there_is_nothing_to_compare(
    small: SmallYear, published: Schedule, desk: Client
) -> None:
    assert "Fewer than two versions" in desk.get(compare(small.program)).content.decode()


def test_a_version_is_restored_as_a_draft_once(
    small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    body = {"seen": draft.version}
    done = desk.post(address("schedule_restore", published), body, follow=True).content.decode()
    assert f"Draft {draft.version + 1} says what version {published.version} says." in done
    again = desk.post(address("schedule_restore", published), body, follow=True).content.decode()
    assert f"Version {draft.version + 1} was made since this page was opened." in again
    assert small.year.schedules.count() == 3


@pytest.mark.parametrize("name", ["schedule_restore", "schedule_discard"])
def test_a_form_without_what_was_seen_does_nothing(
    name: str, small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    page = desk.post(address(name, draft), follow=True).content.decode()
    assert "This page was sent incompletely." in page
    assert small.year.schedules.count() == 2


def test_a_draft_is_thrown_away_and_what_is_published_is_not(
    small: SmallYear, published: Schedule, draft: Schedule, desk: Client
) -> None:
    refused = desk.post(address("schedule_discard", published), {"seen": published.edition}, follow=True)
    assert "is kept as history" in refused.content.decode()
    gone = desk.post(address("schedule_discard", draft), {"seen": draft.edition}, follow=True)
    assert f"Draft {draft.version} is thrown away." in gone.content.decode()
    assert list(small.year.schedules.all()) == [published]


def test_a_draft_thrown_away_is_not_found_until_it_is_brought_back(
    published: Schedule, draft: Schedule, desk: Client
) -> None:
    desk.post(address("schedule_discard", draft), {"seen": draft.edition})
    assert desk.get(address("grid", draft)).status_code == 404
    page = desk.get(reverse("scheduling:schedules", args=[draft.year.program_id])).content.decode()
    assert f'action="{address("schedule_bring_back", draft)}"' in page
    assert "Each is kept for 30 days" in page
    back = desk.post(address("schedule_bring_back", draft), follow=True).content.decode()
    assert f"Draft {draft.version} is back, with its steps." in back
    assert "Thrown away" not in back
    assert desk.get(address("grid", draft)).status_code == 200


def test_a_version_is_taken_away_as_a_workbook_and_as_a_list(published: Schedule, desk: Client) -> None:
    answer = desk.get(address("schedule_workbook", published))
    assert answer["Content-Disposition"].endswith(f'schedule-2026-version-{published.version}.xlsx"')
    sheet = load_workbook(io.BytesIO(answer.content))["Schedule"]
    assert [cell.value for cell in sheet[4]] == ["Farouk, Tomas", 2, "Lindqvist, Maja", "M*", "M"]
    text = desk.get(address("schedule_list", published)).content.decode("utf-8-sig")
    assert f'Boateng, Nadia,1,"Lindqvist, Maja",{MONDAY},Mon,AM,Main,yes' in text.replace(
        '"Boateng, Nadia"', "Boateng, Nadia"
    )
    assert Event.objects.filter(kind=EventKind.SCHEDULE_EXPORTED).count() == 2


@pytest.mark.parametrize("size", [1, 3])
def test_comparing_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    make_small_schedule(small).assignments.filter(date=TUESDAY).delete()
    with django_assert_num_queries(43):
        desk.get(compare(program))
    with django_assert_num_queries(14):
        desk.get(address("schedule_list", Schedule.objects.all()[0]))
