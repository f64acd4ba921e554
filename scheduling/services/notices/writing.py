"""Writing notices, in the transaction of what they tell of."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.telling import mail_due
from scheduling.models import Faculty, Notice, Program, Resident, Schedule
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.telling import USUAL, Told, address_of, choices_of, told_by
from scheduling.selectors.years import program_today

Reader = Resident | Faculty | User
_ROWS = {Resident: "resident", Faculty: "faculty", User: "user"}


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


def write_notice(
    *, person: Resident | Faculty, kind: NoticeKind, key: str, data: Mapping[str, object]
) -> Notice:
    """Tell one person of the roster one thing, once per ``key``, as they chose to be told."""
    program, now = person.program, timezone.now()
    chosen = choices_of([person.user], program) if person.user else {}
    choice = chosen.get(person.user_id or 0, USUAL[type(person)])
    reached = address_of(person, program_today(program, now))
    who = "resident" if isinstance(person, Resident) else "faculty"
    notice, _ = Notice.objects.get_or_create(
        key=key,
        defaults={
            "program": program,
            who: person,
            "kind": kind,
            "data": dict(data),
            "made_at": now,
            "due_at": mail_due(choice, now, program.zone) if reached else None,
        },
    )
    return notice


def write_notices(
    *, program: Program, kind: NoticeKind, key: str, told: Sequence[tuple[Reader, Mapping[str, object]]]
) -> None:
    """Tell several people one thing, each in their words, once per ``key``. Two queries.

    A user is told by their role, whether or not they stand on the roster.
    """
    now = timezone.now()
    users = [who if isinstance(who, User) else who.user for who, _ in told]
    chosen = choices_of((user for user in users if user), program)
    today = program_today(program, now)
    notices = []
    for (who, data), user in zip(told, users, strict=True):
        row = _ROWS[type(who)]
        usual = USUAL[Faculty if isinstance(who, Faculty) else Resident]
        choice = chosen.get(user.pk, usual) if user else usual
        reached = who.is_active if isinstance(who, User) else address_of(who, today)
        notices.append(
            Notice(
                key=f"{key}/{row}/{who.pk}",
                program=program,
                **{row: who},
                kind=kind,
                data=dict(data),
                made_at=now,
                due_at=mail_due(choice, now, program.zone) if reached else None,
            )
        )
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
