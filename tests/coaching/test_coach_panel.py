"""A coach's first screen: who needs me first, and when do I see whom."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coaching.models import MeetingState
from connectedness.accounts.models import User
from scheduling.models import Absence, ClinicRule, Pairing, Resident, RotationAssignment, ScheduleState
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
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

PANEL = "/panel/"


@pytest.fixture
def chidi(clinics: ClinicYear, coach: User) -> Resident:
    """Was last together with the coach on 14 October, next on 7 December."""
    resident = make_resident(clinics.program, "Uchenna, Chidi", email="chidi@example.org")
    make_pairing(resident, faculty_of(coach))
    clinics.coached(resident, faculty_of(coach), attainable=21, pgy=1)
    clinics.together(resident, faculty_of(coach), "2026-09-30", "2026-10-14")
    clinics.together(resident, faculty_of(coach), "2026-12-07", period="PM")
    return resident


@pytest.fixture
def panel(clinics: ClinicYear, resident: User, coach: User, chidi: Resident) -> ClinicYear:
    """Chidi, and the resident of the cast, who sees the coach every week."""
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=26)
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", "2026-11-25", "2026-12-02")
    return clinics


def next_year(clinics: ClinicYear) -> ClinicYear:
    """The year after, published."""
    year = make_year(clinics.program, name="2027-2028", first_monday=date(2027, 6, 28))
    schedule = make_schedule(year, state=ScheduleState.PUBLISHED, version=1, published_at=timezone.now())
    return ClinicYear(clinics.program, year, clinics.main, clinics.east, schedule)


def rows_say(page: str) -> dict[str, str]:
    """What each row of the table says of the next half-day together."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    cells = [
        re.findall(r'<td class="nowrap">(.*?)</td>', row, re.DOTALL) for row in table.split("</tr>")[:-1]
    ]
    return dict(zip(names_in_order(page), (words(one[1]) for one in cells), strict=True))


def names_in_order(page: str) -> list[str]:
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r'<span class="person-name">(?:<a [^>]*>)?([^<]+?)\s*(?:</a>)?</span>', table)


def test_who_waits_longest_comes_first_and_is_named_in_the_title(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    page = visit(coach, PANEL)
    assert names_in_order(page) == ["Chidi Uchenna", "Resi Dent"]
    assert (
        "Chidi Uchenna needs you first 5 weeks without a half-day together. Next chance: Mon 7 Dec, PM , Main."
        in words(page)
    )


def test_at_the_end_of_a_year_the_next_half_day_together_is_that_of_the_next_year(
    panel: ClinicYear, coach: User, chidi: Resident, resident: User, visit: Visit
) -> None:
    """The year ends on 27 June: without the next one nothing is ahead."""
    panel.together(chidi, faculty_of(coach), "2027-06-16")
    with time_machine.travel(at("2027-06-21 09:00"), tick=False):
        assert rows_say(visit(coach, PANEL)) == {"Chidi Uchenna": "none ahead", "Resi Dent": "none ahead"}
        after = next_year(panel)
        for one, day in ((chidi, "2027-07-07"), (resident_of(resident), "2027-06-30")):
            after.coached(one, faculty_of(coach))
            after.together(one, faculty_of(coach), day)
        page = visit(coach, PANEL)
        assert rows_say(page) == {"Chidi Uchenna": "Wed 7 Jul, AM", "Resi Dent": "Wed 30 Jun, AM"}
        assert "4 so far, 0 to come" in words(page)
        assert "Next chance: Wed 30 Jun, AM" in words(page)
    with time_machine.travel(at("2027-06-28 09:00"), tick=False):
        assert rows_say(visit(coach, PANEL)) == {
            "Chidi Uchenna": "Wed 7 Jul, AM",
            "Resi Dent": "Wed 30 Jun, AM",
        }


def test_a_meeting_that_is_overdue_weighs_like_waiting(
    panel: ClinicYear, coach: User, resident: User, visit: Visit
) -> None:
    assert names_in_order(visit(coach, PANEL)) == ["Chidi Uchenna", "Resi Dent"]
    make_meeting(resident_of(resident), faculty_of(coach), "2026-04-14", state=MeetingState.HELD)
    page = visit(coach, PANEL)
    assert names_in_order(page) == ["Resi Dent", "Chidi Uchenna"]
    assert "Resi Dent needs you first A meeting overdue since Tue 13 Oct." in words(page)
    agreed = make_meeting(resident_of(resident), faculty_of(coach), "2026-12-14", state=MeetingState.AGREED)
    page = visit(coach, PANEL)
    assert names_in_order(page) == ["Chidi Uchenna", "Resi Dent"]
    assert f'href="/meetings/{agreed.pk}/">Open' in page


def test_each_row_says_the_last_and_the_next_meeting(
    panel: ClinicYear, coach: User, resident: User, visit: Visit
) -> None:
    make_meeting(resident_of(resident), faculty_of(coach), "2026-11-03", state=MeetingState.HELD)
    make_meeting(resident_of(resident), faculty_of(coach), "2026-12-14", state=MeetingState.PROPOSED)
    row = section(visit(coach, PANEL), "Resi Dent PGY-2", "Next together")
    assert "Mon 14 Dec, 13:00 proposed · last Tue 3 Nov" in row


def test_every_resident_has_a_way_to_a_meeting_on_a_phone_too(
    panel: ClinicYear, coach: User, chidi: Resident, resident: User, visit: Visit
) -> None:
    page = visit(coach, PANEL)
    phone = page[page.index('<div class="stack phone-only">') :]
    for one in (chidi, resident_of(resident)):
        assert f'href="/meetings/with/{one.pk}/"' in phone
    assert "Find a time : Resi Dent" in words(phone)


def test_somebody_with_nothing_ahead_comes_before_everybody(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    lost = make_resident(panel.program, "Lost, Lena")
    make_pairing(lost, faculty_of(coach))
    panel.coached(lost, faculty_of(coach))
    panel.together(lost, faculty_of(coach), "2026-11-18")
    page = visit(coach, PANEL)
    assert names_in_order(page)[0] == "Lena Lost"
    assert "none ahead" in words(page)


def test_a_resident_who_graduated_the_year_before_is_on_no_panel_any_more(
    panel: ClinicYear, coach: User, chidi: Resident, visit: Visit
) -> None:
    assert "Chidi Uchenna" in names_in_order(visit(coach, PANEL))
    last_year = make_year(panel.program, name="2025-2026", first_monday=date(2025, 6, 30))
    chidi.years.update(year=last_year)
    assert "Chidi Uchenna" not in names_in_order(visit(coach, PANEL))


def test_a_panel_without_long_waits_is_praised_instead(
    panel: ClinicYear, coach: User, chidi: Resident, visit: Visit
) -> None:
    assert "needs you first" in words(visit(coach, PANEL)).lower()
    Pairing.objects.filter(resident=chidi).delete()
    assert "Nobody on your panel waits longer than 4 weeks" in words(visit(coach, PANEL))


def test_half_days_so_far_and_to_come_add_up_to_those_reached(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    row = section(visit(coach, PANEL), "Chidi Uchenna PGY-1", "Find a time")
    assert "39 days ago Wed 14 Oct" in row
    assert "Mon 7 Dec, PM" in row
    assert "3 of 21" in row
    assert "2 so far, 1 to come" in row


@pytest.mark.parametrize("now", [at("2026-12-07 17:00")])
def test_a_half_day_that_ended_a_minute_ago_was_the_last_together(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    page = words(visit(coach, PANEL))
    assert "Today Mon 7 Dec" in page
    assert "3 so far, 0 to come" in page


@pytest.mark.parametrize("now", [at("2026-12-07 16:59")])
def test_a_half_day_that_is_on_is_still_to_come(panel: ClinicYear, coach: User, visit: Visit) -> None:
    assert "2 so far, 1 to come" in words(visit(coach, PANEL))


def test_the_rotation_of_today_is_said_with_its_end_and_leave_before_it(
    panel: ClinicYear, coach: User, chidi: Resident, visit: Visit
) -> None:
    wards = make_rotation(panel.program, code="WARD", name="Wards", hue="wards")
    for first in (date(2026, 11, 9), date(2026, 11, 23)):
        RotationAssignment.objects.create(
            resident=chidi, block=make_block(panel.year, first=first), rotation=wards
        )
    assert "Wards until 6 Dec" in words(visit(coach, PANEL))
    Absence.objects.create(resident=chidi, first_date="2026-11-20", last_date="2026-11-29")
    assert "Leave until 29 Nov" in words(visit(coach, PANEL))


def test_next_half_days_name_who_is_there(
    panel: ClinicYear, coach: User, chidi: Resident, visit: Visit
) -> None:
    panel.attends(chidi, "2026-11-25")
    said = section(visit(coach, PANEL), "Next together Wed", "Half-days together, week by week")
    assert said.startswith(
        "Next together Wed 25 Nov , AM Dent Uchenna Wed 2 Dec , AM Dent Mon 7 Dec , PM Uchenna"
    )


def heat_cells(page: str, name: str) -> list[str]:
    """The look of each week of a resident's year."""
    row = next(
        row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if name in row and "heat-total" in row
    )
    return re.findall(r'class="heat heat-(\w+)', row)


def test_a_week_in_which_they_could_have_met_differs_from_one_in_which_they_could_not(
    panel: ClinicYear, coach: User, chidi: Resident, visit: Visit
) -> None:
    clinic = make_rotation(
        panel.program, code="AMB", clinic_rule=ClinicRule.ANY, min_per_week=1, max_per_week=2
    )
    block = make_block(panel.year, first=date(2026, 8, 3))
    RotationAssignment.objects.create(resident=chidi, block=block, rotation=clinic)
    panel.precepts(faculty_of(coach), "2026-08-05", "2026-08-26")
    panel.precepts(make_faculty(panel.program), "2026-08-12")
    cells = heat_cells(visit(coach, PANEL), "Chidi Uchenna")
    assert len(cells) == 52
    first_of_august = 5
    assert cells[first_of_august : first_of_august + 4] == ["0", "none", "none", "none"]
    assert (cells.count("1"), cells.count("0")) == (3, 1)


def test_leave_makes_a_week_impossible(panel: ClinicYear, coach: User, chidi: Resident, visit: Visit) -> None:
    clinic = make_rotation(panel.program, code="AMB", clinic_rule=ClinicRule.ANY, max_per_week=2)
    block = make_block(panel.year, first=date(2026, 8, 3))
    RotationAssignment.objects.create(resident=chidi, block=block, rotation=clinic)
    panel.precepts(faculty_of(coach), "2026-08-05")
    assert heat_cells(visit(coach, PANEL), "Chidi Uchenna")[5] == "0"
    Absence.objects.create(resident=chidi, first_date="2026-08-05", last_date="2026-08-05")
    assert heat_cells(visit(coach, PANEL), "Chidi Uchenna")[5] == "none"


def test_the_totals_count_the_panel_and_nobody_else(panel: ClinicYear, coach: User, visit: Visit) -> None:
    left_panel = make_resident(panel.program, "Gone, Gita")
    panel.coached(left_panel, faculty_of(coach))
    panel.together(left_panel, faculty_of(coach), "2026-11-11")
    page = visit(coach, PANEL)
    assert "Gone" not in page
    assert section(page, "My panel 0", "Reached counts").endswith(" 6 of 47 ")


def test_residents_of_another_coach_are_never_on_the_page(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    other_coach = make_faculty(panel.program, "Vega, Vera")
    stranger = make_resident(panel.program, "Other, Olga", email="olga@example.org")
    make_pairing(stranger, other_coach)
    panel.coached(stranger, other_coach)
    panel.attends(stranger, "2026-11-25")
    page = visit(coach, PANEL)
    assert "Chidi Uchenna" in page
    assert "Olga" not in page


def test_before_anything_is_published_the_panel_is_there_with_how_to_reach_it(
    panel: ClinicYear, coach: User, visit: Visit
) -> None:
    panel.schedule.delete()
    page = visit(coach, PANEL)
    assert "The schedule of 2026-2027 is not published yet" in words(page)
    assert 'href="mailto:chidi@example.org"' in page


def test_a_coach_without_a_panel_is_told_when_there_will_be_one(
    clinics: ClinicYear, coach: User, visit: Visit
) -> None:
    assert "Your panel appears here once the program has paired you with residents." in words(
        visit(coach, PANEL)
    )


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    clinic = make_rotation(clinics.program, code="AMB", clinic_rule=ClinicRule.ANY, max_per_week=2)
    block = make_block(clinics.year)
    for _ in range(residents):
        another = make_resident(clinics.program)
        make_pairing(another, faculty_of(coach))
        clinics.coached(another, faculty_of(coach))
        RotationAssignment.objects.create(resident=another, block=block, rotation=clinic)
        clinics.together(another, faculty_of(coach), "2026-11-18", "2026-11-25")
    client.force_login(coach)
    with django_assert_num_queries(36):
        client.get(PANEL)
