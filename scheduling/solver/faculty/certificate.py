"""The certificate of a bound where faculty's half-days are decided: prices, and what each resident pays to meet a coach."""

from collections.abc import Callable
from typing import Any

import numpy as np

from scheduling.solver.certificate import SCALE, StagePrices, stage_as_json, whole_prices
from scheduling.solver.faculty.pricing import LinkedPrices
from scheduling.solver.faculty.scope import Scope

KIND = "prices/2"


def linked_certificate(
    scope: Scope, stage: StagePrices, priced: LinkedPrices
) -> Callable[[], dict[str, Any]]:
    """The certificate, put together when it is written."""
    return lambda: {
        "kind": KIND,
        "scale": SCALE,
        "stages": [{**stage_as_json(stage), "presence": _presence(scope, priced)}],
    }


def _presence(scope: Scope, priced: LinkedPrices) -> dict[str, dict[str, list[list[Any]]]]:
    """By resident and coach of the day: session and price; each once, whatever pairs it belongs to."""
    problem, table, links = scope.arrays.problem, scope.table, scope.links
    price = whole_prices(priced.link)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for entry in np.flatnonzero((links.offer >= 0) & (price > 0)):
        resident = problem.residents[table.resident[table.entry_pair[entry]]].id
        coach = problem.faculty[links.coach[entry]].id
        session = problem.sessions[table.arrays.options.session[table.entry_option[entry]]].id
        found.setdefault(resident, {}).setdefault(coach, {})[session] = int(price[entry])
    return {
        resident: {coach: [[what, paid] for what, paid in row.items()] for coach, row in rows.items()}
        for resident, rows in found.items()
    }
