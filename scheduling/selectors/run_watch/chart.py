"""Best score and proven bound over time, as points of a drawing 820 by 290 that the page prints as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from scheduling.domain.wording import MINUTE, clock_text, score_text, seconds_text, share_text
from scheduling.models import RunProgress

WIDTH, HEIGHT = 820, 290
LEFT, RIGHT, TOP, BOTTOM = 58, 706, 14, 256
ROOM_FOR_LABEL = 200
ROOM_ABOVE_AND_BELOW = 34
Y_STEPS, X_STEPS = 5, 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a place on one axis."""

    label: str
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One line of the table behind the chart."""

    time: str
    best: str
    bound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything the drawing needs; the lines are points of polylines, ``unknown`` the polygon between them."""

    y_ticks: list[Tick]
    x_ticks: list[Tick]
    marks: list[Tick]
    best: str
    bound: str
    unknown: str
    unknown_x: float | None
    unknown_y: float | None
    now_x: float
    best_y: float
    bound_y: float
    label_x: float
    label_anchor: str
    best_label: str
    bound_label: str
    said: str
    rows: list[ValueRow]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


@dataclass(frozen=True, slots=True)
class Scale:
    """From seconds and scores to the drawing."""

    seconds: float
    low: float
    high: float

    def x(self, seconds: float) -> float:
        """Across."""
        return round(LEFT + (RIGHT - LEFT) * min(seconds / self.seconds, 1), 1)

    def y(self, score: float) -> float:
        """Down."""
        return round(BOTTOM - (BOTTOM - TOP) * (score - self.low) / (self.high - self.low), 1)


def chart(
    progress: Sequence[RunProgress], seconds: float, *, is_open: bool, published: float | None
) -> Chart | None:
    """The drawing; None before the first score or bound."""
    best = [(line.seconds, line.objective) for line in progress if line.objective is not None]
    bound = [(line.seconds, line.bound) for line in progress if line.bound is not None]
    if not best and not bound:
        return None
    scale, y_ticks = _scale(best, bound, seconds, is_open=is_open)
    now_x = scale.x(seconds)
    fits = now_x + ROOM_FOR_LABEL < WIDTH
    unknown_x, unknown_y = _unknown_label(scale, best, bound, seconds)
    return Chart(
        y_ticks=y_ticks,
        x_ticks=_x_ticks(scale),
        marks=_marks(scale, published),
        best=_printed(_steps(scale, best, seconds)),
        bound=_printed(_steps(scale, bound, seconds)),
        unknown=_unknown(scale, best, bound, seconds),
        unknown_x=unknown_x,
        unknown_y=unknown_y,
        now_x=now_x,
        best_y=scale.y(best[-1][1]) if best else 0,
        bound_y=scale.y(bound[-1][1]) if bound else 0,
        label_x=now_x + 12 if fits else now_x - 12,
        label_anchor="start" if fits else "end",
        best_label=f"{'Best so far' if is_open else 'Best found'} {score_text(best[-1][1])}" if best else "",
        bound_label=f"No schedule can pass {score_text(bound[-1][1])}" if bound else "",
        said=_said(best, bound),
        rows=_rows(progress),
    )


def _scale(
    best: Sequence[Point], bound: Sequence[Point], seconds: float, *, is_open: bool
) -> tuple[Scale, list[Tick]]:
    scores = [score for _, score in (*best, *bound)]
    step = _nice((max(scores) - min(scores)) / Y_STEPS)
    low, high = floor(min(scores) / step) * step, ceil(max(scores) / step) * step
    if low == high:
        low, high = low - step, high + step
    last = max(seconds, 1.0) * (1.35 if is_open else 1.0)
    scale = Scale(X_STEPS * _nice(last / X_STEPS) if is_open else last, low, high)
    count = round((high - low) / step)
    return scale, [Tick(score_text(low + step * n), y=scale.y(low + step * n)) for n in range(count + 1)]


def _nice(step: float) -> float:
    """The next larger of 1, 2, 2.5, 5, 10 times a power of ten."""
    if step <= 0:
        return 1.0
    power = 10 ** floor(log10(step))
    return float(next(power * factor for factor in (1, 2, 2.5, 5, 10) if step <= power * factor * 1.0001))


def _x_ticks(scale: Scale) -> list[Tick]:
    step = _nice(scale.seconds / X_STEPS)
    count = floor(scale.seconds / step + 0.001)
    return [Tick(_tick_text(step * n), x=scale.x(step * n)) for n in range(count + 1)]


def _tick_text(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < MINUTE else clock_text(seconds)


def _marks(scale: Scale, published: float | None) -> list[Tick]:
    if published is None or not scale.low <= published <= scale.high:
        return []
    return [Tick(f"Published {score_text(published)}", y=scale.y(published))]


def _steps(scale: Scale, points: Sequence[Point], seconds: float) -> list[Point]:
    """A line that keeps its height until the next value."""
    found: list[Point] = []
    for at, score in points:
        if found:
            found.append((scale.x(at), found[-1][1]))
        found.append((scale.x(at), scale.y(score)))
    if found:
        found.append((scale.x(seconds), found[-1][1]))
    return found


def _unknown(scale: Scale, best: Sequence[Point], bound: Sequence[Point], seconds: float) -> str:
    """Between the two lines, from where both are known."""
    if not best or not bound:
        return ""
    since = max(best[0][0], bound[0][0])
    above = _steps(scale, _from(bound, since), seconds)
    below = _steps(scale, _from(best, since), seconds)
    return _printed([*above, *reversed(below)])


def _unknown_label(
    scale: Scale, best: Sequence[Point], bound: Sequence[Point], seconds: float
) -> tuple[float | None, float | None]:
    """The middle of the unknown, a third of its way along; None where the words would not fit."""
    if not best or not bound:
        return None, None
    since = max(best[0][0], bound[0][0])
    at = since + (seconds - since) / 3
    above, below = scale.y(_from(bound, at)[0][1]), scale.y(_from(best, at)[0][1])
    if below - above < ROOM_ABOVE_AND_BELOW or scale.x(seconds) - scale.x(since) < ROOM_FOR_LABEL:
        return None, None
    return scale.x(at), round((above + below) / 2 + 4, 1)


def _from(points: Sequence[Point], since: float) -> list[Point]:
    held = [score for at, score in points if at <= since][-1]
    return [(since, held), *((at, score) for at, score in points if at > since)]


def _printed(points: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _said(best: Sequence[Point], bound: Sequence[Point]) -> str:
    parts = []
    if best:
        parts.append(f"the best schedule scores {score_text(best[-1][1])}")
    if bound:
        parts.append(f"no schedule can pass {score_text(bound[-1][1])}")
    if best and bound and bound[-1][1]:
        gap = max(0.0, (bound[-1][1] - best[-1][1]) / abs(bound[-1][1]))
        parts.append(f"{share_text(gap)} is still unknown")
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _rows(progress: Sequence[RunProgress]) -> list[ValueRow]:
    return [
        ValueRow(
            seconds_text(line.seconds),
            "" if line.objective is None else score_text(line.objective),
            "" if line.bound is None else score_text(line.bound),
        )
        for line in progress
        if line.objective is not None or line.bound is not None
    ]
