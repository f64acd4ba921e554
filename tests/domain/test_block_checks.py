"""What is said about a resident's blocks before a run finds out."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduling.domain.block_checks import Check, findings
from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.domain.ids import ProgramId, ResidentId, SiteId
from scheduling.domain.problem import ClinicSession, Rules
from scheduling.domain.program_year import (
    Absence,
    BlockAssignment,
    ProgramYear,
    ResidentYear,
    RotationRule,
    YearSettings,
    session_id,
)

MONDAY = date(2026, 6, 29)
WEEKS = 8
MAIN = SiteId("MAIN")
ANA = ResidentId("R1")
ALL_DAYS = frozenset(days_from(MONDAY, MONDAY + timedelta(weeks=WEEKS, days=-1)))


def week(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


def on(rotation: str, first: int, last: int) -> BlockAssignment:
    """A rotation in whole weeks, both included."""
    return BlockAssignment(week(first), week(last) + timedelta(days=6), rotation)


def session(day: date) -> ClinicSession:
    half_day = HalfDay(day, Period.AM)
    return ClinicSession(session_id(MAIN, half_day), MAIN, half_day, 4)


def year_of(*assignments: BlockAssignment, **fields: Any) -> ProgramYear:
    """Clinic on Monday and Tuesday mornings; AMB asks for two a week, WARD allows none."""
    ana = ResidentYear(id=ANA, pgy=1, year_min=0, year_max=99, assignments=assignments)
    return ProgramYear(
        program=ProgramId("P1"),
        name="Small",
        first_monday=MONDAY,
        weeks=WEEKS,
        settings=YearSettings(supervision_ratio=4, rules=Rules(max_gap_weeks=4)),
        sessions=tuple(session(week(n) + timedelta(days=d)) for n in range(WEEKS) for d in (0, 1)),
        rotations=(
            RotationRule("AMB", None, 2, 2),
            RotationRule("WARD", frozenset(), 0, 0),
            RotationRule("ICU", frozenset(), 0, 0),
        ),
        residents=(replace(ana, **fields),),
        faculty=(),
    )


def said(year: ProgramYear) -> dict[Check, str]:
    return {one.check: one.text for one in findings(year, [ANA], ALL_DAYS)}


def test_a_year_of_clinic_needs_no_look() -> None:
    assert said(year_of(on("AMB", 0, 7))) == {}


@pytest.mark.parametrize(
    ("year", "check", "text"),
    [
        (
            year_of(on("AMB", 0, 7), on("WARD", 2, 3)),
            Check.TWO_AT_ONCE,
            "On AMB and WARD at once from Mon 13 Jul.",
        ),
        (
            year_of(on("AMB", 0, 3), on("AMB", 5, 7)),
            Check.NO_ROTATION,
            "No rotation from Mon 27 Jul to Sun 2 Aug.",
        ),
        (
            year_of(on("AMB", 0, 1), on("WARD", 2, 3), on("ICU", 4, 5), on("AMB", 6, 7)),
            Check.LONG_GAP,
            "No clinic can be for 4 weeks from Mon 13 Jul: WARD and ICU in a row. The longest gap is 4.",
        ),
        (
            year_of(on("AMB", 0, 4), on("WARD", 5, 7), year_min=11),
            Check.YEAR_MINIMUM,
            "At most 10 clinics can be; the yearly minimum is 11.",
        ),
        (
            year_of(on("AMB", 0, 7), year_max=7),
            Check.YEAR_MAXIMUM,
            "At least 8 clinics must be; the yearly maximum is 7.",
        ),
        (
            year_of(on("AMB", 0, 7), absences=(Absence(week(3), week(3)),)),
            Check.FEW_SESSIONS,
            "Fewer clinic dates than the rotation asks for in 1 week: Mon 20 Jul.",
        ),
    ],
)
def test_what_will_be_missed_later_is_said_now(year: ProgramYear, check: Check, text: str) -> None:
    assert said(year)[check] == text


@pytest.mark.parametrize(
    "year",
    [
        year_of(on("AMB", 0, 1), on("WARD", 2, 5), on("AMB", 6, 7)),
        year_of(on("AMB", 0, 2), on("AMB", 7, 7)),
        year_of(on("AMB", 0, 3), on("WARD", 4, 5), on("AMB", 6, 7), absences=(Absence(week(2), week(3)),)),
    ],
    ids=["one rotation", "no rotation", "leave before a rotation"],
)
def test_a_gap_that_no_other_order_of_blocks_would_mend_is_not_told(year: ProgramYear) -> None:
    in_a_row = year_of(on("AMB", 0, 1), on("WARD", 2, 3), on("WARD", 4, 5), on("AMB", 6, 7))
    assert Check.LONG_GAP in said(in_a_row)
    assert Check.LONG_GAP not in said(year)


def test_nothing_is_expected_of_the_days_before_somebody_came() -> None:
    late = year_of(on("AMB", 2, 7), intern_from=week(2))
    assert Check.NO_ROTATION not in said(late)
    assert Check.NO_ROTATION in said(year_of(on("AMB", 2, 7)))


def test_without_sessions_nothing_is_said_of_clinics() -> None:
    assert said(replace(year_of(on("AMB", 0, 7)), sessions=())) == {}
