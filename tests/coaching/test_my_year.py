"""A resident's year: together along the rotations, the longest times without, and why not more often."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coaching.domain.year_weeks import WeekTogether, longest_gaps, totals
from coaching.models import MeetingState
from connectedness.accounts.models import User
from scheduling.models import ClinicRule, Pairing, RotationAssignment, ScheduleState
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    coach_in,
    faculty_of,
    make_block,
    make_faculty,
    make_meeting,
    make_pairing,
    make_resident,
    make_rotation,
    make_schedule,
    make_year,
    resident_of,
)

YEAR = "/me/year/"
WEDNESDAYS = ("2026-08-05", "2026-08-12", "2026-08-19", "2026-08-26")


@pytest.fixture
def year(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """Two weeks of ambulatory in August, then two on the wards; the coach precepts on four Wednesdays, they met on one."""
    ambulatory = make_rotation(
        clinics.program, code="AMB", name="Ambulatory", clinic_rule=ClinicRule.ANY, max_per_week=2
    )
    wards = make_rotation(clinics.program, code="WARD", name="Wards", hue="wards")
    for first, rotation in ((date(2026, 8, 3), ambulatory), (date(2026, 8, 17), wards)):
        block = make_block(clinics.year, first=first)
        RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=rotation)
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=2)
    clinics.precepts(faculty_of(coach), *WEDNESDAYS)
    clinics.attends(resident_of(resident), WEDNESDAYS[0])
    return clinics


def test_the_title_says_how_many_of_how_many_and_with_whom(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "1 of 2 possible half-days with Dr. Achebe" in words(visit(resident, YEAR))


def test_each_rotation_says_what_it_gives_and_what_it_could(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    said = section(visit(resident, YEAR), "Along my rotations", "Why not more?")
    assert "Ambulatory 3 Aug to 16 Aug 1 0 1 of 2" in said
    assert "Wards 17 Aug to 30 Aug not possible" in said
    assert said.index("Ambulatory") < said.index("Wards")


def test_why_not_more_goes_from_the_fullest_year_down_to_what_is_reached(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    said = section(visit(resident, YEAR), "Why not more?", "Longest times")
    # 52 weeks of two; 50 weeks have no clinic. The only sessions are on Wednesdays, so that a week holds one.
    assert "52 your fullest week, all year long, with Dr. Achebe always there" in said
    assert "−50 50 weeks without clinic: no rotation (48), Wards (2)" in said
    assert "2 could be together with Dr. Achebe" in said
    assert "−1 full rooms, or somebody else would have lost more" in said
    assert "1 are together" in said


def test_the_parts_add_up(year: ClinicYear, resident: User, client: Client) -> None:
    year.session("2026-08-06", site=year.east)
    client.force_login(resident)
    shares = client.get(YEAR).context["page"].shares
    assert shares[0].half_days == 104
    left = 0
    for share in shares:
        if share.is_sum and left:
            assert share.half_days == left
        left = share.half_days if share.is_sum else left - share.half_days


def test_whoever_has_all_that_is_possible_is_told_so(year: ClinicYear, resident: User, visit: Visit) -> None:
    assert "You have every half-day" not in visit(resident, YEAR)
    year.attends(resident_of(resident), WEDNESDAYS[1])
    assert "You have every half-day with Dr. Achebe that your rotations allow." in words(
        visit(resident, YEAR)
    )


def test_the_longest_times_without_say_what_lay_in_them(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    said = section(visit(resident, YEAR), "Longest times without Dr. Achebe", "My coaches")
    assert "46 weeks 10 Aug to 27 Jun Ambulatory and Wards. In 1 week of these you could have met." in said
    assert "5 weeks 29 Jun to 2 Aug In none of these weeks could you have met." in said


def test_what_changed_since_the_year_was_published_is_said(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "When the year was published" not in words(visit(resident, YEAR))
    year.schedule.coaches.update(attainable=4)
    assert "When the year was published, 4 were possible." in words(visit(resident, YEAR))


def test_all_coaches_stand_there_with_how_often_they_were_together(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    earlier = make_faculty(year.program, "Earlier, Ed")
    make_pairing(
        resident_of(resident),
        earlier,
        first_date=date(2025, 7, 1),
        last_date=date(2026, 6, 28),
        reason="Canary-reason",
    )
    last_year = make_year(year.program, name="2025-2026", first_monday=date(2025, 6, 30))
    before = make_schedule(last_year, state=ScheduleState.PUBLISHED)
    row = coach_in(before, resident_of(resident), earlier)
    row.attainable = 9
    row.save()
    old = ClinicYear(year.program, last_year, year.main, year.east, before)
    old.together(resident_of(resident), earlier, "2025-10-01", "2025-10-08")
    make_meeting(resident_of(resident), earlier, "2025-11-03", state=MeetingState.HELD)
    page = visit(resident, YEAR)
    said = section(page, "My coaches", "My record")
    assert "Dr. Coen Achebe 29 Jun 2026 until now 1 half-day together until today, 0 meetings held" in said
    assert "Dr. Ed Earlier 1 Jul 2025 to 28 Jun 2026 2 half-days together until today, 1 meeting held" in said
    assert "2025-2026 Dr. Earlier 2 of 9" in said
    assert "Canary-reason" not in page


def test_before_anything_is_published_the_page_says_what_will_be_here(
    year: ClinicYear, resident: User, visit: Visit
) -> None:
    year.schedule.delete()
    assert "The schedule is not published yet" in words(visit(resident, YEAR))


def test_a_resident_who_is_in_no_year_and_has_no_coach_still_gets_a_page(
    clinics: ClinicYear, resident: User, visit: Visit
) -> None:
    Pairing.objects.all().delete()
    assert "Nobody to count with yet" in words(visit(resident, YEAR))


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    year: ClinicYear,
    resident: User,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(residents - 1):
        another = make_resident(year.program)
        make_pairing(another, faculty_of(coach))
        year.coached(another, faculty_of(coach))
        year.attends(another, *WEDNESDAYS)
        year.attends(resident_of(resident), WEDNESDAYS[1 + _])
    client.force_login(resident)
    with django_assert_num_queries(35):
        client.get(YEAR)


weeks = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=60).map(
    lambda rows: [WeekTogether(week, met, max(met, could)) for week, (met, could) in enumerate(rows)]
)


@given(weeks)
def test_times_without_hold_no_week_together_and_leave_none_out(found: list[WeekTogether]) -> None:
    gaps = longest_gaps(found, at_least=1, most=99)
    inside = [week for gap in gaps for week in range(gap.first, gap.last + 1)]
    assert sorted(inside) == [week.week for week in found if not week.together]
    assert [gap.weeks for gap in gaps] == sorted((gap.weeks for gap in gaps), reverse=True)
    assert sum(gap.possible for gap in gaps) == sum(bool(w.possible and not w.together) for w in found)


def test_a_short_time_is_no_gap_and_only_the_longest_are_told() -> None:
    met = [WeekTogether(week, week in {3, 5, 10, 12}, 0) for week in range(20)]
    assert [(gap.first, gap.weeks) for gap in longest_gaps(met, at_least=3, most=2)] == [(13, 7), (6, 4)]


def test_what_could_be_is_never_less_than_what_is() -> None:
    assert totals([WeekTogether(0, 2, 1), WeekTogether(1, 0, 0)]) == (2, 2)
