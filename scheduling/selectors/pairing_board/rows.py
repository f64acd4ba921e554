"""The residents of the board and their crossings with every coach."""

from collections.abc import Sequence

from scheduling.domain.wording import counted
from scheduling.models import Resident
from scheduling.selectors.pairing_board.content import Column, Crossing, CrossingState, Option, Row, Tint
from scheduling.selectors.pairing_board.facts import Facts
from scheduling.selectors.pairing_board.situation import Situation
from scheduling.selectors.pairing_board.tokens import NOTHING, change, state_of
from scheduling.selectors.years import short_day

HIGH, SOME = 0.75, 0.5
SAID = {
    CrossingState.FULL: "full",
    CrossingState.EXCLUDED: "excluded",
    CrossingState.LEAVING: "leaves within the year",
    CrossingState.CURRENT: "the coach of today",
}


def rows(facts: Facts, shown: Sequence[Column]) -> list[Row]:
    """By class and name."""
    return [_row(facts, shown, pk) for pk in facts.situation.to_pair]


def _row(facts: Facts, shown: Sequence[Column], pk: int) -> Row:
    seen = state_of(facts.situation.drafts.get(pk))
    best = facts.best(pk, [column.faculty for column in shown])
    crossings = [_crossing(facts, column, pk, best) for column in shown]
    return Row(
        resident=pk,
        name=facts.residents[pk],
        full_name=facts.who(pk).full_name,
        sub=_sub(facts, pk),
        back=change(pk, NOTHING, seen) if seen else "",
        crossings=crossings,
        options=_options(shown, crossings),
    )


def _crossing(facts: Facts, column: Column, pk: int, best: int) -> Crossing:
    seen, value = state_of(facts.situation.drafts.get(pk)), facts.value(pk, column.faculty)
    is_draft, is_proposed = seen == str(column.faculty), facts.proposed.get(pk) == column.faculty
    state = _state(facts.situation, column, pk, is_draft=is_draft)
    is_wished = (pk, column.faculty) in facts.situation.wished
    wanted = NOTHING if state is CrossingState.CURRENT else str(column.faculty)
    can_be = state in {CrossingState.OPEN, CrossingState.CURRENT}
    said = {
        SAID.get(state, ""): True,
        "your draft": is_draft,
        "proposed": is_proposed,
        "wished": is_wished,
    }
    return Crossing(
        resident=pk,
        faculty=column.faculty,
        value=value,
        state=state,
        tint=_tint(value, best),
        is_draft=is_draft,
        is_proposed=is_proposed,
        is_wished=is_wished,
        change=change(pk, wanted, seen) if can_be else "",
        label=_label(
            facts.who(pk), column, value, [words for words, holds in said.items() if words and holds]
        ),
    )


def _state(situation: Situation, column: Column, pk: int, *, is_draft: bool) -> CrossingState:
    if column.state == "leaving":
        return CrossingState.LEAVING
    if (pk, column.faculty) in situation.excluded:
        return CrossingState.EXCLUDED
    if situation.current.get(pk) == column.faculty:
        return CrossingState.CURRENT
    return CrossingState.FULL if column.state == "full" and not is_draft else CrossingState.OPEN


def _tint(value: int, best: int) -> Tint:
    share = value / best if best else 0
    if share == 1:
        return Tint.BEST
    if share >= HIGH:
        return Tint.HIGH
    return Tint.SOME if share >= SOME else Tint.LOW


def _label(resident: Resident, column: Column, value: int, said: Sequence[str]) -> str:
    """``Kofi Boateng with Dr. Dahl: 22 half-days a year, proposed.``"""
    words = ", ".join([f"{counted(value, 'half-day')} a year", *said])
    return f"{resident.full_name} with {column.short_name}: {words}."


def _sub(facts: Facts, pk: int) -> str:
    situation = facts.situation
    words = [f"PGY-{situation.places[pk].pgy}"]
    starts = facts.who(pk).program_start
    if starts is not None and starts > situation.year.first_monday:
        words.append(f"starts {short_day(starts)}")
    if pk in situation.current:
        words.append(f"lifted off {facts.faculty.get(situation.current[pk], 'the panel')}")
    elif (pairing := situation.ending.get(pk)) is not None and pairing.holds_until is not None:
        words.append(f"with {pairing.faculty.family_name} until {short_day(pairing.holds_until)}")
    return ", ".join(words)


def _options(shown: Sequence[Column], crossings: Sequence[Crossing]) -> list[Option]:
    """The coaches who have a place, those with most half-days together first."""
    offered = [
        (crossing, column)
        for crossing, column in zip(crossings, shown, strict=True)
        if crossing.state is CrossingState.OPEN
    ]
    offered.sort(key=lambda both: -both[0].value)
    return [
        Option(
            crossing.change,
            f"{column.short_name}: {crossing.value} a year, {column.state_words.lower()}"
            + (", proposed" if crossing.is_proposed else ""),
            crossing.is_draft,
        )
        for crossing, column in offered
    ]
