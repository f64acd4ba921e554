"""Asking for a run freezes the year; asking it to stop reaches it in whatever state it is."""

import gzip
from hashlib import sha256

import pytest
from celery import current_app
from pytest_django import DjangoCaptureOnCommitCallbacks

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.ids import Decision
from scheduling.domain.problem_building import build_problem
from scheduling.exchange.problem_file import read_problem
from scheduling.models import RunState, Session, SolveRun, StopRequest
from scheduling.selectors.program_year import program_year
from scheduling.services.runs import YearNotReady, request_run, request_stop
from scheduling.services.solving.leases import claim
from tests.factories import make_program, make_user, make_year
from tests.services.small_year import SmallYear, make_small_year, rotation_of

pytestmark = pytest.mark.django_db


def test_a_run_keeps_the_year_as_it_was_when_it_was_asked_for() -> None:
    small = make_small_year()
    asked_of = build_problem(program_year(small.year))
    run = request_run(year=small.year, actor=None, time_limit=30, seed=7)
    Session.objects.all().delete()
    run.refresh_from_db()
    content = gzip.decompress(run.problem)
    assert read_problem(content) == asked_of
    assert sha256(content).hexdigest() == run.problem_sha256
    assert (run.state, run.time_limit, run.seed, run.attempt) == (RunState.QUEUED, 30, 7, 0)


def test_a_run_says_what_was_asked_in_figures() -> None:
    small = make_small_year()
    run = request_run(year=small.year, actor=None)
    assert run.summary == {"residents": 2, "faculty": 2, "sessions": 2, "weeks": 2, "to_pair": 1}


def test_runs_are_numbered_within_their_year() -> None:
    small = make_small_year()
    assert [request_run(year=small.year, actor=None, seed=seed).number for seed in (1, 2, 3)] == [1, 2, 3]


def test_the_same_question_asked_twice_is_one_run() -> None:
    small = make_small_year()
    assert request_run(year=small.year, actor=None) == request_run(year=small.year, actor=None)
    assert Event.objects.filter(kind=EventKind.RUN_REQUESTED).count() == 1


def test_the_same_question_is_a_new_run_once_the_first_is_stopped_or_the_year_has_changed() -> None:
    small = make_small_year()
    first = request_run(year=small.year, actor=None)
    Session.objects.filter(pk=small.sessions[0].pk).update(rooms=3)
    second = request_run(year=small.year, actor=None)
    request_stop(run=second, actor=None, keep=False)
    third = request_run(year=small.year, actor=None)
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_who_asked_is_on_record() -> None:
    small = make_small_year()
    actor = make_user("Corinne Ordway")
    run = request_run(year=small.year, actor=actor)
    event = Event.objects.get(kind=EventKind.RUN_REQUESTED)
    assert (event.actor, event.program, run.created_by) == (actor, small.program, actor)
    assert event.after["residents"] == 2


def test_a_year_without_people_and_sessions_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(YearNotReady) as refusal:
        request_run(year=make_year(make_program()), actor=None)
    said = " ".join(refusal.value.problems)
    assert len(refusal.value.problems) == 3
    assert "no residents" in said
    assert "no faculty" in said
    assert "no open clinic sessions" in said
    assert not SolveRun.objects.exists()


def test_a_year_that_does_not_fit_together_is_refused_with_the_place() -> None:
    small = make_small_year()
    small.program.overlap_pieces = [[0.4, 1], [None, 8]]
    small.program.save()
    with pytest.raises(YearNotReady, match=r"The year does not fit together: .*pieces"):
        request_run(year=small.year, actor=None)


def test_without_a_block_schedule_a_run_is_refused() -> None:
    small = make_small_year()
    rotation_of(small).assignments.all().delete()
    with pytest.raises(YearNotReady, match="No resident has a rotation"):
        request_run(year=small.year, actor=None)


def test_coaches_stay_if_pairing_is_not_to_be_decided() -> None:
    small = make_small_year()
    with pytest.raises(YearNotReady, match="1 resident has no coach"):
        request_run(year=small.year, actor=None, decide_pairing=False)
    _pair_ana(small)
    run = request_run(year=small.year, actor=None, decide_pairing=False)
    assert read_problem(gzip.decompress(run.problem)).decide == {Decision.SESSIONS}


def test_a_run_is_accepted_and_waits_while_the_broker_is_away(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    small = make_small_year()
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    with django_capture_on_commit_callbacks(execute=True):
        run = request_run(year=small.year, actor=None)
    run.refresh_from_db()
    assert (run.state, run.sent_at) == (RunState.QUEUED, None)


def test_a_run_is_sent_once_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    small = make_small_year()
    with django_capture_on_commit_callbacks(execute=True):
        run = request_run(year=small.year, actor=None)
    run.refresh_from_db()
    assert run.sent_at is not None


@pytest.mark.parametrize("keep", [True, False])
def test_a_waiting_run_is_cancelled_at_once(keep: bool) -> None:
    run = request_run(year=make_small_year().year, actor=None)
    stopped = request_stop(run=run, actor=None, keep=keep)
    assert (stopped.state, stopped.ended_at is not None) == (RunState.CANCELLED, True)
    assert claim(run.pk) is None


@pytest.mark.parametrize(("keep", "end"), [(True, RunState.FINISHED), (False, RunState.CANCELLED)])
def test_a_run_that_waits_to_be_tried_again_keeps_what_was_found_if_that_is_asked(
    keep: bool, end: str
) -> None:
    run = make_small_year().finished_run()
    SolveRun.objects.filter(pk=run.pk).update(state=RunState.QUEUED, ended_at=None)
    assert request_stop(run=run, actor=None, keep=keep).state == end
    assert run.ended_at is not None


def test_a_working_run_shows_at_once_what_was_asked_of_it() -> None:
    run = request_run(year=make_small_year().year, actor=None)
    lease = claim(run.pk)
    assert lease is not None
    assert request_stop(run=run, actor=None, keep=False).stop_request == StopRequest.CANCEL
    assert (run.state, lease.stop_request()) == (RunState.RUNNING, StopRequest.CANCEL)


def test_a_run_that_has_ended_stays_as_it_is() -> None:
    run = make_small_year().finished_run()
    assert request_stop(run=run, actor=None, keep=False).state == RunState.FINISHED
    assert run.stop_request == StopRequest.NONE
    assert not Event.objects.filter(kind=EventKind.RUN_STOPPED).exists()


def _pair_ana(small: SmallYear) -> None:
    small.ana.pairings.create(faculty=small.omar, first_date=small.year.first_monday)
