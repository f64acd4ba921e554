"""The rows of the month grid and its counters: figures, groups, order, whom it is narrowed to."""

from datetime import date, timedelta

import pytest
from django.test import Client

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import (
    Program,
)
from tests.factories import assign, make_faculty, make_resident, make_session, make_site, precept
from tests.scheduling_pages.grids import WEDNESDAY, grid_of, left, url
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule

pytestmark = pytest.mark.usefixtures("on_the_second_day")


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


def test_finding_a_resident_keeps_the_others_in_the_counters(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small)
    answer = desk.get(url(schedule), {"find": "nadia"})
    grid = answer.context["grid"]
    assert [row.name for group in grid.groups for row in group.rows] == ["Boateng"]
    assert left(grid, HalfDay(MONDAY, Period.AM)) == ("1", "2")
    assert "<span>1 of 2<" in answer.content.decode()
    assert "Nobody by that name" in desk.get(url(schedule), {"find": "nobody"}).content.decode()


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
