"""What is left on each half-day: rooms, and residents whom those precepting could still supervise."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from scheduling.domain.calendar import HalfDay, week_index
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ResidentWeek
from scheduling.selectors.month_grid.content import Counter
from scheduling.selectors.month_grid.reading import GridFacts, OpenSession
from scheduling.selectors.program_year import key_of


@dataclass(frozen=True, slots=True)
class Left:
    """What is left on every half-day with an open session."""

    rooms: dict[HalfDay, Counter]
    supervision: dict[HalfDay, Counter]


def left_over(facts: GridFacts, weeks: Mapping[ResidentId, tuple[ResidentWeek, ...]]) -> Left:
    """Rooms left and supervision left on every half-day with an open session."""
    people, weight = _load(facts, weeks)
    ratio = facts.described.settings.supervision_ratio
    by_half_day: dict[HalfDay, list[OpenSession]] = defaultdict(list)
    for session in facts.sessions:
        by_half_day[session.half_day].append(session)
    rooms = {
        half_day: _counter(facts, {s.site: s.rooms - people[s.pk] for s in sessions})
        for half_day, sessions in by_half_day.items()
    }
    supervision = {
        half_day: _counter(
            facts, {s.site: floor(ratio * facts.preceptors[s.pk] - weight[s.pk]) for s in sessions}
        )
        for half_day, sessions in by_half_day.items()
    }
    return Left(rooms, supervision)


def _load(
    facts: GridFacts, weeks: Mapping[ResidentId, tuple[ResidentWeek, ...]]
) -> tuple[dict[int, int], dict[int, float]]:
    """Residents in each session, and what they weigh in supervision."""
    weights = {
        (key_of(resident), week.week): week.supervision_weight
        for resident, listed in weeks.items()
        for week in listed
    }
    people: dict[int, int] = defaultdict(int)
    weight: dict[int, float] = defaultdict(float)
    for (resident, half_day), attended in facts.attended.items():
        people[attended.session] += 1
        week = week_index(half_day.date, facts.window.first)
        weight[attended.session] += weights.get((resident, week), 1.0)
    return people, weight


def _counter(facts: GridFacts, left: dict[int, int]) -> Counter:
    total = sum(left.values())
    kind = "left-none" if min(left.values()) < 0 or total == 0 else "left-one" if total == 1 else ""
    names = sorted((facts.sites[site].name, count) for site, count in left.items())
    return Counter(str(total).replace("-", "−"), kind, ", ".join(f"{name} {count}" for name, count in names))
