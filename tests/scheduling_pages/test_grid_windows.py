"""Which half-days the grid shows: weeks, blocks, evenings, and the year at a glance."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from connectedness.accounts.models import User
from scheduling.domain.calendar import Period
from scheduling.models import (
    Program,
)
from tests.factories import make_block, make_session
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.grids import WEDNESDAY, grid_of, url
from tests.scheduling_pages.years import MONDAY, SmallYear, make_small_schedule, make_small_year

pytestmark = pytest.mark.usefixtures("on_the_second_day")


def test_an_evening_and_a_weekend_have_columns_only_where_there_is_clinic(
    small: SmallYear, desk: Client
) -> None:
    schedule = make_small_schedule(small)
    assert len(grid_of(desk, schedule).half_days) == 40
    make_session(small.site, day=WEDNESDAY, period=Period.EVE)
    make_session(small.site, day=MONDAY + timedelta(days=5))
    spoken = [head.spoken for head in grid_of(desk, schedule).half_days]
    assert len(spoken) == 42
    assert spoken[4:7] == ["Wednesday 1 July, AM", "Wednesday 1 July, PM", "Wednesday 1 July, EVE"]
    assert "Saturday 4 July, AM" in spoken


def test_today_has_its_line_and_another_month_has_none(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    assert [head.spoken for head in grid_of(desk, schedule).half_days if head.is_today_start] == [
        "Tuesday 30 June, AM"
    ]
    later = grid_of(desk, schedule, **{"from": "2026-07-27"})
    assert not any(head.is_today_start for head in later.half_days)


def test_on_a_weekend_the_next_week_is_what_matters(
    small: SmallYear, coordinator: User, as_user: SignIn
) -> None:
    with time_machine.travel("2026-07-04T14:00Z", tick=False):
        desk, schedule = as_user(coordinator), make_small_schedule(small)
        grid = grid_of(desk, schedule, **{"from": "2026-06-29"})
        without_a_date = desk.get(url(schedule)).context["window"]
    assert [head.spoken for head in grid.half_days if head.is_today_start] == ["Monday 6 July, AM"]
    assert without_a_date.label == "6 Jul – 31 Jul"


@pytest.mark.parametrize(
    ("asked", "title", "label"),
    [
        ({}, "Weeks 1 to 4", "29 Jun – 24 Jul"),
        ({"weeks": "1"}, "Week 1", "29 Jun – 3 Jul"),
        ({"from": "2026-07-15"}, "Weeks 3 to 6", "13 Jul – 7 Aug"),
        ({"from": "2026-08-20"}, "Weeks 5 to 8", "27 Jul – 21 Aug"),
        ({"from": "2019-01-01", "weeks": "1"}, "Week 1", "29 Jun – 3 Jul"),
        ({"from": "soon", "weeks": "700"}, "Weeks 1 to 4", "29 Jun – 24 Jul"),
    ],
)
def test_the_window_lies_inside_the_year_whatever_is_asked(
    asked: dict[str, str], title: str, label: str, small: SmallYear, desk: Client
) -> None:
    window = desk.get(url(make_small_schedule(small)), asked).context["window"]
    assert (window.title, window.label) == (title, label)


def test_earlier_and_later_stop_at_the_ends_of_the_year(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    first = desk.get(url(schedule)).context["links"]
    last = desk.get(url(schedule) + first.later).context["links"]
    assert (first.earlier, last.later) == ("", "")
    assert desk.get(url(schedule) + last.earlier).context["window"].title == "Weeks 1 to 4"


def test_a_block_is_shown_from_its_first_week_to_its_last(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    make_block(small.year, first=MONDAY + timedelta(weeks=8), weeks=1, label="After the year")
    window = desk.get(url(schedule), {"span": "block", "from": "2026-07-15"}).context["window"]
    assert (window.title, window.first, window.weeks) == ("Block 1", MONDAY, 8)


def test_the_year_counts_clinics_and_overlaps_week_by_week(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    answer = desk.get(url(schedule), {"span": "year"})
    row = answer.context["grid"].groups[0].rows[0]
    assert [(c.clinics, c.together, c.kind) for c in row.cells[:2]] == [(2, 1, "heat-1"), (0, 0, "heat-0")]
    assert len(row.cells) == 8
    assert 'aria-label="2 clinics, 1 together"' in answer.content.decode()


def test_a_week_without_clinic_on_its_rotation_is_hatched_in_the_year(small: SmallYear, desk: Client) -> None:
    small.rotation.max_per_week = 0
    small.rotation.save()
    row = desk.get(url(make_small_schedule(small)), {"span": "year"}).context["grid"].groups[0].rows[0]
    assert [c.kind for c in row.cells[:2]] == ["heat-1", "heat-none"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_year_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    schedule = make_small_schedule(make_small_year(program, residents=size))
    with django_assert_num_queries(29):
        assert desk.get(url(schedule), {"span": "year"}).status_code == 200
