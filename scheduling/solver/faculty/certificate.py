"""The certificate of a bound where faculty's half-days are decided: prices, and what each resident pays to meet a coach."""

from collections.abc import Callable
from typing import Any

import numpy as np

from scheduling.solver.arrays import Floats
from scheduling.solver.certificate import SCALE, StagePrices, stage_as_json, whole_prices
from scheduling.solver.faculty.scope import Scope

KIND = "prices/2"


def linked_certificate(scope: Scope, stage: StagePrices, link: Floats) -> Callable[[], dict[str, Any]]:
    """The certificate, put together when it is written."""
    return lambda: {
        "kind": KIND,
        "scale": SCALE,
        "stages": [{**stage_as_json(stage), "presence": _presence(scope, link)}],
    }


def _presence(scope: Scope, link: Floats) -> dict[str, dict[str, list[list[Any]]]]:
    """By resident and coach of the day: session and price; each once, whatever pairs it belongs to."""
    problem, entries, links = scope.arrays.problem, scope.entries, scope.links
    price = whole_prices(link)
    found: dict[str, dict[str, dict[str, int]]] = {}
    owner, session_of = entries.resident, entries.session
    for entry in np.flatnonzero((links.offer >= 0) & (price > 0)):
        resident = problem.residents[owner[entry]].id
        coach = problem.faculty[links.coach[entry]].id
        session = problem.sessions[session_of[entry]].id
        found.setdefault(resident, {}).setdefault(coach, {})[session] = int(price[entry])
    return {
        resident: {coach: [[what, paid] for what, paid in row.items()] for coach, row in rows.items()}
        for resident, rows in found.items()
    }
