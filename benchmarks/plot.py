"""A small drawing of growth, by hand: two log-log panels, a line for each length of year, light and dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from benchmarks.rows import Row

WIDTH, HEIGHT, PANEL = 760, 320, 280
LEFT, TOP, BOTTOM = (70, 450), 44, 264  # pixels
DASHES = {13: "2 4", 26: "7 4", 52: "none"}  # weeks
STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #333; } .title { font-weight: 600; }
.grid { stroke: #ddd; } .line { stroke: #0b6bcb; stroke-width: 2; fill: none; } .dot { fill: #0b6bcb; }
@media (prefers-color-scheme: dark) {
 text { fill: #ddd; } .grid { stroke: #444; } .line { stroke: #6cb2ff; } .dot { fill: #6cb2ff; } }
</style>"""
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """Powers of ten from ``low`` to ``high`` laid over pixels from ``start`` to ``end``."""

    low: int
    high: int
    start: float
    end: float

    def place(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def powers(self) -> list[int]:
        """The exponents to label."""
        return list(range(self.low, self.high + 1))


def growth_svg(rows: Sequence[Row]) -> str:
    """The drawing: seconds of wall time on the left, MB of memory on the right, over residents."""
    panels = (("Wall time in seconds", "wall [s]"), ("Peak memory in MB", "memory [MB]"))
    drawn = [
        line
        for left, (title, column) in zip(LEFT, panels, strict=True)
        for line in _panel(left, title, _series(rows, column))
    ]
    said = "Wall time and memory of a solve over the number of residents, for years of 13, 26 and 52 weeks"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
    return "\n".join((head, f"<title>{said}</title>", STYLE, *drawn, "</svg>")) + "\n"


def _series(rows: Sequence[Row], column: str) -> dict[int, Points]:
    """Points by weeks; rows that failed have none."""
    found: dict[int, Points] = {}
    for row in rows:
        residents, weeks, value = row.get("residents"), row.get("weeks"), row.get(column)
        if (
            isinstance(residents, int)
            and isinstance(weeks, int)
            and isinstance(value, int | float)
            and value > 0
        ):
            found.setdefault(weeks, []).append((residents, value))
    return found


def _panel(left: float, title: str, series: dict[int, Points]) -> Iterator[str]:
    yield f'<text class="title" x="{left}" y="20">{title}</text>'
    points = [point for line in series.values() for point in line]
    if not points:
        yield f'<text x="{left}" y="{TOP + 20}">nothing measured</text>'
        return
    across = _axis([x for x, _ in points], left, left + PANEL)
    up = _axis([y for _, y in points], BOTTOM, TOP)
    yield from _grid(across, up)
    yield f'<text x="{left + PANEL / 2}" y="{BOTTOM + 40}" text-anchor="middle">residents</text>'
    for weeks, line in series.items():
        yield from _line(weeks, [(across.place(x), up.place(y)) for x, y in sorted(line)])


def _axis(values: list[float], start: float, end: float) -> Axis:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return Axis(low, max(high, low + 1), start, end)


def _grid(across: Axis, up: Axis) -> Iterator[str]:
    for power in across.powers():
        x = across.place(10.0**power)
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{BOTTOM}"/>'
        yield f'<text x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{10.0**power:g}</text>'
    for power in up.powers():
        y = up.place(10.0**power)
        yield f'<line class="grid" x1="{across.start}" y1="{y:.1f}" x2="{across.end}" y2="{y:.1f}"/>'
        yield f'<text x="{across.start - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'


def _line(weeks: int, pixels: Points) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in pixels)
    yield f'<polyline class="line" stroke-dasharray="{DASHES.get(weeks, "none")}" points="{path}"/>'
    for x, y in pixels:
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    x, y = pixels[-1]
    yield f'<text x="{x + 7:.1f}" y="{y + 4:.1f}">{weeks} weeks</text>'
