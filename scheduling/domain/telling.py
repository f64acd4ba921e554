"""When somebody is told: at once outside of quiet hours, in the day's digest, or by no mail at all."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Delivery(StrEnum):
    """How a person is told of what concerns them; the list in the app always has it."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NO_MAIL = "no_mail"


@dataclass(frozen=True, slots=True)
class Choice:
    """One person's choice. Equal ends of the quiet hours mean that there are none."""

    delivery: Delivery = Delivery.AT_ONCE
    digest_hour: int = 7
    quiet_from: int = 21
    quiet_until: int = 7


def mail_due(choice: Choice, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a mail about something that happened ``now`` may leave, by the clock of ``zone``; None for no mail."""
    if choice.delivery == Delivery.NO_MAIL:
        return None
    there = now.astimezone(zone)
    if choice.delivery == Delivery.DIGEST:
        return _next(there, choice.digest_hour)
    return _next(there, choice.quiet_until) if _is_quiet(choice, there.hour) else now


def _is_quiet(choice: Choice, hour: int) -> bool:
    first, end = choice.quiet_from, choice.quiet_until
    return first <= hour < end if first <= end else hour >= first or hour < end


def _next(there: datetime, hour: int) -> datetime:
    """The next time the clock strikes ``hour``; not the present one, so that a day has one digest."""
    today = datetime.combine(there.date(), time(hour), there.tzinfo)
    return (
        today
        if today > there
        else datetime.combine(there.date() + timedelta(days=1), time(hour), there.tzinfo)
    )
