"""Reminders to meet: written once for a due day and a state, and withdrawn once the two have found a time.

The reaper's round asks for them, every half minute; what was written stays written, however many reapers there are.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coaching.domain.reminding import is_sensible
from coaching.models import Meeting
from coaching.selectors.reminders import ToRemind, key_of_pair, to_remind
from scheduling.domain.notice_wording import NoticeKind, meeting_reminder
from scheduling.models import Notice, Program
from scheduling.services.notices.withdrawing import withdraw
from scheduling.services.notices.writing import Wanted, write_notices
from scheduling.services.people_locks import lock_people


def remind_to_meet() -> int:
    """Remind whoever is to be reminded by now, in the programs where it is a time to do so; how many people."""
    now = timezone.now()
    return sum(
        remind(program, now)
        for program in Program.objects.filter(meetings_per_year__gte=1).order_by("pk")
        if is_sensible(now.astimezone(program.zone))
    )


def withdraw_reminders(meeting: Meeting) -> None:
    """The two have found a time, or have met."""
    begin = key_of_pair(meeting.resident_id, meeting.faculty_id)
    withdraw(Notice.objects.filter(key__startswith=begin))


def remind(program: Program, now: datetime) -> int:
    """Remind a program's pairs, whatever the hour: how many people.

    They are looked for without holding anybody up, then again under the locks under which meetings are arranged.
    """
    found = to_remind(program, now)
    if not found:
        return 0
    with transaction.atomic():
        lock_people({one.resident for one in found}, {one.faculty for one in found})
        return write_notices(program, [_notice(one) for one in to_remind(program, now) if one in found])


def _notice(one: ToRemind) -> Wanted:
    return Wanted(
        person=one.person,
        kind=NoticeKind.MEETING,
        key=one.key,
        data=meeting_reminder(one.reminder, one.other, one.when),
    )
