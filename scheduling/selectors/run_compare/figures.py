"""The figures of compared schedules, a row each, and the overlaps of residents who do not have the same in all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduling.domain.ids import ResidentId
from scheduling.domain.wording import score_text, share_text
from scheduling.selectors.run_compare.columns import Column, Names
from scheduling.selectors.score_parts import PARTS


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of each column; ``best`` says which columns have the best of it, where it matters."""

    label: str
    values: list[tuple[str, bool]]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReachRow:
    """A resident's half-days together in each column, and the most by which columns differ."""

    name: str
    values: list[tuple[int, int]]
    spread: int


def figure_rows(columns: Sequence[Column], names: Names) -> list[FigureRow]:
    """Together first, then the parts of the score, then what it costs in changes."""
    first = next(column for column in columns if column.is_result)
    return [
        _row(
            "Half-days together",
            columns,
            lambda c: c.findings.together,
            _count,
            kind="together",
            ranked=True,
        ),
        _row("Attainable, rooms ignored", columns, lambda c: c.findings.attainable, _count),
        FigureRow("Lowest share reached", [_lowest(column, names) for column in columns]),
        _row("Score", columns, lambda c: c.score.total, score_text, ranked=True),
        *(FigureRow(part.label, [(part.words(c.score), False) for c in columns]) for part in PARTS),
        FigureRow("Proven", [(_proof(column), False) for column in columns]),
        _row(f"Cells unlike {first.name}", columns, lambda c: c.changes_from(first), _count),
    ]


def reach_rows(columns: Sequence[Column], names: Names) -> list[ReachRow]:
    """Who is not together equally often in all of them; the largest difference first."""
    everybody = {who for column in columns for who in column.findings.reach}
    rows = [_reach(who, columns, names) for who in everybody]
    return sorted((row for row in rows if row.spread), key=lambda row: (-row.spread, row.name.casefold()))


def _row(
    label: str,
    columns: Sequence[Column],
    measure: Callable[[Column], float],
    words: Callable[[float], str],
    *,
    kind: str = "",
    ranked: bool = False,
) -> FigureRow:
    found = [round(measure(column), 6) for column in columns]
    best = max(found) if ranked and len(set(found)) > 1 else None
    return FigureRow(label, [(words(value), value == best) for value in found], kind)


def _lowest(column: Column, names: Names) -> tuple[str, bool]:
    if column.findings.lowest is None:
        return "–", False
    who, share = column.findings.lowest
    return f"{share:.0%}, {names.get(who, who)}", False


def _proof(column: Column) -> str:
    if column.run is None:
        return "–"
    if column.run.gap is None:
        return "no bound"
    within = " in its limits" if column.run.scope else ""
    return ("the best" if column.run.gap == 0 else f"within {share_text(column.run.gap)}") + within


def _reach(who: ResidentId, columns: Sequence[Column], names: Names) -> ReachRow:
    found = [column.findings.reach.get(who) for column in columns]
    values = [(one.together, one.attainable) if one else (0, 0) for one in found]
    together = [met for met, _ in values]
    return ReachRow(names.get(who, who), values, max(together) - min(together))


def _count(value: float) -> str:
    return f"{value:,.0f}"
