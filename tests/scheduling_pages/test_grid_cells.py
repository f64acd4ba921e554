"""A cell of the month grid: clinic, together or not, pinned, or why there is none."""

from datetime import timedelta

import pytest
from django.test import Client

from scheduling.domain.calendar import Period
from scheduling.models import (
    Absence,
    Holiday,
    ProtectedTeaching,
    RotationHalfDay,
)
from tests.factories import make_faculty, precept
from tests.scheduling_pages.grids import WEDNESDAY, cell, grid_of
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule

pytestmark = pytest.mark.usefixtures("on_the_second_day")


def test_a_clinic_with_the_coach_is_together_and_one_without_is_not(small: SmallYear, desk: Client) -> None:
    grid = grid_of(desk, make_small_schedule(small))
    together, alone = cell(grid, "Nadia Boateng", MONDAY), cell(grid, "Nadia Boateng", TUESDAY)
    assert (together.letter, together.is_overlap, together.name) == (
        "M",
        True,
        "Main, together with Dr. Lindqvist",
    )
    assert (alone.letter, alone.is_overlap, alone.name) == ("M", False, "Main")


def test_somebody_elses_coach_does_not_make_it_together(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    precept(schedule, make_faculty(small.program), small.session(TUESDAY))
    assert not cell(grid_of(desk, schedule), "Nadia Boateng", TUESDAY).is_overlap


def test_a_pin_and_a_clinic_no_longer_allowed_are_said(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    schedule.assignments.filter(resident=small.residents[0], date=MONDAY).update(pinned=True)
    Absence.objects.create(resident=small.residents[1], first_date=MONDAY, last_date=MONDAY)
    grid = grid_of(desk, schedule)
    pinned, clash = cell(grid, "Nadia Boateng", MONDAY), cell(grid, "Tomas Farouk", MONDAY)
    assert pinned.is_pinned
    assert pinned.name.endswith("pinned")
    assert not pinned.is_clash
    assert clash.is_clash
    assert "not allowed by what is known now" in clash.name


def test_each_state_of_an_empty_cell_has_its_mark_and_its_word(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    week = timedelta(weeks=1)
    Holiday.objects.create(program=small.program, date=MONDAY + week, name="Founders' Day")
    Absence.objects.create(
        resident=small.residents[0], first_date=MONDAY + 2 * week, last_date=MONDAY + 2 * week
    )
    ProtectedTeaching.objects.create(program=small.program, weekday=1, period=Period.PM)
    grid = grid_of(desk, schedule)
    found = {
        name: cell(grid, "Nadia Boateng", day, period)
        for name, day, period in [
            ("holiday", MONDAY + week, "AM"),
            ("leave", MONDAY + 2 * week, "AM"),
            ("teaching", TUESDAY, "PM"),
            ("free", TUESDAY + week, "AM"),
            ("closed", WEDNESDAY, "AM"),
        ]
    }
    assert {name: (c.text, c.state, c.name) for name, c in found.items()} == {
        "holiday": ("H", "is-holiday", "holiday"),
        "leave": ("L", "is-leave", "away"),
        "teaching": ("T", "", "teaching"),
        "free": ("", "is-open", "free for clinic"),
        "closed": ("", "is-off", "cannot be"),
    }
    assert grid.weeks[1].note == "week 2 · Founders' Day"


def test_teaching_of_other_classes_leaves_a_resident_free(small: SmallYear, desk: Client) -> None:
    ProtectedTeaching.objects.create(program=small.program, weekday=1, period=Period.AM, pgys=[2])
    grid = grid_of(desk, make_small_schedule(small))
    day = TUESDAY + timedelta(weeks=1)
    assert cell(grid, "Nadia Boateng", day).name == "free for clinic"
    assert cell(grid, "Tomas Farouk", day).text == "T"


def test_a_rotation_that_lists_half_days_allows_no_others(small: SmallYear, desk: Client) -> None:
    small.rotation.clinic_rule = "listed"
    small.rotation.save()
    RotationHalfDay.objects.create(rotation=small.rotation, weekday=0, period=Period.AM)
    grid = grid_of(desk, make_small_schedule(small))
    week = timedelta(weeks=1)
    assert cell(grid, "Nadia Boateng", MONDAY + week).name == "free for clinic"
    assert cell(grid, "Nadia Boateng", TUESDAY + week).state == "is-off"


def test_a_band_names_its_rotation_once_where_it_begins(small: SmallYear, desk: Client) -> None:
    Absence.objects.create(resident=small.residents[0], first_date=WEDNESDAY, last_date=WEDNESDAY)
    row = grid_of(desk, make_small_schedule(small)).groups[0].rows[0]
    assert [(at, c.band) for at, c in enumerate(row.cells) if c.band] == [
        (0, "Ambulatory"),
        (4, "Leave"),
        (6, "Ambulatory"),
    ]


def test_a_name_too_long_for_its_band_is_cut(small: SmallYear, desk: Client) -> None:
    small.rotation.name = "Community clinic in the valley"
    small.rotation.save()
    Absence.objects.create(
        resident=small.residents[0], first_date=WEDNESDAY, last_date=MONDAY + timedelta(days=60)
    )
    row = grid_of(desk, make_small_schedule(small)).groups[0].rows[0]
    assert row.cells[0].band == "Community clini…"


def test_a_half_day_pinned_free_is_marked_and_said(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    day = MONDAY + timedelta(weeks=1)
    schedule.pinned_free.create(resident=small.residents[0], date=day, period="AM")
    found = cell(grid_of(desk, schedule), "Nadia Boateng", day)
    assert (found.name, found.is_pinned, found.letter) == ("kept free, pinned", True, "")
