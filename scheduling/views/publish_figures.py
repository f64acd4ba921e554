"""The headline figures of the publish page."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.domain.wording import counted, score_text, signed_text
from scheduling.models import Resident, Schedule, ScheduleState
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.telling import Told
from scheduling.selectors.workbench.history import live_steps


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure."""

    figure: str
    label: str
    note: str
    kind: str = ""


def publish_figures(effects: PublishEffects, told: Sequence[Told]) -> list[Figure]:
    """For a draft what would change; for a published version what holds."""
    together = Figure(
        f"{effects.together:,}", "half-days together", f"of {effects.attainable:,} attainable", "together"
    )
    clinics = Figure(f"{effects.clinics:,}", "clinics", f"of {counted(effects.residents, 'resident')}")
    if effects.schedule.state != ScheduleState.DRAFT:
        return [together, clinics, *_score(effects.schedule)]
    people = _people_told(told)
    if effects.is_first:
        count, words = counted(len(effects.pairings), "pairing").split(" ", 1)
        return [together, clinics, Figure(count, words, "begin with this version"), people]
    gain = effects.together - effects.together_before
    late = sum(len(changes) for _, changes in effects.late())
    return [
        Figure(
            f"{effects.half_days:,}",
            "half-day changes" if effects.half_days == 1 else "half-days change",
            f"of {effects.clinics_between:,} in these days",
        ),
        Figure(
            signed_text(gain),
            "half-days together",
            f"{'fewer: ' if gain < 0 else ''}{effects.together_before:,} become {effects.together:,}",
            gain_kind(gain),
        ),
        Figure(
            f"{late:,}", f"under {effects.notice_days} days", "your notice period", "warn" if late else ""
        ),
        people,
    ]


def gain_kind(gain: int) -> str:
    """The colour of together is for what is together, not for what is lost of it."""
    if gain == 0:
        return ""
    return "together" if gain > 0 else "warn"


def _people_told(told: Sequence[Told]) -> Figure:
    residents = sum(isinstance(one.person, Resident) for one in told)
    note = f"{counted(residents, 'resident')}, {counted(len(told) - residents, 'coach', 'coaches')}"
    return Figure(f"{len(told):,}", "person will be told" if len(told) == 1 else "people will be told", note)


def _score(schedule: Schedule) -> list[Figure]:
    if schedule.objective is None or schedule.bound is None:
        return []
    if live_steps(schedule):
        return [Figure("–", "score", f"changed by hand since {schedule.run or 'it was solved'}")]
    proven = schedule.objective >= schedule.bound
    note = "proven best" if proven else f"no schedule can pass {score_text(schedule.bound)}"
    return [Figure(score_text(schedule.objective), "score", note)]
