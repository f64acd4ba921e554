"""The month grid: who is where, together or not, what is left, and how it is read without eyes or on a phone."""

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import User
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import (
    Absence,
    Holiday,
    Program,
    ProtectedTeaching,
    RotationHalfDay,
    Schedule,
    ScheduleState,
)
from scheduling.selectors.month_grid import Cell, MonthGrid
from tests.factories import assign, make_block, make_faculty, make_resident, make_session, make_site, precept
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule, make_small_year

WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def on_the_second_day() -> Iterator[None]:
    """Tuesday 30 June, morning."""
    with time_machine.travel("2026-06-30T14:00Z", tick=False):
        yield


def url(schedule: Schedule) -> str:
    return reverse("scheduling:grid", args=[schedule.year.program_id, schedule.pk])


def grid_of(desk: Client, schedule: Schedule, **asked: str) -> MonthGrid:
    grid: MonthGrid = desk.get(url(schedule), asked).context["grid"]
    return grid


def cell(grid: MonthGrid, resident: str, day: date, period: str = Period.AM) -> Cell:
    """The cell of a resident on a half-day."""
    spoken = [head.spoken for head in grid.half_days]
    at = spoken.index(f"{day:%A} {day.day} {day:%B}, {period}")
    rows = {row.full_name: row for group in grid.groups for row in group.rows}
    return rows[resident].cells[at]


def left(grid: MonthGrid, half_day: HalfDay) -> tuple[str, str]:
    """Rooms and supervision left, as printed."""
    wanted = f"{half_day.date:%A} {half_day.date.day} {half_day.date:%B}, {half_day.period}"
    head = next(head for head in grid.half_days if head.spoken == wanted)
    return head.rooms.text, head.supervision.text


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


def test_what_is_left_counts_everybody_in_the_session(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    grid = grid_of(desk, schedule)
    assert left(grid, HalfDay(MONDAY, Period.AM)) == ("1", "2")
    assert left(grid, HalfDay(TUESDAY, Period.AM)) == ("1", "−2")
    assert left(grid, HalfDay(MONDAY, Period.PM)) == ("–", "–")
    kinds = {head.spoken: (head.rooms.kind, head.supervision.kind) for head in grid.half_days}
    assert kinds["Monday 29 June, AM"] == ("left-one", "")
    assert kinds["Tuesday 30 June, AM"] == ("left-one", "left-none")


def test_interns_weigh_more_in_supervision_where_the_program_says_so(small: SmallYear, desk: Client) -> None:
    small.program.intern_weight = 2
    small.program.intern_months = 6
    small.program.save()
    assert left(grid_of(desk, make_small_schedule(small)), HalfDay(MONDAY, Period.AM)) == ("1", "1")


def test_rooms_of_several_sites_are_summed_and_told_by_site(small: SmallYear, desk: Client) -> None:
    east = make_site(small.program, code="EAST", name="East", letter="E")
    make_session(east, day=MONDAY, rooms=5)
    grid = grid_of(desk, make_small_schedule(small))
    head = grid.half_days[0]
    assert (head.rooms.text, head.rooms.by_site) == ("6", "East 5, Main 1")
    assert {site.letter for site in grid.sites} == {"M", "E"}


def test_a_row_counts_the_whole_year_beside_its_goals(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    later = small.session(MONDAY + timedelta(weeks=5))
    precept(schedule, small.coach, later)
    assign(schedule, small.residents[0], later)
    row = grid_of(desk, schedule, weeks="1").groups[0].rows[0]
    assert (row.clinics, row.goal, row.is_short) == (3, 2, False)
    assert (row.reached, row.attainable) == (2, 8)
    assert (row.gap, row.is_gap_long) == (4, False)


@pytest.mark.parametrize(("longest", "is_long"), [(4, False), (3, True)])
def test_a_gap_is_long_beyond_the_programs_longest(
    small: SmallYear, desk: Client, longest: int, *, is_long: bool
) -> None:
    Program.objects.filter(pk=small.program.pk).update(max_gap_weeks=longest)
    schedule = make_small_schedule(small)
    later = small.session(MONDAY + timedelta(weeks=5))
    precept(schedule, small.coach, later)
    assign(schedule, small.residents[0], later)
    row = grid_of(desk, schedule, weeks="1").groups[0].rows[0]
    assert (row.gap, row.is_gap_long) == (4, is_long)


def test_classes_are_grouped_and_summed(small: SmallYear, desk: Client) -> None:
    groups = grid_of(desk, make_small_schedule(small)).groups
    assert [(g.label, g.count, g.reached, g.attainable) for g in groups] == [
        ("PGY-1", 1, 1, 8),
        ("PGY-2", 1, 1, 8),
    ]


def test_two_of_one_family_name_are_told_apart(small: SmallYear, desk: Client) -> None:
    twin = make_resident(small.program, "Boateng, Kofi")
    twin.years.create(year=small.year, pgy=1)
    names = [row.name for group in grid_of(desk, make_small_schedule(small)).groups for row in group.rows]
    assert names == ["Boateng, K.", "Boateng, N.", "Farouk"]


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


def test_finding_a_resident_keeps_the_others_in_the_counters(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    answer = desk.get(url(schedule), {"find": "nadia"})
    grid = answer.context["grid"]
    assert [row.name for group in grid.groups for row in group.rows] == ["Boateng"]
    assert left(grid, HalfDay(MONDAY, Period.AM)) == ("1", "2")
    assert "1 of 2 residents" in answer.content.decode()
    assert "Nobody by that name" in desk.get(url(schedule), {"find": "nobody"}).content.decode()


def test_the_grid_is_one_to_assistive_technology(small: SmallYear, desk: Client) -> None:
    answer = desk.get(url(make_small_schedule(small))).content.decode()
    assert 'role="grid"' in answer
    assert 'data-column="Monday 29 June, AM"' in answer
    assert 'aria-label="Main, together with Dr. Lindqvist" data-rotation="Ambulatory"' in answer


def test_a_name_with_markup_in_it_stays_text(small: SmallYear, desk: Client) -> None:
    small.site.name = "<script>alert(1)</script>"
    small.site.save()
    answer = desk.get(url(make_small_schedule(small))).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer


def test_a_phone_gets_one_day_as_a_list(small: SmallYear, desk: Client) -> None:
    grid = grid_of(desk, make_small_schedule(small), day="2026-06-29")
    assert grid.day.label == "Mon 29 Jun"
    morning = grid.day.parts[0]
    assert [(entry.name, entry.is_overlap) for entry in morning.residents] == [
        ("Boateng", True),
        ("Farouk", True),
    ]
    assert (grid.day.previous, grid.day.next) == (None, TUESDAY)


def test_without_an_id_the_version_that_people_go_by_is_shown(small: SmallYear, desk: Client) -> None:
    here = reverse("scheduling:grid", args=[small.program.pk])
    assert "There is no schedule yet" in desk.get(here).content.decode()
    draft = make_small_schedule(small)
    assert desk.get(here).context["schedule"] == draft
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    make_small_schedule(small)
    assert desk.get(here).context["schedule"] == published


@pytest.mark.parametrize("size", [1, 3])
def test_the_grid_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    schedule = make_small_schedule(make_small_year(program, residents=size))
    with django_assert_num_queries(23):
        assert desk.get(url(schedule)).status_code == 200


def test_a_months_page_is_light(program: Program, desk: Client) -> None:
    small = make_small_year(program, residents=4)
    content = desk.get(url(make_small_schedule(small))).content
    lines = [part.partition("</tr>")[0] for part in content.decode().split("<tr data-resident=")[1:]]
    assert len(gzip.compress(content)) < 10_000
    assert max(len(line) for line in lines) < 8_000


def test_residents_are_grouped_by_the_year_in_which_they_began_or_by_their_coach(
    small: SmallYear, desk: Client
) -> None:
    schedule = make_small_schedule(small)
    small.residents[1].program_start = date(2024, 7, 1)
    small.residents[1].save()
    schedule.coaches.filter(resident=small.residents[1]).delete()
    by_cohort = [
        (g.label, [row.name for row in g.rows]) for g in grid_of(desk, schedule, group="cohort").groups
    ]
    by_coach = [
        (g.label, [row.name for row in g.rows]) for g in grid_of(desk, schedule, group="coach").groups
    ]
    assert by_cohort == [("Began in 2024", ["Farouk"]), ("Began in 2026", ["Boateng"])]
    assert by_coach == [("Dr. Maja Lindqvist", ["Boateng"]), ("No coach", ["Farouk"])]


@pytest.mark.parametrize(
    ("order", "names"),
    [("name", ["Boateng", "Farouk"]), ("share", ["Farouk", "Boateng"]), ("gap", ["Farouk", "Boateng"])],
)
def test_those_whom_it_goes_worst_can_come_first(
    order: str, names: list[str], small: SmallYear, desk: Client
) -> None:
    schedule = make_small_schedule(small)
    schedule.assignments.filter(resident=small.residents[1], date=MONDAY).delete()
    grid = grid_of(desk, schedule, group="coach", sort=order)
    assert [row.name for row in grid.rows()] == names


def test_the_list_narrows_to_a_class_a_coach_and_a_site(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    east = make_site(small.program, code="EAST", name="East", letter="E")
    session = make_session(east, day=WEDNESDAY)
    assign(schedule, small.residents[0], session)
    stranger = make_faculty(small.program)
    narrowed = {
        "pgy": grid_of(desk, schedule, pgy="2"),
        "site": grid_of(desk, schedule, site=str(east.pk)),
        "coach": grid_of(desk, schedule, coach=str(stranger.pk)),
        "nonsense": grid_of(desk, schedule, pgy="x", site="-1", group="shoe size", sort="up"),
    }
    assert {name: [row.name for row in grid.rows()] for name, grid in narrowed.items()} == {
        "pgy": ["Farouk"],
        "site": ["Boateng"],
        "coach": [],
        "nonsense": ["Boateng", "Farouk"],
    }


def test_a_block_is_shown_from_its_first_week_to_its_last(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    make_block(small.year, first=MONDAY + timedelta(weeks=8), weeks=1, label="After the year")
    window = desk.get(url(schedule), {"span": "block", "from": "2026-07-15"}).context["window"]
    assert (window.title, window.first, window.weeks) == ("Block 1", MONDAY, 8)


def test_a_half_day_pinned_free_is_marked_and_said(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    day = MONDAY + timedelta(weeks=1)
    schedule.pinned_free.create(resident=small.residents[0], date=day, period="AM")
    found = cell(grid_of(desk, schedule), "Nadia Boateng", day)
    assert (found.name, found.is_pinned, found.letter) == ("kept free, pinned", True, "")


def test_only_a_draft_can_be_edited(small: SmallYear, desk: Client) -> None:
    draft = desk.get(url(make_small_schedule(small))).content.decode()
    assert "data-workbench" in draft
    assert 'aria-readonly="false"' in draft
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    assert "data-workbench" not in desk.get(url(published)).content.decode()


def test_of_what_is_published_a_draft_is_made_and_opened(small: SmallYear, desk: Client) -> None:
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    page = desk.get(url(published))
    assert "Make a draft of it to change it" in page.content.decode()
    address = reverse("scheduling:schedule_restore", args=[small.program.pk, published.pk])
    opened = desk.post(address, {"seen": page.context["newest"], "next": "grid"}, follow=True)
    assert opened.context["can_edit"]
    assert opened.context["schedule"].version == published.version + 1


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
    with django_assert_num_queries(23):
        assert desk.get(url(schedule), {"span": "year"}).status_code == 200
