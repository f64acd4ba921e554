"""The pages around the rounds: all of a program's, one of them, and a coach's own figures."""

from dataclasses import dataclass

from coaching.models import PulseCoachFigure, PulseInstrument, PulseRound, PulseSpan, RoundState
from coaching.selectors.pulse.results import Results, Shown, place_of, results_of, shown_of
from coaching.selectors.pulse.trend import Trend, trend_of
from scheduling.models import Faculty, Program


@dataclass(frozen=True, slots=True)
class Overview:
    """A program's pulse. ``live`` is the round that is planned or open."""

    title: str
    live: PulseRound | None
    past: tuple[PulseRound, ...]
    latest: PulseRound | None
    results: Results | None
    trend: Trend | None
    instruments: tuple[PulseInstrument, ...]
    spans: tuple["SpanFigures", ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A question about coaches with its figure, and all coaches' beside it."""

    text: str
    highest: int
    ticks: tuple[int, ...]
    own: Shown
    everybody: Shown


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """What one span of years shows."""

    period: str
    figures: tuple[Figure, ...]


def overview(program: Program) -> Overview:
    """Everything of a program’s pulse. Seven queries."""
    rounds = list(PulseRound.objects.filter(program=program))
    for held in rounds:
        held.program = program
    live = next((held for held in rounds if held.is_live), None)
    past = tuple(held for held in rounds if not held.is_live)
    latest = next((held for held in past if held.state == RoundState.CLOSED), None)
    return Overview(
        title=_title(live, latest),
        live=live,
        past=past,
        latest=latest,
        results=results_of(latest) if latest else None,
        trend=trend_of(latest) if latest else None,
        instruments=tuple(PulseInstrument.objects.filter(program=program).prefetch_related("questions")),
        spans=span_figures(program, None),
    )


def _title(live: PulseRound | None, latest: PulseRound | None) -> str:
    if live is not None and live.state == RoundState.OPEN:
        return f"The pulse is open until {live.until}"
    if live is not None:
        return f"The next pulse is planned: {live.when}"
    return "What the last pulse said" if latest else "Nobody has been asked yet"


def round_title(held: PulseRound) -> str:
    """What a round's page answers."""
    return {
        RoundState.PLANNED: f"This round opens by itself: {held.when}",
        RoundState.OPEN: f"This round is open until {held.until}",
        RoundState.CLOSED: f"What was said, {held.when}",
        RoundState.CANCELLED: "This round was called off",
    }[RoundState(held.state)]


def span_figures(program: Program, faculty: Faculty | None) -> tuple[SpanFigures, ...]:
    """What is shown of coaches over years: a coach's own and all together; without a coach all together alone. Two queries."""
    spans = PulseSpan.objects.filter(program=program, is_over=True).order_by("-pk")
    figures = list(PulseCoachFigure.objects.filter(span__in=spans))
    found = []
    for span in spans:
        here = [figure for figure in figures if figure.span_id == span.pk]
        of_all = {(one.text, one.highest): one for one in here if one.faculty_id is None}
        own = {(one.text, one.highest): one for one in here if faculty and one.faculty_id == faculty.pk}
        lines = (_figure(*asked, own.get(asked), of_all.get(asked)) for asked in {**of_all, **own})
        found.append(SpanFigures(span.period, tuple(lines)))
    return tuple(found)


def _figure(text: str, highest: int, own: PulseCoachFigure | None, of_all: PulseCoachFigure | None) -> Figure:
    ticks = tuple(place_of(number, highest) for number in range(1, highest + 1))
    return Figure(text, highest, ticks, _shown(own), _shown(of_all))


def _shown(figure: PulseCoachFigure | None) -> Shown:
    return shown_of("", [figure.answers, figure.total], figure.highest) if figure else Shown("")
