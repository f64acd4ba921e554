"""Writing notices, in the transaction of what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.telling import mail_due
from scheduling.models import Faculty, Notice, Program, Resident, Schedule
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.telling import USUAL, Told, address_of, choices_of, told_by
from scheduling.selectors.years import program_today


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


@dataclass(frozen=True, slots=True)
class ToWrite:
    """One person of the roster and what they are told, once per ``key``."""

    person: Resident | Faculty
    key: str
    data: Mapping[str, object]


def write_notices(program: Program, kind: NoticeKind, told: Sequence[ToWrite]) -> None:
    """Tell many people of a program at once, each as they chose to be told. Two queries."""
    now = timezone.now()
    today = program_today(program, now)
    chosen = choices_of((one.person.user for one in told if one.person.user), program)
    notices = []
    for one in told:
        person = one.person
        choice = chosen.get(person.user_id or 0, USUAL[type(person)])
        who = "resident" if isinstance(person, Resident) else "faculty"
        due = mail_due(choice, now, program.zone) if address_of(person, today) else None
        row = {who: person, "kind": kind, "data": dict(one.data), "made_at": now, "due_at": due}
        notices.append(Notice(key=one.key, program=program, **row))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
