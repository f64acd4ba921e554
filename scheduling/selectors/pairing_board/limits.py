"""What a plan must keep, in words: panels within their limits, exclusions, and coaches who stay."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.domain.wording import counted
from scheduling.selectors.pairing_board.situation import Plan, Situation


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and whether it is as it should be."""

    is_kept: bool
    words: str


def refusals(situation: Situation, plan: Plan) -> list[str]:
    """Why the plan cannot be begun, sentence by sentence; empty where it can."""
    return [*impossible(situation, plan), *_emptied(situation, plan)]


def impossible(situation: Situation, plan: Plan) -> list[str]:
    """Why the plan cannot even be drafted: pairs that must not be, and panels that are full."""
    return [*_impossible_pairs(situation, plan), *_over(situation, plan)]


def checks(situation: Situation, plan: Plan) -> list[Check]:
    """The plan against panels, exclusions, wishes and the pairs of today."""
    panels = [*_over(situation, plan), *_under(situation, plan)]
    found = [Check(False, words) for words in panels] or [Check(True, _within(situation))]
    return [*found, *_exclusions(situation, plan), *_wishes(situation, plan), _broken(situation)]


def _impossible_pairs(situation: Situation, plan: Plan) -> Iterator[str]:
    for resident, coach in plan.items():
        who = situation.places[resident].resident.full_name
        member = situation.members.get(coach)
        if member is None or situation.leaves(coach):
            name = member.short_name if member else "That coach"
            yield f"{name} leaves within the year and takes nobody new. Choose another coach for {who}."
        elif (resident, coach) in situation.excluded:
            yield f"{who} and {member.short_name} are excluded from being paired. Choose another coach."


def _over(situation: Situation, plan: Plan) -> Iterator[str]:
    for coach in sorted(set(plan.values()) & situation.members.keys()):
        member, size = situation.members[coach], situation.panel_size(coach, plan)
        if size > member.panel_max:
            yield (
                f"{member.short_name}’s panel would hold {counted(size, 'resident')}; "
                f"its limit is {member.panel_max}."
            )


def _emptied(situation: Situation, plan: Plan) -> Iterator[str]:
    """Panels that the plan itself takes below their minimum."""
    lifted = situation.lifted()
    for coach in sorted({lifted[resident] for resident in plan if resident in lifted}):
        if _short_of(situation, coach, plan):
            yield _short_words(situation, coach, plan)


def _under(situation: Situation, plan: Plan) -> Iterator[str]:
    for coach in situation.members:
        if _short_of(situation, coach, plan):
            yield _short_words(situation, coach, plan)


def _short_of(situation: Situation, coach: int, plan: Plan) -> int:
    if situation.leaves(coach):
        return 0
    return max(0, situation.members[coach].panel_min - situation.panel_size(coach, plan))


def _short_words(situation: Situation, coach: int, plan: Plan) -> str:
    member, size = situation.members[coach], situation.panel_size(coach, plan)
    return f"{member.short_name}’s panel would hold {size or 'nobody'}; it needs at least {member.panel_min}."


def _within(situation: Situation) -> str:
    staying = [member for pk, member in situation.members.items() if not situation.leaves(pk)]
    least = min((member.panel_min for member in staying), default=0)
    most = max((member.panel_max for member in staying), default=0)
    return f"Every panel between {least} and {most}"


def _exclusions(situation: Situation, plan: Plan) -> Iterator[Check]:
    broken = sum(pair in situation.excluded for pair in plan.items())
    concerned = sum(resident in plan for resident, _ in situation.excluded)
    if broken:
        yield Check(False, f"{counted(broken, 'exclusion')} not kept")
    elif concerned:
        yield Check(True, f"{counted(concerned, 'exclusion')} kept")


def _wishes(situation: Situation, plan: Plan) -> Iterator[Check]:
    concerned = {resident for resident, _ in situation.wished if resident in plan}
    met = sum(pair in situation.wished for pair in plan.items())
    if concerned:
        yield Check(met == len(concerned), f"{met} of {counted(len(concerned), 'wish', 'wishes')} met")


def _broken(situation: Situation) -> Check:
    lifted = situation.lifted()
    if not lifted:
        return Check(True, "No current pair broken")
    verb = "ends" if len(lifted) == 1 else "end"
    return Check(False, f"{counted(len(lifted), 'current pair')} {verb}, as lifted off")
