"""What resident and coach lose where half-days go: runs of weeks, contact windows, and the words."""

from datetime import timedelta

import pytest

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.effect_wording import NOTHING, contact_words, details, headline, thin_words
from scheduling.domain.effects import (
    ClinicLost,
    ContactLost,
    FacultyEffect,
    ResidentEffect,
    ThinSession,
    WeekTouched,
    YearFrame,
    contact_lost,
)
from tests.factories import FIRST_MONDAY

FRAME = YearFrame(FIRST_MONDAY, weeks=12, window=4)


def in_week(week: int, weekday: int = 0) -> HalfDay:
    return HalfDay(FIRST_MONDAY + timedelta(weeks=week, days=weekday), Period.AM)


def lost(together: list[HalfDay], *gone: HalfDay) -> ContactLost:
    return contact_lost(FRAME, "Adeyemi", together, gone)


def test_the_only_overlap_of_a_run_is_said_to_be_so() -> None:
    found = lost([in_week(0), in_week(4), in_week(7)], in_week(4))
    assert (found.weeks_without, found.is_only) == (6, True)
    assert (
        contact_words(found)
        == "Adeyemi loses 1 overlap (Mon 27 Jul, AM): this was the only overlap in 6 weeks."
    )


def test_two_overlaps_of_one_run_are_not_the_only_one() -> None:
    found = lost([in_week(0), in_week(3), in_week(4), in_week(7)], in_week(3), in_week(4))
    assert (found.weeks_without, found.is_only) == (6, False)
    assert contact_words(found).endswith(": 6 weeks without any.")


def test_a_week_that_keeps_another_overlap_has_no_run() -> None:
    found = lost([in_week(4), in_week(4, weekday=1)], in_week(4))
    assert (found.weeks_without, found.is_only, found.windows) == (0, False, 0)
    assert contact_words(found) == "Adeyemi loses 1 overlap (Mon 27 Jul, AM)."


def test_runs_end_with_the_year() -> None:
    assert lost([in_week(3), in_week(9)], in_week(9)).weeks_without == 8
    assert lost([in_week(3), in_week(9)], in_week(3)).weeks_without == 9


def test_contact_windows_are_lost_where_nothing_else_is_in_them() -> None:
    # Of weeks 0 to 11 the windows that begin in weeks 1 to 3 hold week 4 and neither 0 nor 7.
    assert lost([in_week(0), in_week(4), in_week(7)], in_week(4)).windows == 3
    assert lost([in_week(3), in_week(4), in_week(5)], in_week(4)).windows == 0


def test_what_was_not_together_is_not_lost() -> None:
    assert lost([in_week(1)], in_week(2)).half_days == ()


def faculty_effect(
    *, contacts: tuple[ContactLost, ...] = (), thin: tuple[ThinSession, ...] = ()
) -> FacultyEffect:
    return FacultyEffect("Published 1", (in_week(4),), contacts, 0, thin)


def test_an_effect_that_costs_nobody_anything_says_so() -> None:
    assert headline(faculty_effect()) == NOTHING


def test_the_headline_of_faculty_counts_residents_overlaps_and_sessions() -> None:
    thin = ThinSession(in_week(4), "Main", 5, 1, 4)
    both = faculty_effect(contacts=(lost([in_week(4)], in_week(4)),), thin=(thin,))
    assert headline(both) == "Costs 1 resident 1 overlap and leaves 1 session short of supervision."
    assert thin_words(thin) == "Mon 27 Jul, AM at Main: 1 preceptor for 5 residents, 4 at most."


def test_a_session_without_any_preceptor_is_said_to_be_so() -> None:
    words = thin_words(ThinSession(in_week(4), "Main", 2, 0, 0))
    assert words == "Mon 27 Jul, AM at Main: nobody would precept, for 2 residents."


@pytest.mark.parametrize(
    ("minimum", "said"),
    [
        (1, "Loses 2 clinics, 1 with Dr. Lindqvist; the minimum of the week of Mon 27 Jul cannot be kept."),
        (0, "Loses 2 clinics, 1 with Dr. Lindqvist."),
    ],
)
def test_the_headline_of_a_resident_names_the_week_that_cannot_be_kept(minimum: int, said: str) -> None:
    clinics = (
        ClinicLost(in_week(4), "Main", is_together=True),
        ClinicLost(in_week(4, 1), "Main", is_together=False),
    )
    week = WeekTouched(FIRST_MONDAY + timedelta(weeks=4), minimum, 0, 0)
    effect = ResidentEffect("Published 1", "Dr. Lindqvist", clinics, None, (week,), 0)
    assert headline(effect) == said
    assert details(effect) == []
