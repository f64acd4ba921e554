"""What it costs when somebody is not in clinic on some half-days: computed from what a schedule says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay, week_index


@dataclass(frozen=True, slots=True)
class ContactLost:
    """What one resident loses of the coach.

    ``weeks_without``: the longest run of whole weeks without an overlap that these half-days had broken; 0 where
    each of their weeks keeps another. ``is_only``: the overlap lost was the only one of that run.
    """

    resident: str
    half_days: tuple[HalfDay, ...]
    weeks_without: int
    is_only: bool
    windows: int


@dataclass(frozen=True, slots=True)
class ThinSession:
    """A session in which too few would precept for the residents who attend it; both by weight in supervision."""

    half_day: HalfDay
    site: str
    residents: float
    preceptors: int
    supervised: float

    @property
    def is_unsupervised(self) -> bool:
        """Whether nobody precepts there any more."""
        return self.preceptors == 0


@dataclass(frozen=True, slots=True)
class FacultyEffect:
    """What a change of a faculty member's half-days does to one version of the schedule, from today on."""

    schedule: str
    half_days: tuple[HalfDay, ...]
    contacts: tuple[ContactLost, ...]
    gained: int
    thin: tuple[ThinSession, ...]


@dataclass(frozen=True, slots=True)
class ClinicLost:
    """A clinic that a resident does not attend; ``is_together``: the coach is there."""

    half_day: HalfDay
    site: str
    is_together: bool


@dataclass(frozen=True, slots=True)
class WeekTouched:
    """A week of which a part goes: the minimum until now, what can still be attended, and what is missing then.

    ``missing``: clinics that the relieved minimum asks beyond those that stay.
    """

    monday: date
    minimum: int
    possible: int
    missing: int

    @property
    def breaks_minimum(self) -> bool:
        """Whether the rotation's minimum cannot be kept in this week, however it is arranged."""
        return self.possible < self.minimum


@dataclass(frozen=True, slots=True)
class ResidentEffect:
    """What an absence of a resident does to one version of the schedule, from today on."""

    schedule: str
    coach: str
    clinics: tuple[ClinicLost, ...]
    contact: ContactLost | None
    weeks: tuple[WeekTouched, ...]
    under_year_minimum: int


Effect = FacultyEffect | ResidentEffect


@dataclass(frozen=True, slots=True)
class YearFrame:
    """The year in which weeks are counted, and how many weeks a contact window has."""

    first_monday: date
    weeks: int
    window: int

    def week_of(self, half_day: HalfDay) -> int:
        """The week, from 0, in which a half-day lies."""
        return week_index(half_day.date, self.first_monday)


def contact_lost(
    frame: YearFrame, resident: str, together: Collection[HalfDay], lost: Iterable[HalfDay]
) -> ContactLost:
    """What is lost where of the half-days ``together`` those in ``lost`` go."""
    gone = sorted(set(lost) & set(together))
    before = [frame.week_of(half_day) for half_day in together]
    after = {frame.week_of(half_day) for half_day in set(together).difference(gone)}
    runs = [_run_around(frame, after, frame.week_of(half_day)) for half_day in gone]
    longest = max(runs, key=len, default=range(0))
    return ContactLost(
        resident=resident,
        half_days=tuple(gone),
        weeks_without=len(longest),
        is_only=sum(week in longest for week in before) == 1,
        windows=_windows_without(frame, after) - _windows_without(frame, set(before)),
    )


def _run_around(frame: YearFrame, weeks_together: Collection[int], week: int) -> range:
    """The weeks around one in which resident and coach do not meet; empty where they do in that week."""
    if week in weeks_together:
        return range(0)
    first = max((met + 1 for met in weeks_together if met < week), default=0)
    end = min((met for met in weeks_together if met > week), default=frame.weeks)
    return range(first, end)


def _windows_without(frame: YearFrame, weeks_together: Collection[int]) -> int:
    """How many windows of consecutive weeks pass without meeting."""
    starts = range(frame.weeks - frame.window + 1)
    return sum(not any(first <= week < first + frame.window for week in weeks_together) for first in starts)
