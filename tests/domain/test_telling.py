"""When a mail may leave: at once, out of quiet hours, or with the day's digest, by the clinic's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.domain.telling import Choice, Delivery, mail_due

CHICAGO = ZoneInfo("America/Chicago")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def due(choice: Choice, now: str) -> datetime | None:
    return mail_due(choice, at(now).astimezone(UTC), CHICAGO)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T13:00", "2026-11-20T13:00"),
        ("2026-11-20T20:59", "2026-11-20T20:59"),
        ("2026-11-20T21:00", "2026-11-21T07:00"),
        ("2026-11-21T06:59", "2026-11-21T07:00"),
        ("2026-11-21T07:00", "2026-11-21T07:00"),
        # The clock is put back in the night: seven by the new one.
        ("2026-10-31T23:00", "2026-11-01T07:00"),
    ],
)
def test_at_once_waits_for_the_end_of_the_quiet_hours(now: str, expected: str) -> None:
    assert due(Choice(Delivery.AT_ONCE, quiet_from=21, quiet_until=7), now) == at(expected)


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all() -> None:
    assert due(Choice(quiet_from=12, quiet_until=14), "2026-11-20T13:00") == at("2026-11-20T14:00")
    assert due(Choice(quiet_from=0, quiet_until=0), "2026-11-20T03:00") == at("2026-11-20T03:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T06:59", "2026-11-20T07:00"),
        ("2026-11-20T07:00", "2026-11-21T07:00"),
        ("2026-11-20T18:00", "2026-11-21T07:00"),
    ],
)
def test_the_digest_comes_at_its_hour_once_a_day(now: str, expected: str) -> None:
    assert due(Choice(Delivery.DIGEST, digest_hour=7), now) == at(expected)


def test_without_mail_nothing_is_ever_due() -> None:
    assert due(Choice(Delivery.NO_MAIL), "2026-11-20T13:00") is None
