"""The panel beside the board: the proposal against the draft, and whether both keep the limits."""

from collections.abc import Sequence
from datetime import date, timedelta

from scheduling.domain.wording import counted, number_word, share_text
from scheduling.models import SolveRun
from scheduling.selectors.pairing_board.content import Column, DraftPart, Line, ProposalPart
from scheduling.selectors.pairing_board.facts import Facts
from scheduling.selectors.pairing_board.limits import checks, refusals
from scheduling.selectors.pairing_board.proposal import Proposal
from scheduling.selectors.pairing_board.situation import Plan, Situation
from scheduling.selectors.pairing_board.tokens import change, state_of
from scheduling.selectors.years import short_day


def proposal_part(facts: Facts, found: Proposal, shown: Sequence[Column]) -> ProposalPart:
    """The proposal in the order of the rows."""
    situation = facts.situation
    lines = [_line(facts, shown, pk) for pk in situation.to_pair if pk in found.coach]
    open_lines = [line.change for line in lines if not line.is_accepted]
    total = sum(line.value for line in lines)
    return ProposalPart(
        run=found.run,
        words=f"{counted(total, 'half-day')} together a year for {_these(len(lines))}. {_how_good(found)}",
        total=total,
        lines=lines,
        checks=checks(situation, found.coach),
        accept_all=",".join(open_lines),
        to_accept=len(open_lines),
    )


def _these(count: int) -> str:
    return "this one" if count == 1 else f"these {number_word(count)}"


def _how_good(found: Proposal) -> str:
    if found.run is None:
        return "By attainable half-days, before rooms."
    return f"{found.run}, rooms and all: {_gap_words(found.run)}"


def _gap_words(run: SolveRun) -> str:
    if not run.gap:
        return "proven best within all limits."
    return f"at most {share_text(run.gap)} from the best."


def _line(facts: Facts, shown: Sequence[Column], pk: int) -> Line:
    coach, planned = facts.proposed[pk], facts.situation.planned.get(pk)
    value, best = facts.value(pk, coach), facts.best(pk, [column.faculty for column in shown])
    differs = ""
    if planned is not None and planned != coach:
        differs = f"your draft: {facts.faculty.get(planned, 'another')}, {facts.value(pk, planned)}"
    return Line(
        resident=facts.residents[pk],
        coach=facts.faculty[coach],
        value=value,
        note="best possible" if value == best else f"of {best} possible",
        differs=differs,
        why=_why(facts, shown, pk),
        change=change(pk, str(coach), state_of(facts.situation.drafts.get(pk))),
        is_accepted=planned == coach,
    )


def _why(facts: Facts, shown: Sequence[Column], pk: int) -> list[str]:
    coach = facts.proposed[pk]
    member, value = facts.coach(coach), facts.value(pk, coach)
    better = _better(facts, shown, pk)
    size = facts.situation.panel_size(coach, facts.proposed)
    said = [
        f"{counted(value, 'half-day')} a year could be together.",
        f"More alone, with: {better}." if better else "No other coach could be met more often.",
        f"{member.short_name}’s panel would hold {size}; its limits are {member.panel_min} to {member.panel_max}.",
    ]
    return [*said, "A wish is met."] if (pk, coach) in facts.situation.wished else said


def _better(facts: Facts, shown: Sequence[Column], pk: int) -> str:
    """The coaches with whom more could be reached, the best first, and what stands against them."""
    value = facts.value(pk, facts.proposed[pk])
    rivals = [(facts.value(pk, column.faculty), column) for column in shown]
    more = sorted((rival for rival in rivals if rival[0] > value), key=lambda rival: -rival[0])
    said = [f"{column.short_name}, {number} ({_against(facts, pk, column)})" for number, column in more[:3]]
    return ", ".join(said)


def _against(facts: Facts, pk: int, column: Column) -> str:
    if (pk, column.faculty) in facts.situation.excluded:
        return "excluded"
    return "others gain more there" if column.state == "free" else column.state_words.lower()


def draft_part(facts: Facts, today: date) -> DraftPart:
    """What is planned, and when it would begin."""
    situation, planned = facts.situation, facts.situation.planned
    begins_on = max(today, situation.year.first_monday)
    return DraftPart(
        total=sum(facts.value(*pair) for pair in planned.items()),
        placed=len(planned),
        pairs=[f"{resident}|{coach}" for resident, coach in planned.items()],
        checks=checks(situation, planned),
        refusals=refusals(situation, planned),
        later=_later(situation, planned, begins_on),
        begins_on=begins_on,
    )


def _later(situation: Situation, planned: Plan, begins_on: date) -> list[str]:
    """Who keeps a coach for a while after that day."""
    found = []
    for pk in planned:
        pairing = situation.ending.get(pk)
        until = pairing.holds_until if pairing else None
        if pairing is not None and until is not None and until >= begins_on:
            name = situation.places[pk].resident.full_name
            first = short_day(until + timedelta(days=1))
            found.append(f"{name} begins on {first}, once {pairing.faculty.short_name} has handed over.")
    return found
