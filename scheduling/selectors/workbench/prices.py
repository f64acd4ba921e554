"""The price of an edit as the popover shows it: what moves, whom it costs or gains, what stands against it, the repair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from scheduling.domain.ids import ResidentId, RuleId
from scheduling.domain.violations import Violation
from scheduling.models import EditKind, Resident, Schedule
from scheduling.selectors.program_year import key_of
from scheduling.selectors.workbench.asking import NotAsked, Option, Question, asked, cells_of
from scheduling.selectors.workbench.desk import Desk, desk_of
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import Add, Change, Drop, EditError, Move, Price, Swap

RULE_NAMES = {
    RuleId.ELIGIBLE: "Not allowed",
    RuleId.ONE_PLACE: "Two places at once",
    RuleId.WEEKLY_LOAD: "Clinics of the week",
    RuleId.YEARLY_LOAD: "Clinics of the year",
    RuleId.ROOMS: "Rooms full",
    RuleId.SUPERVISION: "Supervision",
    RuleId.OPEN_SESSION: "Too few to open",
    RuleId.GAP: "Too long without clinic",
    RuleId.PAIRING: "Pairing",
    RuleId.FACULTY_SESSIONS: "Faculty half-days",
    RuleId.PINS: "Pinned",
    RuleId.FROZEN: "Already past",
}
MOVING = {
    EditKind.MOVE: "Moving",
    EditKind.ADD: "Adding",
    EditKind.DROP: "Taking out",
    EditKind.SWAP: "Swapping",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure of one resident before and after; ``of`` is the most that overlaps can be, 0 where there is none."""

    resident: str
    what: str
    before: int
    after: int
    of: int = 0
    is_overlap: bool = False

    @property
    def is_worse(self) -> bool:
        """Whether it is for the worse: fewer overlaps, a longer gap."""
        return self.after < self.before if self.is_overlap else self.after > self.before


@dataclass(frozen=True, slots=True)
class Against:
    """A hard rule that stands against it."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RepairShown:
    """The best repair: its steps in words, the cells of edit and repair together, and what both do."""

    steps: tuple[str, ...]
    effects: tuple[Effect, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceShown:
    """Everything that the popover says. ``changes`` are the cells of the edit alone."""

    kind: EditKind
    title: str
    where: str
    effects: tuple[Effect, ...]
    against: tuple[Against, ...]
    changes: tuple[str, ...]
    key: str
    gain: float
    misses_contact: bool
    options: tuple[Option, ...]
    repair: RepairShown | None

    @property
    def can_apply(self) -> bool:
        """Whether no hard rule stands against the edit alone."""
        return not self.against


@dataclass(frozen=True, slots=True)
class _Names:
    """Whom and what the words speak of."""

    desk: Desk
    people: Mapping[ResidentId, str]
    ceilings: Mapping[ResidentId, int]
    words: Words


def price_shown(schedule: Schedule, question: Question) -> PriceShown:
    """The price of what is asked about. Raises `NotAsked`, or `NoAdvice` where nothing can be said of the version."""
    desk = desk_of(schedule)
    what = asked(schedule, desk, question)
    try:
        price = desk.advisor.price(what.edit)
    except EditError as error:
        raise NotAsked(" ".join(Words(desk.problem, schedule.year.program).spoken([str(error)]))) from error
    names = _names(schedule, desk, [what.edit], price)
    return PriceShown(
        kind=question.kind,
        title=f"{MOVING[question.kind]} {_who(what.edit, names)}",
        where=_where(what.edit, names),
        effects=_effects(price, names),
        against=_against(price.broken, names.words),
        changes=_keys(schedule, desk, [what.edit]),
        key=uuid4().hex,
        gain=price.gain,
        misses_contact=_misses_contact(price),
        options=what.options,
        repair=_repair(schedule, what.edit, price, names),
    )


def told(schedule: Schedule, desk: Desk, price: Price) -> tuple[tuple[Effect, ...], tuple[Against, ...]]:
    """Whom a price costs or gains what, and what stands against it."""
    names = _names(schedule, desk, [], price)
    return _effects(price, names), _against(price.broken, names.words)


def _repair(schedule: Schedule, edit: Change | Swap, price: Price, names: _Names) -> RepairShown | None:
    repair = price.repair
    if repair is None:
        return None
    return RepairShown(
        steps=tuple(f"{_who(step, names)}: {_where(step, names)}" for step in repair.changes),
        effects=_effects(repair.price, names),
        changes=_keys(schedule, names.desk, [edit, *repair.changes]),
    )


def _keys(schedule: Schedule, desk: Desk, edits: Sequence[Change | Swap]) -> tuple[str, ...]:
    return tuple(change.key for change in cells_of(schedule, desk, edits))


def _misses_contact(price: Price) -> bool:
    return price.after.missed_windows < price.before.missed_windows


def _against(broken: Iterable[Violation], words: Words) -> tuple[Against, ...]:
    listed = list(broken)
    said = words.sentences(listed)
    return tuple(Against(RULE_NAMES[one.rule], sentence) for one, sentence in zip(listed, said, strict=True))


def _effects(price: Price, names: _Names) -> tuple[Effect, ...]:
    found: list[Effect] = []
    for met in price.meetings:
        who, ceiling = names.people[met.resident], names.ceilings.get(met.resident, 0)
        if met.overlaps_before != met.overlaps_after:
            found.append(
                Effect(who, _overlaps(met.overlaps_after - met.overlaps_before), met.overlaps_before,
                       met.overlaps_after, ceiling, is_overlap=True)
            )  # fmt: skip
        if met.longest_gap_before != met.longest_gap_after:
            found.append(
                Effect(
                    who, "Longest gap without the coach, weeks", met.longest_gap_before, met.longest_gap_after
                )
            )
    return tuple(found)


def _overlaps(more: int) -> str:
    count = "One" if abs(more) == 1 else str(abs(more))
    return f"{count} {'overlap' if abs(more) == 1 else 'overlaps'} {'more' if more > 0 else 'fewer'}"


def _who(edit: Change | Swap, names: _Names) -> str:
    if isinstance(edit, Swap):
        return f"{names.people[edit.resident_a]} and {names.people[edit.resident_b]}"
    return names.people[edit.resident]


def _where(edit: Change | Swap, names: _Names) -> str:
    match edit:
        case Move(_, source, target):
            return f"{names.words.session(source)} → {names.words.session(target)}"
        case Add(_, session):
            return f"also {names.words.session(session)}"
        case Drop(_, session):
            return f"{names.words.session(session)} → free"
        case Swap(_, mine, _, theirs):
            return f"{names.words.session(mine)} ⇄ {names.words.session(theirs)}"


def _names(schedule: Schedule, desk: Desk, edits: Sequence[Change | Swap], price: Price) -> _Names:
    prices = [price, *([price.repair.price] if price.repair else [])]
    steps = [*edits, *(price.repair.changes if price.repair else ())]
    who = {met.resident for one in prices for met in one.meetings}
    for step in steps:
        who |= {step.resident_a, step.resident_b} if isinstance(step, Swap) else {step.resident}
    by_key = {key_of(one): one for one in who}
    people = {by_key[one.pk]: one.full_name for one in Resident.objects.filter(pk__in=by_key)}
    ceilings = schedule.coaches.filter(resident__in=by_key).values_list("resident_id", "attainable")
    return _Names(
        desk,
        people,
        {by_key[pk]: most or 0 for pk, most in ceilings},
        Words(desk.problem, schedule.year.program),
    )
