"""Two programs and everybody who could ask for something in them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from coaching.domain.pulse import Paper
from coaching.models import PROMPTS, Breakdown, Meeting, MeetingState, PulseInvitation
from coaching.services.meeting_notes import keep_draft, keep_private
from coaching.services.pulse.answering import answer
from coaching.services.pulse.instruments import EXAMPLE, keep_instrument
from coaching.services.pulse.opening import open_round
from coaching.services.pulse.planning import Plan, plan_round
from connectedness.accounts.models import Role, User
from connectedness.joining.services.inviting import invite
from connectedness.trail.kinds import EventKind
from scheduling.models import (
    Absence,
    BrokenGlass,
    Disruption,
    LeaveRequest,
    Program,
    Resident,
    RollOver,
    ScheduleState,
    Upload,
)
from scheduling.services.feeds import feed_address, make_feed
from tests.access.addresses import filled
from tests.access.pages import text_of
from tests.factories import (
    faculty_of,
    make_faculty,
    make_meeting,
    make_nurse,
    make_pairing,
    make_resident,
    make_run,
    make_swap,
    make_team,
    make_user,
    make_wish,
    resident_of,
)
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year
from tests.signing_in import sign_in
from tests.trail_rows import make_event

ROLES = tuple(Role.values)
OUTSIDE = tuple(f"other {role}" for role in ROLES)
WHO = ("nobody", *ROLES, *OUTSIDE, "disabled", "no role", "site admin")

CANARY = "Canary-absence-reason-7d1f"
PARTING_CANARY = "Canary-pairing-reason-93ab"
WISH_CANARY = "Canary-exclusion-reason-5e20"
CANARIES = (CANARY, PARTING_CANARY)
# What resident and coach write about a meeting, by who may read it.
SHARED_CANARY = "Canary-shared-by-two-2c8e"
NOTE_CANARY = "Canary-private-note-b641"
DRAFT_CANARY = "Canary-coachs-draft-70fd"
REFLECTION_CANARY = "Canary-reflection-e19a"
MEETING_READERS = {
    SHARED_CANARY: {"faculty", "resident"},
    NOTE_CANARY: {"faculty"},
    DRAFT_CANARY: {"faculty"},
    REFLECTION_CANARY: {"resident"},
}
# What somebody wrote in an open round of the pulse: nobody may read it.
PULSE_CANARY = "Canary-words-of-a-pulse-c3d8"
# The library's list of one's sessions looks up the user of each.
THE_LIBRARY_READS = [{"model": "accounts.User", "field": "get()"}]


@dataclass(frozen=True)
class World:
    """Who there is, and the keys of the rows that addresses ask for: all of the first program."""

    program: Program
    other: Program
    people: dict[str, User]
    rows: dict[str, object]

    def address_of(self, route: str) -> str:
        """A route with the first program's own rows put into it."""
        own = {**self.rows, "object_id": self._administered(route)}
        for begins, token in (("join/", "invitation"), ("pulse/", "pulse_link")):
            if route.startswith(begins):
                own["token"] = self.rows[token]
        return filled(route, own)

    def body_of(self, asked: tuple[str, str]) -> str:
        """What a form needs so that it gets as far as asking who sends it."""
        _method, route = asked
        bodies = {
            "role/": f"role={self.rows['membership_id']}",
            "programs/<int:program_id>/leave/end/": f"leave={self.rows['leave']}",
            "programs/<int:program_id>/leave/delete/": f"leave={self.rows['leave']}&seen=old",
        }
        return f"year={self.rows['year']}" if route.endswith("/year/") else bodies.get(route, "")

    def _administered(self, route: str) -> object:
        resident = self.people["resident"]
        found: dict[str, object] = {
            "admin/accounts/user/": resident.pk,
            "admin/accounts/membership/": resident.memberships.all()[0].pk,
            "admin/scheduling/program/": self.program.pk,
        }
        return next((pk for prefix, pk in found.items() if route.startswith(prefix)), 1)

    def asks(self, client: Client, method: str, address: str, body: str = "") -> tuple[HttpResponseBase, str]:
        """The answer and its text. Whatever it changed is taken back: rows, limits, and who is signed in."""
        cache.clear()
        cookies = client.cookies.output()
        with transaction.atomic(), zeal_ignore(THE_LIBRARY_READS):
            response = client.generic(method, address, body, "application/x-www-form-urlencoded")
            text = text_of(response)
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
        return response, text

    def client_of(self, who: str) -> Client:
        """Somebody who has just signed in; the disabled one was disabled since."""
        client = Client()
        if who == "nobody":
            return client
        user = self.people[who]
        assert sign_in(client, user)
        if who == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client


@pytest.fixture
def world(program: Program, other_program: Program) -> World:
    """A program with something of everything, and another with the same people."""
    people = {**_people(program, ""), **_people(other_program, "other ")}
    people["disabled"] = make_user("Disa Bled", program=program, role=Role.COORDINATOR)
    people["no role"] = make_user("Nemo Nobody")
    people["site admin"] = make_user("Adi Minh", is_staff=True, is_superuser=True)
    resident = resident_of(people["resident"])
    make_pairing(resident, faculty_of(people["faculty"]))
    _private_words(resident, program)
    rows = {
        **_keys(make_small_year(program), people),
        "resident_id": resident.pk,
        "wish_id": make_wish(resident, make_faculty(program, "Kin, Kim"), reason=WISH_CANARY).pk,
        "faculty_id": faculty_of(people["faculty"]).pk,
        **_team(program, people),
        "leave": f"resident/{resident.pk}/2026-07-06/2026-07-10/",
        "glass_id": _glass(people).pk,
        "membership_id": people["nurse"].memberships.all()[0].pk,
        "role": "resident",
        "person_id": make_resident(program, "Goner, Gus", left_on=date(2026, 6, 30)).pk,
        **_invitation(program, people["coordinator"]),
        "meeting_id": _meeting(people).pk,
        **_pulse(program, resident_of(people["resident"])),
        "event": make_event(program=program, kind=EventKind.PUBLISHED, subject="Published 1").pk,
    }
    return World(program, other_program, people, rows)


def _people(program: Program, prefix: str) -> dict[str, User]:
    people = {
        f"{prefix}{role}": make_user(f"{prefix}{role}".title(), program=program, role=role) for role in ROLES
    }
    make_resident(program, f"Dent, Resi {prefix}", user=people[f"{prefix}resident"])
    make_faculty(program, f"Achebe, Coen {prefix}", user=people[f"{prefix}faculty"])
    return people


def _private_words(resident: Resident, program: Program) -> None:
    away = {"first_date": date(2026, 7, 6), "last_date": date(2026, 7, 10), "reason": CANARY}
    Absence.objects.create(resident=resident, **away)
    earlier = {"first_date": date(2025, 7, 1), "last_date": date(2026, 6, 28), "reason": PARTING_CANARY}
    make_pairing(resident, make_faculty(program, "Earlier, Ed"), **earlier)


def _meeting(people: dict[str, User]) -> Meeting:
    """Held, with words in every place that has room for them."""
    coach, resident = people["faculty"], people["resident"]
    words = dict.fromkeys((*PROMPTS, "summary"), SHARED_CANARY)
    held = {"state": MeetingState.HELD, "place": "Room 4", "proposed_by": coach, **words}
    meeting = make_meeting(resident_of(resident), faculty_of(coach), "2026-07-07", **held)
    meeting.goals.create(text=SHARED_CANARY, measure=SHARED_CANARY)
    meeting.steps.create(text=SHARED_CANARY)
    keep_private(meeting=meeting, author=coach, text=NOTE_CANARY)
    keep_private(meeting=meeting, author=resident, text=REFLECTION_CANARY)
    typed = {"reaction": DRAFT_CANARY, "summary": SHARED_CANARY, "edition": "1"}
    keep_draft(meeting=meeting, author=coach, said={"fields": typed})
    return meeting


def _pulse(program: Program, resident: Resident) -> dict[str, object]:
    """An open round: the resident has not answered, and somebody else has written something."""
    others = [
        make_resident(program, f"Asked, A {number}", email=f"asked{number}@example.org")
        for number in range(4)
    ]
    instrument = keep_instrument(program=program, wording=EXAMPLE, actor=None)
    now = timezone.now()
    plan = Plan(now, now + timedelta(days=7), Breakdown.NONE, with_faculty=False)
    held = open_round(pk=plan_round(instrument=instrument, plan=plan, actor=None, now=now).pk, now=now)
    theirs = held.invitations.get(resident=others[0])
    words = len(EXAMPLE.questions) - 1
    answer(invitation=theirs, paper=Paper({0: 4}, {words: PULSE_CANARY}), now=now)
    link = PulseInvitation.objects.get(round=held, resident=resident).token
    return {"instrument_id": instrument.pk, "round_id": held.pk, "pulse_link": link}


def _team(program: Program, people: dict[str, User]) -> dict[str, object]:
    nurse = make_nurse(program, user=people["nurse"])
    team = make_team(
        program, resident_of(people["resident"]), faculty_of(people["faculty"]), nurse, name="Juniper"
    )
    return {"team_id": team.pk, "member_id": team.members.all()[0].pk}


def _glass(people: dict[str, User]) -> BrokenGlass:
    """Broken once, and closed again."""
    past = timezone.now() - timedelta(days=2)
    return BrokenGlass.objects.create(
        resident=resident_of(people["resident"]),
        opened_by=people["site admin"],
        why="Asked by the hospital's counsel",
        opened_at=past,
        until=past + timedelta(hours=1),
    )


def _invitation(program: Program, coordinator: User) -> dict[str, object]:
    """One that waits for somebody who has no account."""
    invitation = invite(program=program, role=Role.NURSE, email="new@example.org", actor=coordinator)
    return {"invitation_id": invitation.pk, "invitation": invitation.token}


def _session_elsewhere(user: User) -> int:
    """Signed in on another device."""
    assert sign_in(Client(), user)
    elsewhere: int = UserSession.objects.get(user=user).pk
    return elsewhere


def _snow_day(small: SmallYear) -> Disruption:
    first = small.year.first_monday
    return Disruption.objects.create(
        year=small.year, kind="clinic", first_date=first, last_date=first, key="snow-0001"
    )


def _requests(small: SmallYear, user: User) -> dict[str, object]:
    """A report, leave that is asked for and a swap: all of the program's resident."""
    first = small.year.first_monday
    own = {"year": small.year, "resident": resident_of(user), "first_date": first, "last_date": first}
    out = Disruption.objects.create(kind="resident", key="out-0001", reported_by=user, **own)
    leave = LeaveRequest.objects.create(kind="family", reason=CANARY, **own)
    swap = make_swap(small.year, resident_of(user), small.residents[0])
    return {
        "own_disruption_id": out.pk,
        "leave_request_id": leave.pk,
        "swap_id": swap.pk,
        "clinic_id": swap.session_id,
    }


def _keys(small: SmallYear, people: dict[str, User]) -> dict[str, object]:
    upload = Upload.objects.create(
        program=small.program, filename="year.xlsx", content=b"not a workbook", sha256="0" * 64
    )
    published = make_small_schedule(small)
    published.state = ScheduleState.PUBLISHED
    published.save()
    feed = make_feed(user=people["resident"])
    return {
        "program_id": small.program.pk,
        "upload_id": upload.pk,
        "year": small.year.pk,
        "run_id": make_run(small.year).pk,
        "schedule_id": make_small_schedule(small).pk,
        "disruption_id": _snow_day(small).pk,
        **_requests(small, people["resident"]),
        "section": "notice",
        "kind": "rotation",
        "row": small.rotation.pk,
        "roll_over_id": RollOver.objects.create(
            program=small.program, from_year=small.year, name="2027-2028", reversed_at=timezone.now()
        ).pk,
        "feed_id": feed.pk,
        "token": feed_address(feed).removeprefix("/feeds/").removesuffix(".ics"),
        "id": people["resident"].pk,
        "pk": 1,
        "key": "set-password",
        "uidb36": "1",
        "url": "nowhere",
        "provider_id": "nowhere",
        "organization_slug": "nowhere",
        "session_id": _session_elsewhere(people["resident"]),
        "app_label": "accounts",
        "content_type_id": 1,
    }
