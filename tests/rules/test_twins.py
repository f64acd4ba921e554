"""Whatever schedule is tried, the checkers accept it exactly if the model has it."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.solver import solve
from tests.builders import schedule
from tests.rules.holding import held_to
from tests.solver.random_problems import problems


@settings(max_examples=150, deadline=None)
@given(st.data(), problems(pairing=False))
def test_checkers_and_model_agree_on_any_schedule(data: st.DataObject, problem: Problem) -> None:
    attended: dict[str, tuple[str, ...]] = {}
    for resident in problem.residents:
        for week in resident.weeks:
            size = st.integers(week.min, min(week.max, len(week.sessions))) if week.sessions else st.just(0)
            wanted = data.draw(size) if week.min <= len(week.sessions) else 0
            chosen = data.draw(st.permutations(week.sessions))[:wanted]
            attended[resident.id] = (*attended.get(resident.id, ()), *chosen)
    solution = schedule(problem, attended)
    accepted = not any(violations(problem, solution))
    event("accepted" if accepted else "refused")
    outcome = solve(held_to(problem, solution))
    assert (outcome.status is not Status.INFEASIBLE) is accepted
