"""The parts of the page, listed like a contents page: each measures its rows and says how to read them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.advice import advice_rows
from benchmarks.bars import bar_rows
from benchmarks.choosing import choices
from benchmarks.families import family_rows
from benchmarks.growth import growth_rows
from benchmarks.resolve import resolve_rows
from benchmarks.rivals import RIVALS
from benchmarks.rows import Row, rounded
from benchmarks.shares import share_rows
from benchmarks.shortages import shortage_rows
from benchmarks.versus import versus_rows
from benchmarks.workbench import workbench_rows


@dataclass(frozen=True, slots=True)
class Part:
    """A section. ``rows(quick=...)`` measures them one after the other; ``minutes`` is about the most that the full form takes."""

    title: str
    words: str
    minutes: float
    rows: Callable[..., Iterator[Row]]


PARTS = {
    "bars": Part(
        "What is promised, and what was measured",
        "Rows of one year come from one run (the middle of three where `pairing` is given and the year is usual). A gap\n"
        "after so many seconds is read from the lines of progress of that run: the bound minus the score, over the bound.",
        18,
        bar_rows,
    ),
    "versus": Part(
        "Beside other ways to make a schedule",
        "Everyone gets the same file, and every schedule goes through the project's checkers: `broken rules` counts what\n"
        "they found. A schedule that breaks rules may score above the bound of those that keep them. The gap is to the\n"
        "certified bound of this solver. A bound of SCIP or CP-SAT is its own word; those of GLOP, PDLP and HiGHS are\n"
        "recomputed from their duals.\n\n"
        + "".join(f"- **{name}**: {words}\n" for name, words in RIVALS.items()),
        8,
        versus_rows,
    ),
    "shares": Part(
        "The bare engine, and where the time goes",
        "`engine alone` is the one call of HiGHS on the same arrays (the middle of three runs); `whole` is from the start of\n"
        "the interpreter to the end of the process. The other columns divide the whole: starting Python, reading and\n"
        "checking the file, building arrays, solving and certifying, checking all rules again, writing the answer.",
        2,
        share_rows,
    ),
    "growth": Part(
        "How time and memory grow",
        "Pairing given, variable half-days; 700 residents are four programs at two sites, 2,500 are eight at four.\n"
        "`choices` counts what residents may attend. One run each above 170 residents, else the middle of three.",
        3,
        growth_rows,
    ),
    "families": Part(
        "Every family of years",
        "One run each, for at most half a minute.",
        3,
        family_rows,
    ),
    "shortages": Part(
        "Years without a schedule",
        "Rooms are cut in weeks 25 to 29 of a 4+1 year, so that the clinics missing are known beforehand. `named` says\n"
        "whether one sentence of the answer states that number; the remark is its first sentence.",
        0.5,
        shortage_rows,
    ),
    "advice": Part(
        "Advice on a schedule",
        "Random questions about the best schedule of 170 residents, 25 of each kind; a price includes the search for a\n"
        "repair of at most 3 further changes. Each is to take at most 200 ms.",
        0.5,
        advice_rows,
    ),
    "resolve": Part(
        "Solving again after a coach's leave",
        "A year of 170 residents is published; then each of some coaches in turn is away for the three weeks in which they\n"
        "meet most residents. `changes at best` counts what moves in the best schedule, `changes if free` where nothing was\n"
        "published; `loss` is the share of the score that keeping gave up. Asked are at most 30 changes and a loss of 0.001\n"
        "within 3 seconds, after which the solve is ended.",
        3,
        lambda *, quick: (_named(one) for one in resolve_rows(quick=quick)),
    ),
    "alternatives": Part(
        "Alternatives to choose from",
        "Three schedules within 1 % of the best score. `differs least` is the distance, in resident-sessions, to the nearest\n"
        "of the best schedule and the others.",
        0.5,
        lambda *, quick: (_named(one) for one in choices(60 if quick else 170, 1)),
    ),
    "workbench": Part(
        "At the workbench",
        "A generated program of 170 residents and 56 faculty, its year published and a draft beside it, on SQLite in one\n"
        "process: whole requests, from the address to the answer. `processor` and `wall` are the middle of five tries,\n"
        "`least` the quickest of them in processor time. `met` goes by processor time, queries and size, as wall time rises\n"
        "with all else that the machine does. What is taken over differs from the draft in so many `cells`.",
        2,
        workbench_rows,
    ),
}


def _named(measured: Any) -> Row:
    """The fields of a measurement as columns with their names in words."""
    return {
        name.replace("_", " "): rounded(value) if isinstance(value, float) else value
        for name, value in asdict(measured).items()
    }
