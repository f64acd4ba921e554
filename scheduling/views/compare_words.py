"""What the page of two versions says."""

from dataclasses import dataclass

from scheduling.domain.wording import counted, score_text, signed_text
from scheduling.models import Schedule
from scheduling.selectors.score_parts import PARTS, ScorePart, score_words
from scheduling.selectors.version_pairs import VersionPair
from scheduling.views.change_views import PersonRow, person_row
from scheduling.views.publish_figures import Figure, gain_kind

WHOLE = ScorePart("Score", lambda one: one.total)


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the score in both versions, and by how much it differs."""

    label: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class CompareWords:
    """The page's own words."""

    title: str
    sub: str
    stats: list[Figure]
    parts: list[PartRow]
    rows: list[PersonRow]


def compare_words(pair: VersionPair) -> CompareWords:
    """The differences as a sentence, in figures and line by line."""
    half_days = sum(len(row.changes) for row in pair.changes)
    between = f"versions {pair.earlier.version} and {pair.later.version}"
    return CompareWords(
        title=(
            f"{counted(half_days, 'half-day differs', 'half-days differ')} between {between}"
            if half_days
            else f"{between.capitalize()} say the same"
        ),
        sub=f"{_state(pair.earlier)}, then {_state(pair.later).lower()}.",
        stats=_stats(pair, half_days),
        parts=_parts(pair),
        rows=[person_row(row, row.changes) for row in pair.changes],
    )


def _stats(pair: VersionPair, half_days: int) -> list[Figure]:
    before, after = pair.together
    stats = [
        Figure(f"{half_days:,}", "half-days differ", f"for {counted(len(pair.changes), 'resident')}"),
        Figure(
            signed_text(after - before),
            "half-days together",
            f"{before:,} and {after:,}",
            gain_kind(after - before),
        ),
        Figure(
            signed_text(pair.clinics[1] - pair.clinics[0]),
            "clinics",
            f"{pair.clinics[0]:,} and {pair.clinics[1]:,}",
        ),
    ]
    if pair.scores is not None:
        earlier, later = (one.total for one in pair.scores)
        both = f"{score_words(earlier)} and {score_words(later)}"
        stats.append(Figure(_change(later - earlier), "score", both))
    return stats


def _parts(pair: VersionPair) -> list[PartRow]:
    """The parts that either version has, and what they come to."""
    if pair.scores is None:
        return []
    before, after = pair.scores
    shown = [part for part in PARTS if part.of(before) or part.of(after)]
    return [
        PartRow(part.label, part.words(before), part.words(after), _change(part.of(after) - part.of(before)))
        for part in (*shown, WHOLE)
    ]


def _change(change: float) -> str:
    return f"+{score_text(change)}" if change > 0 else score_words(change)


def _state(schedule: Schedule) -> str:
    return f"{schedule.get_state_display()} {schedule.version}"
