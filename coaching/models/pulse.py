"""The pulse: a program's questions, its rounds, who is asked, and what is kept of what they say.

No row holds one person's answers. While a round is open there is its box, a tally that is sealed with the installation's key;
once it is closed there are the figures that may be shown, and the box, the invitations and their links are gone.
"""

import uuid
from datetime import datetime
from hashlib import sha256

from django.core.validators import MinValueValidator
from django.db import models

from coaching.domain.pulse import Kind, Question
from coaching.domain.pulse_example import ANCHORS
from scheduling.domain.calendar import day_label
from scheduling.models import Faculty, Program, Resident
from scheduling.models.programs import (
    FEWEST_COACH_YEARS,
    SMALLEST_CELL,
    SMALLEST_COACH_CELL,
    SMALLEST_WORDS,
)
from scheduling.models.secret_links import link_token

KIND_CHOICES = [(Kind.SCALE.value, "On the scale"), (Kind.WORDS.value, "In own words")]


def default_anchors() -> list[str]:
    """The answers that a new set of questions begins with, the lowest first."""
    return list(ANCHORS)


class PulseInstrument(models.Model):
    """A program's own questions, whose they are, and what allows the program to use them."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pulse_instruments")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300, help_text="Whose they are, as everybody who answers reads it.")
    licence = models.CharField(
        max_length=300, help_text="What allows the program to use them; read likewise."
    )
    anchors = models.JSONField(default=default_anchors, help_text="The answers, the lowest first.")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="pulse_instrument_name_once_in_program")
        ]

    def __str__(self) -> str:
        return self.name

    def asked(self) -> list[Question]:
        """Its questions in their order."""
        return [row.question for row in self.questions.all()]


class PulseQuestion(models.Model):
    """One question of an instrument."""

    instrument = models.ForeignKey(PulseInstrument, on_delete=models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=KIND_CHOICES, default=Kind.SCALE.value)
    text = models.CharField(max_length=300)
    theme = models.CharField(max_length=60, blank=True)
    is_reversed = models.BooleanField(default=False)
    about_coach = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="words") | models.Q(is_reversed=False, about_coach=False),
                name="pulse_question_in_words_is_not_scored",
            ),
            models.UniqueConstraint(fields=["instrument", "text"], name="pulse_question_asked_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def question(self) -> Question:
        """What it asks."""
        return Question(self.text, Kind(self.kind), self.theme, self.is_reversed, self.about_coach)


class Breakdown(models.TextChoices):
    """The one way in which a round's figures are broken down; chosen before anybody answers."""

    NONE = "none", "Not at all: everybody together"
    ROLE = "role", "Residents and faculty"
    PGY = "pgy", "By PGY"


class RoundState(models.TextChoices):
    """From the plan to the figures."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


LIVE_STATES = (RoundState.PLANNED, RoundState.OPEN)


class PulseRound(models.Model):
    """One time at which everybody is asked. What it asks and promises is its own copy: later changes do not touch it."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pulse_rounds")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=300)
    anchors = models.JSONField()
    questions = models.JSONField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    with_faculty = models.BooleanField(default=False)
    breakdown = models.CharField(max_length=4, choices=Breakdown, default=Breakdown.NONE)
    smallest_cell = models.PositiveSmallIntegerField(validators=[MinValueValidator(SMALLEST_CELL)])
    smallest_words = models.PositiveSmallIntegerField(validators=[MinValueValidator(SMALLEST_WORDS)])
    coach_years = models.PositiveSmallIntegerField(validators=[MinValueValidator(FEWEST_COACH_YEARS)])
    coach_answers = models.PositiveSmallIntegerField(validators=[MinValueValidator(SMALLEST_COACH_CELL)])
    state = models.CharField(max_length=9, choices=RoundState, default=RoundState.PLANNED)
    groups = models.JSONField(default=list, help_text="The groups of those who were asked.")
    invited = models.PositiveIntegerField(default=0)
    reminded = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, help_text="Why it ended otherwise than planned.")

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program"],
                condition=models.Q(state__in=["planned", "open"]),
                name="pulse_one_round_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="pulse_round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    smallest_cell__gte=SMALLEST_CELL,
                    smallest_words__gte=SMALLEST_WORDS,
                    coach_years__gte=FEWEST_COACH_YEARS,
                    coach_answers__gte=SMALLEST_COACH_CELL,
                ),
                name="pulse_round_hides_the_few",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.when}"

    @property
    def when(self) -> str:
        """``Tue 3 Mar, 08:00 to Tue 17 Mar, 18:00`` by the program's clock; the program must be loaded."""
        return f"{_moment(self.opens_at, self.program)} to {_moment(self.closes_at, self.program)}"

    @property
    def until(self) -> str:
        """``Tue 17 Mar, 18:00``."""
        return _moment(self.closes_at, self.program)

    @property
    def highest(self) -> int:
        """The highest answer on its scale."""
        return len(self.anchors)

    @property
    def is_live(self) -> bool:
        """Whether it is planned or open."""
        return self.state in LIVE_STATES

    def asked(self) -> list[Question]:
        """Its questions in their order."""
        return [Question.of(kept) for kept in self.questions]

    def takes_answers(self, now: datetime) -> bool:
        """Whether an answer sent now is counted."""
        return self.state == RoundState.OPEN and self.opens_at <= now < self.closes_at


def _moment(at: datetime, program: Program) -> str:
    there = at.astimezone(program.zone)
    return f"{day_label(there.date())}, {there:%H:%M}"


class PulseInvitationQuerySet(models.QuerySet["PulseInvitation"]):
    """Invitations, by the link that opens them."""

    def opened_by(self, token: str) -> "PulseInvitationQuerySet":
        """The one with that link, or none."""
        return self.filter(digest=sha256(token.encode()).hexdigest())


class PulseInvitation(models.Model):
    """That somebody is asked, and may answer once by a link. It goes with everything else when the round closes.

    The link is made of ``key`` with the installation's key and kept as a digest: the database alone does not give it away.
    Which invitation was used last cannot be told from the rows: each answer writes all of them (``services.pulse.answering``).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="invitations")
    resident = models.ForeignKey(Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    faculty = models.ForeignKey(Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey(Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    is_answered = models.BooleanField(default=False)

    objects = PulseInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, faculty__isnull=True)
                | models.Q(resident__isnull=True, faculty__isnull=False),
                name="pulse_invitation_is_of_one_person",
            ),
            models.UniqueConstraint(fields=["round", "resident"], name="pulse_invitation_of_resident_once"),
            models.UniqueConstraint(fields=["round", "faculty"], name="pulse_invitation_of_faculty_once"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.key}"

    @property
    def token(self) -> str:
        """The secret part of the link."""
        return link_token(str(self.key))

    @property
    def person(self) -> Resident | Faculty:
        """Who is asked."""
        person = self.resident or self.faculty
        assert person is not None
        return person


class PulseBox(models.Model):
    """The tally of an open round, sealed. It is written whole with each answer and says nothing but to its closing."""

    round = models.OneToOneField(PulseRound, on_delete=models.CASCADE, related_name="box")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"Box {self.pk}"


class PulseResult(models.Model):
    """What may be shown of a closed round, worked out once: all that is left of it."""

    round = models.OneToOneField(PulseRound, on_delete=models.CASCADE, related_name="result")
    tables = models.JSONField(default=list)
    words = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Result {self.pk}"
