"""The proposal on the pairing board: quick, or of a run, and asking the solver for one."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scheduling.domain.ids import Status
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.solution_file import write_solution
from scheduling.models import (
    Faculty,
    Resident,
    RunState,
    SolveRun,
    WishKind,
)
from scheduling.selectors.program_year import faculty_id, resident_id
from tests.factories import make_run, make_wish
from tests.scheduling_pages.boards import board, send, url
from tests.scheduling_pages.years import SmallYear

pytestmark = pytest.mark.usefixtures("early_in_the_year")


def test_without_a_run_the_proposal_is_the_best_by_attainable_half_days(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    proposal = board(desk, small).proposal
    assert proposal is not None
    assert (
        proposal.words == "18 half-days together a year for these two. By attainable half-days, before rooms."
    )
    assert sorted(line.coach for line in proposal.lines) == ["Lindqvist", "Okafor"]
    assert [(check.is_kept, check.words) for check in proposal.checks] == [
        (True, "Every panel between 0 and 9"),
        (True, "No current pair broken"),
    ]


def test_the_proposal_keeps_exclusions_and_meets_wishes(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    boateng, farouk = small.residents
    make_wish(boateng, rival)
    make_wish(farouk, small.coach, kind=WishKind.WISH, weight=8)
    proposal = board(desk, small).proposal
    assert proposal is not None
    assert [(line.resident, line.coach) for line in proposal.lines] == [
        ("Boateng", "Lindqvist"),
        ("Farouk", "Lindqvist"),
    ]
    assert [check.words for check in proposal.checks][1:3] == ["1 exclusion kept", "1 of 1 wish met"]
    assert "A wish is met." in proposal.lines[1].why
    assert any("Dr. Okafor, 10 (excluded)" in words for words in proposal.lines[0].why)


def finished_run(
    small: SmallYear, coaches: dict[Resident, Faculty], status: Status = Status.OPTIMAL
) -> SolveRun:
    solution = Solution({resident_id(r.pk): faculty_id(f.pk) for r, f in coaches.items()}, {}, {})
    outcome = Outcome(
        "small", status, solution, 10.0, 10.0 if status is Status.OPTIMAL else 12.5, "by hand", 1
    )
    return make_run(
        small.year,
        state=RunState.FINISHED,
        ended_at=timezone.now(),
        outcome=gzip.compress(write_solution(outcome).encode()),
        status=status,
        objective=outcome.objective,
        bound=outcome.bound,
    )


def test_a_finished_run_that_pairs_them_all_is_the_proposal(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    boateng, farouk = small.residents
    run = finished_run(small, {boateng: rival, farouk: small.coach})
    proposal = board(desk, small).proposal
    assert proposal is not None
    assert proposal.run == run
    assert [line.coach for line in proposal.lines] == ["Okafor", "Lindqvist"]
    assert proposal.words.endswith(f"{run}, rooms and all: proven best within all limits.")


def test_what_a_run_did_not_prove_is_not_called_proven(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    boateng, farouk = small.residents
    run = finished_run(small, {boateng: rival, farouk: small.coach}, Status.FEASIBLE)
    proposal = board(desk, small).proposal
    assert proposal is not None
    assert proposal.words.endswith(f"{run}, rooms and all: at most 20.00% from the best.")


def test_a_run_that_fits_no_longer_is_not_proposed(small: SmallYear, rival: Faculty, desk: Client) -> None:
    boateng, farouk = small.residents
    finished_run(small, {boateng: rival, farouk: small.coach})
    make_wish(boateng, rival)
    proposal = board(desk, small).proposal
    assert proposal is not None
    assert proposal.run is None


def test_accepting_all_plans_it_and_the_draft_says_what_differs(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    first = board(desk, small)
    assert first.proposal is not None
    other = next(line for line in first.proposal.lines if line.coach == "Okafor")
    row = next(row for row in first.rows if row.name == other.resident)
    send(desk, small, row.crossings[0].change)
    second = board(desk, small)
    assert second.proposal is not None
    assert [line.differs for line in second.proposal.lines if line.differs] == ["your draft: Lindqvist, 8"]
    send(desk, small, second.proposal.accept_all)
    third = board(desk, small)
    assert third.proposal is not None
    assert all(line.is_accepted for line in third.proposal.lines)
    assert third.draft.total == third.proposal.total == 18


def test_asking_the_solver_starts_a_run(small: SmallYear, desk: Client) -> None:
    answer = desk.post(url(small, "pairing_ask"), {"year": small.year.pk})
    run = SolveRun.objects.get()
    assert run.decide_pairing
    assert answer.headers["Location"] == reverse("scheduling:run", args=[small.program.pk, run.pk])


def test_a_year_that_is_not_ready_says_why_instead_of_a_run(small: SmallYear, desk: Client) -> None:
    small.residents[0].rotation_assignments.all().delete()
    small.residents[1].rotation_assignments.all().delete()
    answer = desk.post(url(small, "pairing_ask"), {"year": small.year.pk})
    assert answer.status_code == 422
    assert "No resident has a rotation" in answer.content.decode()
