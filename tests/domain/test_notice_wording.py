"""Notices say what changes, in their reader's words, and keep nothing that is not needed for that."""

from datetime import date

import pytest

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.notice_wording import (
    CHANGES_KEPT,
    NoticeKind,
    NoticeLine,
    notice_text,
    own_half_days,
    panel_half_days,
)
from scheduling.domain.seats import Change, Seat, changes_between

MONDAY = HalfDay(date(2026, 11, 30), Period.PM)
MAIN, MAIN_TOGETHER = Seat("Main", "M", together=False), Seat("Main", "M", together=True)
EAST, EAST_TOGETHER = Seat("East", "E", together=False), Seat("East", "E", together=True)


@pytest.mark.parametrize(
    ("was", "will", "expected"),
    [
        (MAIN, MAIN_TOGETHER, ("Main, as before.", "Dr. Lindqvist, your coach, is there.")),
        (MAIN_TOGETHER, MAIN, ("Main, as before.", "Not together with Dr. Lindqvist, your coach, any more.")),
        (MAIN, EAST, ("East instead of Main.", "")),
        (
            MAIN_TOGETHER,
            EAST_TOGETHER,
            ("East instead of Main.", "Dr. Lindqvist, your coach, is there still."),
        ),
        (None, MAIN_TOGETHER, ("clinic at Main, new.", "Dr. Lindqvist, your coach, is there.")),
        (MAIN, None, ("no clinic any more (was Main).", "")),
    ],
)
def test_a_resident_reads_place_and_company(
    was: Seat | None, will: Seat | None, expected: tuple[str, str]
) -> None:
    data = own_half_days(13, "Dr. Lindqvist", [Change(MONDAY, was, will)], is_first=False)
    text = notice_text(NoticeKind.OWN_HALF_DAYS, data)
    assert text.title == "One of your half-days changes"
    assert text.lines == (NoticeLine(f"Mon 30 Nov, PM: {expected[0]}", expected[1]),)


def test_a_coach_reads_whose_half_days_change() -> None:
    changes = [Change(MONDAY, MAIN, MAIN_TOGETHER)]
    one = panel_half_days(13, [("Rosa Zamora", changes)], is_first=False)
    text = notice_text(NoticeKind.PANEL_HALF_DAYS, one)
    assert text.title == "One of Rosa Zamora's half-days changes"
    assert text.lines == (NoticeLine("Rosa Zamora, Mon 30 Nov, PM: Main, as before.", "You are there."),)
    two = panel_half_days(13, [("Rosa Zamora", changes), ("Owen Mensah", changes)], is_first=False)
    assert notice_text(NoticeKind.PANEL_HALF_DAYS, two).title == "Half-days of 2 of your residents change"


def test_a_move_within_a_date_is_one_change() -> None:
    morning = HalfDay(MONDAY.date, Period.AM)
    (move,) = changes_between({MONDAY: MAIN}, {morning: MAIN_TOGETHER})
    assert (move.half_day, move.came_from, move.together) == (morning, MONDAY, 1)
    text = notice_text(NoticeKind.OWN_HALF_DAYS, own_half_days(1, "Dr. Lindqvist", [move], is_first=False))
    assert text.title == "One of your half-days changes"
    assert text.lines == (
        NoticeLine(
            "Mon 30 Nov: AM instead of PM, at Main, as before.", "Dr. Lindqvist, your coach, is there."
        ),
    )


def test_many_changes_are_counted_and_the_first_are_listed() -> None:
    changes = [Change(HalfDay(date(2026, 11, day), Period.AM), MAIN, EAST) for day in range(1, 31)]
    changes += [Change(HalfDay(date(2026, 12, day), Period.AM), MAIN, EAST) for day in range(1, 3)]
    data = own_half_days(13, "", changes, is_first=False)
    text = notice_text(NoticeKind.OWN_HALF_DAYS, data)
    assert (text.title, len(text.lines)) == ("32 of your half-days change", CHANGES_KEPT)
    assert text.more == "and 2 half-days more"


def test_the_first_version_of_a_year_is_told_in_one_line() -> None:
    data = own_half_days(1, "Dr. Lindqvist", [Change(MONDAY, None, MAIN)], is_first=True)
    text = notice_text(NoticeKind.OWN_HALF_DAYS, data)
    assert (text.title, text.lines[0].text) == (
        "Your schedule is published",
        "You have 1 half-day in clinic.",
    )


def test_what_is_the_same_is_no_change() -> None:
    later = HalfDay(date(2026, 12, 1), Period.AM)
    found = changes_between({MONDAY: MAIN, later: MAIN}, {MONDAY: MAIN, later: MAIN_TOGETHER})
    assert found == (Change(later, MAIN, MAIN_TOGETHER),)
    assert found[0].together == 1
