"""A coach's other pages: the panel over the years, who comes and goes, and what leave would cost whom."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import MeetingState
from connectedness.accounts.models import User
from scheduling.models import Absence, Resident, ScheduleState
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    coach_in,
    faculty_of,
    make_faculty,
    make_meeting,
    make_pairing,
    make_resident,
    make_resident_year,
    make_schedule,
    make_year,
    resident_of,
)

YEARS, LEAVE, PANEL = "/panel/years/", "/panel/leave/", "/panel/"


@pytest.fixture
def panel(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """The resident of the cast is together with the coach on three Wednesdays."""
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=26)
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", "2026-11-25", "2026-12-02")
    return clinics


def last_year(panel: ClinicYear, coach: User, who: Resident, *days: str, attainable: int | None = 9) -> None:
    """A published year before, in which somebody was counted with the coach."""
    year = make_year(panel.program, name="2025-2026", first_monday=date(2025, 6, 30))
    make_resident_year(who, year, pgy=3)
    schedule = make_schedule(year, state=ScheduleState.PUBLISHED)
    row = coach_in(schedule, who, faculty_of(coach))
    row.attainable = attainable
    row.save()
    ClinicYear(panel.program, year, panel.main, panel.east, schedule).together(who, faculty_of(coach), *days)


# --- over the years


def test_a_resident_who_graduated_stays_in_the_years(panel: ClinicYear, coach: User, visit: Visit) -> None:
    gone = make_resident(panel.program, "Alumna, Alba", left_on=date(2026, 6, 28))
    last_year(panel, coach, gone, "2025-10-01", "2025-10-08")
    make_meeting(gone, faculty_of(coach), "2025-11-03", state=MeetingState.HELD)
    make_meeting(gone, faculty_of(coach), "2025-12-03", state=MeetingState.CANCELLED)
    page = visit(coach, YEARS)
    assert "You have coached 2 residents in 2 years" in words(page)
    said = section(page, "2025-2026", "Handing over")
    assert "2 of 9, 1 meeting held" in said
    assert "Alba Alumna has left PGY-3 2 of 9 1" in said
    this = section(page, "2026-2027", "2025-2026")
    assert "Resi Dent PGY-2 3 of 26 0" in this


def test_residents_counted_with_another_coach_are_not_there(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    other = make_faculty(panel.program, "Vega, Vera")
    theirs = make_resident(panel.program, "Other, Olga")
    panel.coached(theirs, other)
    panel.together(theirs, other, "2026-11-26")
    assert "Olga" not in visit(coach, YEARS)
    panel.schedule.coaches.filter(resident=theirs).update(faculty=faculty_of(coach))
    assert "Olga" in visit(coach, YEARS)


def test_drafts_are_no_years(panel: ClinicYear, coach: User, visit: Visit) -> None:
    panel.schedule.state = ScheduleState.DRAFT
    panel.schedule.save()
    assert "No year yet" in words(visit(coach, YEARS))


# --- handing over and taking over


def test_who_comes_and_who_goes_is_said_with_the_day_and_the_other_coach(
    panel: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    other = make_faculty(panel.program, "Vega, Vera")
    resident_of(resident).pairings.update(last_date=date(2026, 12, 6), reason="Canary-reason")
    make_pairing(resident_of(resident), other, first_date=date(2026, 12, 7), reason="Canary-reason")
    coming = make_resident(panel.program, "Silva, Ana")
    make_pairing(coming, other, last_date=date(2026, 11, 29), reason="Canary-reason")
    make_pairing(coming, faculty_of(coach), first_date=date(2026, 11, 30))
    for path in (PANEL, YEARS):
        page = visit(coach, path)
        said = words(page)[words(page).index("Handing over and taking over") :]
        assert "Ana Silva comes to you Mon 30 Nov, in 8 days: taken over from Dr. Vega" in said
        assert "Resi Dent leaves your panel Mon 7 Dec, in 15 days: handed over to Dr. Vega" in said
        assert "Canary-reason" not in page


def test_who_graduates_leaves_and_where_nobody_takes_over_it_is_open(
    panel: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    graduate = make_resident(panel.program, "Silva, Ana", left_on=date(2027, 6, 28))
    make_pairing(graduate, faculty_of(coach))
    resident_of(resident).pairings.update(last_date=date(2026, 12, 6))
    said = words(visit(coach, YEARS))
    assert "Ana Silva leaves your panel Mon 28 Jun, in 218 days: leaves the program" in said
    assert "Resi Dent leaves your panel Mon 7 Dec, in 15 days: handed over; who takes over is open" in said


def test_what_was_long_ago_is_not_told_any_more(panel: ClinicYear, coach: User, visit: Visit) -> None:
    old = make_resident(panel.program, "Olden, Ole")
    make_pairing(old, faculty_of(coach), last_date=date(2026, 9, 1))
    assert "Nobody comes or goes" in words(visit(coach, YEARS))
    old.pairings.update(last_date=date(2026, 9, 30))
    assert "Ole Olden leaves your panel Thu 1 Oct, 52 days ago" in words(visit(coach, YEARS))


# --- what leave would cost


def test_leave_is_priced_by_resident_and_half_day_and_nothing_is_saved(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    said = words(visit(coach, f"{LEAVE}?first=2026-11-23&last=2026-11-27"))
    assert "Costs 1 resident 1 overlap and leaves 1 session short of supervision" in said
    assert "Dent loses 1 overlap (Wed 25 Nov, AM)" in said
    assert "Wed 25 Nov, AM at Main: nobody would precept, for 1 resident." in said
    assert not Absence.objects.exists()


def test_half_a_day_that_costs_nobody_anything_is_said_to(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    said = words(visit(coach, f"{LEAVE}?first=2026-11-25&last=2026-11-25&period=PM"))
    assert "Costs nobody a clinic or an overlap" in said


def test_the_days_that_were_looked_at_can_be_asked_for(panel: ClinicYear, coach: User, visit: Visit) -> None:
    assert 'href="/requests/leave/"' in visit(coach, LEAVE)
    days = "first=2026-11-23&amp;last=2026-11-27&amp;period=AM"
    address = f"/requests/leave/?{days}"
    assert f'href="{address}"' in visit(coach, f"{LEAVE}?first=2026-11-23&last=2026-11-27&period=AM")
    form = visit(coach, address.replace("&amp;", "&"))
    assert 'value="2026-11-23"' in form
    assert 'value="2026-11-27"' in form
    assert '<option value="AM" selected>' in form
    assert visit(coach, "/requests/leave/?first=%00&last=x&first=y&period=" + "9" * 400)


@pytest.mark.parametrize(
    ("asked", "words_said"),
    [
        ("first=2026-11-25&last=2026-11-24", "It ends before it starts."),
        ("first=2026-11-02&last=2026-11-06", "These days have passed."),
        ("first=2026-11-25&last=2031-11-24", "Choose a date in it."),
        ("first=0001-01-01&last=9999-12-31", "Choose a date in it."),
        ("first=x&last=%00", "Enter a valid date."),
        ("first=2026-11-25&last=2026-11-26&period=NIGHT", "is not one of the available choices"),
        ("first=2026-11-25", "This field is required."),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    panel: ClinicYear, coach: User, client: Client, asked: str, words_said: str
) -> None:
    client.force_login(coach)
    answer = client.get(f"{LEAVE}?{asked}")
    assert answer.status_code == 422
    assert words_said in words(answer.content.decode())


def test_without_a_published_year_there_is_nothing_to_price(
    clinics: ClinicYear, coach: User, visit: Visit
) -> None:
    clinics.schedule.delete()
    assert "The schedule is not published yet" in words(visit(coach, f"{LEAVE}?first=2026-11-23"))


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    panel: ClinicYear,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    other = make_faculty(panel.program, "Vega, Vera")
    for number in range(residents):
        one = make_resident(panel.program)
        make_pairing(one, other, last_date=date(2026, 11, 29))
        make_pairing(one, faculty_of(coach), first_date=date(2026, 11, 30))
        panel.coached(one, faculty_of(coach))
        panel.attends(one, "2026-11-25")
        make_meeting(one, faculty_of(coach), f"2026-11-0{number + 1}", state=MeetingState.HELD)
    client.force_login(coach)
    with django_assert_num_queries(15):
        client.get(YEARS)
    with django_assert_num_queries(26):
        client.get(f"{LEAVE}?first=2026-11-23&last=2026-12-06")
    with django_assert_num_queries(25):
        client.get(PANEL)


def test_a_stray_parameter_asks_nothing_and_changes_no_answer(
    clinics: ClinicYear, coach: User, client: Client
) -> None:
    client.force_login(coach)
    plain = client.get(f"{LEAVE}?utm_source=mail&page=2")
    assert (plain.status_code, plain.context["form"].is_bound) == (200, False)
    assert client.get(f"{LEAVE}?utm_source=mail&first=2026-12-07&last=2026-12-07").status_code == 200
    assert client.get(f"{LEAVE}?utm_source=mail&first=2026-12-07").status_code == 422
