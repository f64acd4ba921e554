"""What stands on the pairing board, ready to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduling.models import DataEdit, SolveRun
from scheduling.selectors.pairing_board.limits import Check


class CrossingState(StrEnum):
    """Whether a resident may be placed with a coach, and if not, why."""

    OPEN = "open"
    FULL = "full"
    EXCLUDED = "excluded"
    LEAVING = "leaving"
    CURRENT = "current"


class Tint(StrEnum):
    """A number against the best of its row."""

    BEST = "best"
    HIGH = "high"
    SOME = "some"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One resident with one coach: the half-days they could be together, and whether they may be paired.

    ``change`` is what pressing it sends; empty where it cannot be chosen, and ``label`` then says why.
    """

    resident: int
    faculty: int
    value: int
    state: CrossingState
    tint: Tint
    is_draft: bool
    is_proposed: bool
    is_wished: bool
    change: str
    label: str


@dataclass(frozen=True, slots=True)
class Option:
    """A coach in a phone's list."""

    change: str
    words: str
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A resident to pair. ``back`` takes their plan away; empty where there is none."""

    resident: int
    name: str
    full_name: str
    sub: str
    back: str
    crossings: Sequence[Crossing]
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class MixPart:
    """The share of a class in a panel, in percent of the bar."""

    pgy: int
    count: int
    start: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A resident on a panel. ``reached`` and ``attainable`` are this year's; None before there is a schedule."""

    resident: int
    name: str
    full_name: str
    pgy: int
    reached: int | None
    attainable: int | None
    change: str
    moves: str


@dataclass(frozen=True, slots=True)
class ComingCard:
    """A resident who would come to a panel, by the draft or by the proposal."""

    name: str
    pgy: int
    by: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A coach. ``state`` is ``free``, ``full`` or ``leaving``; ``hand_over`` lifts the whole panel, empty without one."""

    faculty: int
    name: str
    short_name: str
    initials: str
    clinics: str
    boxes: Sequence[str]
    state: str
    state_words: str
    load_words: str
    mix: Sequence[MixPart]
    cards: Sequence[Card]
    coming: Sequence[ComingCard]
    hand_over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pair of the proposal. ``differs`` says what the draft has instead."""

    resident: str
    coach: str
    value: int
    note: str
    differs: str
    why: Sequence[str]
    change: str
    is_accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPart:
    """The proposal with its sum; ``accept_all`` plans whatever the draft does not have yet."""

    run: SolveRun | None
    words: str
    total: int
    lines: Sequence[Line]
    checks: Sequence[Check]
    accept_all: str
    to_accept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """What is planned. ``refusals`` say why it cannot be begun; ``later`` who begins later than the day chosen."""

    total: int
    placed: int
    pairs: Sequence[str]
    checks: Sequence[Check]
    refusals: Sequence[str]
    later: Sequence[str]
    begins_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole page."""

    title: str
    sub: str
    rows: Sequence[Row]
    columns: Sequence[Column]
    proposal: ProposalPart | None
    draft: DraftPart
    undo: DataEdit | None
    redo: DataEdit | None

    @property
    def has_coaches(self) -> bool:
        """Whether anybody could be a coach at all."""
        return bool(self.columns)
