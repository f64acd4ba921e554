"""A resident's weeks at given prices, in whole numbers: what attending each session is worth before any coach is known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Problem, Resident, ResidentWeek


@dataclass(frozen=True, slots=True)
class Choice:
    """One session: its worth beside the coach, and what the team adds at most where the coach is not there.

    ``earlier`` is the earlier coach of that day; None where the present coach counts.
    """

    session: SessionId
    worth: int
    team: int
    earlier: FacultyId | None


@dataclass(frozen=True, slots=True)
class PricedDate:
    """The choices of one date by half-day, and how many of them the date holds."""

    room: int
    half_days: tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class PricedWeek:
    """A listed week: what is attended in any case, the open dates, and how many more sessions are asked for."""

    week: int
    least: int
    most: int
    kept: tuple[Choice, ...]
    dates: tuple[PricedDate, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What pins and the past have decided for one resident."""

    attended: frozenset[SessionId]
    avoided: frozenset[SessionId]


def settled(problem: Problem, resident: Resident) -> Settled:
    """Pins, and everything before ``frozen_before``."""
    attended = {what for who, what in problem.pins.attend if who == resident.id}
    avoided = {what for who, what in problem.pins.avoid if who == resident.id}
    if problem.frozen_before is not None:
        published = set((problem.published or {}).get(resident.id, ()))
        for week in resident.weeks:
            for session in week.sessions:
                if problem.session_by_id[session].half_day.date < problem.frozen_before:
                    (attended if session in published else avoided).add(session)
    return Settled(frozenset(attended), frozenset(avoided))


def priced_week(
    problem: Problem, week: ResidentWeek, choices: Mapping[SessionId, Choice], decided: Settled
) -> PricedWeek:
    """A week of a resident with what is decided taken out of the choice."""
    kept = [choices[session] for session in week.sessions if session in decided.attended]
    left = [
        choices[session]
        for session in week.sessions
        if session not in decided.attended and session not in decided.avoided
    ]
    return PricedWeek(
        week=week.week,
        least=max(week.min - len(kept), 0),
        most=max(week.max - len(kept), 0),
        kept=tuple(kept),
        dates=tuple(_dates(problem, kept, left)),
    )


def _dates(problem: Problem, kept: Iterable[Choice], left: Iterable[Choice]) -> Iterable[PricedDate]:
    taken = [problem.session_by_id[choice.session].half_day for choice in kept]
    by_date: dict[date, dict[HalfDay, list[Choice]]] = {}
    for choice in left:
        half_day = problem.session_by_id[choice.session].half_day
        if half_day not in taken:
            by_date.setdefault(half_day.date, {}).setdefault(half_day, []).append(choice)
    for day, half_days in by_date.items():
        room = problem.rules.max_sessions_per_day - sum(half_day.date == day for half_day in taken)
        if room > 0:
            yield PricedDate(room, tuple(tuple(choices) for choices in half_days.values()))


def best_of_week(week: PricedWeek, worth_of: Callable[[Choice], int], load: int) -> int:
    """The best that a week allows: one session per half-day, so many per date, the minimum always, more while it pays.

    These rules are nested, so taking the dearest first is exact. ``load`` is paid for every session.
    """
    found: list[int] = []
    for day in week.dates:
        best = [max(map(worth_of, choices)) for choices in day.half_days]
        if len(best) > day.room:
            best = sorted(best, reverse=True)[: day.room]
        found += best
    found.sort(reverse=True)
    total = sum(map(worth_of, week.kept)) - load * len(week.kept)
    for place, worth in enumerate(found[: week.most]):
        if place >= week.least and worth <= load:
            break
        total += worth - load
    return total
