"""Keeping a program's own questions."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from coaching.domain import pulse_example
from coaching.domain.pulse import Question
from coaching.models import PulseInstrument, PulseQuestion
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Program
from scheduling.services.data_edits import lock_data


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything about a set of questions."""

    name: str
    source: str
    licence: str
    anchors: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same questions, and for no others."""
        return sha256(repr(self).encode()).hexdigest()[:32]


EXAMPLE = Wording(
    pulse_example.NAME,
    pulse_example.SOURCE,
    pulse_example.LICENCE,
    pulse_example.ANCHORS,
    pulse_example.QUESTIONS,
)


def wording_of(instrument: PulseInstrument) -> Wording:
    """As it is kept. One query."""
    return Wording(
        instrument.name,
        instrument.source,
        instrument.licence,
        tuple(instrument.anchors),
        tuple(instrument.asked()),
    )


class NameTaken(Exception):
    """Other questions of the program have that name."""


class WordingChanged(Exception):
    """Somebody else changed the questions meanwhile; ``now`` is what stands there."""

    def __init__(self, now: Wording) -> None:
        super().__init__("These questions were changed since you opened them. Nothing was saved.")
        self.now = now


@transaction.atomic
def keep_instrument(
    *,
    program: Program,
    wording: Wording,
    actor: User | None,
    instrument: PulseInstrument | None = None,
    seen: str = "",
) -> PulseInstrument:
    """Keep the questions, as new ones or in place of ``instrument``. Rounds that are planned keep their own copy.

    ``seen`` is the fingerprint of those that the editor began with. Raises ``NameTaken``, ``WordingChanged``.
    """
    lock_data(program)
    if instrument is not None:
        _refuse_over_others(instrument, wording, seen)
    if _others(program, instrument).filter(name=wording.name).exists():
        raise NameTaken("Other questions have that name. Choose another.")
    kept = instrument or PulseInstrument(program=program)
    _write(kept, wording)
    record(
        kind=EventKind.PULSE_CHANGED,
        actor=actor,
        subject=f"Questions of the pulse: {kept.name}",
        program_id=program.pk,
        after={"questions": len(wording.questions), "licence": kept.licence},
    )
    return kept


def _refuse_over_others(instrument: PulseInstrument, wording: Wording, seen: str) -> None:
    now = wording_of(PulseInstrument.objects.get(pk=instrument.pk))
    if now.fingerprint not in {seen, wording.fingerprint}:
        raise WordingChanged(now)


def _write(kept: PulseInstrument, wording: Wording) -> None:
    kept.name, kept.source, kept.licence = wording.name, wording.source, wording.licence
    kept.anchors = list(wording.anchors)
    kept.save()
    kept.questions.all().delete()
    PulseQuestion.objects.bulk_create(
        PulseQuestion(
            instrument=kept,
            place=place,
            kind=question.kind.value,
            text=question.text,
            theme=question.theme,
            is_reversed=question.is_reversed,
            about_coach=question.about_coach,
        )
        for place, question in enumerate(wording.questions)
    )


def _others(program: Program, instrument: PulseInstrument | None) -> QuerySet[PulseInstrument]:
    others = PulseInstrument.objects.filter(program=program)
    return others.exclude(pk=instrument.pk) if instrument else others
