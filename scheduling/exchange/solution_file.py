"""The file format ``connectedness-solution/1``: how a solve ended, as JSON."""

import json
from dataclasses import asdict
from typing import Any

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId, SiteId, Status
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Alternative, Outcome, Relaxation, Relaxed, Solution, Spared
from scheduling.domain.violations import Violation
from scheduling.exchange import json_reading as read

FORMAT = "connectedness-solution/1"

_SOLUTION = frozenset(
    (
        "format", "problem", "status", "objective", "bound", "coach", "assignments", "precepting",
        "seconds", "engine", "seed", "conflicts", "certificate",
    )
)  # fmt: skip
_SOLUTION_MAY = frozenset(("scope", "alternatives", "relaxed", "spared"))
_SCOPE = frozenset(("weeks", "sites", "residents", "since", "pairing"))
_SCOPE_MAY = frozenset(("held",))
_HELD = frozenset(("coach", "assignments", "precepting"))
_ALTERNATIVE = frozenset(("objective", "coach", "assignments", "precepting", "differs", "differs_least"))
_SPARED = frozenset(("changes", "best_objective", "best_changes"))
_CONFLICT = frozenset(("rule", "message", "residents", "sessions", "faculty", "weeks"))
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
    if outcome.scope is not None:
        content["scope"] = scope_as_json(outcome.scope)
        if outcome.held is not None:
            content["scope"]["held"] = _schedule_as_json(outcome.held)
    if outcome.alternatives:
        content["alternatives"] = [_alternative_as_json(one) for one in outcome.alternatives]
    if outcome.relaxed is not None:
        content["relaxed"] = _relaxed_as_json(outcome.relaxed)
    if outcome.spared is not None:
        content["spared"] = asdict(outcome.spared)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _schedule_as_json(solution: Solution) -> dict[str, Any]:
    return {
        "coach": dict(solution.coach),
        "assignments": {who: list(what) for who, what in solution.assignments.items()},
        "precepting": {who: list(what) for who, what in solution.precepting.items()},
    }


def scope_as_json(scope: Scope) -> dict[str, Any]:
    """The scope as solution files and runs keep it."""
    return {
        "weeks": None if scope.weeks is None else list(scope.weeks),
        "sites": None if scope.sites is None else sorted(scope.sites),
        "residents": None if scope.residents is None else sorted(scope.residents),
        "since": None if scope.since is None else scope.since.isoformat(),
        "pairing": scope.pairing,
    }


def _alternative_as_json(one: Alternative) -> dict[str, Any]:
    return {
        "objective": one.objective,
        **_schedule_as_json(one.solution),
        "differs": one.differs,
        "differs_least": one.differs_least,
    }


def read_solution(content: str | bytes) -> Outcome:
    """The outcome in a file's content. Raises `ProblemError`, one line that names the place."""
    data = read.parse(content)
    if isinstance(data, dict) and data.get("format") != FORMAT:
        read.refuse("format", f"'{FORMAT}'", data.get("format"))
    data = read.fields(data, "the file", _SOLUTION, _SOLUTION_MAY)
    seconds = read.mapping(data["seconds"], "seconds")
    return Outcome(
        problem=read.text(data["problem"], "problem"),
        status=_status(data["status"]),
        solution=None if data["objective"] is None else _schedule(data),
        objective=read.optional(data["objective"], "objective", read.finite),
        bound=read.optional(data["bound"], "bound", read.finite),
        engine=read.text(data["engine"], "engine"),
        seed=read.whole(data["seed"], "seed"),
        seconds={key: read.finite(value, f"seconds: {key}") for key, value in seconds.items()},
        conflicts=tuple(_conflict(item, place) for item, place in read.items(data["conflicts"], "conflicts")),
        certificate=read.optional(data["certificate"], "certificate", read.mapping),
        scope=read.optional(data.get("scope"), "scope", read_scope),
        held=read.optional(data.get("scope"), "scope", _held),
        alternatives=tuple(
            _alternative(item, place)
            for item, place in read.items(data.get("alternatives", []), "alternatives")
        ),
        relaxed=read.optional(data.get("relaxed"), "relaxed", _relaxed),
        spared=read.optional(data.get("spared"), "spared", _spared),
    )


def read_scope(value: Any, place: str = "scope") -> Scope:
    """The scope in a value read from JSON. Raises `ProblemError`."""
    data = read.fields(value, place, _SCOPE, _SCOPE_MAY)
    sites = read.optional(data["sites"], f"{place}.sites", read.texts)
    residents = read.optional(data["residents"], f"{place}.residents", read.texts)
    return Scope(
        weeks=read.optional(data["weeks"], f"{place}.weeks", _weeks),
        sites=None if sites is None else frozenset(map(SiteId, sites)),
        residents=None if residents is None else frozenset(map(ResidentId, residents)),
        since=read.optional(data["since"], f"{place}.since", read.day),
        pairing=read.truth(data["pairing"], f"{place}.pairing"),
    )


def _held(scope: Any, place: str) -> Solution | None:
    held = read.fields(scope, place, _SCOPE, _SCOPE_MAY).get("held")
    place = f"{place}.held"
    return None if held is None else _schedule(read.fields(held, place, _HELD), f"{place}.")


def _weeks(value: Any, place: str) -> tuple[int, int]:
    first, last = read.row(value, place, 2)
    return read.whole(first, place), read.whole(last, place)


def _alternative(value: Any, place: str) -> Alternative:
    data = read.fields(value, place, _ALTERNATIVE)
    return Alternative(
        objective=read.finite(data["objective"], f"{place}.objective"),
        solution=_schedule(data, f"{place}."),
        differs=read.whole(data["differs"], f"{place}.differs"),
        differs_least=read.whole(data["differs_least"], f"{place}.differs_least"),
    )


def _spared(value: Any, place: str) -> Spared:
    data = read.fields(value, place, _SPARED)
    return Spared(
        changes=read.whole(data["changes"], f"{place}.changes"),
        best_objective=read.finite(data["best_objective"], f"{place}.best_objective"),
        best_changes=read.whole(data["best_changes"], f"{place}.best_changes"),
    )


def _status(value: Any) -> Status:
    if value not in set(Status):
        read.refuse("status", "one of " + ", ".join(Status), value)
    return Status(value)


def _schedule(data: dict[str, Any], place: str = "") -> Solution:
    coaches = read.mapping(data["coach"], f"{place}coach")
    return Solution(
        coach={
            ResidentId(who): FacultyId(read.text(coach, f"{place}coach: {who}"))
            for who, coach in coaches.items()
        },
        assignments={
            ResidentId(who): what for who, what in _lists(data["assignments"], f"{place}assignments").items()
        },
        precepting={
            FacultyId(who): what for who, what in _lists(data["precepting"], f"{place}precepting").items()
        },
    )


def _lists(value: Any, place: str) -> dict[str, tuple[SessionId, ...]]:
    return {
        who: tuple(map(SessionId, read.texts(what, f"{place}: {who}")))
        for who, what in read.mapping(value, place).items()
    }


def _relaxed(value: Any, place: str) -> Relaxed:
    data = read.fields(value, place, _RELAXED)
    return Relaxed(
        objective=read.finite(data["objective"], f"{place}.objective"),
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
    return Relaxation(_conflict(conflict, place), read.finite(data["amount"], f"{place}.amount"))


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
