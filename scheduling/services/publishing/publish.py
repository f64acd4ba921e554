"""A draft becomes what everybody sees, in one transaction."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.publish_effects import compare_with_published
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data
from scheduling.services.notices.writing import write_publication_notices
from scheduling.services.publishing.pairings import begin_pairings
from scheduling.services.publishing.refusals import (
    StaleEdition,
    late_reason_to_keep,
    refuse_if_another_is_published,
    refuse_if_stale,
    refuse_if_unfit,
)
from scheduling.services.publishing.stays import Stays, keep_what_stays


@transaction.atomic
def publish_schedule(
    *,
    schedule: Schedule,
    actor: User | None,
    seen_edition: int,
    seen_published: int | None = None,
    late_reason: str = "",
    leave_out_late: bool = False,
    leave_out_late_of: Collection[int] = (),
    change_past: bool = False,
    only_new_clashes: bool = False,
) -> Schedule:
    """Publish a draft, archive the version published before, begin the pairings it proposes, and write the notices.

    What lies before today stays as it was published, unless ``change_past``. With ``leave_out_late``, so does what would
    change with less notice than the program promises, with ``leave_out_late_of`` that of these residents (by primary
    key); otherwise that needs a ``late_reason``, which is kept. With ``only_new_clashes``, what does not fit the
    program's data in the version published now is no reason to refuse. Publishing what is published already changes
    nothing.
    Raises ``StaleEdition`` where the draft was edited since ``seen_edition`` or another version than
    ``seen_published`` is published by now, and ``NotPublishable`` where it does not fit the pairings that are held or
    the program's data, or where the reason is missing.
    """
    lock_data(schedule.year.program)
    current, replaced = _held(schedule)
    if current.state == ScheduleState.PUBLISHED:
        return current
    refuse_if_stale(current, seen_edition)
    refuse_if_another_is_published(replaced, seen_published)
    today = program_today(current.year.program)
    if replaced is not None:
        late_of = frozenset(leave_out_late_of)
        stays = Stays(late=leave_out_late, late_of=late_of, change_past=change_past)
        keep_what_stays(current, replaced, today, stays)
    refuse_if_unfit(current, already=replaced if only_new_clashes else None)
    effects = compare_with_published(current).effects(today, keep_until=None)
    current.late_reason = late_reason_to_keep(effects, late_reason)
    told = write_publication_notices(current, effects)
    _put_in_place(current, actor)
    _tell(current, replaced, actor, told=told, begun=begin_pairings(current))
    return current


def _held(schedule: Schedule) -> tuple[Schedule, Schedule | None]:
    """The version and the one published now, held with all others of the year until the transaction ends."""
    versions = list(Schedule.objects.select_for_update(no_key=True).filter(year=schedule.year).order_by("pk"))
    current = next((version for version in versions if version.pk == schedule.pk), None)
    if current is None:
        raise StaleEdition(
            f"Draft {schedule.version} was thrown away. Go to the versions and choose another."
        )
    return current, next((one for one in versions if one.state == ScheduleState.PUBLISHED), None)


def _put_in_place(current: Schedule, actor: User | None) -> None:
    """The version is what everybody sees, and what was so before is history."""
    Schedule.objects.filter(year=current.year, state=ScheduleState.PUBLISHED).update(
        state=ScheduleState.ARCHIVED, edition=F("edition") + 1
    )
    current.state = ScheduleState.PUBLISHED
    current.published_at = timezone.now()
    current.published_by = actor
    current.edition += 1
    changed = ["state", "published_at", "published_by", "edition", "late_reason", "objective", "bound"]
    current.save(update_fields=changed)


def _tell(current: Schedule, replaced: Schedule | None, actor: User | None, *, told: int, begun: int) -> None:
    """The trail is told."""
    record(
        program_id=current.year.program_id,
        actor=actor,
        kind=EventKind.PUBLISHED,
        subject=str(current),
        before={"version": replaced.version} if replaced else {},
        after={
            "version": current.version,
            "pairings_begun": begun,
            "told": told,
            **({"late_reason": current.late_reason} if current.late_reason else {}),
        },
    )
