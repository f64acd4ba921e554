"""The file format ``connectedness-solution/1``: how a solve ended, as JSON."""

import json
from typing import Any

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId, Status
from scheduling.domain.solution import Outcome, Relaxation, Relaxed, Solution
from scheduling.domain.violations import Violation
from scheduling.exchange import json_reading as read

FORMAT = "connectedness-solution/1"

_SOLUTION = frozenset(
    (
        "format", "problem", "status", "objective", "bound", "coach", "assignments", "precepting",
        "seconds", "engine", "seed", "conflicts", "certificate",
    )
)  # fmt: skip
_CONFLICT = frozenset(("rule", "message", "residents", "sessions", "faculty", "weeks"))
_MAYBE = frozenset(("relaxed",))
_RELAXED = frozenset(("objective", "coach", "assignments", "precepting", "relaxations"))


def write_solution(outcome: Outcome) -> str:
    """The file's text; without a schedule, ``assignments`` is empty and ``objective`` is null."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "problem": outcome.problem,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        **_schedule_as_json(outcome.solution or Solution({}, {}, {})),
        "seconds": dict(outcome.seconds),
        "engine": outcome.engine,
        "seed": outcome.seed,
        "conflicts": [_conflict_as_json(conflict) for conflict in outcome.conflicts],
        "certificate": None if outcome.certificate is None else dict(outcome.certificate),
    }
    if outcome.relaxed is not None:
        content["relaxed"] = _relaxed_as_json(outcome.relaxed)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_solution(content: str | bytes) -> Outcome:
    """The outcome in a file's content. Raises `ProblemError`, one line that names the place."""
    data = read.parse(content)
    if isinstance(data, dict) and data.get("format") != FORMAT:
        read.refuse("format", f"'{FORMAT}'", data.get("format"))
    data = read.fields(data, "the file", _SOLUTION, _MAYBE)
    seconds = read.mapping(data["seconds"], "seconds")
    return Outcome(
        problem=read.text(data["problem"], "problem"),
        status=_status(data["status"]),
        solution=None if data["objective"] is None else _schedule(data, ""),
        objective=read.optional(data["objective"], "objective", read.number),
        bound=read.optional(data["bound"], "bound", read.number),
        engine=read.text(data["engine"], "engine"),
        seed=read.whole(data["seed"], "seed"),
        seconds={key: read.number(value, f"seconds: {key}") for key, value in seconds.items()},
        conflicts=tuple(_conflict(item, place) for item, place in read.items(data["conflicts"], "conflicts")),
        certificate=read.optional(data["certificate"], "certificate", read.mapping),
        relaxed=read.optional(data.get("relaxed"), "relaxed", _relaxed),
    )


def _status(value: Any) -> Status:
    if value not in set(Status):
        read.refuse("status", "one of " + ", ".join(Status), value)
    return Status(value)


def _schedule(data: dict[str, Any], within: str) -> Solution:
    """Who attends, coaches and precepts; ``within`` is the place before the keys."""
    coaches = read.mapping(data["coach"], f"{within}coach")
    return Solution(
        coach={
            ResidentId(who): FacultyId(read.text(coach, f"{within}coach: {who}"))
            for who, coach in coaches.items()
        },
        assignments={ResidentId(who): what for who, what in _lists(data, within, "assignments").items()},
        precepting={FacultyId(who): what for who, what in _lists(data, within, "precepting").items()},
    )


def _lists(data: dict[str, Any], within: str, key: str) -> dict[str, tuple[SessionId, ...]]:
    return {
        who: tuple(map(SessionId, read.texts(what, f"{within}{key}: {who}")))
        for who, what in read.mapping(data[key], f"{within}{key}").items()
    }


def _schedule_as_json(solution: Solution) -> dict[str, Any]:
    return {
        "coach": dict(solution.coach),
        "assignments": {who: list(what) for who, what in solution.assignments.items()},
        "precepting": {who: list(what) for who, what in solution.precepting.items()},
    }


def _relaxed(value: Any, place: str) -> Relaxed:
    data = read.fields(value, place, _RELAXED)
    return Relaxed(
        objective=read.number(data["objective"], f"{place}.objective"),
        solution=_schedule(data, f"{place}."),
        relaxations=tuple(
            _relaxation(item, spot) for item, spot in read.items(data["relaxations"], f"{place}.relaxations")
        ),
    )


def _relaxed_as_json(relaxed: Relaxed) -> dict[str, Any]:
    relaxations = [{**_conflict_as_json(one.violation), "amount": one.amount} for one in relaxed.relaxations]
    return {
        "objective": relaxed.objective,
        **_schedule_as_json(relaxed.solution),
        "relaxations": relaxations,
    }


def _relaxation(value: Any, place: str) -> Relaxation:
    data = read.fields(value, place, _CONFLICT | {"amount"})
    conflict = {key: item for key, item in data.items() if key != "amount"}
    return Relaxation(_conflict(conflict, place), read.number(data["amount"], f"{place}.amount"))


def _conflict_as_json(conflict: Violation) -> dict[str, Any]:
    return {
        "rule": conflict.rule.value,
        "message": conflict.message,
        "residents": list(conflict.residents),
        "sessions": list(conflict.sessions),
        "faculty": list(conflict.faculty),
        "weeks": list(conflict.weeks),
    }


def _conflict(value: Any, place: str) -> Violation:
    data = read.fields(value, place, _CONFLICT)
    if data["rule"] not in set(RuleId):
        raise ProblemError(f"{place}.rule: unknown rule {data['rule']!r}.")
    return Violation(
        rule=RuleId(data["rule"]),
        message=read.text(data["message"], f"{place}.message"),
        residents=tuple(map(ResidentId, read.texts(data["residents"], f"{place}.residents"))),
        sessions=tuple(map(SessionId, read.texts(data["sessions"], f"{place}.sessions"))),
        faculty=tuple(map(FacultyId, read.texts(data["faculty"], f"{place}.faculty"))),
        weeks=tuple(read.whole(item, spot) for item, spot in read.items(data["weeks"], f"{place}.weeks")),
    )
