"""The board put together."""

from datetime import date

from scheduling.domain.wording import capitalised, counted, number_word
from scheduling.models import AcademicYear, DataEdit
from scheduling.selectors.pairing_board.attained import attainable_pairs, reached_pairs
from scheduling.selectors.pairing_board.columns import columns
from scheduling.selectors.pairing_board.content import Board
from scheduling.selectors.pairing_board.facts import Facts
from scheduling.selectors.pairing_board.names import short_names
from scheduling.selectors.pairing_board.parts import draft_part, proposal_part
from scheduling.selectors.pairing_board.proposal import proposal
from scheduling.selectors.pairing_board.rows import rows
from scheduling.selectors.pairing_board.situation import Situation, situation
from scheduling.selectors.years import short_day


def pairing_board(
    year: AcademicYear, today: date, *, undo: DataEdit | None = None, redo: DataEdit | None = None
) -> Board:
    """The page's content in a fixed number of queries; fewer where nobody is to be paired."""
    now = situation(year, today)
    to_pair = now.to_pair
    worth = attainable_pairs(year, to_pair)
    found = proposal(now, to_pair, worth) if to_pair and now.members else None
    facts = Facts(
        situation=now,
        worth=worth,
        reached=reached_pairs(year),
        proposed=found.coach if found else {},
        residents=short_names(place.resident for place in now.places.values()),
        faculty=short_names(now.members.values()),
    )
    shown = columns(facts)
    return Board(
        title=_title(len(to_pair)),
        sub=_sub(now),
        rows=rows(facts, shown),
        columns=shown,
        proposal=proposal_part(facts, found, shown) if found else None,
        draft=draft_part(facts, today),
        undo=undo,
        redo=redo,
    )


def _title(count: int) -> str:
    if count == 0:
        return "Everyone has a coach"
    return f"{capitalised(number_word(count))} {'resident needs' if count == 1 else 'residents need'} a coach"


def _sub(now: Situation) -> str:
    """Why they do, and what the numbers are."""
    fresh = [pk for pk in now.to_pair if pk not in now.current and pk not in now.ending]
    said = (
        [f"{capitalised(number_word(len(fresh)))} {'has' if len(fresh) == 1 else 'have'} none yet"]
        if fresh
        else []
    )
    said += [
        f"{coach} hands over {number_word(count)}"
        + (f" after {short_day(until)}" if until is not None else "")
        for coach, count, until in _handing_over(now)
    ]
    if lifted := now.lifted():
        said.append(f"{counted(len(lifted), 'resident')} lifted off a panel")
    if not said:
        return "Lift a resident off a panel, or hand a whole panel over, to pair anew."
    return f"{capitalised('; '.join(said))}. Numbers are the half-days together a year that each pair could reach."


def _handing_over(now: Situation) -> list[tuple[str, int, date | None]]:
    found: dict[tuple[str, date | None], int] = {}
    for pairing in now.ending.values():
        key = (pairing.faculty.short_name, pairing.holds_until)
        found[key] = found.get(key, 0) + 1
    return [(name, count, until) for (name, until), count in found.items()]
