"""The year in the database is the year that was handed in."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from scheduling.domain.problem import Affinity, EarlierCoach, Problem
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook import (
    program_year_from_tables,
    read_workbook,
    write_template,
    write_workbook,
)
from scheduling.exchange.workbook.tables import DutyCell
from scheduling.models import AcademicYear, Faculty, Holiday, Pairing, PairingWish, Resident, WishKind
from scheduling.selectors.program_year import faculty_id, program_year, resident_id
from scheduling.services.importing import import_workbook
from tests.factories import make_faculty
from tests.services.small_workbook import ANA, CLINIC, INGRID, KOFI, OMAR, small_tables, small_workbook

VACATION = 5
NAMELESS: dict[str, Any] = {"id": "", "program": ""}

pytestmark = pytest.mark.django_db


def by_name(problem: Problem, names: dict[Any, str]) -> dict[str, Any]:
    """What a problem says about each person, with names in place of ids."""
    residents = {
        names.get(resident.id, resident.id): replace(
            resident, **{**NAMELESS, "coach": names.get(resident.coach, resident.coach)}
        )
        for resident in problem.residents
    }
    faculty = {names.get(member.id, member.id): replace(member, **NAMELESS) for member in problem.faculty}
    return {
        "residents": residents,
        "faculty": faculty,
        "sessions": set(problem.sessions),
        "rules": problem.rules,
    }


def assert_database_and_file_agree(content: bytes) -> None:
    tables = read_workbook(BytesIO(content), "year.xlsx").tables
    assert tables is not None
    assert import_workbook(content=content, filename="year.xlsx", actor=None).issues == ()
    names: dict[Any, str] = {resident_id(pk): name for pk, name in Resident.objects.values_list("pk", "name")}
    names |= {faculty_id(pk): name for pk, name in Faculty.objects.values_list("pk", "name")}
    held = by_name(build_problem(program_year(AcademicYear.objects.get())), names)
    rows = {f"R{n:03}": row.name for n, row in enumerate(tables.residents, 1)}
    rows |= {f"F{n:03}": row.name for n, row in enumerate(tables.faculty, 1)}
    said = by_name(build_problem(program_year_from_tables(tables)), rows)
    assert held["residents"] != {}
    assert held == said


def test_a_small_year_gives_the_same_problem_from_the_database_as_from_its_file() -> None:
    assert_database_and_file_agree(small_workbook())


def test_the_template_gives_the_same_problem_from_the_database_as_from_its_file() -> None:
    assert_database_and_file_agree(write_template())


def test_own_clinics_and_nth_weeks_come_through_the_database() -> None:
    pattern = {
        **OMAR.pattern,
        (2, next(iter(OMAR.pattern))[1]): (DutyCell(Duty.OWN_CLINIC, None, frozenset({1, 3})),),
    }
    tables = small_tables(faculty=(INGRID, replace(OMAR, pattern=pattern)))
    content = write_workbook(tables)
    assert_database_and_file_agree(content)
    problem = build_problem(program_year(AcademicYear.objects.get()))
    omar = Faculty.objects.get(name="Reyes, Omar")
    assert len(problem.faculty_by_id[faculty_id(omar.pk)].present) in range(20, 27)


def test_a_holiday_closes_its_sessions() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    year = AcademicYear.objects.get()
    before = build_problem(program_year(year)).sessions
    gone = before[0].half_day.date
    Holiday.objects.create(program=year.program, date=gone, name="Founders' Day")
    after = build_problem(program_year(year)).sessions
    assert {session.half_day.date for session in set(before) - set(after)} == {gone}


@pytest.mark.parametrize("residents", [(KOFI,), (KOFI, ANA)])
def test_a_year_is_described_in_the_same_number_of_queries_however_many_people(
    residents: tuple[Any, ...], django_assert_num_queries: Any
) -> None:
    import_workbook(content=small_workbook(residents=residents, away=()), filename="small.xlsx", actor=None)
    year = AcademicYear.objects.select_related("program").get()
    with django_assert_num_queries(18):
        program_year(year)
    with django_assert_num_queries(1):  # nothing has changed since
        program_year(year)


def test_interns_weigh_more_from_their_own_start_in_the_database_as_in_the_file() -> None:
    clinic = replace(CLINIC, intern_weight=2, intern_months=3)
    assert_database_and_file_agree(small_workbook(clinic=clinic))
    problem = build_problem(program_year(AcademicYear.objects.get()))
    ana = Resident.objects.get(name="Silva, Ana")
    heavy = [
        week.week
        for week in problem.resident_by_id[resident_id(ana.pk)].weeks
        if week.supervision_weight == 2
    ]
    assert heavy == [week for week in range(13) if week != VACATION]


def test_a_change_of_coach_within_the_year_counts_each_coach_for_their_time() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    kofi, omar = Resident.objects.get(name="Boateng, Kofi"), Faculty.objects.get(name="Reyes, Omar")
    ingrid = Faculty.objects.get(name="Dahl, Ingrid")
    Pairing.objects.filter(resident=kofi).update(last_date=date(2026, 11, 29))
    Pairing.objects.create(resident=kofi, faculty=omar, first_date=date(2026, 11, 30))
    resident = build_problem(program_year(AcademicYear.objects.get())).resident_by_id[resident_id(kofi.pk)]
    assert resident.coach == faculty_id(omar.pk)
    assert resident.earlier_coaches == (EarlierCoach(faculty_id(ingrid.pk), date(2026, 11, 29)),)


def test_a_coach_agreed_for_the_next_year_is_not_this_years_coach() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    kofi, omar = Resident.objects.get(name="Boateng, Kofi"), Faculty.objects.get(name="Reyes, Omar")
    Pairing.objects.filter(resident=kofi).update(last_date=date(2027, 6, 27))
    Pairing.objects.create(resident=kofi, faculty=omar, first_date=date(2027, 6, 28))
    resident = build_problem(program_year(AcademicYear.objects.get())).resident_by_id[resident_id(kofi.pk)]
    assert resident.coach == faculty_id(Faculty.objects.get(name="Dahl, Ingrid").pk)
    assert resident.earlier_coaches == ()


def test_somebody_who_only_coached_earlier_has_no_panel_to_fill() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    kofi, omar = Resident.objects.get(name="Boateng, Kofi"), Faculty.objects.get(name="Reyes, Omar")
    gone = make_faculty(omar.program, "Gone, Greta", panel_min=2)
    Pairing.objects.filter(resident=kofi).update(faculty=gone, last_date=date(2026, 11, 29))
    Pairing.objects.create(resident=kofi, faculty=omar, first_date=date(2026, 11, 30))
    problem = build_problem(program_year(AcademicYear.objects.get()))
    member = problem.faculty_by_id[faculty_id(gone.pk)]
    assert (member.panel_min, member.panel_max, member.sessions) == (0, 0, ())


# --- wishes, exclusions, and coaches who leave


def small_problem() -> tuple[Problem, Resident, Resident, Faculty, Faculty]:
    """The year of the database; Kofi, who is with Ingrid; Ana, who has nobody; Ingrid; Omar."""
    problem = build_problem(program_year(AcademicYear.objects.select_related("program").get()))
    people = [Resident.objects.get(name=name) for name in ("Boateng, Kofi", "Silva, Ana")]
    coaches = [Faculty.objects.get(name=name) for name in ("Dahl, Ingrid", "Reyes, Omar")]
    return problem, people[0], people[1], coaches[0], coaches[1]


def test_an_exclusion_leaves_everybody_else_as_candidates() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    before, _, ana, ingrid, omar = small_problem()
    assert before.resident_by_id[resident_id(ana.pk)].candidates is None
    PairingWish.objects.create(program=ana.program, resident=ana, faculty=ingrid, kind=WishKind.EXCLUSION)
    after = small_problem()[0]
    assert after.candidates_of(after.resident_by_id[resident_id(ana.pk)]) == (faculty_id(omar.pk),)
    assert after.affinities == ()


def test_a_wish_is_an_affinity_of_its_weight() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    _, _, ana, ingrid, _ = small_problem()
    PairingWish.objects.create(
        program=ana.program, resident=ana, faculty=ingrid, kind=WishKind.WISH, weight=5
    )
    after = small_problem()[0]
    assert after.affinities == (Affinity(resident_id(ana.pk), faculty_id(ingrid.pk), 5),)
    assert after.resident_by_id[resident_id(ana.pk)].candidates is None


def test_a_coach_who_leaves_within_the_year_is_handed_over_and_in_clinic_until_then() -> None:
    import_workbook(content=small_workbook(), filename="small.xlsx", actor=None)
    before, kofi, _, ingrid, _ = small_problem()
    assert before.resident_by_id[resident_id(kofi.pk)].coach == faculty_id(ingrid.pk)
    left_on = before.first_monday + timedelta(weeks=3)
    Faculty.objects.filter(pk=ingrid.pk).update(left_on=left_on)
    after = small_problem()[0]
    resident, member = after.resident_by_id[resident_id(kofi.pk)], after.faculty_by_id[faculty_id(ingrid.pk)]
    assert (resident.coach, resident.coach_fixed) == (None, False)
    assert resident.earlier_coaches == (EarlierCoach(faculty_id(ingrid.pk), left_on - timedelta(days=1)),)
    assert (member.panel_min, member.panel_max) == (0, 0)
    days = [after.session_by_id[session].half_day.date for session in member.sessions]
    assert days
    assert max(days) < left_on
