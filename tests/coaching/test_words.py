"""Days, numbers and lists as pages say them."""

from datetime import date

import pytest

from coaching.domain.contact import Contact, dialled
from coaching.domain.months import Month, month_of, read_month
from coaching.domain.needs import Wait, concern
from coaching.domain.wording import clinic_words, day_away, joined, short_site, usual_half_days
from scheduling.domain.calendar import Period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 25), "in 3 days"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 10, 14), "39 days ago"),
    ],
)
def test_a_day_is_said_by_its_distance(day: date, words: str) -> None:
    assert day_away(day, TODAY) == words


def test_names_are_joined_with_and() -> None:
    assert joined([]) == ""
    assert joined(["Farouk"]) == "Farouk"
    assert joined(["Farouk", "Boateng"]) == "Farouk and Boateng"
    assert joined(["Uchenna", "Farouk", "Boateng"]) == "Uchenna, Farouk and Boateng"


def test_a_weekly_pattern_is_said_in_order_of_the_week_site_by_site() -> None:
    pattern = [("Main", 2, Period.AM), ("East clinic", 4, Period.AM), ("Main", 0, Period.PM)]
    assert usual_half_days(pattern) == "Main clinic, Mon PM and Wed AM; East clinic, Fri AM"


def test_a_site_is_never_called_clinic_clinic() -> None:
    assert (short_site("Main clinic"), clinic_words("Main clinic")) == ("Main", "Main clinic")
    assert (short_site("Riverside"), clinic_words("Riverside")) == ("Riverside", "Riverside clinic")
    assert short_site("Clinic") == "Clinic"


@pytest.mark.parametrize(
    ("number", "dialling"),
    [
        ("(212) 555-0142", "2125550142"),
        ("+1 212 555 0142", "+12125550142"),
        ("212-555-0142 ext. 7", "2125550142,7"),
        ("212.555.0142 x12", "2125550142,12"),
        ("pager 4417", "4417"),
        ("ask the desk", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_people_write_it(number: str, dialling: str) -> None:
    assert dialled(number) == dialling


def test_the_quickest_way_is_the_pager_then_the_telephone_then_mail() -> None:
    everything = Contact(mail="a@example.org", phone="2125550142", pager="4417")
    assert [action.label for action in everything.actions] == ["Page", "Call", "Mail"]
    assert Contact(mail="a@example.org").quickest == everything.actions[2]
    assert Contact().quickest is None


def test_a_month_fills_whole_weeks_from_monday_to_sunday() -> None:
    november = Month(2026, 11)
    weeks = list(november.weeks())
    assert (weeks[0][0], weeks[-1][-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert (november.previous, november.next) == (Month(2026, 10), Month(2026, 12))
    assert (Month(2026, 12).next, Month(2027, 1).previous) == (Month(2027, 1), Month(2026, 12))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-12", "2026-12"),
        ("", "2026-11"),
        ("nonsense", "2026-11"),
        ("2026-13", "2026-11"),
        ("9999-12", "2027-06"),
        ("0001-01", "2026-06"),
    ],
)
def test_an_address_can_ask_for_no_month_outside_the_year(asked: str, shown: str) -> None:
    assert read_month(asked, TODAY, date(2026, 6, 29), date(2027, 6, 27)).key == shown
    assert month_of(TODAY).key == "2026-11"


def wait(last: date | None, following: date | None) -> Wait:
    return Wait(last, following, TODAY, date(2026, 6, 29), date(2027, 6, 27))


def test_a_wait_runs_from_the_last_half_day_together_to_the_next() -> None:
    assert wait(date(2026, 10, 14), date(2026, 12, 7)).length.days == 54
    assert wait(None, date(2026, 12, 7)).length.days == 161
    assert wait(date(2026, 10, 14), None).length.days == 256


def test_concern_grows_with_the_weeks_apart() -> None:
    assert concern(wait(date(2026, 11, 1), None), 4, 6) == ""
    assert concern(wait(date(2026, 10, 25), None), 4, 6) == "warn"
    assert concern(wait(date(2026, 10, 11), None), 4, 6) == "bad"
