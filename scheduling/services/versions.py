"""Versions: any of them becomes a new draft, and a draft that nobody wants goes, for a while not for good."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Schedule, ScheduleCoach, ScheduleState
from scheduling.services.data_edits import lock_data, lock_year
from scheduling.services.drafts import next_version
from scheduling.services.keeping import copy_rows
from scheduling.services.renewing import renew_drafts


class VersionRefused(Exception):
    """A version cannot be restored or thrown away; the message says why and what to do."""


@transaction.atomic
def restore_version(*, schedule: Schedule, actor: User | None, seen_newest: int) -> Schedule:
    """Make a new draft that says what a version says of residents; history stays as it is.

    Who precepts when is as the program says it today, as in every draft.

    ``seen_newest`` is the highest version that the page showed: asked twice, it is done once. Raises `VersionRefused`.
    """
    lock_data(schedule.year.program)
    year = lock_year(schedule.year)
    newest = year.schedules.aggregate(newest=Max("version"))["newest"]
    if newest != seen_newest:
        raise VersionRefused(
            f"Version {newest} was made since this page was opened. Look at the versions again, then restore."
        )
    if not Schedule.objects.select_for_update(no_key=True).filter(pk=schedule.pk):
        raise VersionRefused(f"Version {schedule.version} was thrown away. Choose another.")
    draft = copy_version(schedule=schedule, actor=actor, why="restored")
    renew_drafts(year)
    draft.refresh_from_db()
    return draft


def copy_version(*, schedule: Schedule, actor: User | None, why: str) -> Schedule:
    """A new draft that says what a version says, in the caller's transaction, which holds the year."""
    year = schedule.year
    draft = Schedule.objects.create(
        year=year,
        version=next_version(year),
        based_on=schedule,
        objective=schedule.objective,
        bound=schedule.bound,
        created_by=actor,
    )
    ScheduleCoach.objects.bulk_create(
        ScheduleCoach(
            schedule=draft,
            resident_id=row.resident_id,
            faculty_id=row.faculty_id,
            attainable=row.attainable,
        )
        for row in schedule.coaches.all()
    )
    copy_rows(schedule.assignments.all(), draft)
    copy_rows(schedule.preceptings.all(), draft)
    copy_rows(schedule.pinned_free.all(), draft)
    record(
        program_id=year.program_id,
        actor=actor,
        kind=EventKind.DRAFT_MADE,
        subject=str(draft),
        after={why: schedule.version},
    )
    return draft


@transaction.atomic
def discard_draft(*, schedule: Schedule, actor: User | None, seen_edition: int) -> None:
    """Throw a draft away, once; it can be brought back for ``UNDO_KEEP_DAYS``.

    Raises `VersionRefused` for what is or was published, and for a draft edited since.
    """
    current = Schedule.objects.select_for_update().filter(pk=schedule.pk).first()
    if current is None:
        return
    if current.state != ScheduleState.DRAFT:
        raise VersionRefused(f"Version {current.version} was published and is kept as history.")
    if current.edition != seen_edition:
        raise VersionRefused(
            f"Version {current.version} was changed since this page was opened. Look at it again first."
        )
    record(
        program_id=schedule.year.program_id,
        actor=actor,
        kind=EventKind.DRAFT_DISCARDED,
        subject=str(current),
        before={"version": current.version, "clinics": current.assignments.count()},
    )
    current.thrown_away_at, current.thrown_away_by = timezone.now(), actor
    current.save(update_fields=["thrown_away_at", "thrown_away_by"])


@transaction.atomic
def bring_back(*, schedule: Schedule, actor: User | None) -> Schedule:
    """A draft that was thrown away is one again, with its steps, and follows what the program's data say by now.

    Brought back twice, it is once. Raises `VersionRefused` where it was kept for too long already.
    """
    lock_data(schedule.year.program)
    held = Schedule.with_thrown_away.select_for_update(no_key=True).filter(pk=schedule.pk).first()
    if held is None:
        raise VersionRefused(f"Draft {schedule.version} is gone for good. Solve the year again.")
    if held.thrown_away_at is not None:
        held.thrown_away_at = held.thrown_away_by = None
        held.save(update_fields=["thrown_away_at", "thrown_away_by"])
        renew_drafts(schedule.year)
        record(
            program_id=schedule.year.program_id,
            actor=actor,
            kind=EventKind.DRAFT_KEPT,
            subject=str(held),
            after={"brought back": held.version},
        )
    return held
