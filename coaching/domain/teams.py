"""Longitudinal teams on the clock: when all of a team are in clinic, and who of it is there while the coach is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coaching.domain.clinics import Clinic, still_to_come
from coaching.domain.contact import Contact
from coaching.domain.wording import joined
from scheduling.domain.calendar import HalfDay


class Kind(StrEnum):
    """What somebody is in a team, in the order in which others turn to them."""

    FACULTY = "faculty"
    NURSE = "nurse"
    RESIDENT = "resident"

    @property
    def order(self) -> int:
        """Place in that order."""
        return list(Kind).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mate:
    """Somebody of a team with their clinics, in order of time; ``person`` is their key of that kind.

    ``name`` is short where it is said in passing, ``Dr. Okafor``; ``full_name`` has all of it.
    """

    kind: Kind
    person: int
    name: str
    full_name: str
    initials: str
    contact: Contact
    is_me: bool
    clinics: tuple[Clinic, ...]

    def at(self, half_day: HalfDay) -> Clinic | None:
        """Where they are in clinic on a half-day."""
        return next((clinic for clinic in self.clinics if clinic.half_day == half_day), None)


@dataclass(frozen=True, slots=True)
class Joint:
    """A half-day on which all of a team are in clinic; one clinic for each site at which somebody is."""

    half_day: HalfDay
    clinics: tuple[Clinic, ...]

    @property
    def is_at_one_site(self) -> bool:
        """Whether they are in the same building."""
        return len(self.clinics) == 1

    @property
    def place(self) -> str:
        """``Main``, or ``East and Main``."""
        return joined([clinic.site for clinic in self.clinics])

    @property
    def starts(self) -> datetime:
        """When the first of them begins."""
        return min(clinic.starts for clinic in self.clinics)

    @property
    def ends(self) -> datetime:
        """When the last of them ends."""
        return max(clinic.ends for clinic in self.clinics)

    @property
    def clock(self) -> str:
        """``08:00``, when the first of them begins."""
        return f"{self.starts:%H:%M}"

    def is_on(self, now: datetime) -> bool:
        """Whether all are in clinic at this moment."""
        return all(clinic.is_on(now) for clinic in self.clinics)


@dataclass(frozen=True, slots=True)
class CoachOf:
    """A resident's coach, in the team or not: where they are in clinic, and on which half-days they are away."""

    name: str
    clinics: tuple[Clinic, ...]
    away: frozenset[HalfDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A resident's clinic without the coach, and who of the team is in clinic on that half-day."""

    resident: str
    is_me: bool
    clinic: Clinic
    coach: str
    coach_is_away: bool
    covering: tuple[Mate, ...]

    @property
    def who(self) -> str:
        """``Dr. Okafor and Nura Sey (at East)``; empty where nobody of the team is there."""
        return joined([self._said(mate) for mate in self.covering])

    def _said(self, mate: Mate) -> str:
        where = mate.at(self.clinic.half_day)
        elsewhere = where is not None and where.site != self.clinic.site
        return f"{mate.name} (at {where.site})" if where and elsewhere else mate.name


def joint_half_days(mates: Sequence[Mate], now: datetime) -> list[Joint]:
    """Half-days that are not over on which every one of them is in clinic; none for fewer than two people."""
    if len(mates) < 2:
        return []
    there = [{clinic.half_day: clinic for clinic in mate.clinics} for mate in mates]
    shared = set(there[0]).intersection(*there[1:])
    found = [_joint(half_day, [one[half_day] for one in there]) for half_day in sorted(shared)]
    return [joint for joint in found if joint.ends > now]


def next_joint(joints: Iterable[Joint]) -> Joint | None:
    """The next in one building; where there is none, the next at all."""
    return min(joints, key=lambda joint: (not joint.is_at_one_site, joint.half_day), default=None)


def without_coach(
    mates: Sequence[Mate], coaches: dict[int, CoachOf], *, now: datetime, until: date
) -> list[Cover]:
    """Clinics of the team's residents, not over and until a date, in which their coach is not, in order of time.

    ``coaches`` are the coaches by resident. Faculty and nurses of the team cover, who are in clinic on that half-day;
    other residents do not.
    """
    found = [
        Cover(
            resident=mate.name,
            is_me=mate.is_me,
            clinic=clinic,
            coach=coach.name,
            coach_is_away=clinic.half_day in coach.away,
            covering=_covering(mates, clinic),
        )
        for mate in mates
        if mate.kind == Kind.RESIDENT and (coach := coaches.get(mate.person))
        for clinic in still_to_come(mate.clinics, now)
        if clinic.date <= until and clinic.session not in {there.session for there in coach.clinics}
    ]
    return sorted(found, key=lambda cover: (cover.clinic.starts, cover.resident))


def _joint(half_day: HalfDay, clinics: Sequence[Clinic]) -> Joint:
    by_site = {clinic.site: clinic for clinic in clinics}
    return Joint(half_day, tuple(by_site[site] for site in sorted(by_site)))


def _covering(mates: Sequence[Mate], clinic: Clinic) -> tuple[Mate, ...]:
    there = [
        (where.site != clinic.site, mate.kind.order, mate.name, mate)
        for mate in mates
        if mate.kind != Kind.RESIDENT and (where := mate.at(clinic.half_day))
    ]
    return tuple(mate for *_, mate in sorted(there, key=lambda entry: entry[:3]))
