"""Writing the notices of a publication, in its transaction."""

from django.utils import timezone

from scheduling.domain.telling import mail_due
from scheduling.models import Notice, Resident, Schedule
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.telling import Told, told_by


def write_publication_notices(schedule: Schedule, effects: PublishEffects) -> int:
    """One notice for everybody for whom something to come changes, and for their coach; how many."""
    notices = [_notice(schedule, told) for told in told_by(effects)]
    Notice.objects.bulk_create(notices)
    return len(notices)


def _notice(schedule: Schedule, told: Told) -> Notice:
    program, now = schedule.year.program, timezone.now()
    who = "resident" if isinstance(told.person, Resident) else "faculty"
    return Notice(
        key=f"published/{schedule.pk}/{who}/{told.person.pk}",
        program=program,
        **{who: told.person},
        kind=told.kind,
        schedule=schedule,
        data=told.data,
        made_at=now,
        due_at=mail_due(told.choice, now, program.zone) if told.address else None,
    )
