"""A run's result becomes a draft, or is refused in words and leaves nothing behind."""

import gzip

import pytest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import (
    Assignment,
    RotationAssignment,
    RunState,
    Schedule,
    ScheduleState,
    SolveRun,
)
from scheduling.services.drafts import DraftRefused, make_draft
from tests.services.small_year import make_small_year

pytestmark = pytest.mark.django_db


def test_a_draft_holds_what_the_solver_decided() -> None:
    small = make_small_year()
    draft = make_draft(run=small.finished_run(), actor=None)
    assert (draft.state, draft.version, draft.objective) == (ScheduleState.DRAFT, 1, 32.0)
    placed = set(draft.assignments.values_list("resident__name", "session_id"))
    expected = {(name, session.pk) for name in ("Boateng, Kofi", "Silva, Ana") for session in small.sessions}
    assert placed == expected
    assert dict(draft.coaches.values_list("resident__name", "faculty__name")) == {
        "Boateng, Kofi": "Dahl, Ingrid",
        "Silva, Ana": "Reyes, Omar",
    }
    assert set(draft.preceptings.values_list("faculty__name", "date", "duty")) == {
        (name, session.date, "precepts")
        for name in ("Dahl, Ingrid", "Reyes, Omar")
        for session in small.sessions
    }


def test_overlaps_of_a_draft_are_those_where_the_coach_is_in_the_session() -> None:
    small = make_small_year()
    draft = make_draft(run=small.finished_run(small.outcome(ana=(1,))), actor=None)
    small_overlaps = draft.assignments.with_together().filter(together=True)
    assert small_overlaps.count() == 3
    draft.preceptings.filter(faculty=small.omar).delete()
    assert set(small_overlaps.values_list("resident__name", flat=True)) == {"Boateng, Kofi"}


def test_a_resident_keeps_their_own_ceiling_in_the_draft() -> None:
    small = make_small_year()
    draft = make_draft(run=small.finished_run(small.outcome(kofi=(0,))), actor=None)
    assert draft.coaches.get(resident=small.kofi).attainable == 2


def test_a_run_gives_one_draft_however_often_it_is_asked() -> None:
    small = make_small_year()
    run = small.finished_run()
    assert make_draft(run=run, actor=None) == make_draft(run=run, actor=None)
    assert Schedule.objects.count() == 1
    assert Event.objects.filter(kind=EventKind.DRAFT_MADE).count() == 1


def test_versions_count_up_within_the_year() -> None:
    small = make_small_year()
    versions = [make_draft(run=small.finished_run(number=n), actor=None).version for n in (1, 2, 3)]
    assert versions == [1, 2, 3]


def test_a_result_that_breaks_a_rule_is_refused_and_nothing_is_written() -> None:
    small = make_small_year()
    small.sessions[0].rooms = 1
    small.sessions[0].save()
    with pytest.raises(DraftRefused, match=r"breaks a rule.*rooms"):
        make_draft(run=small.finished_run(), actor=None)
    assert not Schedule.objects.exists()


def test_a_broken_rule_is_told_with_peoples_names() -> None:
    small = make_small_year()
    RotationAssignment.objects.filter(resident=small.kofi).delete()
    with pytest.raises(DraftRefused, match=r"breaks a rule.*Kofi Boateng"):
        make_draft(run=small.finished_run(), actor=None)


def test_a_run_without_a_schedule_is_refused_in_words() -> None:
    small = make_small_year()
    run = small.finished_run()
    SolveRun.objects.filter(pk=run.pk).update(outcome=None)
    with pytest.raises(DraftRefused, match="has no schedule to open"):
        make_draft(run=run, actor=None)


def test_what_a_lost_attempt_left_is_no_draft_while_the_run_is_tried_again() -> None:
    small = make_small_year()
    run = small.finished_run()
    SolveRun.objects.filter(pk=run.pk).update(state=RunState.QUEUED)
    with pytest.raises(DraftRefused, match="still at work"):
        make_draft(run=run, actor=None)
    SolveRun.objects.filter(pk=run.pk).update(state=RunState.FINISHED)
    assert make_draft(run=run, actor=None).assignments.exists()


def test_a_result_about_somebody_who_is_gone_is_refused_and_nothing_is_written() -> None:
    small = make_small_year()
    run = small.finished_run()
    small.ana.delete()
    with pytest.raises(DraftRefused, match="not any more"):
        make_draft(run=run, actor=None)
    assert not Schedule.objects.exists()
    assert not Assignment.objects.exists()


def test_pins_of_the_problem_are_pinned_in_the_draft() -> None:
    small = make_small_year()
    run = small.finished_run()
    problem = gzip.decompress(run.problem).decode()
    pin = f'"attend":[["R{small.kofi.pk}","{small.sessions[0].key}"]]'
    assert '"attend":[]' in problem
    SolveRun.objects.filter(pk=run.pk).update(
        problem=gzip.compress(problem.replace('"attend":[]', pin).encode())
    )
    draft = make_draft(run=run, actor=None)
    pinned = draft.assignments.filter(pinned=True).values_list("resident__name", "session_id")
    assert list(pinned) == [("Boateng, Kofi", small.sessions[0].pk)]


def test_a_cancelled_run_gives_no_draft() -> None:
    small = make_small_year()
    run = small.finished_run()
    SolveRun.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)
    with pytest.raises(DraftRefused, match="was cancelled"):
        make_draft(run=run, actor=None)
    assert not Schedule.objects.exists()
