"""Every rule and every part of the score steers: switching it on or off changes the solver's answer as it should."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId, Status
from scheduling.domain.problem import (
    Affinity,
    EarlierCoach,
    Objective,
    OverlapPiece,
    Preference,
    Problem,
    Program,
    Resident,
    Rules,
)
from scheduling.domain.score import Score
from scheduling.solver import solve
from tests.builders import FIRST_MONDAY, PLENTY, clinic, coach, named, pins, tiny, trainee

MON, NOON, TUE, LATER, LAST = "0 Mon AM", "0 Mon PM", "0 Tue AM", "1 Mon AM", "2 Mon AM"
R1, R2, F1, F2 = ResidentId("R1"), ResidentId("R2"), FacultyId("F1"), FacultyId("F2")
PLAIN = Objective((OverlapPiece(None, 1.0),), missed_window=0, changed_assignment=0)  # an overlap is worth 1
NO_OVERLAP = replace(PLAIN, overlap_pieces=())
ELSEWHERE = frozenset((RuleId.OPEN_SESSION, RuleId.FACULTY_SESSIONS))


@dataclass(frozen=True)
class Switch:
    """What is switched, the problem without and with it, and who attends what in the one best schedule of each."""

    what: str
    off: Problem
    on: Problem
    then_off: set[tuple[str, str]]
    then_on: set[tuple[str, str]]


def liked(*wishes: tuple[str, str, float]) -> tuple[Preference, ...]:
    return tuple(Preference(ResidentId(who), SessionId(what), weight) for who, what, weight in wishes)


def choice(
    objective: Objective = PLAIN,
    resident: dict[str, Any] | None = None,
    of: str | None = "F1",
    **changes: Any,
) -> Problem:
    """R1 attends one session at most: on Monday, when F1 is there, or on Tuesday, when F2 is."""
    faculty = changes.pop("faculty", (coach("F1", (MON,)), coach("F2", (TUE,))))
    person = trainee("R1", (MON, TUE), (0, 1), of=of, **(resident or {}))
    return tiny((MON, TUE), faculty, (person,), objective=objective, **changes)


def wanting(weight: float, load: tuple[int, int] = (0, 9), **changes: Any) -> Problem:
    """R1, whose coach is never there, wants Tuesday as much as ``weight``, and Monday a little more."""
    wishes = liked(("R1", MON, weight + 0.5), ("R1", TUE, weight))
    person = trainee("R1", (MON, TUE), load, **changes)
    return tiny(
        (MON, TUE), (coach("F1"), coach("F2", (MON, TUE))), (person,), objective=PLAIN, preferences=wishes
    )


def one_day(most: int) -> Problem:
    """The coach is there all Monday; R1 likes the morning better."""
    names, wishes = (MON, NOON), liked(("R1", MON, 0.5))
    person = trainee("R1", names)
    return tiny(
        names, (coach("F1", names),), (person,), objective=PLAIN, preferences=wishes, rules=Rules(most)
    )


def both_on_monday(rooms: int = PLENTY, weight: float = 1, ratio: float = 4) -> Problem:
    """Both want Monday, R2 more so."""
    weeks = trainee("R1", (MON,)).weeks
    heavy = (replace(weeks[0], supervision_weight=weight),)
    residents: tuple[Resident, ...] = tuple(trainee(name, weeks=heavy) for name in ("R1", "R2"))
    programs = (Program(residents[0].program, ratio),)
    wishes = liked(("R2", MON, 0.5))
    return tiny(
        (clinic(MON, rooms),), (coach("F1", (MON,)),), residents,
        objective=PLAIN, preferences=wishes, programs=programs,
    )  # fmt: skip


def three_weeks(max_gap_weeks: int) -> Problem:
    """Nobody wants to attend, least of all at either end."""
    names = (MON, LATER, LAST)
    wishes = liked(("R1", MON, -3), ("R1", LATER, -1), ("R1", LAST, -3))
    people = (trainee("R1", names),)
    return tiny(
        names,
        (coach("F1", names),),
        people,
        objective=NO_OVERLAP,
        rules=Rules(1, max_gap_weeks),
        preferences=wishes,
    )


def panel(**of_first_coach: tuple[int, int]) -> Problem:
    """R1 and R2 may both go to Monday's session, with F1 who is there; the match with R2 is the better one."""
    faculty = (coach("F1", (MON,), **of_first_coach), coach("F2"))
    people = tuple(trainee(name, (MON,), of=None) for name in ("R1", "R2"))
    wishes = liked(("R1", MON, -0.5), ("R2", MON, -0.5))
    return tiny(
        (MON,), faculty, people, objective=PLAIN, affinities=(Affinity(R2, F1, 0.5),), preferences=wishes
    )


def last_room(*pieces: OverlapPiece) -> Problem:
    """R1, who meets the coach in any case, likes the last room of week 1 better than R2, who does not."""
    one = trainee("R1", (MON, LATER), year_min=1)
    other = trainee("R2", (TUE, LATER), year_min=1)
    sessions = (clinic(MON), clinic(TUE), clinic(LATER, 1))
    wishes = liked(("R1", LATER, 0.5), ("R2", TUE, 0.25))
    faculty = (coach("F1", (MON, LATER)), coach("F2", (TUE,)))
    return tiny(
        sessions, faculty, (one, other), objective=replace(PLAIN, overlap_pieces=pieces), preferences=wishes
    )


FLAT = OverlapPiece(None, 8.0)
FIRST, REST = OverlapPiece(Decimal(1), 8.0), OverlapPiece(None, 1.0)
PUBLISHED_AND_FROZEN: dict[str, Any] = {
    "published": {R1: named((TUE,))},
    "frozen_before": FIRST_MONDAY + timedelta(2),
}
ON_MONDAY, ON_TUESDAY = {("R1", MON)}, {("R1", TUE)}
BOTH = {("R1", MON), ("R2", MON)}
EITHER_DAY = {("R1", MON), ("R1", TUE)}

SWITCHES = (
    Switch(
        "eligible", choice(), choice(resident={"weeks": trainee("R1", (TUE,), (1, 1)).weeks}), ON_MONDAY, ON_TUESDAY
    ),
    Switch("one_place", one_day(2), one_day(1), {("R1", MON), ("R1", NOON)}, ON_MONDAY),
    Switch("weekly_load", wanting(1), wanting(1, load=(0, 1)), EITHER_DAY, ON_MONDAY),
    Switch("weekly_load", wanting(-1), wanting(-1, load=(1, 9)), set(), ON_MONDAY),
    Switch("yearly_load", wanting(1), wanting(1, year_max=1), EITHER_DAY, ON_MONDAY),
    Switch("yearly_load", wanting(-1), wanting(-1, year_min=2), set(), EITHER_DAY),
    Switch("rooms", both_on_monday(), both_on_monday(rooms=1), BOTH, {("R2", MON)}),
    Switch("supervision", both_on_monday(), both_on_monday(ratio=1), BOTH, {("R2", MON)}),
    Switch("supervision", both_on_monday(), both_on_monday(weight=4), BOTH, {("R2", MON)}),
    Switch("gap", three_weeks(9), three_weeks(2), set(), {("R1", LATER)}),
    Switch("gap", three_weeks(2), three_weeks(1), {("R1", LATER)}, {("R1", MON), ("R1", LATER), ("R1", LAST)}),
    Switch("pairing", panel(), panel(panel=(0, 1)), BOTH, {("R2", MON)}),
    Switch(
        "pairing", choice(of=None, affinities=(Affinity(R1, F1, 0.5),)), choice(of=None, resident={"candidates": (F2,)}),
        ON_MONDAY, ON_TUESDAY,
    ),
    Switch("pins", choice(), choice(pins=pins(attend=(("R1", TUE),))), ON_MONDAY, ON_TUESDAY),
    Switch("pins", choice(preferences=liked(("R1", TUE, 0.5))), choice(pins=pins(avoid=(("R1", MON),)), preferences=liked(("R1", TUE, 0.5))), ON_MONDAY, ON_TUESDAY),
    Switch("frozen", choice(published=PUBLISHED_AND_FROZEN["published"]), choice(**PUBLISHED_AND_FROZEN), ON_MONDAY, ON_TUESDAY),
    Switch("overlap", last_room(FLAT), last_room(FIRST, REST), {("R1", MON), ("R1", LATER), ("R2", TUE)}, {("R1", MON), ("R2", TUE), ("R2", LATER)}),
    Switch("overlap", wanting(0.5, load=(0, 1)), replace(wanting(0.5, load=(0, 1)), objective=PLAIN, faculty=(coach("F1", (TUE,)), coach("F2", (MON,)))), ON_MONDAY, ON_TUESDAY),
    Switch(
        "missed_windows",
        choice(NO_OVERLAP, preferences=liked(("R1", TUE, 1)), rules=Rules(contact_window_weeks=1)),
        choice(replace(NO_OVERLAP, missed_window=2), preferences=liked(("R1", TUE, 1)), rules=Rules(contact_window_weeks=1)),
        ON_TUESDAY, ON_MONDAY,
    ),
    Switch(
        "changed_assignments",
        choice(published={R1: named((TUE,))}),
        choice(replace(PLAIN, changed_assignment=2), published={R1: named((TUE,))}),
        ON_MONDAY, ON_TUESDAY,
    ),
    Switch("preferences", choice(), choice(preferences=liked(("R1", TUE, 2))), ON_MONDAY, ON_TUESDAY),
    Switch("affinities", choice(of=None, affinities=(Affinity(R1, F1, 1),)), choice(of=None, affinities=(Affinity(R1, F2, 1),)), ON_MONDAY, ON_TUESDAY),
    Switch(
        "team", choice(resident={"team": (F2,)}), choice(replace(PLAIN, team_overlap=2), resident={"team": (F2,)}),
        ON_MONDAY, ON_TUESDAY,
    ),
    Switch(
        "earlier_coaches", choice(), choice(resident={"earlier_coaches": (EarlierCoach(F2, FIRST_MONDAY + timedelta(2)),)}),
        ON_MONDAY, ON_TUESDAY,
    ),
    Switch(
        "present",
        choice(preferences=liked(("R1", TUE, 0.5))),
        choice(preferences=liked(("R1", TUE, 0.5)), faculty=(coach("F1", (MON,), present=named((TUE,))), coach("F2", (TUE,)))),
        ON_MONDAY, ON_TUESDAY,
    ),
)  # fmt: skip


def attended(problem: Problem) -> set[tuple[str, str]]:
    outcome = solve(problem)
    assert outcome.status is Status.OPTIMAL
    assert outcome.solution is not None
    return {(who, what) for who, sessions in outcome.solution.assignments.items() for what in sessions}


def test_every_rule_and_every_part_of_the_score_has_a_switch() -> None:
    switched = {switch.what for switch in SWITCHES}
    assert switched >= {rule.value for rule in set(RuleId) - ELSEWHERE}
    assert switched >= {part.name for part in fields(Score)}


@pytest.mark.parametrize("switch", SWITCHES, ids=[switch.what for switch in SWITCHES])
def test_switching_it_changes_the_answer(switch: Switch) -> None:
    assert switch.then_off != switch.then_on
    assert attended(switch.off) == switch.then_off
    assert attended(switch.on) == switch.then_on
