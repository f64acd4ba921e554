"""Taking a run's result over into the draft it began from: as one step, only where nobody has decided otherwise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.db import transaction

from connectedness.accounts.models import User
from scheduling.domain.attainable import attainable
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.solution import Solution
from scheduling.domain.wording import counted
from scheduling.models import EditKind, Schedule, ScheduleCoach, ScheduleEdit, SolveRun
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.run_results import RunResult
from scheduling.selectors.version_problem import coaches_of, solution_of_version
from scheduling.selectors.workbench.cells import CellChange
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.workbench.offers import Offer, SessionsGone, Standing, offers, session_rows
from scheduling.selectors.workbench.words import Words
from scheduling.selectors.years import program_today
from scheduling.services.drafts import DraftRefused, checked_result
from scheduling.services.editing.refusals import CellsChanged, EditRefused, RulesBroken
from scheduling.services.editing.steps import Step, locked_draft, refuse_pinned, write_step

SAID = 5


class Changed(StrEnum):
    """What to do with cells that somebody changed since the run began."""

    ASK = ""
    LEAVE = "leave"
    PUT = "put"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What to take over: the weeks by their Mondays (None: all), what of cells changed since, and as seen in which edition."""

    key: str
    weeks: frozenset[date] | None = None
    changed: Changed = Changed.ASK
    seen_edition: int | None = None
    wanted: Collection[Standing] = field(init=False)

    def __post_init__(self) -> None:
        as_was = {Standing.AS_IT_WAS}
        wanted = as_was | {Standing.CHANGED_SINCE} if self.changed is Changed.PUT else as_was
        object.__setattr__(self, "wanted", wanted)


def take_over(*, run: SolveRun, actor: User | None, taking: Taking) -> ScheduleEdit:
    """Put the run's result into the draft it began from, or return the step made with this key before.

    Pinned cells and the past never move. Raises `EditRefused`: of its kinds `CellsChanged` where somebody changed cells
    since the run began and nobody has said what becomes of them, and `RulesBroken` where the draft would break a
    hard rule that it keeps now. Then no row is written.
    """
    if run.base is None:
        raise EditRefused(
            f"{run} began from no draft, so there is none to put it into. Open it as a new draft."
        )
    with transaction.atomic():
        draft = locked_draft(run.base)
        made = draft.edits.filter(key=taking.key).first()
        return made if made is not None else _take(draft, run, actor, taking)


def _take(draft: Schedule, run: SolveRun, actor: User | None, taking: Taking) -> ScheduleEdit:
    result = _result(run)
    _refuse_other_coaches(draft, run, result)
    offered = _offered(draft, result, taking.weeks)
    _ask(offered, draft, taking)
    changes = [one.change for one in offered if one.standing in taking.wanted]
    if not changes:
        raise EditRefused("Nothing would change by that: the draft has all of it already.")
    refuse_pinned(changes)
    _refuse_illegal(draft, changes)
    label = f"Took over {run}: {counted(len(changes), 'cell')}"
    step = Step(kind=EditKind.TAKE_OVER, label=label, changes=changes, key=taking.key)
    edit = write_step(draft, actor, step, changes)
    _join(draft, result)
    return edit


def _result(run: SolveRun) -> RunResult:
    try:
        return checked_result(run)
    except DraftRefused as refused:
        raise EditRefused(str(refused)) from refused


def _refuse_other_coaches(draft: Schedule, run: SolveRun, result: RunResult) -> None:
    """Coaches are a decision about people and not a cell: they do not slip into a draft beside its clinics."""
    coaches = coaches_of(draft)
    other = sum(coaches.get(who, coach) != coach for who, coach in result.solution.coach.items())
    if other:
        raise EditRefused(
            f"{run} found other coaches than the draft has, for {counted(other, 'resident')}. "
            "Open it as a new draft, where coaches and clinics fit together."
        )


def _join(draft: Schedule, result: RunResult) -> None:
    """Whoever joined the year since the draft was made has a coach in it from now on."""
    known = {row.resident_id for row in draft.coaches.all()}
    ScheduleCoach.objects.bulk_create(
        ScheduleCoach(
            schedule=draft,
            resident_id=key_of(resident.id),
            faculty_id=key_of(coach),
            attainable=attainable(result.problem, resident, coach, result.solution.precepting),
        )
        for resident in result.problem.residents
        if key_of(resident.id) not in known and (coach := result.solution.coach.get(resident.id))
    )


def _offered(draft: Schedule, result: RunResult, weeks: Collection[date] | None) -> list[Offer]:
    try:
        found = offers(draft, result, program_today(draft.year.program))
    except SessionsGone as gone:
        raise EditRefused(str(gone)) from gone
    return [one for one in found if weeks is None or one.monday in weeks]


def _ask(offered: Sequence[Offer], draft: Schedule, taking: Taking) -> None:
    """Somebody's own change since the run began is asked about, and again where there are others by now."""
    changed = [one for one in offered if one.standing is Standing.CHANGED_SINCE]
    answered = taking.changed is not Changed.ASK and taking.seen_edition in {None, draft.edition}
    if changed and not answered:
        raise CellsChanged(changed)


def _refuse_illegal(draft: Schedule, changes: Sequence[CellChange]) -> None:
    """The whole draft as it would be, held against every rule by today's data; what it breaks already is no reason."""
    problem, now = _as_it_is(draft)
    after = _changed(draft, now, changes)
    broken = list(violations(problem, after))
    if broken:
        already = set(violations(problem, now))
        broken = [one for one in broken if one not in already]
    if broken:
        more = [f"And {counted(len(broken) - SAID, 'more')}."] if len(broken) > SAID else []
        said = Words(problem, draft.year.program).sentences(broken[:SAID])
        raise RulesBroken(["Nothing was taken over, because the draft would break a rule.", *said, *more])


def _as_it_is(draft: Schedule) -> tuple[Problem, Solution]:
    try:
        problem = desk_of(draft).problem
    except NoAdvice as unknown:
        raise EditRefused(f"Nothing can be taken over. {unknown}") from unknown
    return problem, solution_of_version(draft, problem)


def _changed(draft: Schedule, now: Solution, changes: Sequence[CellChange]) -> Solution:
    keys = {row.pk: key for key, row in session_rows(draft.year).items()}
    attended: dict[ResidentId, set[SessionId]] = {who: set(what) for who, what in now.assignments.items()}
    for change in changes:
        mine = attended.setdefault(resident_id(change.place.resident), set())
        mine -= {keys[one] for one in (change.before.session,) if one in keys}
        mine |= {keys[one] for one in (change.after.session,) if one in keys}
    return replace(now, assignments={who: tuple(sorted(what)) for who, what in attended.items()})
