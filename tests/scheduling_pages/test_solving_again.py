"""Solving from here: the form says what may change, results are kept and compared, and go into the draft week by week."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduling.models import Program, ResidentYear, Schedule, ScheduleState, SolveRun
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.cells import FREE
from tests.factories import assign, coach_in, make_pairing, make_run, make_schedule, precept
from tests.services.solved_again import BEFORE_THE_YEAR, MON, TUE, Again, make_again

FORM = {"time_limit": "30", "seed": "7"}


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """Nothing is history yet."""
    with time_machine.travel(BEFORE_THE_YEAR):
        yield


@pytest.fixture
def again(program: Program) -> Again:
    """The draft with everybody on Tuesdays."""
    return make_again(program)


def runs_url(again: Again) -> str:
    return reverse("scheduling:runs", args=[again.small.program.pk])


def take_over_url(again: Again, run: SolveRun) -> str:
    return reverse("scheduling:run_take_over", args=[again.small.program.pk, run.pk])


def compare_url(again: Again, *runs: SolveRun) -> str:
    asked = "&".join(f"run={run.pk}" for run in runs)
    return f"{reverse('scheduling:run_compare', args=[again.small.program.pk])}?{asked}"


def ask(desk: Client, again: Again, **said: object) -> Any:
    return desk.post(runs_url(again), {**FORM, "base": again.draft.pk, **said})


def test_the_grid_leads_to_solving_again_from_its_version(again: Again, desk: Client) -> None:
    grid = desk.get(reverse("scheduling:grid", args=[again.small.program.pk, again.draft.pk]))
    assert f'href="{runs_url(again)}?base={again.draft.pk}#solve"' in grid.content.decode()
    page = desk.get(runs_url(again), {"base": again.draft.pk}).content.decode()
    assert "Solve again, and move only what has to" in page
    assert f"Solve again from draft {again.draft.version}" in page


def test_some_weeks_are_asked_for(again: Again, desk: Client) -> None:
    ask(desk, again, what="weeks", first_week="1", last_week="2", decide_pairing="on")
    run = SolveRun.objects.get()
    assert (run.base, run.base_edition, run.decide_pairing) == (again.draft, 1, False)
    assert (run.scope["weeks"], run.scope["residents"], run.scope["pairing"]) == ([1, 2], None, False)


def test_residents_are_chosen_by_name_class_and_coach(again: Again, desk: Client) -> None:
    first, second = again.small.residents
    ask(desk, again, what="people", people=[f"resident-{first.pk}"])
    ask(desk, again, what="people", people=["pgy-2"])
    ResidentYear.objects.filter(resident=first).update(pgy=3)
    make_pairing(first, again.small.coach)
    ask(desk, again, what="people", people=[f"coach-{again.small.coach.pk}"])
    chosen = [run.scope["residents"] for run in SolveRun.objects.order_by("number")]
    assert chosen == [[resident_id(first.pk)], [resident_id(second.pk)], [resident_id(first.pk)]]


def test_a_site_is_asked_for(again: Again, desk: Client) -> None:
    ask(desk, again, what="sites", sites=["MAIN"])
    assert SolveRun.objects.get().scope["sites"] == ["MAIN"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"what": "weeks"}, "Choose the first and the last week."),
        ({"what": "weeks", "first_week": "3", "last_week": "1"}, "The last week lies before the first."),
        ({"what": "people"}, "Choose at least one resident, class or panel."),
        ({"what": "sites"}, "Choose at least one site."),
        ({"what": "sites", "sites": ["MAIN"], "base": ""}, "Choose the version to start from"),
        ({"what": "sites", "sites": ["ELSEWHERE"]}, "ELSEWHERE is not one of the available choices"),
        ({"base": "999999"}, "999999 is not one of the available choices"),
        ({"what": "weeks", "first_week": "88", "last_week": "99"}, "88 is not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    said: dict[str, object], why: str, again: Again, desk: Client
) -> None:
    answer = ask(desk, again, **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not SolveRun.objects.exists()


def test_the_same_question_twice_is_one_run_and_another_scope_another(again: Again, desk: Client) -> None:
    for weeks in (("1", "2"), ("1", "2"), ("1", "3")):
        ask(desk, again, what="weeks", first_week=weeks[0], last_week=weeks[1])
    ask(desk, again)
    assert SolveRun.objects.count() == 3


def test_the_list_tells_results_by_what_they_come_to(again: Again, desk: Client) -> None:
    published = make_schedule(
        again.small.year, state=ScheduleState.PUBLISHED, published_at="2026-05-01T12:00Z"
    )
    monday = again.small.session(again.small.year.first_monday)
    coach_in(published, again.small.residents[0], again.small.coach)
    precept(published, again.small.coach, monday)
    assign(published, again.small.residents[0], monday)
    again.run({(0, 1): (MON,), (1, 1): (MON,)})
    line = desk.get(runs_url(again)).context["lines"][0]
    assert (line.together, line.versus, line.cells, line.gap) == ("2", "+1", "4 cells", "proven best")
    assert line.what == f"Sessions only, from draft {again.draft.version}"


def test_a_result_is_taken_over_and_the_grid_shown(again: Again, desk: Client) -> None:
    run = again.run({(0, 1): (MON,), (1, 3): (MON,)})
    page = desk.get(take_over_url(again, run)).content.decode()
    assert f"Run 1 would change 4 cells of draft {again.draft.version}" in page
    week = again.place(0, 1, MON).half_day.date.isoformat()
    answer = desk.post(take_over_url(again, run), {"key": "k", "edition": 1, "weeks": [week]})
    assert answer["Location"] == reverse("scheduling:grid", args=[again.small.program.pk, again.draft.pk])
    assert again.state(0, 1, MON) != FREE
    assert again.state(1, 3, MON) == FREE


def test_cells_changed_since_are_listed_and_asked_about(again: Again, desk: Client) -> None:
    run = again.run({(0, 1): (MON,), (1, 3): (MON,)})
    again.put(1, 5, MON)
    page = desk.get(take_over_url(again, run)).content.decode()
    assert "Somebody changed 2 of these cells since the run began" in page
    assert "Leave 2 cells as they are now" in page
    weeks = [again.place(0, week, MON).half_day.date.isoformat() for week in (1, 3, 5)]
    said = {"key": "k", "edition": again.draft.edition, "weeks": weeks}
    refused = desk.post(take_over_url(again, run), said)
    assert refused.status_code == 422
    assert "2 cells of the draft changed since the run began" in refused.content.decode()
    assert not again.draft.edits.exists()
    assert desk.post(take_over_url(again, run), {**said, "changed": "leave"}).status_code == 302
    assert again.state(1, 5, MON) != FREE
    assert again.state(0, 1, MON) != FREE


def test_no_week_and_nonsense_are_refused_in_words(again: Again, desk: Client) -> None:
    run = again.run({(0, 1): (MON,)})
    answer = desk.post(take_over_url(again, run), {"key": "k", "edition": 1})
    assert (answer.status_code, "Choose at least one week." in answer.content.decode()) == (422, True)
    answer = desk.post(take_over_url(again, run), {"key": "k", "edition": "x", "weeks": ["2026-13-45"]})
    assert answer.status_code == 422
    assert not again.draft.edits.exists()


def test_a_result_of_a_version_that_is_a_draft_no_more_is_not_taken_over(again: Again, desk: Client) -> None:
    run = again.run({(0, 1): (MON,)})
    Schedule.objects.filter(pk=again.draft.pk).update(state=ScheduleState.ARCHIVED)
    answer = desk.get(take_over_url(again, run), follow=True)
    assert "began from no draft that is one still" in answer.content.decode()
    assert "Open as a new draft" in answer.content.decode()


def test_two_results_stand_side_by_side_with_their_draft(again: Again, desk: Client) -> None:
    one, two = again.run({(0, 1): (MON,)}), again.run({(0, 1): (MON,), (0, 2): (MON,)})
    answer = desk.get(compare_url(again, one, two))
    page = answer.context["page"]
    assert page.title == "Run 2 brings people together 1 half-day more than Run 1"
    assert [column.name for column in page.columns] == ["Run 2", "Run 1", f"Draft {again.draft.version}"]
    rows = {row.label: [value for value, _ in row.values] for row in page.figures}
    assert rows["Half-days together"] == ["2", "1", "0"]
    assert rows["Changes"] == ["−0.4", "−0.2", "0"]
    assert [(row.name, row.spread, row.values) for row in page.reach] == [
        ("Nadia Boateng", 2, [(2, 8), (1, 8), (0, 8)])
    ]
    assert page.unchanged == 1
    assert (page.grid.total, page.grid.people) == (2, 1)
    name, cells = page.grid.rows[0]
    assert (name, [[mark.letter for mark in marks] for marks in cells]) == (
        "Nadia Boateng",
        [["M", ""], ["", "M"]],
    )
    assert "Run 2: Main, together with the coach" in answer.content.decode()


@pytest.mark.parametrize("number", [0, 1, 4])
def test_neither_fewer_than_two_nor_more_than_three_are_compared(
    number: int, again: Again, desk: Client
) -> None:
    runs = [again.run({(0, week): (MON,)}) for week in range(number)]
    answer = desk.get(compare_url(again, *runs))
    assert "Choose two or three results" in answer.content.decode()


def test_what_is_no_run_is_left_out_of_the_comparison(again: Again, desk: Client) -> None:
    url = reverse("scheduling:run_compare", args=[again.small.program.pk])
    answer = desk.get(f"{url}?run=x&run=²&run={'9' * 40}&week=never")
    assert (answer.status_code, answer.context["page"]) == (200, None)


def test_a_run_is_put_away_and_brought_back(again: Again, desk: Client) -> None:
    run = again.run({(0, 1): (MON,)})
    here = [again.small.program.pk, run.pk]
    page = desk.post(reverse("scheduling:run_discard", args=here), follow=True)
    assert (page.context["lines"], [line.pk for line in page.context["discarded"]]) == ([], [run.pk])
    page = desk.post(reverse("scheduling:run_keep", args=here), follow=True)
    assert [line.pk for line in page.context["lines"]] == [run.pk]


def test_a_run_under_way_is_not_put_away(again: Again, desk: Client) -> None:
    run = make_run(again.small.year)
    answer = desk.post(reverse("scheduling:run_discard", args=[again.small.program.pk, run.pk]), follow=True)
    assert "is still at work. Cancel it, then put it away." in answer.content.decode()
    run.refresh_from_db()
    assert run.discarded_at is None


@pytest.mark.parametrize("size", [1, 3])
def test_comparing_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    again = make_again(program, residents=size)
    runs = [again.run({(who, week): (MON,) for who in range(size)}) for week in (1, 2)]
    with django_assert_num_queries(17):
        desk.get(compare_url(again, *runs))


@pytest.mark.parametrize("size", [1, 3])
def test_taking_over_shows_the_same_number_of_queries_for_one_cell_and_for_many(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    again = make_again(program, residents=size)
    run = again.run({(who, 1): (MON,) for who in range(size)})
    for who in range(size):
        again.put(who, 1, TUE, pinned=True)
        again.put(who, 2, MON)
    with django_assert_num_queries(19):
        desk.get(take_over_url(again, run))
