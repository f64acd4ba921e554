"""My teams: when are all of us in clinic, and who of us is there while the coach is not."""

from datetime import date
from itertools import combinations

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.domain.clinics import Clinic
from coaching.domain.contact import Contact
from coaching.domain.teams import CoachOf, Kind, Mate, joint_half_days, next_joint, without_coach
from connectedness.accounts.models import Membership, User
from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.models import Absence, Nurse, NurseAway, Pairing, Session, Team, TeamMember
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    faculty_of,
    make_faculty,
    make_nurse,
    make_nurse_week,
    make_pairing,
    make_program,
    make_resident,
    make_team,
    make_user,
    resident_of,
)

PAGE = "/teams/"
WEDNESDAYS = ("2026-11-25", "2026-12-02", "2026-12-09")
NOW = at("2026-11-22 18:20")


@pytest.fixture
def nura(nurse: User, clinics: ClinicYear) -> Nurse:
    """The nurse, at Main on Wednesday mornings and Friday afternoons."""
    nura = make_nurse(clinics.program, user=nurse, phone="(212) 555-0177")
    make_nurse_week(nura, clinics.main, "2-AM", "4-PM")
    return nura


@pytest.fixture
def juniper(clinics: ClinicYear, resident: User, coach: User, nura: Nurse) -> Team:
    """Resident, coach and nurse, who are all at Main on three Wednesdays."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), *WEDNESDAYS)
    return make_team(clinics.program, resident_of(resident), faculty_of(coach), nura, name="Juniper")


MEMBERS = ("resident", "coach", "nurse")


@pytest.mark.parametrize("who", MEMBERS)
def test_each_of_the_team_reads_when_all_are_in_clinic(
    juniper: Team, who: str, visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = visit(request.getfixturevalue(who), PAGE)
    assert "You are all in clinic next on Wed 25 Nov, AM, at Main" in words(page)
    said = section(page, "All in clinic", "When the coach is away")
    assert "In 3 days Wed 25 Nov, AM 08:00 · Main" in said
    assert "Wed 2 Dec, AM Main" in said
    assert "Wed 9 Dec, AM Main" in said


@pytest.mark.parametrize("who", MEMBERS)
def test_the_others_are_one_tap_away(
    juniper: Team, resident: User, coach: User, who: str, visit: Visit, request: pytest.FixtureRequest
) -> None:
    type(faculty_of(coach)).objects.update(pager="4417", phone="")
    type(resident_of(resident)).objects.update(email="resi@example.org")
    page = visit(request.getfixturevalue(who), PAGE)
    ways = {"coach": "tel:4417", "resident": "mailto:resi@example.org", "nurse": "tel:2125550177"}
    for other, way in ways.items():
        assert (f'href="{way}"' in page) == (other != who)


def test_who_is_not_in_the_team_reads_nothing_of_it(
    juniper: Team, clinics: ClinicYear, visit: Visit, client: Client
) -> None:
    outside = make_user("Otto Outside", program=clinics.program, role="nurse")
    page = words(visit(outside, PAGE))
    assert "You are in no team yet" in page
    assert "Juniper" not in page
    client.force_login(make_user("Dora Director", program=clinics.program, role="director"))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("clock", "title"),
    [
        ("2026-11-25 07:59", "You are all in clinic next on Wed 25 Nov, AM, at Main"),
        ("2026-11-25 08:00", "You are all in clinic now: Main, until 12:00"),
        ("2026-11-25 11:59", "You are all in clinic now: Main, until 12:00"),
        ("2026-11-25 12:00", "You are all in clinic next on Wed 2 Dec, AM, at Main"),
        ("2026-12-09 12:00", "No half-day ahead has all of your team in clinic"),
    ],
)
def test_the_title_follows_the_clock_of_the_program(
    juniper: Team, nurse: User, visit: Visit, clock: str, title: str
) -> None:
    with time_machine.travel(at(clock), tick=False):
        assert title in words(visit(nurse, PAGE))


def gone(juniper: Team, kind: str, day: str) -> None:
    """One of the team is away on a day."""
    if kind == "nurse":
        NurseAway.objects.create(nurse=Nurse.objects.get(), first_date=day, last_date=day)
        return
    person = getattr(TeamMember.objects.get(**{f"{kind}__isnull": False}, team=juniper), kind)
    Absence.objects.create(**{kind: person}, first_date=day, last_date=day)


@pytest.mark.parametrize("kind", ["resident", "faculty", "nurse"])
def test_leave_entered_since_takes_the_half_day_away(
    juniper: Team, nurse: User, visit: Visit, kind: str
) -> None:
    assert "next on Wed 25 Nov" in words(visit(nurse, PAGE))
    gone(juniper, kind, "2026-11-25")
    assert "next on Wed 2 Dec" in words(visit(nurse, PAGE))


def test_neither_a_holiday_nor_a_closed_session_has_all_in_clinic(
    juniper: Team, clinics: ClinicYear, nurse: User, visit: Visit
) -> None:
    clinics.holiday("2026-11-25")
    assert "next on Wed 2 Dec" in words(visit(nurse, PAGE))
    Session.objects.filter(date="2026-12-02").update(rooms=0)
    assert "next on Wed 9 Dec" in words(visit(nurse, PAGE))


def test_a_draft_counts_for_nothing(juniper: Team, clinics: ClinicYear, nurse: User, visit: Visit) -> None:
    type(clinics.schedule).objects.update(state="draft")
    said = words(visit(nurse, PAGE))
    assert "The schedule is not published yet" in said
    assert "Wed 25 Nov" not in said


def test_all_in_clinic_in_two_buildings_is_said_to_be_so_and_gives_way_to_one_building(
    juniper: Team, clinics: ClinicYear, coach: User, resident: User, nurse: User, visit: Visit
) -> None:
    clinics.attends(resident_of(resident), "2026-11-27", period="PM", site=clinics.east)
    clinics.precepts(faculty_of(coach), "2026-11-27", period="PM")
    later = section(visit(nurse, PAGE), "All in clinic", "Who is in it")
    assert "Fri 27 Nov, PM East and Main, not in one building" in later
    assert "In 3 days Wed 25 Nov, AM" in later
    gone(juniper, "nurse", "2026-11-25")
    gone(juniper, "nurse", "2026-12-02")
    gone(juniper, "nurse", "2026-12-09")
    said = words(visit(nurse, PAGE))
    assert "You are all in clinic next on Fri 27 Nov, PM, at East and Main" in said
    assert "no half-day ahead has all of you in one" in said


def test_a_nurse_without_half_days_is_named_as_the_reason(
    juniper: Team, resident: User, nura: Nurse, visit: Visit
) -> None:
    nura.half_days.all().delete()
    said = words(visit(resident, PAGE))
    assert "No half-day ahead has all of your team in clinic" in said
    assert "Nura Sey has no clinic half-day ahead. Ask your coordinator" in said


def test_somebody_alone_in_a_team_is_told_so(
    clinics: ClinicYear, nura: Nurse, nurse: User, visit: Visit
) -> None:
    make_team(clinics.program, nura, name="Harbor")
    assert "Nobody but you is in this team yet" in words(visit(nurse, PAGE))


def test_who_left_the_team_does_not_hold_the_others_back_and_reads_it_no_more(
    juniper: Team, coach: User, nurse: User, visit: Visit, client: Client
) -> None:
    gone(juniper, "faculty", "2026-11-25")
    assert "next on Wed 2 Dec" in words(visit(nurse, PAGE))
    TeamMember.objects.filter(faculty=faculty_of(coach)).update(last_date=date(2026, 11, 21))
    assert "next on Wed 25 Nov" in words(visit(nurse, PAGE))
    assert "You are in no team yet" in words(visit(coach, PAGE))


def test_a_nurse_of_two_teams_reads_of_the_next_half_day_first(
    juniper: Team, clinics: ClinicYear, nura: Nurse, nurse: User, visit: Visit
) -> None:
    other, their_coach = (
        make_resident(clinics.program, "Silva, Ana"),
        make_faculty(clinics.program, "Vega, Vera"),
    )
    make_team(clinics.program, other, their_coach, nura, name="Harbor")
    clinics.together(other, their_coach, "2026-11-27", period="PM")
    page = words(visit(nurse, PAGE))
    assert "You are all in clinic next on Wed 25 Nov, AM, with team Juniper at Main" in page
    assert page.index("Team Juniper") < page.index("Team Harbor")
    gone(juniper, "resident", "2026-11-25")
    assert "You are all in clinic next on Fri 27 Nov, PM, with team Harbor at Main" in words(
        visit(nurse, PAGE)
    )


# --- while the coach is away


def cover_section(page: str) -> str:
    return section(page, "When the coach is away", "Who is in it")


def test_while_the_coach_is_on_leave_the_nurse_and_another_of_the_team_cover(
    juniper: Team, clinics: ClinicYear, coach: User, resident: User, visit: Visit
) -> None:
    assert "no resident of the team is in clinic without their coach" in cover_section(visit(resident, PAGE))
    second = make_faculty(clinics.program, "Okafor, Ada")
    TeamMember.objects.create(team=juniper, faculty=second, first_date=date(2026, 9, 1))
    clinics.precepts(second, "2026-11-25", site=clinics.east)
    Absence.objects.create(
        faculty=faculty_of(coach), first_date="2026-11-24", last_date="2026-11-27", reason="Surgery"
    )
    said = cover_section(visit(resident, PAGE))
    assert (
        "Wed 25 Nov, AM Main You are in clinic, Dr. Achebe is away. Covering: Nura Sey and Dr. Okafor (at East)"
        in said
    )
    assert "2 Dec" not in said
    assert "Surgery" not in visit(resident, PAGE)


def test_a_clinic_without_the_coach_and_without_the_team_says_so(
    juniper: Team, clinics: ClinicYear, resident: User, nurse: User, visit: Visit
) -> None:
    clinics.attends(resident_of(resident), "2026-11-24", site=clinics.east)
    said = cover_section(visit(nurse, PAGE))
    assert (
        "Tue 24 Nov, AM East Resi Dent is in clinic, Dr. Achebe is not. Nobody of the team is there" in said
    )


def test_a_coach_outside_the_team_counts_as_the_coach(
    juniper: Team, clinics: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    Pairing.objects.update(faculty=make_faculty(clinics.program, "Newcoach, Ned"))
    said = cover_section(visit(resident, PAGE))
    assert (
        "Wed 25 Nov, AM Main You are in clinic, Dr. Newcoach is not. Covering: Dr. Achebe and Nura Sey"
        in said
    )


# --- the rule said once more: by looking at every half-day, one after the other


def mate(name: str, kind: Kind, half_days: list[tuple[HalfDay, str]]) -> Mate:
    clinics = tuple(
        Clinic(
            session=hash((half_day, site)),
            schedule=1,
            half_day=half_day,
            code=site,
            site=site,
            letter=site[0],
            starts=at(f"{half_day.date} {'08:00' if half_day.period == Period.AM else '13:00'}"),
            ends=at(f"{half_day.date} {'12:00' if half_day.period == Period.AM else '17:00'}"),
        )
        for half_day, site in half_days
    )
    blank: dict[str, object] = {"contact": Contact(), "is_me": False, "full_name": name, "initials": ""}
    return Mate(kind=kind, person=hash(name), name=name, clinics=clinics, **blank)  # type: ignore[arg-type]


WEEK = [
    HalfDay(day, period)
    for day in days_from(date(2026, 11, 21), date(2026, 11, 24))
    for period in (Period.AM, Period.PM)
]


@pytest.mark.parametrize("hour", ["07:00", "08:00", "12:00", "12:30", "17:00", "20:00"])
def test_joint_half_days_are_those_on_which_nobody_is_missing(hour: str) -> None:
    """All sets of half-days of three people over four days, in steps that meet every pattern of who is there."""
    now = at(f"2026-11-22 {hour}")
    seen = set()
    for first, second, third in combinations(range(1, 2 ** len(WEEK), 37), 3):
        people = [
            mate(name, kind, [(half_day, "MAIN") for place, half_day in enumerate(WEEK) if mask >> place & 1])
            for name, kind, mask in (
                ("A", Kind.FACULTY, first),
                ("B", Kind.NURSE, second),
                ("C", Kind.RESIDENT, third),
            )
        ]
        expected = [
            half_day
            for place, half_day in enumerate(WEEK)
            if first >> place & second >> place & third >> place & 1
            and at(f"{half_day.date} {'12:00' if half_day.period == Period.AM else '17:00'}") > now
        ]
        found = joint_half_days(people, now)
        assert [joint.half_day for joint in found] == expected
        chosen = next_joint(found)
        assert (chosen and chosen.half_day) == (expected[0] if expected else None)
        seen.add(len(expected))
    assert seen >= {0, 1, 2}


def test_covers_are_the_clinics_in_which_the_coach_is_not_and_who_else_is_there() -> None:
    """Every choice of half-days of the coach and of another member, for a resident who is always there."""
    checked = 0
    for coach_mask in range(0, 256, 5):
        for other_mask in range(0, 256, 7):
            at_main = [(half_day, "MAIN") for half_day in WEEK]
            here = mate("R", Kind.RESIDENT, at_main)
            other = mate(
                "Z", Kind.FACULTY, [one for place, one in enumerate(at_main) if other_mask >> place & 1]
            )
            coach = mate(
                "K", Kind.FACULTY, [one for place, one in enumerate(at_main) if coach_mask >> place & 1]
            )
            found = without_coach(
                [here, other, coach],
                {here.person: CoachOf("K", coach.clinics, frozenset())},
                now=at("2026-11-21 00:00"),
                until=date(2026, 11, 24),
            )
            assert [cover.clinic.half_day for cover in found] == [
                half_day for place, half_day in enumerate(WEEK) if not coach_mask >> place & 1
            ]
            for cover in found:
                place = WEEK.index(cover.clinic.half_day)
                assert cover.who == ("Z" if other_mask >> place & 1 else "")
                checked += 1
    assert checked > 1000


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    juniper: Team,
    clinics: ClinicYear,
    nura: Nurse,
    nurse: User,
    client: Client,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size - 1):
        resident, coach = make_resident(clinics.program), make_faculty(clinics.program)
        make_pairing(resident, coach)
        another = make_nurse(clinics.program)
        make_nurse_week(another, clinics.main, "2-AM")
        make_team(clinics.program, resident, coach, nura, another, name=f"Harbor {number}")
        clinics.together(resident, coach, *WEDNESDAYS)
    client.force_login(nurse)
    with django_assert_num_queries(24):
        client.get(PAGE)


def test_a_nurse_of_two_programs_reads_each_team_by_its_own_clock(
    juniper: Team, nurse: User, visit: Visit
) -> None:
    west = make_program("Westside Family Medicine", time_zone="America/Los_Angeles")
    Membership.objects.create(user=nurse, program=west, role="nurse")
    held = make_nurse(west, user=nurse)
    make_team(west, held, make_resident(west), name="Maple")
    page = words(visit(nurse, PAGE))
    assert "Team Juniper" in page
    assert "Team Maple" in page
