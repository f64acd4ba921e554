"""Choosing a way: one step on a draft, of what is published a new one; and taking it back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from scheduling.models import Disruption, EditKind, Schedule, ScheduleEdit, ScheduleState
from scheduling.selectors.repair.breakage import breakage
from scheduling.selectors.repair.ways import WayShown, ways_shown
from scheduling.selectors.workbench.desk import Desk, NoAdvice, desk_of
from scheduling.selectors.workbench.history import next_to_undo
from scheduling.selectors.years import program_today
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import Step, make_judged_step
from scheduling.services.editing.undoing import undo
from scheduling.services.repairing.holding import RepairRefused, held_disruption, refuse_decided
from scheduling.services.repairing.preceptors import concerned_by, match_preceptors
from scheduling.services.versions import copy_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person saw and took: the version in which edition, and exactly which way."""

    version: Schedule
    edition: int
    digest: str
    key: str


def choose_way(*, disruption: Disruption, choice: Choice, actor: User | None) -> ScheduleEdit:
    """Make the way one step of a draft, or return the one made with this key before. Raises `RepairRefused`.

    A version that is published is copied to a new draft first. Undoing the step puts the disruption on the list again.
    """
    try:
        with transaction.atomic():
            held = held_disruption(disruption)
            if held.repair is not None and held.is_repaired and held.repair.key == choice.key:
                return held.repair
            return _chosen(held, choice, actor)
    except (EditRefused, NoAdvice) as refused:
        raise RepairRefused(str(refused)) from refused
    except IntegrityError as clash:
        raise RepairRefused("The draft was changed just now. Look at the ways again.") from clash


def _chosen(disruption: Disruption, choice: Choice, actor: User | None) -> ScheduleEdit:
    refuse_decided(disruption)
    version = _version(disruption, choice)
    desk = desk_of(version)
    way = _way(disruption, version, desk, choice)
    _refuse_pinned(version, way)
    draft = version
    if version.state == ScheduleState.PUBLISHED:
        draft = copy_version(schedule=version, actor=actor, why="repair of")
    step = Step(
        kind=EditKind.REPAIR,
        label=f"{disruption}: {way.title.lower()}",
        changes=way.changes,
        key=choice.key,
        reason=way.title,
    )
    edit = make_judged_step(draft, actor, step)
    match_preceptors(draft, concerned_by(disruption), desk)
    disruption.repair = edit
    disruption.save(update_fields=["repair"])
    return edit


def _version(disruption: Disruption, choice: Choice) -> Schedule:
    version = (
        Schedule.objects.select_for_update(of=("self",), no_key=True)
        .select_related("year__program")
        .filter(year=disruption.year_id, pk=choice.version.pk)
        .first()
    )
    if version is None or version.state == ScheduleState.ARCHIVED or version.edition != choice.edition:
        raise RepairRefused(
            f"Version {choice.version.version} was changed since this page was opened. Look at the ways again."
        )
    return version


def _way(disruption: Disruption, version: Schedule, desk: Desk, choice: Choice) -> WayShown:
    """The way that was seen, if it is still one."""
    today = program_today(version.year.program)
    ways = ways_shown(version, breakage(disruption, version, desk, today))
    found = next((way for way in ways if way.digest == choice.digest), None)
    if found is None:
        raise RepairRefused(
            "The program's data changed since this page was opened, and the ways with them. Look at them again."
        )
    return found


def _refuse_pinned(version: Schedule, way: WayShown) -> None:
    """What a person pinned is let go by a person."""
    if way.pinned:
        where = f"draft {version.version}" if version.state == ScheduleState.DRAFT else "a draft made of it"
        raise RepairRefused(
            f"{'; '.join(way.pinned)}: this is pinned, and a repair moves nothing that is. "
            f"Unpin it on the grid of {where} (key p), then repair that draft."
        )


def take_repair_back(*, disruption: Disruption, actor: User) -> None:
    """Undo the repair in its draft, so that the disruption waits again. Raises `RepairRefused`."""
    try:
        with transaction.atomic():
            held = held_disruption(disruption)
            if held.repair is None or not held.is_repaired:
                raise RepairRefused("There is no repair to take back. Load the page again.")
            draft = held.repair.schedule
            if draft.state != ScheduleState.DRAFT:
                raise RepairRefused(f"Version {draft.version} is published. Restore an earlier one instead.")
            if next_to_undo(draft, actor) != held.repair:
                raise RepairRefused(
                    "Other steps came after the repair, or somebody else made it. Take it back on the grid of draft "
                    f"{draft.version}, or throw that draft away."
                )
            undo(schedule=draft, actor=actor)
    except EditRefused as refused:
        raise RepairRefused(str(refused)) from refused
