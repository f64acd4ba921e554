"""What leave and other half-days cost in a version of the schedule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.domain.calendar import Period
from scheduling.domain.effect_wording import details, headline
from scheduling.domain.effects import FacultyEffect, ResidentEffect
from scheduling.domain.faculty_changes import with_date, with_half_day
from scheduling.domain.ids import SiteId
from scheduling.domain.program_year import Duty, FacultyDate, FacultyHalfDay
from scheduling.models import Absence, Program
from scheduling.selectors.effects import effect_of_leave, effect_on_faculty
from tests.factories import FIRST_MONDAY, assign, make_faculty, make_session, precept
from tests.half_days.conftest import PublishedYear, make_published_year

BEFORE = date(2026, 6, 22)
WEEK = timedelta(weeks=1)


@pytest.fixture
def published(program: Program) -> PublishedYear:
    return make_published_year(program)


def leave_of_coach(
    published: PublishedYear, first: date, last: date, period: Period | None = None, today: date = BEFORE
) -> FacultyEffect:
    found = effect_of_leave(published.schedule, published.coach, first, last, period, today=today)
    assert isinstance(found, FacultyEffect)
    return found


def leave_of_boateng(published: PublishedYear, first: date, last: date) -> ResidentEffect:
    found = effect_of_leave(published.schedule, published.boateng, first, last, today=BEFORE)
    assert isinstance(found, ResidentEffect)
    return found


def test_leave_of_the_coach_says_who_loses_the_only_overlap(published: PublishedYear) -> None:
    third = FIRST_MONDAY + 3 * WEEK
    effect = leave_of_coach(published, third, third + timedelta(days=4))
    assert effect.half_days == (published.monday(3),)
    boateng, farouk = effect.contacts
    assert (boateng.resident, boateng.weeks_without, boateng.is_only) == ("Boateng", 6, True)
    assert (farouk.resident, farouk.weeks_without) == ("Farouk", 1)
    assert boateng.windows > farouk.windows == 0


def test_a_session_that_nobody_else_precepts_is_left_alone(published: PublishedYear) -> None:
    effect = leave_of_coach(published, FIRST_MONDAY, FIRST_MONDAY)
    (thin,) = effect.thin
    assert (thin.half_day, thin.residents, thin.preceptors) == (published.monday(0), 2, 0)
    precept(published.schedule, make_faculty(published.small.program), published.small.session(FIRST_MONDAY))
    assert leave_of_coach(published, FIRST_MONDAY, FIRST_MONDAY).thin == ()


def test_interns_weigh_in_supervision_as_the_program_says(published: PublishedYear) -> None:
    program = published.small.program
    program.residents_per_preceptor, program.intern_weight, program.intern_months = 2, 2, 6
    program.save()
    published.schedule.year.program.refresh_from_db()
    precept(published.schedule, make_faculty(program), published.small.session(FIRST_MONDAY))
    (thin,) = leave_of_coach(published, FIRST_MONDAY, FIRST_MONDAY).thin
    assert (thin.residents, thin.preceptors, thin.supervised) == (3, 1, 2)


def test_leave_on_another_half_day_costs_nothing(published: PublishedYear) -> None:
    effect = leave_of_coach(published, FIRST_MONDAY, FIRST_MONDAY, Period.PM)
    assert (effect.half_days, effect.contacts, effect.thin) == ((), (), ())


def test_what_is_past_is_not_counted(published: PublishedYear) -> None:
    monday = FIRST_MONDAY + WEEK
    assert leave_of_coach(published, FIRST_MONDAY, monday, today=monday).half_days == (published.monday(1),)


def test_leave_that_is_known_already_costs_nothing_more(published: PublishedYear) -> None:
    Absence.objects.create(faculty=published.coach, first_date=FIRST_MONDAY, last_date=FIRST_MONDAY)
    assert leave_of_coach(published, FIRST_MONDAY, FIRST_MONDAY + WEEK).half_days == (published.monday(1),)


def test_leave_takes_what_the_schedule_has_beyond_the_pattern(published: PublishedYear) -> None:
    tuesday = FIRST_MONDAY + timedelta(days=1)
    precept(published.schedule, published.coach, published.small.session(tuesday))
    assert [one.date for one in leave_of_coach(published, tuesday, tuesday).half_days] == [tuesday]


def test_taking_a_half_day_out_of_the_pattern_costs_all_its_dates(published: PublishedYear) -> None:
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((0, Period.AM), ()), today=BEFORE
    )
    assert len(effect.half_days) == published.small.year.weeks
    assert len(effect.contacts) == 2


def test_an_nth_week_exception_costs_the_other_weeks(published: PublishedYear) -> None:
    first_only = FacultyHalfDay(0, Period.AM, Duty.PRECEPTS, SiteId("MAIN"), frozenset({1}))
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((0, Period.AM), [first_only]), today=BEFORE
    )
    assert {one.date.day <= 7 for one in effect.half_days} == {False}
    assert len(effect.half_days) == 6


def test_own_clinic_instead_keeps_the_overlap_and_loses_the_supervision(published: PublishedYear) -> None:
    own = FacultyHalfDay(0, Period.AM, Duty.OWN_CLINIC, SiteId("MAIN"))
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((0, Period.AM), [own]), today=BEFORE
    )
    assert (effect.half_days, effect.contacts) == ((), ())
    assert len(effect.thin) == published.small.year.weeks


def test_own_clinic_costs_the_overlap_where_the_program_does_not_count_it(published: PublishedYear) -> None:
    Program.objects.update(own_clinic_counts=False)
    own = FacultyHalfDay(0, Period.AM, Duty.OWN_CLINIC, SiteId("MAIN"))
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((0, Period.AM), [own]), today=BEFORE
    )
    assert len(effect.contacts) == 2


def test_a_half_day_more_says_which_clinics_would_be_together(published: PublishedYear) -> None:
    tuesday = FIRST_MONDAY + timedelta(days=1)
    assign(published.schedule, published.boateng, published.small.session(tuesday))
    more = FacultyHalfDay(1, Period.AM, Duty.PRECEPTS, SiteId("MAIN"))
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((1, Period.AM), [more]), today=BEFORE
    )
    assert effect.gained == 1
    assert details(effect) == ["1 clinic of the panel would be together that is not now."]


def test_a_date_not_in_clinic_costs_that_date(published: PublishedYear) -> None:
    gone = with_date(published.monday(3), FacultyDate(published.monday(3), None))
    effect = effect_on_faculty(published.schedule, published.coach, gone, today=BEFORE)
    assert effect.half_days == (published.monday(3),)


def test_a_member_who_takes_no_part_yet_has_an_effect_too(published: PublishedYear) -> None:
    newcomer = make_faculty(published.small.program)
    effect = effect_of_leave(published.schedule, newcomer, FIRST_MONDAY, FIRST_MONDAY, today=BEFORE)
    assert isinstance(effect, FacultyEffect)
    assert effect.half_days == ()


def test_leave_of_a_resident_says_which_clinics_go_and_with_whom(published: PublishedYear) -> None:
    tuesday = FIRST_MONDAY + timedelta(weeks=3, days=1)
    assign(published.schedule, published.boateng, published.small.session(tuesday))
    effect = leave_of_boateng(published, tuesday - timedelta(days=1), tuesday)
    assert headline(effect) == "Loses 2 clinics, 1 with Dr. Lindqvist."
    assert effect.contact is not None
    assert (effect.contact.weeks_without, effect.contact.is_only) == (6, True)


def test_a_minimum_that_no_half_day_is_left_for_cannot_be_kept(published: PublishedYear) -> None:
    published.small.rotation.min_per_week = 1
    published.small.rotation.save()
    third = FIRST_MONDAY + 3 * WEEK
    whole = leave_of_boateng(published, third, third + timedelta(days=6))
    assert headline(whole).endswith("; the minimum of the week of Mon 20 Jul cannot be kept.")
    part = leave_of_boateng(published, third, third)
    assert [week.breaks_minimum for week in part.weeks] == []


def test_a_week_of_which_too_little_is_left_cannot_keep_its_minimum(published: PublishedYear) -> None:
    published.small.rotation.min_per_week = 2
    published.small.rotation.save()
    third = FIRST_MONDAY + 3 * WEEK
    for weekday in (2, 3):
        make_session(published.small.site, day=third + timedelta(days=weekday))
    effect = leave_of_boateng(published, third, third + timedelta(days=2))
    assert [(week.minimum, week.possible) for week in effect.weeks] == [(2, 1)]


def test_a_year_under_its_minimum_is_said(published: PublishedYear) -> None:
    effect = leave_of_boateng(published, FIRST_MONDAY, FIRST_MONDAY + 3 * WEEK)
    assert effect.under_year_minimum == 1
    assert replace(effect, contact=None).clinics == effect.clinics


def test_a_closed_session_is_nobodys(published: PublishedYear) -> None:
    make_session(published.small.site, day=FIRST_MONDAY + timedelta(days=2), rooms=0)
    more = FacultyHalfDay(2, Period.AM, Duty.PRECEPTS, SiteId("MAIN"))
    effect = effect_on_faculty(
        published.schedule, published.coach, with_half_day((2, Period.AM), [more]), today=BEFORE
    )
    assert (effect.gained, effect.half_days) == (0, ())
