"""What the page of two versions says."""

from dataclasses import dataclass

from scheduling.domain.wording import counted, score_text, signed_text
from scheduling.models import Schedule
from scheduling.selectors.version_pairs import VersionPair
from scheduling.views.change_views import PersonRow, person_row
from scheduling.views.publish_words import Figure


@dataclass(frozen=True, slots=True)
class CompareWords:
    """The page's own words."""

    title: str
    sub: str
    stats: list[Figure]
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
        rows=[person_row(row, row.changes) for row in pair.changes],
    )


def _stats(pair: VersionPair, half_days: int) -> list[Figure]:
    before, after = pair.together
    stats = [
        Figure(f"{half_days:,}", "half-days differ", f"for {counted(len(pair.changes), 'resident')}"),
        Figure(signed_text(after - before), "half-days together", f"{before:,} and {after:,}", "together"),
        Figure(
            signed_text(pair.clinics[1] - pair.clinics[0]),
            "clinics",
            f"{pair.clinics[0]:,} and {pair.clinics[1]:,}",
        ),
    ]
    if pair.is_by_hand:
        stats.append(Figure("–", "score", "changed by hand since it was solved"))
    elif pair.earlier.objective is not None and pair.later.objective is not None:
        change = pair.later.objective - pair.earlier.objective
        sign = "+" if change > 0 else "−" if change < 0 else ""
        both = f"{score_text(pair.earlier.objective)} and {score_text(pair.later.objective)}"
        stats.append(Figure(f"{sign}{score_text(abs(change))}", "score", both))
    return stats


def _state(schedule: Schedule) -> str:
    return f"{schedule.get_state_display()} {schedule.version}"
