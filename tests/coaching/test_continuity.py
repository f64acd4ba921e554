"""Preceptor continuity in the figures: whom each session counts for, from rows to the page."""

from datetime import date

import pytest

from coaching.selectors.continuity import ResidentContinuity, preceptor_continuity
from connectedness.accounts.models import User
from scheduling.models import Faculty, TeamMember
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section
from tests.factories import faculty_of, make_faculty, make_resident, make_team, resident_of

FIRST, SECOND, THIRD = "2026-11-03", "2026-11-10", "2026-11-17"
NOW = at("2026-11-22 18:20")


def of_resident(clinics: ClinicYear) -> ResidentContinuity:
    (row,) = preceptor_continuity(clinics.program, NOW).rows
    return row


@pytest.fixture
def abara(clinics: ClinicYear, resident: User, coach: User) -> Faculty:
    """The resident meets the coach twice, then Abara and Okafor precept a session without the coach."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), FIRST, SECOND)
    clinics.attends(resident_of(resident), THIRD)
    clinics.precepts(make_faculty(clinics.program, "Okafor, Ada"), THIRD)
    abara = make_faculty(clinics.program, "Abara, Abi")
    clinics.precepts(abara, THIRD)
    return abara


def test_the_worked_value_a_a_b_comes_out_of_the_rows(clinics: ClinicYear, abara: Faculty) -> None:
    row = of_resident(clinics)
    assert (row.sessions, row.with_team) == (3, 0)
    assert row.coci == pytest.approx(1 / 3)
    assert row.secon == pytest.approx(1 / 2)


def test_a_session_counts_for_the_team_before_the_first_by_name(
    clinics: ClinicYear, abara: Faculty, resident: User
) -> None:
    """Okafor of the team precepts a fourth session too: A A T T instead of A A B T."""
    okafor = Faculty.objects.get(name="Okafor, Ada")
    clinics.attends(resident_of(resident), "2026-11-18")
    clinics.precepts(okafor, "2026-11-18")
    before = of_resident(clinics)
    assert before.coci == pytest.approx(2 / 12)
    assert before.with_team == 0
    make_team(clinics.program, resident_of(resident), okafor)
    after = of_resident(clinics)
    assert after.coci == pytest.approx(4 / 12)
    assert after.with_team == 2
    assert after.secon == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("dates", "with_team"),
    [
        ({}, 1),
        ({"last_date": date(2026, 11, 16)}, 0),
        ({"last_date": date(2026, 11, 17)}, 1),
        ({"first_date": date(2026, 11, 18)}, 0),
    ],
)
@pytest.mark.parametrize("who", ["resident", "faculty"])
def test_only_who_was_in_the_team_on_that_day_counts(
    clinics: ClinicYear, abara: Faculty, resident: User, who: str, dates: dict[str, date], with_team: int
) -> None:
    make_team(clinics.program, resident_of(resident), Faculty.objects.get(name="Okafor, Ada"))
    TeamMember.objects.filter(**{f"{who}__isnull": False}).update(**dates)
    assert of_resident(clinics).with_team == with_team


def test_a_coach_who_sees_own_patients_counts_before_who_precepts(
    clinics: ClinicYear, abara: Faculty, resident: User, coach: User
) -> None:
    before = of_resident(clinics).coci
    clinics.precepts(faculty_of(coach), THIRD, duty="own_clinic")
    assert before == pytest.approx(1 / 3)
    assert of_resident(clinics).coci == 1


def test_one_session_is_too_few_and_is_left_out_of_the_means(
    clinics: ClinicYear, abara: Faculty, coach: User, director: User, visit: Visit
) -> None:
    new = make_resident(clinics.program, "Silva, Ana")
    clinics.coached(new, faculty_of(coach))
    clinics.together(new, faculty_of(coach), FIRST)
    found = preceptor_continuity(clinics.program, NOW)
    assert (found.defined, found.coci, found.secon) == (1, "0.33", "0.50")
    said = section(visit(director, "/figures/"), "Preceptor continuity", "Whom a resident works with")
    assert "N = 1 residents with two sessions or more" in said
    assert "Resi Dent 3 0 0.33 0.50" in said
    assert "Ana Silva 1 0 – –" in said


def test_without_a_published_year_there_is_nothing_to_measure(
    clinics: ClinicYear, abara: Faculty, director: User, visit: Visit
) -> None:
    clinics.schedule.delete()
    assert preceptor_continuity(clinics.program, NOW).rows == ()
    assert "Preceptor continuity" not in visit(director, "/figures/")
