"""The invented program: the same for the same seed, around any day, and clean for the importer."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest

from scheduling.domain.ids import Decision
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import Duty
from scheduling.exchange.demo_program import DemoSize, demo_tables
from scheduling.exchange.workbook import program_year_from_tables, read_workbook, write_workbook
from scheduling.exchange.workbook.tables import FacultyRow, ResidentRow

AUTUMN = date(2026, 11, 23)


@pytest.mark.parametrize(("size", "residents", "faculty"), [("typical", 60, 20), ("large", 170, 56)])
def test_it_passes_the_importer_without_a_warning_and_comes_back_equal(
    size: DemoSize, residents: int, faculty: int
) -> None:
    tables = demo_tables(size, AUTUMN)
    reading = read_workbook(io.BytesIO(write_workbook(tables)), "demo.xlsx")
    assert (reading.errors, reading.warnings) == ((), ())
    assert reading.tables == tables
    assert (len(tables.residents), len(tables.faculty)) == (residents, faculty)


@pytest.mark.parametrize("start", [date(2026, 1, 1), date(2028, 2, 29)])
def test_the_year_holds_today_with_eight_weeks_on_either_side(start: date) -> None:
    for days in range(0, 366, 5):
        today = start + timedelta(days=days)
        clinic = demo_tables("typical", today).clinic
        assert clinic.first_monday.weekday() == 0
        assert clinic.first_monday + timedelta(weeks=8) <= today <= clinic.last_day - timedelta(weeks=8)
        assert (clinic.weeks, clinic.last_day.year) == (52, clinic.first_monday.year + 1)


def test_in_the_middle_of_the_year_it_begins_on_the_monday_nearest_to_july() -> None:
    assert demo_tables("typical", AUTUMN).clinic.first_monday == date(2026, 6, 29)


def test_one_seed_gives_one_program_and_another_seed_another() -> None:
    assert demo_tables("typical", AUTUMN, seed=4) == demo_tables("typical", AUTUMN, seed=4)
    assert demo_tables("typical", AUTUMN, seed=4) != demo_tables("typical", AUTUMN, seed=5)


def test_nobody_shares_a_name_or_an_address_and_all_contacts_are_fictitious() -> None:
    tables = demo_tables("large", AUTUMN)
    people: list[ResidentRow | FacultyRow] = [*tables.residents, *tables.faculty]
    for what in ("name", "email"):
        assert max(Counter(getattr(person, what) for person in people).values()) == 1
    assert all(person.email.endswith("@example.org") for person in people)
    assert all(
        number.startswith("555-01") for person in people for number in (person.phone, person.pager) if number
    )


def test_only_interns_are_to_be_paired() -> None:
    tables = demo_tables("typical", AUTUMN)
    assert {row.pgy for row in tables.residents if row.coach is None} == {1}
    assert all(row.coach is None for row in tables.residents if row.pgy == 1)
    assert {row.pgy for row in tables.residents} == {1, 2, 3}


def test_every_federal_holiday_is_closed_at_both_sites() -> None:
    problem = build_problem(program_year_from_tables(demo_tables("typical", AUTUMN)))
    open_dates = {session.half_day.date for session in problem.sessions}
    assert not open_dates & {date(2026, 9, 7), date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 18)}
    assert {session.site for session in problem.sessions} == {"MAIN", "EAST"}


def test_someone_precepts_at_the_east_site_and_someone_has_a_clinic_of_their_own() -> None:
    duties = [
        duty
        for row in demo_tables("typical", AUTUMN).faculty
        for cell in row.pattern.values()
        for duty in cell
    ]
    assert {duty.site for duty in duties} == {None, "EAST"}
    assert {duty.duty for duty in duties} == set(Duty)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_week_asks_for_more_clinics_than_its_sessions_hold(seed: int) -> None:
    """Necessary for a schedule: residents' weekly minima against rooms and preceptors, week by week."""
    problem = build_problem(program_year_from_tables(demo_tables("typical", AUTUMN, seed=seed)))
    assert problem.decide == {Decision.SESSIONS, Decision.PAIRING}
    ratio = problem.programs[0].supervision_ratio
    preceptors = Counter(session for member in problem.faculty for session in member.sessions)
    room, asked = Counter[int](), Counter[int]()
    for session in problem.sessions:
        room[problem.week_of(session.id)] += int(min(session.rooms, ratio * preceptors[session.id]))
    for resident in problem.residents:
        for week in resident.weeks:
            asked[week.week] += week.min
    assert [week for week in asked if asked[week] > room[week]] == []


def test_every_resident_could_meet_the_yearly_minimum() -> None:
    problem = build_problem(program_year_from_tables(demo_tables("large", AUTUMN)))
    assert [r.id for r in problem.residents if sum(week.max for week in r.weeks) < r.year_min] == []
