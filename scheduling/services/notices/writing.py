"""Writing notices, in the transaction of what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.telling import mail_due
from scheduling.models import Faculty, Notice, Program, Resident, Schedule
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.telling import USUAL, Told, address_of, choices_of, told_by
from scheduling.selectors.years import program_today

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that one person is to be told, once per ``key``; a user is told by their role, on the roster or not."""

    person: Resident | Faculty | User
    kind: NoticeKind
    key: str
    data: Mapping[str, object]

    @property
    def user(self) -> User | None:
        """Who reads it in the app."""
        return self.person if isinstance(self.person, User) else self.person.user

    def is_reached(self, today: date) -> bool:
        """Whether there is an address to which a mail could go."""
        if isinstance(self.person, User):
            return self.person.is_active
        return bool(address_of(self.person, today))


def write_notice(
    *, person: Resident | Faculty, kind: NoticeKind, key: str, data: Mapping[str, object]
) -> Notice:
    """Tell one person of the roster one thing, once per ``key``, as they chose to be told."""
    program = person.program
    write_notices(program, [Wanted(person=person, kind=kind, key=key, data=data)])
    return Notice.objects.get(key=key)


def write_notices(program: Program, wanted: Sequence[Wanted]) -> int:
    """Tell people of a program, each as they chose; what was told before is left as it is. Two queries."""
    if not wanted:
        return 0
    chosen, now = choices_of([one.user for one in wanted if one.user], program), timezone.now()
    today = program_today(program, now)
    notices = []
    for one in wanted:
        usual = USUAL[Faculty if isinstance(one.person, Faculty) else Resident]
        choice = chosen.get(one.user.pk, usual) if one.user else usual
        due_at = mail_due(choice, now, program.zone) if one.is_reached(today) else None
        notices.append(
            Notice(
                key=one.key, program=program, **{_ROWS[type(one.person)]: one.person},
                kind=one.kind, data=dict(one.data), made_at=now, due_at=due_at,
            )
        )  # fmt: skip
    return len(Notice.objects.bulk_create(notices, ignore_conflicts=True))
