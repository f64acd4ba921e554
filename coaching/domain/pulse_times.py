"""When a round opens, reminds and closes, by the clock on the wall of the program's clinic."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

REMINDED_BEFORE = timedelta(days=2)
LONG_ENOUGH_TO_REMIND = timedelta(days=4)


class NoSuchTime(ValueError):
    """The clocks skip that time on that day."""


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clock of ``zone`` shows that time, the first where it does so twice.

    Raises ``NoSuchTime`` where it never does, because the clocks go forward.
    """
    found = datetime.combine(day, at, zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        raise NoSuchTime
    return found


def reminds_at(opens: datetime, closes: datetime) -> datetime | None:
    """When those who have not answered are told once more; never in a round of a few days."""
    return closes - REMINDED_BEFORE if closes - opens >= LONG_ENOUGH_TO_REMIND else None
