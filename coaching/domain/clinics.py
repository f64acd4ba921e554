"""Clinics on the clock: half-days at a site, with the moments at which they begin and end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduling.domain.calendar import HalfDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A session as somebody attends it, ``code`` being its site's. ``starts`` and ``ends`` are aware, in the program's time zone."""

    session: int
    schedule: int
    half_day: HalfDay
    code: str
    site: str
    letter: str
    starts: datetime
    ends: datetime
    is_together: bool = False

    @property
    def date(self) -> date:
        """The date in the program's time zone."""
        return self.half_day.date

    @property
    def clock(self) -> str:
        """When it begins: ``08:00``."""
        return f"{self.starts:%H:%M}"

    def shared(self) -> "Clinic":
        """The same clinic, marked as together."""
        return replace(self, is_together=True)

    def is_on(self, now: datetime) -> bool:
        """Whether it has begun and not ended."""
        return self.starts <= now < self.ends

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends <= now


def still_to_come(clinics: Iterable[Clinic], now: datetime) -> list[Clinic]:
    """Those that have not ended, in order of time."""
    return sorted((clinic for clinic in clinics if not clinic.is_over(now)), key=lambda clinic: clinic.starts)


def over(clinics: Iterable[Clinic], now: datetime) -> list[Clinic]:
    """Those that have ended, in order of time."""
    return sorted((clinic for clinic in clinics if clinic.is_over(now)), key=lambda clinic: clinic.starts)
