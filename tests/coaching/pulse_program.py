"""A program whose people are asked: residents of three classes with their coaches, faculty, and its questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from coaching.domain.pulse import Kind, Paper, Question
from coaching.models import Breakdown, PulseInstrument, PulseInvitation, PulseRound
from coaching.services.pulse.answering import answer
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.instruments import Wording, keep_instrument
from coaching.services.pulse.opening import open_round
from coaching.services.pulse.planning import Plan, plan_round
from scheduling.models import AcademicYear, Faculty, Program, Resident
from tests.factories import make_faculty, make_pairing, make_resident, make_resident_year, make_year

ANCHORS = ("Never", "Rarely", "Sometimes", "Often", "Always")
BELONG, LEFT_OUT, COACH, CHANGE = 0, 1, 2, 3
QUESTIONS = (
    Question("I belong here.", theme="Belonging"),
    Question("I am left out.", theme="Belonging", is_reversed=True),
    Question("My coach knows me.", theme="Coaching", about_coach=True),
    Question("What should we change?", Kind.WORDS),
)
WORDING = Wording("Our questions", "Written by us.", "Ours.", ANCHORS, QUESTIONS)


@dataclass
class PulseProgram:
    """The program with its people; residents are named after their class."""

    program: Program
    year: AcademicYear
    instrument: PulseInstrument
    coaches: list[Faculty]
    residents: list[Resident]

    def plan(self, *, days: int = 14, **fields: Any) -> PulseRound:
        """A round from now on."""
        now = timezone.now()
        given: dict[str, Any] = {
            "opens": now,
            "closes": now + timedelta(days=days),
            "breakdown": Breakdown.PGY,
            "with_faculty": False,
        }
        plan = Plan(**{**given, **fields})
        return plan_round(instrument=self.instrument, plan=plan, actor=None, now=now)

    def open(self, **fields: Any) -> PulseRound:
        """The same, open."""
        held = self.plan(**fields)
        return open_round(pk=held.pk, now=held.opens_at)

    def invitations(self, held: PulseRound) -> list[PulseInvitation]:
        """In the order of the roster's keys."""
        rows = held.invitations.select_related("resident", "faculty", "coach", "round")
        return sorted(rows, key=lambda row: (row.faculty_id or 0, row.resident_id or 0))

    def answered(self, held: PulseRound, papers: Iterable[Paper], now: datetime | None = None) -> None:
        """The first so many answer."""
        for invitation, paper in zip(self.invitations(held), papers, strict=False):
            answer(invitation=invitation, paper=paper, now=now or held.opens_at + timedelta(hours=1))

    def closed(self, papers: Iterable[Paper], **fields: Any) -> PulseRound:
        """A round that was answered and closed at its time."""
        held = self.open(**fields)
        self.answered(held, papers)
        return close_round(pk=held.pk, now=held.closes_at)


def make_pulse_program(
    program: Program, *, classes: Sequence[int] = (6, 6, 6), coaches: int = 3
) -> PulseProgram:
    """So many residents of each class, from PGY-1 on, paired with the coaches in turn."""
    year = make_year(program)
    faculty = [
        make_faculty(program, f"Coach, C {number}", email=f"c{number}@example.org")
        for number in range(coaches)
    ]
    residents: list[Resident] = []
    for pgy, size in enumerate(classes, 1):
        for number in range(size):
            name = f"Class{pgy}, R {number}"
            resident = make_resident(program, name, email=f"r{pgy}.{number}@example.org")
            make_resident_year(resident, year, pgy=pgy)
            if coaches:
                make_pairing(resident, faculty[len(residents) % coaches])
            residents.append(resident)
    instrument = keep_instrument(program=program, wording=WORDING, actor=None)
    return PulseProgram(program, year, instrument, faculty, residents)


def paper(belong: int | None = 4, *, words: str = "", **others: int) -> Paper:
    """One person's answers; ``left_out`` and ``coach`` where they answer these, too."""
    places = {"left_out": LEFT_OUT, "coach": COACH}
    scale = {places[name]: value for name, value in others.items()}
    if belong is not None:
        scale[BELONG] = belong
    return Paper(scale, {CHANGE: words} if words else {})
