"""Whom can I ask now, for a resident in a team: the coach, else the team, else a preceptor, else the clinic's line."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.domain.asking import Answer, InClinic, LastResort, whom_to_ask
from coaching.domain.clinics import Clinic
from coaching.domain.contact import Action, Contact
from coaching.domain.teams import Kind
from connectedness.accounts.models import User
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import (
    Absence,
    Faculty,
    Nurse,
    NurseAway,
    Pairing,
    Rotation,
    RotationAssignment,
    Team,
    TeamMember,
)
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.pages import section
from tests.factories import (
    faculty_of,
    make_block,
    make_faculty,
    make_nurse,
    make_nurse_week,
    make_resident,
    make_team,
    resident_of,
)

HOME = "/me/"
WEDNESDAY = "2026-11-25"
WEEK = {"1-AM", "1-PM", "2-AM", "2-PM", "3-AM"}


@pytest.fixture
def second(clinics: ClinicYear) -> Faculty:
    """Another faculty member of the team."""
    return make_faculty(clinics.program, "Okafor, Ada", pager="4418")


@pytest.fixture
def nura(clinics: ClinicYear, nurse: User) -> Nurse:
    """The team's nurse, at East on several half-days."""
    nura = make_nurse(clinics.program, user=nurse, phone="555-0177")
    make_nurse_week(nura, clinics.east, *sorted(WEEK))
    for day, period in ((WEDNESDAY, "AM"), (WEDNESDAY, "PM"), ("2026-11-26", "AM"), ("2026-11-24", "AM")):
        clinics.session(day, period, clinics.east)
    return nura


@pytest.fixture
def team(clinics: ClinicYear, resident: User, coach: User, second: Faculty, nura: Nurse) -> Team:
    """Everybody is in clinic on Wednesday morning at Main, the nurse at East; a stranger precepts at Main."""
    clinics.program.clinic_line = "+1 212 555 0100"
    clinics.program.save()
    peer = make_resident(clinics.program, "Silva, Ana", phone="555-0188")
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), WEDNESDAY)
    clinics.precepts(second, WEDNESDAY, duty="own_clinic")
    clinics.precepts(make_faculty(clinics.program, "Adebayo, Ade"), WEDNESDAY)
    clinics.attends(peer, WEDNESDAY)
    return make_team(
        clinics.program, resident_of(resident), faculty_of(coach), second, nura, peer, name="Juniper"
    )


def asked(client: Client, resident: User, moment: datetime) -> str:
    """The answer on the resident's home at a moment."""
    with time_machine.travel(moment, tick=False):
        client.force_login(resident)
        return section(client.get(HOME).content.decode(), "Whom can I ask now?", "My record")


def test_the_coach_comes_first_then_the_team_then_a_preceptor_then_the_line(
    team: Team, resident: User, client: Client
) -> None:
    said = asked(client, resident, at(f"{WEDNESDAY} 09:00"))
    assert "Dr. Achebe, your coach Main, until 12:00" in said
    assert (
        "If no answer: Dr. Okafor , team Juniper Then: Ana Silva , resident, team Juniper "
        "Then: Nura Sey , nurse, team Juniper Then: Dr. Adebayo , precepting at Main Else: Clinic line"
    ) in said


def ladder(team: Team, coach: User, second: Faculty) -> Iterator[tuple[str, str]]:
    """Who goes away, one after the other, and who then is the answer."""
    yield "nobody", "Dr. Achebe, your coach"
    Absence.objects.create(faculty=faculty_of(coach), first_date=WEDNESDAY, last_date=WEDNESDAY)
    yield "the coach", "Dr. Okafor, team Juniper Main, until 12:00"
    Absence.objects.create(faculty=second, first_date=WEDNESDAY, last_date=WEDNESDAY)
    yield "the second", "Ana Silva, resident, team Juniper Main, until 12:00"
    peer = TeamMember.objects.get(resident__name="Silva, Ana").resident
    Absence.objects.create(resident=peer, first_date=WEDNESDAY, last_date=WEDNESDAY)
    yield "the peer", "Nura Sey, nurse, team Juniper East, until 12:00"
    NurseAway.objects.create(nurse=Nurse.objects.get(), first_date=WEDNESDAY, last_date=WEDNESDAY)
    yield "the nurse", "Dr. Adebayo Main, until 12:00"
    Absence.objects.create(
        faculty=Faculty.objects.get(name="Adebayo, Ade"), first_date=WEDNESDAY, last_date=WEDNESDAY
    )
    yield "everybody", "Clinics closed Clinic line Answers when nobody is in clinic"


def test_as_one_after_the_other_goes_on_leave_the_next_of_them_answers(
    team: Team, resident: User, coach: User, second: Faculty, client: Client
) -> None:
    for who, answer in ladder(team, coach, second):
        assert answer in asked(client, resident, at(f"{WEDNESDAY} 09:00")), who


@pytest.mark.parametrize(
    ("clock", "answer"),
    [
        (f"{WEDNESDAY} 07:59", "Closed until 08:00 Clinic line"),
        (f"{WEDNESDAY} 08:00", "In clinic now Dr. Achebe, your coach Main, until 12:00"),
        (f"{WEDNESDAY} 11:59", "In clinic now Dr. Achebe, your coach"),
        (f"{WEDNESDAY} 12:30", "Closed until 13:00 Clinic line"),
        (f"{WEDNESDAY} 13:00", "In clinic now Nura Sey, nurse, team Juniper East, until 17:00"),
        (f"{WEDNESDAY} 17:00", "Clinics closed Clinic line"),
        (f"{WEDNESDAY} 20:00", "Clinics closed Clinic line"),
        ("2026-11-26 09:00", "Closed: Thanksgiving Clinic line"),
        ("2026-11-28 09:00", "Clinics closed Clinic line"),
    ],
)
def test_the_team_follows_the_clock_too(
    team: Team, clinics: ClinicYear, resident: User, client: Client, clock: str, answer: str
) -> None:
    clinics.holiday("2026-11-26")
    assert answer in asked(client, resident, at(clock))


def test_a_resident_on_nights_at_two_reads_the_line_and_who_comes_first_in_the_morning(
    team: Team, clinics: ClinicYear, resident: User, client: Client
) -> None:
    nights = Rotation.objects.create(program=clinics.program, code="NIGHTS", clinic_rule="none", hue="nights")
    block = make_block(clinics.year, first=date(2026, 11, 23))
    RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=nights)
    said = asked(client, resident, at(f"{WEDNESDAY} 02:00"))
    assert "Closed until 08:00 Clinic line Answers when nobody is in clinic" in said
    assert "Today 08:00: Dr. Achebe , your coach, Main" in said
    assert "Today 08:00: Dr. Okafor , team Juniper, Main" in said
    assert "Today 08:00: Dr. Adebayo , Main" in said


@pytest.mark.parametrize(
    ("day", "before", "opening"),
    [
        # Clocks went back on Sunday 1 November and go forward on Sunday 14 March.
        ("2026-10-30", datetime(2026, 10, 30, 11, 59, tzinfo=UTC), datetime(2026, 10, 30, 12, 0, tzinfo=UTC)),
        ("2026-11-02", datetime(2026, 11, 2, 12, 59, tzinfo=UTC), datetime(2026, 11, 2, 13, 0, tzinfo=UTC)),
        ("2027-03-12", datetime(2027, 3, 12, 12, 59, tzinfo=UTC), datetime(2027, 3, 12, 13, 0, tzinfo=UTC)),
        ("2027-03-15", datetime(2027, 3, 15, 11, 59, tzinfo=UTC), datetime(2027, 3, 15, 12, 0, tzinfo=UTC)),
    ],
)
def test_eight_is_eight_on_the_wall_on_both_sides_of_both_clock_changes(
    team: Team,
    clinics: ClinicYear,
    resident: User,
    client: Client,
    day: str,
    before: datetime,
    opening: datetime,
) -> None:
    nurse = Nurse.objects.get()
    make_nurse_week(nurse, clinics.main, "0-AM", "4-AM")
    clinics.session(day)
    assert "Closed until 08:00" in asked(client, resident, before)
    assert "In clinic now Nura Sey, nurse, team Juniper Main, until 12:00" in asked(client, resident, opening)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        datetime(2027, 3, 14, 7, 30, tzinfo=UTC),
    ],
)
def test_in_the_hour_that_comes_twice_or_never_the_line_answers(
    team: Team, clinics: ClinicYear, resident: User, client: Client, moment: datetime
) -> None:
    nurse = Nurse.objects.get()
    make_nurse_week(nurse, clinics.main, "0-AM")
    for day in ("2026-11-02", "2027-03-15"):
        clinics.session(day)
    said = asked(client, resident, moment)
    assert "Clinics closed Clinic line" in said
    assert "Tomorrow 08:00: Nura Sey , nurse, team Juniper, Main" in said


def test_who_is_in_no_team_reads_nothing_of_one(team: Team, resident: User, client: Client) -> None:
    assert "team Juniper" in asked(client, resident, at(f"{WEDNESDAY} 09:00"))
    TeamMember.objects.filter(resident=resident_of(resident)).update(last_date=date(2026, 11, 20))
    assert "Juniper" not in asked(client, resident, at(f"{WEDNESDAY} 09:00"))


def test_without_a_coach_the_team_answers_first(team: Team, resident: User, client: Client) -> None:
    Pairing.objects.all().delete()
    assert "In clinic now Dr. Achebe, team Juniper" in asked(client, resident, at(f"{WEDNESDAY} 09:00"))


@pytest.mark.parametrize("size", [1, 3])
def test_a_larger_team_asks_the_database_no_more(
    team: Team,
    clinics: ClinicYear,
    resident: User,
    client: Client,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size - 1):
        nurse, peer = make_nurse(clinics.program), make_resident(clinics.program)
        make_nurse_week(nurse, clinics.main, "2-AM")
        clinics.attends(peer, WEDNESDAY)
        make_team(clinics.program, resident_of(resident), nurse, peer, name=f"Harbor {number}")
    client.force_login(resident)
    with django_assert_num_queries(38):
        client.get(HOME)


# --- the rule said once more, rung by rung, over every set of people and many moments

LINE = LastResort("Clinic line", "", Action("tel:1", "Call", "phone"))
HOURS = {Period.AM: ("08:00", "12:00"), Period.PM: ("13:00", "17:00"), Period.EVE: ("17:00", "20:00")}


def somebody(
    name: str,
    day: str,
    period: Period,
    site: str,
    *,
    coach: bool = False,
    precepts: bool = False,
    team: str = "",
    kind: Kind = Kind.FACULTY,
) -> InClinic:
    begins, ends = HOURS[period]
    half_day = HalfDay(date.fromisoformat(day), period)
    clinic = Clinic(
        session=1, schedule=1, half_day=half_day, code=site, site=site, letter=site[0],
        starts=at(f"{day} {begins}"), ends=at(f"{day} {ends}"),
    )  # fmt: skip
    return InClinic(
        name=name,
        contact=Contact(phone="1"),
        clinic=clinic,
        is_coach=coach,
        precepts=precepts,
        team=team,
        kind=kind,
    )


PEOPLE = (
    somebody("coach", "2026-11-25", Period.AM, "Main", coach=True, team="J"),
    somebody("mate at East", "2026-11-25", Period.AM, "East", precepts=True, team="J"),
    somebody("nurse", "2026-11-25", Period.AM, "Main", team="J", kind=Kind.NURSE),
    somebody("peer", "2026-11-25", Period.AM, "Main", team="J", kind=Kind.RESIDENT),
    somebody("preceptor", "2026-11-25", Period.AM, "Main", precepts=True),
    somebody("preceptor at East", "2026-11-25", Period.AM, "East", precepts=True),
    somebody("busy", "2026-11-25", Period.AM, "Main"),
    somebody("late nurse", "2026-11-25", Period.EVE, "Main", team="J", kind=Kind.NURSE),
    somebody("afternoon coach", "2026-11-25", Period.PM, "East", coach=True),
)
MOMENTS = ("02:00", "07:59", "08:00", "11:59", "12:00", "12:30", "13:00", "16:59", "17:00", "19:59", "20:00")


def by_rungs(people: list[InClinic], now: datetime, site: str) -> str:
    """The name that the rule asks for; the ladder written out."""
    there = [one for one in people if one.clinic.starts <= now and now < one.clinic.ends]
    near = [one for one in there if one.clinic.site == site]
    far = [one for one in there if one.clinic.site != site]
    for one in there:
        if one.is_coach:
            return f"{one.name}, your coach"
    for place in (near, far):
        for kind in ("faculty", "nurse", "resident"):
            for one in place:
                if one.team and one.kind.value == kind:
                    return one.name
    for place in (near, far):
        for one in place:
            if one.precepts:
                return one.name
    return "Clinic line"


@pytest.mark.parametrize("site", ["Main", "East"])
def test_no_set_of_people_and_no_moment_gives_another_answer_than_the_ladder(site: str) -> None:
    answers = set()
    for count in range(len(PEOPLE) + 1):
        for people in combinations(PEOPLE, count):
            for clock in MOMENTS:
                now = at(f"2026-11-25 {clock}")
                answer = whom_to_ask(people, now=now, own_site=site, last_resort=LINE)
                expected = by_rungs(list(people), now, site)
                assert (
                    answer.name.partition(", team")[0].removesuffix(", nurse").removesuffix(", resident")
                    == expected
                )
                assert_nobody_twice(answer)
                answers.add(expected)
    assert len(answers) == 9  # everybody but the busy one has been the answer once, and the line


def assert_nobody_twice(answer: Answer) -> None:
    names = [answer.name.partition(",")[0], *(one.name for one in answer.then)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("left_on", "answer"), [("2026-11-25", "Clinics closed"), ("2026-11-26", "Dr. Adebayo Main")]
)
def test_who_has_left_the_program_is_no_answer_even_where_the_published_version_has_them(
    clinics: ClinicYear, resident: User, client: Client, left_on: str, answer: str
) -> None:
    gone = make_faculty(clinics.program, "Adebayo, Ade", left_on=date.fromisoformat(left_on))
    clinics.precepts(gone, WEDNESDAY)
    assert answer in asked(client, resident, at(f"{WEDNESDAY} 09:00"))


def test_nobody_is_in_a_clinic_that_was_closed_since(
    team: Team, clinics: ClinicYear, resident: User, client: Client
) -> None:
    """A closure that waits to be repaired leaves the published version as it is."""
    moment = at(f"{WEDNESDAY} 09:00")
    clinics.main.sessions.filter(date=WEDNESDAY).update(rooms=0)
    said = asked(client, resident, moment)
    assert "In clinic now Nura Sey, nurse, team Juniper East, until 12:00" in said
    assert "Main" not in said
    clinics.east.sessions.filter(date=WEDNESDAY).update(rooms=0)
    assert "Clinics closed Clinic line" in asked(client, resident, moment)
