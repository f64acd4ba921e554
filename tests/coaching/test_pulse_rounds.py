"""A round from its plan to its figures: who is asked, what is counted, what is left, and what is destroyed."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from zeal import zeal_ignore

from coaching.domain.pulse import Paper
from coaching.models import (
    Breakdown,
    PulseBox,
    PulseCoachFigure,
    PulseInvitation,
    PulseResult,
    PulseRound,
    PulseSpan,
    RoundState,
)
from coaching.selectors.pulse.pages import span_figures
from coaching.services.pulse import sealing
from coaching.services.pulse.answering import AnsweredBefore, AnswerRefused, answer
from coaching.services.pulse.closing import UNREADABLE, close_round
from coaching.services.pulse.instruments import NameTaken, keep_instrument
from coaching.services.pulse.opening import MISSED, TOO_FEW, open_round
from coaching.services.pulse.planning import PlanRefused, cancel_round
from coaching.services.pulse.sealing import unseal
from coaching.services.pulse.tending import tend_rounds
from connectedness.accounts.models import User
from connectedness.trail.models import Event
from scheduling.models import Letter, Notice, Program, Resident
from scheduling.services.notices.relay import gather, relay_notices
from tests.coaching.clinic_year import at
from tests.coaching.pulse_program import BELONG, WORDING, PulseProgram, make_pulse_program, paper
from tests.factories import make_faculty, make_pairing, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORDS = "Canary-of-a-pulse-41aa"


@pytest.fixture
def pulse(program: Program) -> PulseProgram:
    """Eighteen residents, six of each class, and three coaches."""
    return make_pulse_program(program)


def table(held: PulseRound, place: int = BELONG) -> dict[str, object]:
    """What is shown of one question."""
    tables = PulseResult.objects.get(round=held).tables
    return next(one for one in tables if one["place"] == place)


# --- planning


def test_a_round_keeps_the_questions_and_the_promises_it_was_planned_with(pulse: PulseProgram) -> None:
    held = pulse.plan()
    pulse.instrument.questions.all().delete()
    Program.objects.update(pulse_smallest_cell=9, pulse_coach_years=2, pulse_coach_answers=8)
    held.refresh_from_db()
    assert held.asked()[0].text == "I belong here."
    assert (held.smallest_cell, held.smallest_words, held.state) == (5, 8, RoundState.PLANNED)
    assert (held.coach_years, held.coach_answers) == (3, 10)


def test_one_round_at_a_time_is_planned_or_open(pulse: PulseProgram) -> None:
    pulse.open()
    with pytest.raises(PlanRefused, match="planned or open already"):
        pulse.plan()


def test_the_next_round_opens_weeks_after_the_last_one_closed(pulse: PulseProgram) -> None:
    held = pulse.closed([paper()] * 6)
    with pytest.raises(PlanRefused, match="less than 8 weeks before"):
        pulse.plan()
    with time_machine.travel(held.closes_at + timedelta(weeks=8), tick=False):
        assert pulse.plan()


def test_a_round_of_too_few_is_not_planned(program: Program) -> None:
    small = make_pulse_program(program, classes=(4,), coaches=1)
    with pytest.raises(PlanRefused, match="Only 4 people"):
        small.plan()
    assert small.plan(with_faculty=True)


@pytest.mark.parametrize(("days", "why"), [(-1, "closes before it opens"), (61, "60 days at most")])
def test_an_end_that_cannot_be_is_refused(pulse: PulseProgram, days: int, why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        pulse.plan(days=days)


# --- opening


def test_everybody_who_is_here_and_can_be_reached_is_asked_and_told(pulse: PulseProgram) -> None:
    make_resident(pulse.program, "Nobody, Ned")
    make_resident(pulse.program, "Gone, Gus", email="g@example.org", left_on=date(2026, 11, 1))
    make_resident(pulse.program, "Coming, Cleo", email="c@example.org", program_start=date(2027, 7, 1))
    held = pulse.open()
    asked = set(held.invitations.values_list("resident__name", flat=True))
    assert asked == {resident.name for resident in pulse.residents}
    assert (held.invited, held.groups) == (18, ["PGY-1", "PGY-2", "PGY-3"])
    assert Notice.objects.filter(kind="pulse").count() == 18


def test_faculty_are_a_group_of_their_own_or_put_with_others(pulse: PulseProgram) -> None:
    held = pulse.open(with_faculty=True)
    assert (held.invited, held.groups) == (21, ["Others", "PGY-2", "PGY-3"])
    assert held.invitations.filter(faculty__isnull=False, coach__isnull=False).count() == 0


def test_opening_twice_asks_once(pulse: PulseProgram) -> None:
    held = pulse.open()
    open_round(pk=held.pk, now=timezone.now())
    assert held.invitations.count() == Notice.objects.filter(kind="pulse").count() == 18


def test_no_row_holds_a_link_and_every_mail_holds_its_own(pulse: PulseProgram) -> None:
    held = pulse.open()
    tokens = {row.token for row in pulse.invitations(held)}
    Notice.objects.update(due_at=timezone.now())
    with zeal_ignore():
        while relay_notices():  # a round of the relay ends after some seconds
            pass
    assert len(mail.outbox) == 18
    assert {
        body.partition("/pulse/answer/")[2].partition("/")[0] for body in map(body_of, mail.outbox)
    } == tokens
    kept = repr([*Notice.objects.values(), *PulseInvitation.objects.values(), *Letter.objects.values()])
    assert [token for token in tokens if token in kept] == []


def body_of(message: object) -> str:
    return str(message.body)  # type: ignore[attr-defined]


@override_settings(SECRET_KEY="another-key-of-another-installation-0123456789")
def _token_with_another_key(invitation: PulseInvitation) -> str:
    return invitation.token


def test_the_database_alone_does_not_give_a_link_away(pulse: PulseProgram) -> None:
    first = pulse.invitations(pulse.open())[0]
    assert _token_with_another_key(first) != first.token
    assert PulseInvitation.objects.opened_by(first.token).get() == first
    assert not PulseInvitation.objects.opened_by(_token_with_another_key(first)).exists()
    assert not PulseInvitation.objects.opened_by(first.digest).exists()


def test_a_mail_with_something_else_in_it_is_not_called_a_change_of_the_schedule(pulse: PulseProgram) -> None:
    pulse.open()
    first = Notice.objects.filter(kind="pulse")[0]
    data = {"version": 1, "coach": "", "is_first": True, "count": 3, "changes": []}
    other = {"program": pulse.program, "resident": first.resident, "kind": "own_half_days", "data": data}
    Notice.objects.create(key="beside", due_at=timezone.now(), **other)
    Notice.objects.update(due_at=timezone.now())
    Notice.objects.exclude(resident=first.resident).delete()
    with zeal_ignore():
        relay_notices()
    assert [message.subject for message in mail.outbox] == ["2 notes for you"]


# --- answering


def test_an_answer_is_counted_once_for_each_link(pulse: PulseProgram) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    answer(invitation=first, paper=paper(2), now=held.opens_at)
    with pytest.raises(AnsweredBefore):
        answer(invitation=first, paper=paper(5), now=held.opens_at)
    assert unseal(PulseBox.objects.get().sealed)["cells"] == {"0": {"PGY-1": [1, 2]}}


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_no_answer_is_taken_from_the_end_on(pulse: PulseProgram, late: timedelta) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    with pytest.raises(AnswerRefused, match="is over"):
        answer(invitation=first, paper=paper(), now=held.closes_at + late)
    answer(invitation=first, paper=paper(), now=held.closes_at - timedelta(seconds=1))


def test_what_is_kept_of_answers_is_sealed_and_always_of_one_size(pulse: PulseProgram) -> None:
    held = pulse.open()
    empty = held.box.sealed
    pulse.answered(held, [paper(words=WORDS)])
    box = PulseBox.objects.get()
    assert box.sealed != empty
    assert len(box.sealed) == len(empty)
    assert WORDS not in box.sealed
    assert unseal(box.sealed)["words"] == {"3": [WORDS]}


def test_no_seal_says_when_it_was_made(pulse: PulseProgram) -> None:
    """A Fernet token carries a time in clear."""
    held = pulse.open()
    pulse.answered(held, [paper()])
    sealed = PulseBox.objects.get().sealed.encode()
    assert sealing._key().extract_timestamp(sealed) == 0
    assert sealing._key().extract_timestamp(sealing._key().encrypt(b"")) > 0


def test_answers_about_a_coach_are_counted_by_coach_alone(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, coach=5)])
    tally = unseal(PulseBox.objects.get().sealed)
    assert tally["cells"] == {"0": {"PGY-1": [1, 4]}}
    assert tally["coaches"] == {"2": {str(pulse.coaches[0].pk): [1, 5]}}


def test_the_trail_says_nothing_of_who_answered_or_what(pulse: PulseProgram) -> None:
    held = pulse.open()
    before = Event.objects.count()
    pulse.answered(held, [paper(words=WORDS)] * 9)
    assert Event.objects.count() == before
    close_round(pk=held.pk, now=held.closes_at)
    assert WORDS not in repr(list(Event.objects.values()))


# --- reminding


def test_only_who_has_not_answered_is_told_again_and_once(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 6)
    with time_machine.travel(held.closes_at - timedelta(days=2), tick=False):
        for _ in range(2):
            tend_rounds()
    again = Notice.objects.filter(kind="pulse", key__endswith="/again")
    answered = {row.resident_id for row in held.invitations.filter(is_answered=True)}
    assert again.count() == 12
    assert not answered & set(again.values_list("resident", flat=True))


# --- closing


def test_closing_keeps_the_figures_and_nothing_else(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, words=f"{WORDS} {number}") for number in range(18)])
    close_round(pk=held.pk, now=held.closes_at)
    held.refresh_from_db()
    assert held.state == RoundState.CLOSED
    assert table(held) == {
        "place": 0,
        "everybody": [18, 72],
        "groups": {"PGY-1": [6, 24], "PGY-2": [6, 24], "PGY-3": [6, 24]},
    }
    for model in (PulseBox, PulseInvitation):
        assert not model._default_manager.exists()
    assert not Notice.objects.filter(kind="pulse").exists()


def test_answers_the_other_way_round_are_turned(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(None, left_out=2)] * 18)
    assert table(held, 1)["everybody"] == [18, 72]


def test_a_class_that_answered_little_takes_another_with_it(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(3)] * 16)
    assert table(held)["everybody"] == [16, 48]
    assert table(held)["groups"] == {"PGY-2": [6, 18]}


def test_nothing_is_shown_of_four(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(3, words=WORDS)] * 4)
    assert table(held) == {"place": 0, "everybody": None, "groups": {}}
    assert PulseResult.objects.get().words == [{"place": 3, "texts": []}]


@pytest.mark.parametrize(("writers", "shown"), [(7, 0), (8, 8)])
def test_words_are_shown_from_eight_writers_on(pulse: PulseProgram, writers: int, shown: int) -> None:
    pulse.closed([*[paper(words=f"{WORDS} {number}") for number in range(writers)], *[paper()] * 8])
    kept = json.dumps(PulseResult.objects.get().words)
    assert kept.count(WORDS) == shown


def test_words_come_in_no_order(pulse: PulseProgram) -> None:
    said = [f"Word {number}" for number in range(18)]
    pulse.closed([paper(words=word) for word in said])
    shown = PulseResult.objects.get().words[0]["texts"]
    assert sorted(shown) == sorted(said)
    assert shown != said


def test_a_link_opens_nothing_once_the_round_is_closed(pulse: PulseProgram) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    assert PulseInvitation.objects.opened_by(first.token).exists()
    close_round(pk=held.pk, now=held.closes_at)
    assert not PulseInvitation.objects.opened_by(first.token).exists()
    with pytest.raises(AnswerRefused, match="is over"):
        answer(invitation=first, paper=paper(), now=held.closes_at - timedelta(hours=1))


def test_a_mail_that_waits_when_the_round_closes_never_leaves(pulse: PulseProgram) -> None:
    held = pulse.open()
    Notice.objects.update(due_at=timezone.now())
    assert gather() == 18
    close_round(pk=held.pk, now=held.closes_at)
    with zeal_ignore():
        assert relay_notices() == 0
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_it_is_not_closed_before_its_time_but_by_somebody(pulse: PulseProgram, coordinator: User) -> None:
    held = pulse.open()
    early = held.opens_at + timedelta(days=1)
    assert close_round(pk=held.pk, now=early).state == RoundState.OPEN
    closed = close_round(pk=held.pk, now=early, actor=coordinator)
    assert (closed.state, closed.closes_at) == (RoundState.CLOSED, early)


def test_closing_twice_closes_once(pulse: PulseProgram) -> None:
    held = pulse.closed([paper()] * 18)
    close_round(pk=held.pk, now=held.closes_at)
    assert PulseResult.objects.count() == 1


def test_calling_off_destroys_the_answers_and_counts_none(pulse: PulseProgram, coordinator: User) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 18)
    for _ in range(2):
        held = cancel_round(held=held, actor=coordinator)
    assert held.state == RoundState.CANCELLED
    assert not PulseResult.objects.exists()
    assert not PulseBox.objects.exists()
    assert not PulseInvitation.objects.exists()
    assert close_round(pk=held.pk, now=held.closes_at).state == RoundState.CANCELLED


def test_a_box_of_another_key_is_closed_without_figures_and_says_so(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 18)
    with override_settings(SECRET_KEY="another-key-of-another-installation-0123456789"):
        closed = close_round(pk=held.pk, now=held.closes_at)
    assert (closed.state, closed.note) == (RoundState.CLOSED, UNREADABLE)
    assert table(closed)["everybody"] is None


# --- by themselves, at their time


def states(held: PulseRound, *moments: datetime) -> list[str]:
    found = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            tend_rounds()
        held.refresh_from_db()
        found.append(held.state)
    return found


def test_it_opens_and_closes_by_itself_over_a_change_of_the_clocks(pulse: PulseProgram) -> None:
    """From 08:00 to 18:00 on the wall, in winter and in summer time."""
    opens, closes = at("2027-03-12 08:00"), at("2027-03-15 18:00")
    assert closes - opens == timedelta(days=3, hours=10)  # on the wall, where hours are not counted
    assert closes.timestamp() - opens.timestamp() == timedelta(days=3, hours=9).total_seconds()
    held = pulse.plan(opens=opens, closes=closes)
    second = timedelta(seconds=1)
    assert states(held, opens - second, opens, closes - second, closes) == [
        "planned",
        "open",
        "open",
        "closed",
    ]


def test_the_reaper_goes_round_with_it(pulse: PulseProgram) -> None:
    held = pulse.plan()
    for state, moment in ((RoundState.OPEN, held.opens_at), (RoundState.CLOSED, held.closes_at)):
        with time_machine.travel(moment, tick=False), zeal_ignore():
            call_command("reaper", once=True)
        held.refresh_from_db()
        assert held.state == state


def test_a_round_that_nothing_opened_in_time_asks_nobody(pulse: PulseProgram) -> None:
    held = pulse.plan()
    assert states(held, held.closes_at) == ["cancelled"]
    assert held.note == MISSED
    assert not Notice.objects.filter(kind="pulse").exists()


def test_a_round_whose_people_left_before_it_opened_asks_nobody(pulse: PulseProgram) -> None:
    held = pulse.plan()
    Resident.objects.filter(pk__in=[one.pk for one in pulse.residents[4:]]).update(left_on=date(2026, 11, 1))
    assert states(held, held.opens_at) == ["cancelled"]
    assert held.note == TOO_FEW


# --- about coaches, over years


def over_years(pulse: PulseProgram, years: int, papers: list[Paper]) -> None:
    """A round in each of so many academic years."""
    for number in range(years):
        with time_machine.travel(at(f"{2026 + number}-11-22 18:20"), tick=False):
            if number:
                pulse.program.years.create(
                    name=f"{2026 + number}-{2027 + number}",
                    first_monday=date(2026 + number, 7, 1)
                    - timedelta(days=date(2026 + number, 7, 1).weekday()),
                )
            pulse.closed(papers, breakdown=Breakdown.NONE)


def test_no_figure_of_a_coach_is_there_before_the_years_are_over(pulse: PulseProgram) -> None:
    over_years(pulse, 2, [paper(3, coach=4)] * 18)
    assert not PulseCoachFigure.objects.exists()
    span = PulseSpan.objects.get()
    assert (span.is_over, span.years) == (False, ["2026-2027", "2027-2028"])
    assert "counts" not in span.sealed


def test_what_a_round_promised_holds_though_the_program_asks_for_less_since(pulse: PulseProgram) -> None:
    over_years(pulse, 1, [paper(3, coach=4)] * 18)
    Program.objects.update(pulse_coach_years=2, pulse_coach_answers=8)
    pulse.program.refresh_from_db()
    span = PulseSpan.objects.get()
    assert (span.years_needed, span.answers_needed, span.people_needed) == (3, 10, 5)
    with time_machine.travel(at("2027-11-22 18:20"), tick=False):
        pulse.program.years.create(name="2027-2028", first_monday=date(2027, 6, 28))
        pulse.closed([paper(3, coach=4)] * 18)
    span.refresh_from_db()
    assert (span.is_over, span.years, span.years_needed) == (False, ["2026-2027", "2027-2028"], 3)


def test_a_coach_gets_one_figure_of_all_the_years_and_the_next_begins_anew(pulse: PulseProgram) -> None:
    over_years(pulse, 4, [paper(3, coach=4)] * 18)
    figures = {row.faculty_id: (row.answers, row.total) for row in PulseCoachFigure.objects.all()}
    assert figures.pop(None) == (54, 216)
    assert figures == {coach.pk: (18, 72) for coach in pulse.coaches}
    first, second = PulseSpan.objects.order_by("pk")
    assert (first.is_over, first.sealed, first.period) == (True, "", "2026-2027 to 2028-2029")
    assert (second.is_over, second.years) == (False, ["2029-2030"])


@pytest.mark.parametrize(("coaches", "together"), [(2, False), (3, True)])
def test_of_two_coaches_neither_can_take_themselves_off_the_sum(
    program: Program, coaches: int, together: bool
) -> None:
    pulse = make_pulse_program(program, classes=(8, 8), coaches=coaches)
    over_years(pulse, 3, [paper(3, coach=4)] * 16)
    assert PulseCoachFigure.objects.filter(faculty__isnull=True).exists() == together
    assert PulseCoachFigure.objects.filter(faculty__isnull=False).count() == coaches


def test_a_coach_of_few_gets_none_and_hides_another_with_it(program: Program) -> None:
    pulse = make_pulse_program(program, classes=(8, 8), coaches=2)
    lonely = pulse.residents[0]
    lonely.pairings.all().delete()
    third = pulse.coaches[0].__class__.objects.create(
        program=program, name="Small, Sue", email="s@example.org"
    )
    make_pairing(lonely, third)
    over_years(pulse, 3, [paper(3, coach=4)] * 16)
    shown = set(PulseCoachFigure.objects.values_list("faculty__name", flat=True))
    assert shown == {None, pulse.coaches[1].name}


def year_round(pulse: PulseProgram, number: int, papers: list[Paper]) -> PulseRound:
    """The round of one academic year, counted from 0."""
    with time_machine.travel(at(f"{2026 + number}-11-22 18:20"), tick=False):
        first = date(2026 + number, 7, 1)
        name, monday = f"{2026 + number}-{2027 + number}", first - timedelta(days=first.weekday())
        pulse.program.years.get_or_create(name=name, defaults={"first_monday": monday})
        return pulse.closed(papers, breakdown=Breakdown.NONE)


def shown_coaches() -> set[str | None]:
    return set(PulseCoachFigure.objects.values_list("faculty__name", flat=True))


def test_a_coach_of_whom_one_year_alone_says_something_gets_no_figure(program: Program) -> None:
    """Ten answers of five residents in the last year would be the mean of that year."""
    pulse = make_pulse_program(program, classes=(40,), coaches=4)
    newcomer = make_faculty(program, "New, Nell", email="n@example.org")
    for number in range(3):
        if number == 2:
            for one in pulse.residents[::4]:
                one.pairings.update(faculty=newcomer)
        year_round(pulse, number, [paper(coach=4)] * 40)
    shown = shown_coaches()
    assert newcomer.name not in shown
    assert pulse.coaches[3].name in shown


def test_a_question_that_one_year_alone_asked_is_shown_of_nobody(pulse: PulseProgram) -> None:
    for number in range(3):
        # What is about the coach is left empty but in the last year, in which everybody answers it.
        said = paper(coach=4) if number == 2 else paper()
        year_round(pulse, number, [said] * 18)
    span = PulseSpan.objects.get()
    assert span.is_over
    assert not PulseCoachFigure.objects.exists()


def test_years_that_were_promised_hold_though_the_program_asks_for_fewer_since(pulse: PulseProgram) -> None:
    """Whoever answered read: one mean of three years."""
    said = [paper(coach=4)] * 18
    year_round(pulse, 0, said)
    Program.objects.update(pulse_coach_years=2)
    pulse.program.refresh_from_db()
    year_round(pulse, 1, said)
    assert not PulseCoachFigure.objects.exists()
    year_round(pulse, 2, said)
    assert {row.answers for row in PulseCoachFigure.objects.exclude(faculty=None)} == {18}


def test_sums_that_another_key_sealed_take_their_years_with_them(pulse: PulseProgram) -> None:
    """Else the last year alone would be shown as the mean of all."""
    said = [paper(coach=4)] * 18
    with override_settings(SECRET_KEY="another-key-of-another-installation-0123456789"):
        for number in range(2):
            year_round(pulse, number, said)
    year_round(pulse, 2, said)
    span = PulseSpan.objects.get()
    assert (span.is_over, span.years) == (False, ["2028-2029"])
    assert not PulseCoachFigure.objects.exists()


@pytest.mark.parametrize(("coaches", "of_all"), [(1, False), (2, False), (3, True)])
def test_no_figure_of_all_coaches_tells_anothers(program: Program, coaches: int, *, of_all: bool) -> None:
    pulse = make_pulse_program(program, classes=(18,), coaches=coaches)
    over_years(pulse, 3, [paper(coach=4)] * 18)
    own = {coach.name for coach in pulse.coaches}
    assert shown_coaches() == (own | {None} if of_all else own)
    page = span_figures(program, pulse.coaches[0])[0].figures[0]
    assert (page.own.is_shown, page.everybody.is_shown) == (True, of_all)
    assert len(span_figures(program, None)[0].figures) == of_all


def test_a_name_that_other_questions_took_meanwhile_is_refused(pulse: PulseProgram) -> None:
    """Two forms found it free; the second is told."""
    with pytest.raises(NameTaken, match="Choose another"):
        keep_instrument(program=pulse.program, wording=WORDING, actor=None)
    keep_instrument(program=pulse.program, wording=WORDING, actor=None, instrument=pulse.instrument)
