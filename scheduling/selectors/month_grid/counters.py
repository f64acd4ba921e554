"""What is left on each half-day: rooms, and residents whom those precepting could still supervise."""

from collections import defaultdict
from dataclasses import dataclass
from math import floor

from scheduling.domain.calendar import HalfDay, week_index
from scheduling.selectors.month_grid.content import Counter
from scheduling.selectors.month_grid.frame import OpenSession
from scheduling.selectors.month_grid.reading import GridFacts


@dataclass(frozen=True, slots=True)
class Left:
    """What is left on every half-day with an open session."""

    rooms: dict[HalfDay, Counter]
    supervision: dict[HalfDay, Counter]


def left_over(facts: GridFacts) -> Left:
    """Rooms left and supervision left on every half-day with an open session."""
    people, weight = _load(facts)
    ratio = facts.frame.described.settings.supervision_ratio
    by_half_day: dict[HalfDay, list[OpenSession]] = defaultdict(list)
    for session in facts.frame.sessions:
        by_half_day[session.half_day].append(session)
    rooms = {
        half_day: _counter(facts, {s.site: s.rooms - people[s.pk] for s in sessions})
        for half_day, sessions in by_half_day.items()
    }
    supervision = {
        half_day: _counter(
            facts, {s.site: floor(ratio * facts.version.preceptors[s.pk] - weight[s.pk]) for s in sessions}
        )
        for half_day, sessions in by_half_day.items()
    }
    return Left(rooms, supervision)


def _load(facts: GridFacts) -> tuple[dict[int, int], dict[int, float]]:
    """Residents in each session, and what they weigh in supervision."""
    weights, first = facts.frame.weights, facts.frame.window.first
    people: dict[int, int] = defaultdict(int)
    weight: dict[int, float] = defaultdict(float)
    for resident, half_days in facts.attended.items():
        for half_day, attended in half_days.items():
            people[attended.session] += 1
            weight[attended.session] += weights.get((resident, week_index(half_day.date, first)), 1.0)
    return people, weight


def _counter(facts: GridFacts, left: dict[int, int]) -> Counter:
    total = sum(left.values())
    kind = "left-none" if min(left.values()) < 0 or total == 0 else "left-one" if total == 1 else ""
    names = sorted((facts.frame.sites[site].name, count) for site, count in left.items())
    return Counter(str(total).replace("-", "−"), kind, ", ".join(f"{name} {count}" for name, count in names))
