"""One account with a row of the roster in each of two programs: what it sees, and what ends with one of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from coaching.models import Meeting, PulseInvitation
from coaching.services.reminders import remind_to_meet
from connectedness.accounts.models import Membership, Role, User
from scheduling.access import own_notices
from scheduling.models import Faculty, Program, Resident
from scheduling.services.feeds import feed_address, make_feed
from scheduling.services.leaving import leave
from tests.coaching.clinic_year import ClinicYear, at, make_clinic_year
from tests.coaching.pages import words
from tests.coaching.pulse_program import make_pulse_program
from tests.factories import (
    faculty_of,
    make_faculty,
    make_meeting,
    make_nurse,
    make_pairing,
    make_resident,
    make_team,
    member,
    resident_of,
)


@dataclass
class InTwo:
    """The cast's coach and resident, who are so at Lakeside as well; Lakeside comes first by its name."""

    coach: User
    resident: User
    riverside: ClinicYear
    lakeside: ClinicYear
    coach_at_riverside: Faculty
    coach_at_lakeside: Faculty
    resident_at_riverside: Resident
    resident_at_lakeside: Resident
    ana: Resident

    def work_in(self, user: User, where: ClinicYear | None) -> Client:
        """A browser in which the user works in a program, where one is named."""
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        if where is not None:
            held = Membership.objects.get(user=user, program=where.program)
            assert client.post("/role/", {"role": held.pk}).status_code == 302
        return client

    def page(self, user: User, where: ClinicYear | None, path: str) -> str:
        """What a page says to the user who works there."""
        answer = self.work_in(user, where).get(path)
        assert answer.status_code == 200, path
        return words(answer.content.decode())

    def meetings(self) -> dict[str, Meeting]:
        """One of the coach's in each program."""
        return {
            "Resi Dent": make_meeting(self.resident_at_riverside, self.coach_at_riverside, "2026-12-02"),
            "Ana Silva": make_meeting(self.ana, self.coach_at_lakeside, "2026-12-03"),
        }

    def feed(self, user: User) -> dict[str, str]:
        """What the user's calendar fetches: the description of each event by its title."""
        content = Client().get(feed_address(make_feed(user=user))).content
        return {
            str(event["SUMMARY"]): str(event.get("DESCRIPTION", ""))
            for event in Calendar.from_ical(content).walk("VEVENT")
        }


@pytest.fixture
def two(clinics: ClinicYear, other_program: Program, coach: User, resident: User) -> InTwo:
    """At Riverside the two are together on one day; at Lakeside the coach is so with Ana, the resident with nobody."""
    here, mine = faculty_of(coach), resident_of(resident)
    clinics.coached(mine, here)
    clinics.together(mine, here, "2026-11-25")
    lakeside = make_clinic_year(other_program)
    member(coach, other_program, Role.FACULTY)
    member(resident, other_program, Role.RESIDENT)
    there = make_faculty(other_program, "Achebe, Coen", user=coach)
    elsewhere = make_resident(other_program, "Dent, Resi", user=resident)
    ana = make_resident(other_program, "Silva, Ana")
    make_pairing(ana, there)
    make_pairing(elsewhere, make_faculty(other_program, "Vega, Vera"))
    lakeside.coached(ana, there)
    lakeside.together(ana, there, "2026-11-24")
    lakeside.attends(elsewhere, "2026-11-26")
    return InTwo(coach, resident, clinics, lakeside, here, there, mine, elsewhere, ana)


# --- a coach


@pytest.mark.parametrize("path", ["/panel/", "/panel/agenda/", "/panel/calendar/", "/panel/years/"])
def test_a_coach_has_the_panel_of_the_program_they_work_in(two: InTwo, path: str) -> None:
    for where, theirs, others in (
        (two.riverside, "Dent", "Silva"),
        (two.lakeside, "Silva", "Dent"),
        (None, "Silva", "Dent"),
    ):
        page = two.page(two.coach, where, path)
        assert theirs in page
        assert others not in page


def test_who_signs_in_again_begins_where_they_last_worked(two: InTwo) -> None:
    worked = ((two.riverside, "Dent"), (two.lakeside, "Silva"), (two.riverside, "Dent"))
    for minutes, (where, theirs) in enumerate(worked):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            two.work_in(two.coach, where)
        assert theirs in two.page(two.coach, None, "/panel/")


def test_choosing_where_to_work_opens_its_home(two: InTwo) -> None:
    for where in (two.riverside, two.lakeside):
        client = two.work_in(two.coach, where)
        assert client.get("/")["Location"] == "/panel/"
        assert f"{where.program} · 2026–27" in words(client.get("/panel/").content.decode())


def test_meetings_are_listed_for_the_program_worked_in_and_with_its_name_where_none_is_chosen(
    two: InTwo,
) -> None:
    two.meetings()
    for where, theirs, others in (
        (two.riverside, "Resi Dent", "Ana Silva"),
        (two.lakeside, "Ana Silva", "Resi Dent"),
    ):
        for path in ("/meetings/", "/panel/agenda/"):
            page = two.page(two.coach, where, path)
            assert f"{theirs} with Dr. Achebe" in page
            assert others not in page
    page = two.page(two.coach, None, "/meetings/")
    assert "Ana Silva Lakeside Pediatrics" in page
    assert "Resi Dent Riverside Internal Medicine" in page


def test_every_meeting_of_ones_own_opens_wherever_one_works(two: InTwo) -> None:
    meetings = two.meetings()
    for where in (two.riverside, two.lakeside, None):
        for other, held in meetings.items():
            page = two.page(two.coach, where, f"/meetings/{held.pk}/")
            assert f"Meet {other} on" in page
            assert f"Proposed · {held.resident.program}" in page
        for resident in (two.resident_at_riverside, two.ana):
            assert resident.full_name in two.page(two.coach, where, f"/meetings/with/{resident.pk}/")


def test_a_feed_carries_both_programs_and_says_which(two: InTwo) -> None:
    two.meetings()
    carried = two.feed(two.coach)
    assert carried["In clinic, Main · together with Dent"] == (
        "From your panel: Resi Dent. Riverside Internal Medicine."
    )
    assert (
        carried["In clinic, Main · together with Silva"] == "From your panel: Ana Silva. Lakeside Pediatrics."
    )
    assert carried["Coaching meeting with Ana Silva"] == "Not agreed yet. Lakeside Pediatrics."
    mine = two.feed(two.resident)
    assert mine["Clinic, Main · together with Dr. Achebe"].endswith("Riverside Internal Medicine.")
    assert mine["Clinic, Main"] == "Lakeside Pediatrics."


def test_who_leaves_one_program_keeps_the_other_whole(two: InTwo) -> None:
    meetings = two.meetings()
    record = f"/programs/{two.lakeside.program.pk}/residents/{two.ana.pk}/"
    assert two.work_in(two.coach, two.lakeside).get(record).status_code == 200
    leave(person=two.coach_at_lakeside, on=date(2026, 11, 22), actor=None)
    client = two.work_in(two.coach, None)
    assert "Dent" in words(client.get("/panel/").content.decode())
    for path in ("/panel/", "/meetings/", "/panel/agenda/"):
        assert "Silva" not in words(client.get(path).content.decode())
    assert client.get(record).status_code == 404
    assert client.get(f"/meetings/{meetings['Ana Silva'].pk}/").status_code == 404
    assert client.get(f"/meetings/with/{two.ana.pk}/").status_code == 404
    assert client.get(f"/meetings/{meetings['Resi Dent'].pk}/").status_code == 200
    carried = two.feed(two.coach)
    assert carried["In clinic, Main · together with Dent"] == "From your panel: Resi Dent."
    assert not any("Silva" in title for title in carried)


def test_a_role_that_was_worked_in_and_ended_leads_to_the_other(two: InTwo) -> None:
    client = two.work_in(two.coach, two.lakeside)
    two.coach.memberships.filter(program=two.lakeside.program).update(ended_at=timezone.now())
    assert client.get("/", follow=True).redirect_chain == [("/panel/", 302)]
    assert "Dent" in words(client.get("/panel/").content.decode())


def test_who_is_on_one_roster_alone_is_told_so_for_the_other_program(two: InTwo) -> None:
    two.coach_at_lakeside.pairings.all().delete()
    two.coach.faculty_rows.filter(program=two.lakeside.program).update(user=None)
    assert two.work_in(two.coach, None).get("/")["Location"] == "/panel/"
    client = two.work_in(two.coach, two.lakeside)
    page = client.get("/")
    assert page.status_code == 200
    assert [link.url for link in page.context["navigation"]] == ["/panel/"]
    assert two.work_in(two.coach, two.riverside).get("/")["Location"] == "/panel/"


def remind() -> None:
    """On the first day on which a meeting is due, in both programs."""
    with time_machine.travel(at("2026-11-30 09:00"), tick=False):
        remind_to_meet()


def test_a_coach_of_two_programs_is_reminded_in_each(two: InTwo) -> None:
    remind()
    told = {row.program.name: row.data["who"] for row in own_notices(two.coach)}
    assert told == {"Lakeside Pediatrics": "Ana Silva", "Riverside Internal Medicine": "Resi Dent"}


# --- a resident


def test_a_resident_has_the_home_and_record_of_the_program_they_work_in(two: InTwo) -> None:
    for where, coach in ((two.riverside, "Dr. Coen Achebe"), (two.lakeside, "Dr. Vera Vega")):
        assert coach in two.page(two.resident, where, "/me/")
        record = two.page(two.resident, where, "/me/record/")
        assert f"Program {where.program}" in record
        assert coach in record
        assert "Download my record" in record


def test_ones_own_record_of_the_other_program_opens_by_its_address_and_is_no_reading(two: InTwo) -> None:
    there = f"/programs/{two.lakeside.program.pk}/residents/{two.resident_at_lakeside.pk}/"
    page = two.page(two.resident, two.riverside, there)
    assert "What the program keeps about me" in page
    assert "Dr. Vera Vega" in page
    assert "Nobody but you has opened it." in page
    assert "Download my record" not in page
    assert two.work_in(two.resident, two.lakeside).get(there)["Location"] == "/me/record/"


def test_what_changed_in_the_other_program_is_told_with_its_name(two: InTwo) -> None:
    remind()
    page = two.page(two.resident, two.riverside, "/me/")
    assert "Lakeside Pediatrics: Find a time to meet Dr. Vega" in page
    assert "Find a time to meet Dr. Achebe" in page
    assert "Riverside Internal Medicine: " not in page


# --- both


def test_teams_are_those_of_the_program_worked_in(two: InTwo) -> None:
    make_team(two.riverside.program, two.resident_at_riverside, two.coach_at_riverside, name="Juniper")
    make_team(two.lakeside.program, two.ana, two.coach_at_lakeside, name="Harbor")
    for where, theirs, others in ((two.riverside, "Juniper", "Harbor"), (two.lakeside, "Harbor", "Juniper")):
        for path in ("/teams/", "/panel/"):
            page = two.page(two.coach, where, path)
            assert theirs in page
            assert others not in page
    both = two.page(two.coach, None, "/teams/")
    assert "Juniper" in both
    assert "Harbor" in both


def test_a_nurse_of_two_programs_begins_with_the_teams_of_the_one_they_work_in(
    two: InTwo, nurse: User
) -> None:
    member(nurse, two.lakeside.program, Role.NURSE)
    make_team(two.riverside.program, make_nurse(two.riverside.program, user=nurse), name="Juniper")
    assert two.work_in(nurse, two.riverside).get("/")["Location"] == "/teams/"
    assert two.work_in(nurse, two.lakeside).get("/")["Location"] == "/in-clinic/"
    assert "Juniper" in two.page(nurse, two.riverside, "/teams/")
    assert "Juniper" not in two.page(nurse, two.lakeside, "/teams/")


def test_the_pulse_of_each_program_is_asked_that_of_the_one_worked_in_first(
    coach: User, program: Program, other_program: Program, client: Client
) -> None:
    member(coach, other_program, Role.FACULTY)
    make_faculty(other_program, "Achebe, Coen", user=coach)
    rounds = [make_pulse_program(one).open(with_faculty=True) for one in (program, other_program)]
    client.force_login(coach)
    for held in rounds:
        chosen = Membership.objects.get(user=coach, program=held.program)
        client.post("/role/", {"role": chosen.pk})
        own = PulseInvitation.objects.get(round=held, faculty__user=coach)
        assert client.get("/pulse/")["Location"] == f"/pulse/answer/{own.token}/"
    PulseInvitation.objects.filter(round=rounds[1], faculty__user=coach).update(is_answered=True)
    assert "anonymous, until" in (page := words(client.get("/panel/").content.decode()))
    assert "· Riverside Internal Medicine" in page
