"""From a program's year to the problem: what is allowed, how much, and who is where."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Decision, FacultyId, ProgramId, ResidentId, SessionId, SiteId
from scheduling.domain.problem import ClinicSession, Objective, OverlapPiece, Problem, ResidentWeek, Rules
from scheduling.domain.problem_building import build_problem, relieved_limits
from scheduling.domain.program_year import (
    Absence,
    BlockAssignment,
    Duty,
    FacultyDate,
    FacultyHalfDay,
    FacultyYear,
    ProgramYear,
    ResidentYear,
    RotationRule,
    Teaching,
    YearSettings,
    session_id,
)

MONDAY = date(2026, 6, 29)
MAIN, EAST = SiteId("MAIN"), SiteId("EAST")
ANA, BEN = FacultyId("ana"), FacultyId("ben")
RIA = ResidentId("ria")
WEEKS = 4
AM, PM = Period.AM, Period.PM
MON, TUE, WED = 0, 1, 2


def day(week: int, weekday: int) -> date:
    return MONDAY + timedelta(weeks=week, days=weekday)


def sid(week: int, weekday: int, period: Period = AM, site: SiteId = MAIN) -> SessionId:
    return session_id(site, HalfDay(day(week, weekday), period))


def session(on: date, period: Period, rooms: int = 4, site: SiteId = MAIN) -> ClinicSession:
    half_day = HalfDay(on, period)
    return ClinicSession(session_id(site, half_day), site, half_day, rooms)


def all_sessions(site: SiteId = MAIN) -> tuple[ClinicSession, ...]:
    days = days_from(MONDAY, day(WEEKS - 1, 6))
    return tuple(session(on, period, site=site) for on in days if on.weekday() < 5 for period in (AM, PM))


def closed(sessions: tuple[ClinicSession, ...], *dates: date) -> tuple[ClinicSession, ...]:
    return tuple(replace(s, rooms=0) if s.half_day.date in dates else s for s in sessions)


def assigned(rotation: str, first: date = MONDAY, last: date | None = None) -> BlockAssignment:
    return BlockAssignment(first, last or day(WEEKS - 1, 6), rotation)


def resident(**changes: Any) -> ResidentYear:
    plain: dict[str, Any] = {
        "id": RIA,
        "pgy": 2,
        "year_min": 4,
        "year_max": 12,
        "coach": ANA,
        "assignments": (assigned("AMB"),),
    }
    return ResidentYear(**{**plain, **changes})


def faculty(**changes: Any) -> FacultyYear:
    plain: dict[str, Any] = {
        "id": ANA,
        "panel_min": 0,
        "panel_max": 5,
        "half_days": (FacultyHalfDay(MON, AM, Duty.PRECEPTS, MAIN),),
    }
    return FacultyYear(**{**plain, **changes})


def year(**changes: Any) -> ProgramYear:
    plain: dict[str, Any] = {
        "program": ProgramId("IM"),
        "name": "example",
        "first_monday": MONDAY,
        "weeks": WEEKS,
        "settings": YearSettings(supervision_ratio=4),
        "sessions": all_sessions(),
        "rotations": (
            RotationRule("AMB", None, 3, 5),
            RotationRule("CONS", frozenset({(MON, PM), (WED, PM)}), 1, 1),
            RotationRule("WARD", frozenset(), 0, 0),
        ),
        "residents": (resident(),),
        "faculty": (faculty(),),
    }
    return ProgramYear(**{**plain, **changes})


def weeks_of(problem: Problem) -> dict[int, ResidentWeek]:
    return {week.week: week for week in problem.residents[0].weeks}


def test_any_half_day_allows_every_open_session_of_the_week() -> None:
    week = weeks_of(build_problem(year()))[0]
    assert (len(week.sessions), week.min, week.max) == (10, 3, 5)


def test_a_list_of_half_days_allows_only_those() -> None:
    problem = build_problem(year(residents=(resident(assignments=(assigned("CONS"),)),)))
    assert weeks_of(problem)[0] == ResidentWeek(0, 1, 1, (sid(0, MON, PM), sid(0, WED, PM)), 1)


def test_a_rotation_without_clinic_lists_no_week() -> None:
    assert weeks_of(build_problem(year(residents=(resident(assignments=(assigned("WARD"),)),)))) == {}


def test_a_rotation_that_allows_half_days_but_no_clinics_lists_no_week() -> None:
    rules = (RotationRule("AMB", None, 0, 0),)
    assert weeks_of(build_problem(year(rotations=rules))) == {}


def test_days_without_a_rotation_allow_nothing() -> None:
    only_first_week = assigned("AMB", MONDAY, day(0, 6))
    assert set(weeks_of(build_problem(year(residents=(resident(assignments=(only_first_week,)),))))) == {0}


def test_a_closed_session_does_not_exist() -> None:
    problem = build_problem(year(sessions=closed(all_sessions(), day(0, MON))))
    assert sid(0, MON) not in problem.session_by_id
    assert len(weeks_of(problem)[0].sessions) == 8


@pytest.mark.parametrize(
    ("asked", "usable", "given"),
    [
        ((3, 5), 5, (3, 5)),
        ((3, 5), 4, (2, 4)),
        ((3, 5), 3, (1, 3)),
        ((3, 5), 2, (1, 2)),
        ((3, 5), 1, (0, 1)),
        ((3, 5), 0, (0, 0)),
        ((1, 2), 5, (1, 2)),
        ((5, 9), 9, (5, 9)),
        ((8, 9), 9, (7, 9)),
    ],
)
def test_a_short_week_asks_less(asked: tuple[int, int], usable: int, given: tuple[int, int]) -> None:
    assert relieved_limits(*asked, usable) == given


def test_holidays_and_leave_shorten_a_week_together() -> None:
    leave = Absence(day(0, TUE), day(0, WED))
    problem = build_problem(
        year(sessions=closed(all_sessions(), day(0, MON)), residents=(resident(absences=(leave,)),))
    )
    week = weeks_of(problem)[0]
    assert (len(week.sessions), week.min, week.max) == (4, 1, 2)


def test_a_half_day_off_leaves_the_date_usable() -> None:
    week = weeks_of(build_problem(year(residents=(resident(absences=(Absence(MONDAY, MONDAY, AM),)),))))[0]
    assert (len(week.sessions), week.min, week.max) == (9, 3, 5)


def test_two_sessions_a_day_count_usable_half_days() -> None:
    settings = YearSettings(supervision_ratio=4, rules=Rules(max_sessions_per_day=2))
    leave = Absence(day(0, TUE), day(0, 4))
    week = weeks_of(build_problem(year(settings=settings, residents=(resident(absences=(leave,)),))))[0]
    assert (len(week.sessions), week.min, week.max) == (2, 1, 2)


def test_absences_that_overlap_count_once() -> None:
    leaves = (
        Absence(day(0, MON), day(0, TUE)),
        Absence(day(0, TUE), day(0, WED)),
        Absence(MONDAY, MONDAY, PM),
        Absence(day(1, MON), day(1, MON)),
    )
    problem = build_problem(year(residents=(resident(absences=leaves),)))
    assert [len(weeks_of(problem)[n].sessions) for n in (0, 1, 2)] == [4, 8, 10]


def test_a_block_that_ends_within_a_week_asks_the_lesser_minimum_and_allows_the_greater_maximum() -> None:
    assignments = (assigned("CONS", MONDAY, day(0, TUE)), assigned("AMB", day(0, WED)))
    week = weeks_of(build_problem(year(residents=(resident(assignments=assignments),))))[0]
    assert week.sessions == (
        sid(0, MON, PM),
        *(sid(0, weekday, period) for weekday in (2, 3, 4) for period in (AM, PM)),
    )
    assert (week.min, week.max) == (1, 4)


def test_a_week_of_the_block_may_have_half_days_of_its_own() -> None:
    rule = RotationRule("AMB", None, 1, 5, {2: frozenset({(MON, AM)}), 3: frozenset()})
    weeks = weeks_of(build_problem(year(rotations=(rule,))))
    assert [len(weeks[n].sessions) if n in weeks else 0 for n in range(4)] == [10, 1, 0, 10]


def test_teaching_is_kept_free_for_its_classes_in_its_weeks_of_the_month() -> None:
    lessons = (Teaching(WED, PM, frozenset({2}), frozenset({1, 3})), Teaching(TUE, AM, frozenset({1})))
    weeks = weeks_of(build_problem(year(teaching=lessons)))
    # Wednesdays 1 and 15 July are the month's first and third; Tuesday's lesson is another class's.
    assert [sid(n, WED, PM) in weeks[n].sessions for n in range(4)] == [False, True, False, True]
    assert sid(0, TUE) in weeks[0].sessions


def test_interns_weigh_more_in_the_weeks_that_begin_in_their_first_months() -> None:
    settings = YearSettings(supervision_ratio=4, intern_weight=2, intern_months=1)
    intern = resident(pgy=1, intern_from=date(2026, 6, 10))
    weeks = weeks_of(build_problem(year(settings=settings, residents=(intern,))))
    # Until 10 July: the weeks of 29 June and 6 July.
    assert [weeks[n].supervision_weight for n in range(4)] == [2, 2, 1, 1]


def test_the_week_that_begins_when_the_months_are_over_is_light() -> None:
    settings = YearSettings(supervision_ratio=4, intern_weight=2, intern_months=1)
    weeks = weeks_of(
        build_problem(year(settings=settings, residents=(resident(pgy=1, intern_from=date(2026, 6, 6)),)))
    )
    assert [weeks[n].supervision_weight for n in range(2)] == [2, 1]


def test_other_classes_never_weigh_more() -> None:
    settings = YearSettings(supervision_ratio=4, intern_weight=2, intern_months=12)
    assert {w.supervision_weight for w in weeks_of(build_problem(year(settings=settings))).values()} == {1}


def test_without_a_start_an_intern_counts_from_the_first_monday() -> None:
    settings = YearSettings(supervision_ratio=4, intern_weight=2, intern_months=12)
    weeks = weeks_of(build_problem(year(settings=settings, residents=(resident(pgy=1),))))
    assert {week.supervision_weight for week in weeks.values()} == {2}


def test_months_that_end_on_a_day_that_does_not_exist_end_on_the_next_first() -> None:
    settings = YearSettings(supervision_ratio=4, intern_weight=2, intern_months=1)
    intern = resident(pgy=1, intern_from=date(2026, 5, 31))
    weeks = weeks_of(build_problem(year(settings=settings, residents=(intern,))))
    # One month after 31 May is taken as 1 July, so that the week of 29 June is still heavy.
    assert [weeks[n].supervision_weight for n in range(2)] == [2, 1]


def test_faculty_precept_offer_and_see_own_patients_as_their_pattern_says() -> None:
    pattern = (
        FacultyHalfDay(MON, AM, Duty.PRECEPTS, MAIN),
        FacultyHalfDay(TUE, AM, Duty.OFFERED, MAIN),
        FacultyHalfDay(WED, PM, Duty.OWN_CLINIC, MAIN),
    )
    ana = build_problem(year(faculty=(faculty(half_days=pattern),))).faculty[0]
    assert ana.sessions == tuple(sid(n, MON) for n in range(4))
    assert ana.offered == tuple(sid(n, TUE) for n in range(4))
    assert ana.present == tuple(sid(n, WED, PM) for n in range(4))


def test_own_clinic_is_left_out_where_the_program_does_not_count_it() -> None:
    settings = YearSettings(supervision_ratio=4, own_clinic_counts=False)
    own = (FacultyHalfDay(MON, AM, Duty.OWN_CLINIC, MAIN),)
    assert build_problem(year(settings=settings, faculty=(faculty(half_days=own),))).faculty[0].present == ()


def test_a_pattern_may_hold_in_some_weeks_of_the_month_and_at_one_site() -> None:
    pattern = (
        FacultyHalfDay(MON, AM, Duty.PRECEPTS, EAST, frozenset({1, 5})),
        FacultyHalfDay(MON, AM, Duty.PRECEPTS, MAIN, frozenset({2, 3})),
    )
    both = (*all_sessions(), *all_sessions(EAST))
    ana = build_problem(year(sessions=both, faculty=(faculty(half_days=pattern),))).faculty[0]
    # 29 June is a fifth Monday, 6, 13 and 20 July the first to third.
    assert ana.sessions == (sid(0, MON, site=EAST), sid(1, MON, site=EAST), sid(2, MON), sid(3, MON))


def test_a_date_overrides_the_pattern_and_leave_overrides_both() -> None:
    dates = (
        FacultyDate(HalfDay(day(0, MON), AM), None),
        FacultyDate(HalfDay(day(1, TUE), PM), Duty.PRECEPTS, MAIN),
        FacultyDate(HalfDay(day(2, TUE), PM), Duty.PRECEPTS, MAIN),
    )
    away = (Absence(day(2, MON), day(2, 6)),)
    ana = build_problem(year(faculty=(faculty(dates=dates, absences=away),))).faculty[0]
    assert ana.sessions == (sid(1, MON), sid(1, TUE, PM), sid(3, MON))


def test_pairing_is_decided_only_if_somebody_is_to_be_paired() -> None:
    assert build_problem(year()).decide == {Decision.SESSIONS}
    unpaired = build_problem(year(residents=(resident(coach=None),)))
    assert unpaired.decide == {Decision.SESSIONS, Decision.PAIRING}
    assert not unpaired.residents[0].coach_fixed


def test_a_coach_that_is_there_stays_unless_said_otherwise() -> None:
    assert build_problem(year()).residents[0].coach_fixed
    movable = build_problem(year(residents=(resident(coach_fixed=False),)))
    assert (movable.residents[0].coach, movable.residents[0].coach_fixed) == (ANA, False)


def test_limits_rules_and_weights_are_handed_on() -> None:
    objective = Objective((OverlapPiece(Decimal("0.5"), 3), OverlapPiece(None, 1)), missed_window=1)
    settings = YearSettings(supervision_ratio=3, rules=Rules(1, 5, 2), objective=objective)
    problem = build_problem(year(settings=settings, faculty=(faculty(panel_min=1, weekly_quota=2),)))
    assert (problem.rules, problem.objective) == (Rules(1, 5, 2), objective)
    assert problem.programs[0].supervision_ratio == 3
    assert (problem.faculty[0].panel_min, problem.faculty[0].panel_max, problem.faculty[0].weekly_quota) == (
        1,
        5,
        2,
    )
    assert (problem.residents[0].year_min, problem.residents[0].year_max) == (4, 12)


def test_a_year_that_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ProblemError, match="ben"):
        build_problem(year(residents=(resident(coach=BEN),)))


def test_session_ids_carry_the_site_in_capitals() -> None:
    assert session_id(SiteId("main"), HalfDay(MONDAY, AM)) == "MAIN/2026-06-29/AM"
