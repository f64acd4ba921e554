"""Where meetings stand: whom one is to meet, and by when."""

import re

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import Meeting, MeetingState
from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.meetings.pages import MEETINGS, address
from tests.coaching.pages import section, words
from tests.factories import faculty_of, make_meeting, make_pairing, make_resident
from tests.signing_in import sign_in


def test_somebody_who_never_met_is_asked_to_within_half_a_year_of_the_years_beginning(
    clinics: ClinicYear, resident: User, visit: Visit
) -> None:
    page = words(visit(resident, MEETINGS))
    assert "Meet Dr. Achebe by 28 Dec" in page
    assert "Due by Mon 28 Dec Last met: not yet Find a time" in page


def test_what_is_overdue_comes_first_and_stops_asking_once_it_is_agreed(
    clinics: ClinicYear, coach: User, visit: Visit
) -> None:
    names = ("Silva, Ana", "Uchenna, Chidi")
    ana, chidi = (make_resident(clinics.program, name) for name in names)
    for one in (ana, chidi):
        make_pairing(one, faculty_of(coach))
    make_meeting(ana, faculty_of(coach), "2026-09-01", state=MeetingState.HELD)
    with time_machine.travel(at("2027-01-05 09:00"), tick=False):
        page = words(visit(coach, MEETINGS))
        assert "1 meeting needs you" in page
        assert page.index("Chidi Uchenna") < page.index("Ana Silva")
        assert "Overdue since Mon 28 Dec" in page
        make_meeting(chidi, faculty_of(coach), "2027-01-08", state=MeetingState.AGREED)
        page = words(visit(coach, MEETINGS))
    assert "Your meetings are on time" in page
    assert "Overdue" not in page


@pytest.mark.parametrize("path", ["/me/", MEETINGS])
def test_the_resident_sees_who_asks_and_answers_in_one_tap(
    clinics: ClinicYear, meeting: Meeting, resident: User, visit: Visit, path: str
) -> None:
    page = visit(resident, path)
    assert "Proposed: Wed 2 Dec, 13:00 in 10 days" in words(page)
    assert f'href="{address(meeting)}">Answer' in page


def test_the_panel_shows_the_meeting_of_each_resident(
    clinics: ClinicYear, held: Meeting, coach: User, visit: Visit
) -> None:
    found = section(visit(coach, "/panel/"), "Resi Dent", "Find a time")
    assert "Due by Thu 20 May last Thu 19 Nov" in found


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(residents):
        one = make_resident(clinics.program, f"Silva, Ana {number}")
        make_pairing(one, faculty_of(coach))
        make_meeting(one, faculty_of(coach), state=MeetingState.HELD, proposed_by=coach)
        make_meeting(one, faculty_of(coach), "2026-12-09", proposed_by=coach)
    assert sign_in(client, coach)
    client.get(MEETINGS)
    with django_assert_num_queries(7):
        client.get(MEETINGS)


@pytest.mark.parametrize("path", ["/me/", MEETINGS])
def test_two_times_of_a_pair_stand_beside_each_other_and_what_asks_comes_first(
    clinics: ClinicYear, meeting: Meeting, resident: User, coach: User, visit: Visit, path: str
) -> None:
    mine = make_meeting(meeting.resident, meeting.faculty, "2026-11-30", proposed_by=resident)
    page = visit(resident, path)
    assert "Proposed: Wed 2 Dec, 13:00 in 10 days Also proposed: Mon 30 Nov, 13:00 · Open" in words(page)
    assert f'href="{address(meeting)}">Answer' in page
    assert f'href="{address(mine)}">Open' in page


def test_an_overdue_meeting_has_its_colour_its_mark_and_its_word(
    clinics: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    shown = r'<span class="nowrap bad">\s*<svg((?!</span>).)*</svg>\s*Overdue since Mon 28 Dec</span>'
    assert not re.search(shown, visit(coach, MEETINGS), re.DOTALL)
    with time_machine.travel(at("2027-01-05 09:00"), tick=False):
        for path in (MEETINGS, "/panel/"):
            assert re.search(shown, visit(coach, path), re.DOTALL), path


def test_the_title_does_not_take_a_proposal_for_an_agreement(
    clinics: ClinicYear, meeting: Meeting, resident: User, visit: Visit
) -> None:
    assert "Meet Dr. Achebe on Wed 2 Dec?" in words(visit(resident, MEETINGS))
    Meeting.objects.update(state=MeetingState.AGREED)
    assert "You meet Dr. Achebe on Wed 2 Dec" in words(visit(resident, MEETINGS))
