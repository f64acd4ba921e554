"""The pairing board: who needs a coach, what each pair could reach, planning, the proposal, beginning."""

import gzip
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.ids import Status
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.solution_file import write_solution
from scheduling.models import (
    AcademicYear,
    Faculty,
    FacultyHalfDay,
    Pairing,
    PairingDraft,
    Program,
    Resident,
    RunState,
    SolveRun,
    WishKind,
)
from scheduling.selectors.pairing_board import Board
from scheduling.selectors.program_year import faculty_id, resident_id
from tests.factories import make_faculty, make_pairing, make_run, make_wish, make_year
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year

NOON = datetime(2026, 7, 1, 16, tzinfo=UTC)
TODAY = date(2026, 7, 1)

pytestmark = pytest.mark.usefixtures("_early_in_the_year")


@pytest.fixture
def _early_in_the_year() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def rival(small: SmallYear) -> Faculty:
    """A second coach, who precepts on Mondays and Tuesdays: twice as much could be reached."""
    member = make_faculty(small.program, "Okafor, Ben", panel_min=0, panel_max=1)
    for weekday in (0, 1):
        FacultyHalfDay.objects.create(
            faculty=member, year=small.year, site=small.site, weekday=weekday, period="AM", duty="precepts"
        )
    return member


def url(small: SmallYear, name: str = "pairing") -> str:
    return reverse(f"scheduling:{name}", args=[small.program.pk])


def board(desk: Client, small: SmallYear) -> Board:
    found: Board = desk.get(url(small)).context["board"]
    return found


def send(desk: Client, small: SmallYear, *changes: str, **headers: str) -> Any:
    body = {"year": small.year.pk, "change": list(changes)}
    return desk.post(url(small, "pairing_plan"), body, headers=headers)


def numbers(found: Board) -> dict[str, list[int]]:
    return {row.name: [crossing.value for crossing in row.crossings] for row in found.rows}


def states(found: Board) -> dict[str, list[str]]:
    return {row.name: [crossing.state.value for crossing in row.crossings] for row in found.rows}


# --- what stands on it


def test_who_has_no_coach_stands_against_each_with_what_they_could_reach(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    found = board(desk, small)
    assert found.title == "One resident needs a coach"
    assert [column.name for column in found.columns] == ["Lindqvist", "Okafor"]
    assert numbers(found) == {"Farouk": [8, 10]}  # ten clinics a year at most
    assert [column.clinics for column in found.columns] == ["Main, Mon AM", "Main, Mon AM · Tue AM"]


def test_a_panel_shows_its_load_classes_and_what_its_pairs_reach(small: SmallYear, desk: Client) -> None:
    make_pairing(small.residents[0], small.coach)
    make_small_schedule(small)
    column = board(desk, small).columns[0]
    assert (column.state_words, column.load_words) == ("8 free", "1 resident, limit 0 to 9")
    assert column.boxes == ["taken"] + 8 * ["free"]
    assert [(part.pgy, part.count) for part in column.mix] == [(1, 1)]
    assert [(card.name, card.reached, card.attainable) for card in column.cards] == [("Boateng", 1, 8)]


def test_a_full_panel_says_so_and_so_does_an_exclusion(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], rival)
    make_wish(small.residents[1], small.coach)
    found = board(desk, small)
    assert states(found) == {"Farouk": ["excluded", "full"]}
    assert [crossing.change for crossing in found.rows[0].crossings] == ["", ""]
    page = desk.get(url(small)).content.decode()
    assert "8 excluded" in page
    assert "10 full" in page


def test_a_coach_who_leaves_hands_the_panel_over_and_takes_nobody(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    make_pairing(small.residents[1], rival)
    small.coach.left_on = TODAY + timedelta(weeks=2)
    small.coach.save()
    found = board(desk, small)
    assert [row.sub for row in found.rows] == ["PGY-1, with Lindqvist until 14 Jul"]
    assert found.sub.startswith("Dr. Lindqvist hands over one after 14 Jul")
    assert [(column.name, column.state_words) for column in found.columns] == [
        ("Okafor", "Full"),
        ("Lindqvist", "Hand over"),
    ]
    assert states(found) == {"Boateng": ["full", "leaving"]}


def test_everyone_has_a_coach(small: SmallYear, desk: Client) -> None:
    for resident in small.residents:
        make_pairing(resident, small.coach)
    found = board(desk, small)
    assert (found.title, found.rows, found.proposal) == ("Everyone has a coach", [], None)
    assert len(found.columns[0].cards) == 2


def test_without_coaches_or_a_year_the_import_is_the_next_step(program: Program, desk: Client) -> None:
    for _ in ("no year", "a year without anybody"):
        page = desk.get(reverse("scheduling:pairing", args=[program.pk])).content.decode()
        assert "No coaches are in yet" in page
        assert reverse("scheduling:upload", args=[program.pk]) in page
        AcademicYear.objects.filter(program=program).exists() or make_year(program)


@pytest.mark.parametrize("size", [1, 3])
def test_the_board_costs_the_same_for_one_person_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    for resident in small.residents[1:]:
        make_pairing(resident, make_faculty(program))
    make_small_schedule(small)
    make_wish(small.residents[0], make_faculty(program))
    with django_assert_num_queries(33):
        desk.get(url(small))


# --- planning


def test_placing_lifting_and_putting_back_by_the_buttons_of_the_page(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    farouk = board(desk, small).rows[0]
    assert send(desk, small, farouk.crossings[1].change).status_code == 302
    assert PairingDraft.objects.get().faculty == rival
    found = board(desk, small)
    assert found.columns[1].boxes == ["planned"]
    assert [(card.name, card.by, card.value) for card in found.columns[1].coming] == [
        ("Farouk", "your draft", 10)
    ]
    send(desk, small, found.columns[0].hand_over)
    assert sorted(row.name for row in board(desk, small).rows) == ["Boateng", "Farouk"]
    send(desk, small, *(row.back for row in board(desk, small).rows))
    assert not PairingDraft.objects.exists()


def test_htmx_gets_the_board_with_what_was_done(small: SmallYear, desk: Client) -> None:
    change = board(desk, small).rows[0].crossings[0].change
    answer = send(desk, small, change, **{"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="board"')
    assert 'data-said="Placed Nadia Boateng with Dr. Lindqvist."' in answer


def test_a_plan_on_an_old_page_is_refused_in_words_and_changes_nothing(
    small: SmallYear, rival: Faculty, desk: Client, chief: User, as_user: SignIn
) -> None:
    old = board(desk, small).rows[0].crossings
    assert send(as_user(chief), small, old[1].change).status_code == 302
    answer = send(desk, small, old[0].change)
    assert answer.status_code == 422
    assert "Chidi Efe changed the plan for Nadia Boateng" in answer.content.decode()
    assert PairingDraft.objects.get().faculty == rival


@pytest.mark.parametrize("change", ["", "x", "1|2", "1|lifted|nothing", "1|2|3|4", "9" * 40 + "||"])
def test_a_plan_that_makes_no_sense_is_refused(change: str, small: SmallYear, desk: Client) -> None:
    answer = send(desk, small, change)
    assert answer.status_code == 422
    assert "sent incompletely" in answer.content.decode()


def test_a_year_of_another_program_is_not_found(
    small: SmallYear, desk: Client, other_program: Program
) -> None:
    theirs = make_year(other_program)
    body = {"year": theirs.pk, "change": board(desk, small).rows[0].crossings[0].change}
    assert desk.post(url(small, "pairing_plan"), body).status_code == 404
    assert not PairingDraft.objects.exists()


def test_undo_and_redo(small: SmallYear, desk: Client) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[0].change)
    step = board(desk, small).undo
    assert step is not None
    body = {"year": small.year.pk, "step": step.pk}
    assert desk.post(url(small, "pairing_undo"), body).status_code == 302
    assert desk.post(url(small, "pairing_undo"), body).status_code == 302, "sent twice, taken back once"
    assert not PairingDraft.objects.exists()
    assert board(desk, small).undo is None
    assert desk.post(url(small, "pairing_redo"), body).status_code == 302
    assert PairingDraft.objects.exists()
    assert desk.post(url(small, "pairing_redo"), {**body, "step": step.pk + 1}).status_code == 422


# --- the proposal


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


# --- beginning


def begin(desk: Client, small: SmallYear, on: str = "2026-07-06", **fields: object) -> Any:
    body = {"year": small.year.pk, "pair": board(desk, small).draft.pairs, "on": on, **fields}
    return desk.post(url(small, "pairing_begin"), body)


def test_what_is_planned_begins_on_the_day_chosen(small: SmallYear, rival: Faculty, desk: Client) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[1].change)
    assert board(desk, small).draft.begins_on == TODAY
    assert begin(desk, small).status_code == 302
    pairing = Pairing.objects.get()
    assert (pairing.faculty, pairing.first_date) == (rival, date(2026, 7, 6))
    assert "1 pairing noted" in desk.get(url(small)).content.decode()


def test_a_whole_proposal_is_accepted_and_begun(small: SmallYear, rival: Faculty, desk: Client) -> None:
    proposal = board(desk, small).proposal
    assert proposal is not None
    send(desk, small, proposal.accept_all)
    assert begin(desk, small).status_code == 302
    assert Pairing.objects.count() == 2
    assert board(desk, small).title == "Everyone has a coach"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-06-30", "Tue 30 Jun is past"),
        ("", "Say on which day"),
        ("31 Feb", "not a day of the calendar"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    on: str, words: str, small: SmallYear, desk: Client
) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[0].change)
    answer = begin(desk, small, on)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Pairing.objects.exists()


def test_a_draft_that_was_changed_since_is_not_begun(small: SmallYear, rival: Faculty, desk: Client) -> None:
    rows = board(desk, small).rows
    send(desk, small, rows[0].crossings[0].change)
    seen = board(desk, small).draft.pairs
    send(desk, small, rows[1].crossings[1].change)
    answer = begin(desk, small, pair=seen)
    assert answer.status_code == 422
    assert "changed since this page was made" in answer.content.decode()
    assert not Pairing.objects.exists()
