"""Cases made for each rule: a schedule that only just keeps it, and one that breaks it and no other rule."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduling.domain.ids import ProgramId, ResidentId, RuleId
from scheduling.domain.problem import Problem, Program, ResidentWeek, Rules
from scheduling.domain.solution import Solution
from tests.builders import clinic, coach, named, pins, schedule, tiny, trainee

MON, TUE, PM, LATER, AT_B = "0 Mon AM", "0 Tue AM", "0 Mon PM", "1 Mon AM", "0 Mon AM B"

PEDS = ProgramId("PEDS")


@dataclass(frozen=True)
class Case:
    """A problem; a schedule that only just keeps the rule; one that breaks this rule and no other; what is said."""

    name: str
    rule: RuleId
    problem: Problem
    legal: Solution
    broken: Solution
    says: str


def case(
    name: str,
    rule: RuleId,
    problem: Problem,
    legal: dict[str, Any],
    broken: dict[str, Any],
    says: str,
    pairs: tuple[dict[str, str], dict[str, str]] = ({}, {}),
) -> Case:
    """A case from who attends what and who is paired with whom."""
    return Case(
        name, rule, problem, schedule(problem, legal, pairs[0]), schedule(problem, broken, pairs[1]), says
    )


def _weighing(weight: float) -> tuple[ResidentWeek, ...]:
    return (ResidentWeek(0, 0, 9, named((MON,)), weight),)


def _with_pin(**pinned: tuple[tuple[str, str], ...]) -> Problem:
    faculty = (coach("F1", (MON, TUE)),)
    return tiny((MON, TUE), faculty, (trainee("R1", (MON, TUE), (1, 1)),), pins=pins(**pinned))


CASES = (
    case(
        "a session that is not listed is refused",
        RuleId.ELIGIBLE,
        tiny((MON, TUE), (coach("F1", (MON, TUE)),), (trainee("R1", (MON,)),)),
        {"R1": (MON,)},
        {"R1": (TUE,)},
        "R1 may not attend Tue 30 Jun, AM at MAIN.",
    ),
    case(
        "one session a date",
        RuleId.ONE_PLACE,
        tiny((MON, PM), (coach("F1", (MON, PM)),), (trainee("R1", (MON, PM)),)),
        {"R1": (PM,)},
        {"R1": (MON, PM)},
        "R1 has 2 sessions on Mon 29 Jun; at most 1 are allowed.",
    ),
    case(
        "two sessions a date, yet one a half-day",
        RuleId.ONE_PLACE,
        tiny(
            (MON, PM, AT_B),
            (coach("F1", (MON, PM, AT_B)),),
            (trainee("R1", (MON, PM, AT_B)),),
            rules=Rules(max_sessions_per_day=2),
        ),
        {"R1": (MON, PM)},
        {"R1": (MON, AT_B)},
        "R1 is in 2 places on Mon 29 Jun, AM.",
    ),
    case(
        "a week's maximum",
        RuleId.WEEKLY_LOAD,
        tiny((MON, TUE), (coach("F1", (MON, TUE)),), (trainee("R1", (MON, TUE), (0, 1)),)),
        {"R1": (TUE,)},
        {"R1": (MON, TUE)},
        "R1 has 2 sessions in week 0; 0 to 1 are asked.",
    ),
    case(
        "a week's minimum",
        RuleId.WEEKLY_LOAD,
        tiny((MON, TUE), (coach("F1", ()), coach("F2", (MON, TUE))), (trainee("R1", (MON, TUE), (1, 2)),)),
        {"R1": (TUE,)},
        {"R1": ()},
        "R1 has 0 sessions in week 0; 1 to 2 are asked.",
    ),
    case(
        "the year's maximum",
        RuleId.YEARLY_LOAD,
        tiny((MON, LATER), (coach("F1", (MON, LATER)),), (trainee("R1", (MON, LATER), year_max=1),)),
        {"R1": (LATER,)},
        {"R1": (MON, LATER)},
        "R1 has 2 sessions in the year; 0 to 1 are asked.",
    ),
    case(
        "the year's minimum",
        RuleId.YEARLY_LOAD,
        tiny((MON, LATER), (coach("F1", (MON, LATER)),), (trainee("R1", (MON, LATER), year_min=2),)),
        {"R1": (MON, LATER)},
        {"R1": (MON,)},
        "R1 has 1 session in the year; 2 to 99 are asked.",
    ),
    case(
        "a full session refuses one more",
        RuleId.ROOMS,
        tiny((clinic(MON, rooms=1),), (coach("F1", (MON,)),), (trainee("R1", (MON,)), trainee("R2", (MON,)))),
        {"R2": (MON,)},
        {"R1": (MON,), "R2": (MON,)},
        "Mon 29 Jun, AM at MAIN holds 2 residents in 1 room.",
    ),
    case(
        "residents who weigh more need more faculty",
        RuleId.SUPERVISION,
        tiny(
            (MON,),
            (coach("F1", (MON,)),),
            tuple(trainee(f"R{n}", weeks=_weighing(2.5 if n == 1 else 1.5)) for n in (1, 2, 3)),
        ),
        {"R1": (MON,), "R2": (MON,)},
        {"R1": (MON,), "R2": (MON,), "R3": (MON,)},
        "Mon 29 Jun, AM at MAIN: residents of IM weigh 5.5 in supervision; its faculty there may supervise 4.",
    ),
    case(
        "who is present without precepting supervises nobody",
        RuleId.SUPERVISION,
        tiny((MON,), (coach("F1", present=named((MON,))),), (trainee("R1", (MON,)),)),
        {"R1": ()},
        {"R1": (MON,)},
        "Mon 29 Jun, AM at MAIN: residents of IM weigh 1 in supervision; its faculty there may supervise 0.",
    ),
    case(
        "a session is held with as many as it asks for, of whatever program",
        RuleId.OPEN_SESSION,
        tiny(
            (clinic(MON, min_residents=2),),
            (coach("F1", (MON,)), coach("F2", (MON,), program=PEDS)),
            (trainee("R1", (MON,)), trainee("R2", (MON,), program=PEDS, of="F2")),
            programs=(Program(ProgramId("IM"), 4), Program(PEDS, 4)),
        ),
        {"R1": (MON,), "R2": (MON,)},
        {"R2": (MON,)},
        "Mon 29 Jun, AM at MAIN holds 1 resident; at least 2 or none are asked.",
    ),
    case(
        "a session that asks for more than there are stays empty",
        RuleId.OPEN_SESSION,
        tiny(
            (clinic(MON, min_residents=3), TUE),
            (coach("F1", (MON, TUE)),),
            (trainee("R1", (MON, TUE), (1, 1)), trainee("R2", (MON, TUE), (1, 1))),
        ),
        {"R1": (TUE,), "R2": (TUE,)},
        {"R1": (MON,), "R2": (MON,)},
        "Mon 29 Jun, AM at MAIN holds 2 residents; at least 3 or none are asked.",
    ),
    case(
        "a run of weeks that allows a session holds one",
        RuleId.GAP,
        tiny(
            (MON, LATER, "3 Mon AM"),
            (coach("F1", (MON, LATER, "3 Mon AM")),),
            (trainee("R1", (MON, LATER)),),
            rules=Rules(max_gap_weeks=2),
        ),
        {"R1": (LATER,)},
        {"R1": (MON,)},
        "R1 has no session in weeks 1 to 2, though some are allowed.",
    ),
    case(
        "a panel keeps to its size",
        RuleId.PAIRING,
        tiny(
            (MON,),
            (coach("F1", (MON,), panel=(0, 1)), coach("F2", (MON,))),
            (trainee("R1", (MON,)), trainee("R2", (MON,), of=None)),
        ),
        {},
        {},
        "F1 coaches 2 residents; 0 to 1 are asked.",
        ({"R2": "F2"}, {"R2": "F1"}),
    ),
    case(
        "what is pinned is attended",
        RuleId.PINS,
        _with_pin(attend=(("R1", MON),)),
        {"R1": (MON,)},
        {"R1": (TUE,)},
        "R1 is pinned to attend Mon 29 Jun, AM at MAIN, but does not.",
    ),
    case(
        "what is pinned away is not attended",
        RuleId.PINS,
        _with_pin(avoid=(("R1", MON),)),
        {"R1": (TUE,)},
        {"R1": (MON,)},
        "R1 is pinned not to attend Mon 29 Jun, AM at MAIN, but does.",
    ),
    case(
        "the past stays as it was published",
        RuleId.FROZEN,
        tiny(
            (MON, LATER),
            (coach("F1", (MON, LATER)),),
            (trainee("R1", (MON, LATER)),),
            published={ResidentId("R1"): named((LATER,))},
            frozen_before=date(2026, 7, 6),
        ),
        {"R1": ()},
        {"R1": (MON, LATER)},
        "R1 did not attend Mon 29 Jun, AM at MAIN, and what is past stays as it was.",
    ),
)
