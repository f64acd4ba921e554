"""The pulse: rows the database takes, and rows it refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any

from coaching.models import (
    PulseCoachFigure,
    PulseInstrument,
    PulseInvitation,
    PulseQuestion,
    PulseRound,
    PulseSpan,
    RoundState,
)
from scheduling.models import Program
from tests.factories import make_faculty, make_program, make_resident
from tests.models.cases import Rows, case

OPENS = datetime(2026, 11, 2, 13, tzinfo=UTC)


def instrument(program: Program | None = None) -> PulseInstrument:
    return PulseInstrument(program=program or make_program(), name="Ours", source="Us", licence="Ours")


def asked() -> PulseInstrument:
    made = instrument()
    made.save()
    return made


def pulse_round(program: Program | None = None, **fields: Any) -> PulseRound:
    given = {
        "name": "Ours",
        "anchors": ["a", "b", "c"],
        "questions": [],
        "opens_at": OPENS,
        "closes_at": OPENS + timedelta(days=7),
        "smallest_cell": 5,
        "smallest_words": 8,
        "coach_years": 3,
        "coach_answers": 10,
        **fields,
    }
    return PulseRound(program=program or make_program(), **given)


def open_round() -> PulseRound:
    held = pulse_round()
    held.save()
    return held


@case
def pulse_instrument_name_once_in_program() -> Rows:
    program = make_program()
    return instrument(program), instrument(program)


@case
def pulse_question_in_words_is_not_scored() -> Rows:
    words = {"instrument": asked(), "place": 0, "kind": "words"}
    return PulseQuestion(text="One", **words), PulseQuestion(text="Two", is_reversed=True, **words)


@case
def pulse_question_asked_once() -> Rows:
    row = {"instrument": asked(), "text": "I belong here."}
    return PulseQuestion(place=0, **row), PulseQuestion(place=1, **row)


@case
def pulse_one_round_at_a_time() -> Rows:
    program = make_program()
    return pulse_round(program), pulse_round(program, state=RoundState.OPEN)


@case
def pulse_round_closes_after_it_opens() -> Rows:
    return pulse_round(), pulse_round(closes_at=OPENS)


@case
def pulse_round_hides_the_few() -> Rows:
    return pulse_round(), pulse_round(smallest_cell=4)


@case
def pulse_invitation_is_of_one_person() -> Rows:
    held, program = open_round(), make_program()
    resident, faculty = make_resident(program), make_faculty(program)
    one = PulseInvitation(round=held, resident=resident, digest="a")
    return one, PulseInvitation(round=held, resident=make_resident(program), faculty=faculty, digest="b")


@case
def pulse_invitation_of_resident_once() -> Rows:
    row = {"round": open_round(), "resident": make_resident()}
    return PulseInvitation(digest="a", **row), PulseInvitation(digest="b", **row)


@case
def pulse_invitation_of_faculty_once() -> Rows:
    row = {"round": open_round(), "faculty": make_faculty()}
    return PulseInvitation(digest="a", **row), PulseInvitation(digest="b", **row)


@case
def pulse_one_span_at_a_time() -> Rows:
    program = make_program()
    return PulseSpan(program=program), PulseSpan(program=program)


@case
def pulse_span_over_keeps_no_sums() -> Rows:
    over = {"program": make_program(), "is_over": True}
    return PulseSpan(**over), PulseSpan(sealed="sums", **over)


@case
def pulse_figure_of_a_coach_once() -> Rows:
    span = PulseSpan.objects.create(program=make_program())
    figure = {"span": span, "faculty": make_faculty(), "text": "a", "highest": 5, "answers": 10, "total": 30}
    return PulseCoachFigure(**figure), PulseCoachFigure(**figure)


@case
def program_pulse_hides_the_few() -> Rows:
    return Program(name="Five"), Program(name="Four", pulse_smallest_cell=4)
