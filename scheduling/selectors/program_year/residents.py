"""The residents of a year: blocks, leave, coaches, wishes and teams."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from scheduling.domain import program_year as described
from scheduling.domain.ids import FacultyId
from scheduling.domain.problem import Affinity, EarlierCoach
from scheduling.models import (
    AcademicYear,
    Pairing,
    PairingWish,
    Program,
    ResidentYear,
    RotationAssignment,
    WishKind,
)
from scheduling.selectors.program_year.keys import faculty_id, key_of, resident_id
from scheduling.selectors.program_year.people import absences_of, of_residents
from scheduling.selectors.teams import team_faculty


class Place(NamedTuple):
    """A resident's place in the year, as it is read."""

    resident: int
    pgy: int
    least: int
    most: int
    program_start: date | None


def wishes_of(program: Program, faculty: Iterable[described.FacultyYear]) -> tuple[PairingWish, ...]:
    """Wishes and exclusions about those who take part in the year."""
    there = [key_of(member.id) for member in faculty]
    rows = PairingWish.objects.filter(program=program, faculty__in=there)
    return tuple(rows.defer("reason").order_by("resident_id", "faculty_id"))


def affinities_of(
    residents: Iterable[described.ResidentYear], wishes: Iterable[PairingWish]
) -> tuple[Affinity, ...]:
    there = {resident.id for resident in residents}
    return tuple(
        Affinity(resident_id(wish.resident_id), faculty_id(wish.faculty_id), wish.weight)
        for wish in wishes
        if wish.kind == WishKind.WISH and resident_id(wish.resident_id) in there
    )


def _excluded(wishes: Iterable[PairingWish]) -> dict[int, set[FacultyId]]:
    """Whom each resident must not be paired with."""
    found: dict[int, set[FacultyId]] = defaultdict(set)
    for wish in wishes:
        if wish.kind == WishKind.EXCLUSION:
            found[wish.resident_id].add(faculty_id(wish.faculty_id))
    return found


def _candidates(
    faculty: Iterable[described.FacultyYear], excluded: set[FacultyId]
) -> tuple[FacultyId, ...] | None:
    """All faculty but those excluded; None, which means all, where nobody is."""
    return tuple(member.id for member in faculty if member.id not in excluded) if excluded else None


def residents_of(
    year: AcademicYear,
    only: Collection[int] | None,
    pairings: Mapping[int, list[Pairing]],
    faculty: Iterable[described.FacultyYear],
    wishes: Iterable[PairingWish],
) -> tuple[described.ResidentYear, ...]:
    assignments = _assignments(year, only)
    absences = absences_of("resident_id", year)
    excluded = _excluded(wishes)
    teams = _teams(year, faculty)
    fields = ("resident_id", "pgy", "clinics_min", "clinics_max", "resident__program_start")
    rows = ResidentYear.objects.filter(year=year, **of_residents(only))
    places = rows.order_by("resident_id").values_list(*fields)
    return tuple(
        _resident(
            Place(*place),
            year.last_date,
            assignments[place[0]],
            absences[place[0]],
            pairings[place[0]],
            candidates=_candidates(faculty, excluded[place[0]]),
            team=teams.get(place[0], ()),
        )
        for place in places
    )


def _resident(
    place: Place,
    last: date,
    assignments: list[described.BlockAssignment],
    absences: list[described.Absence],
    pairings: list[Pairing],
    *,
    candidates: tuple[FacultyId, ...] | None,
    team: tuple[FacultyId, ...],
) -> described.ResidentYear:
    coach = next((pairing.faculty_id for pairing in pairings if _lasts(pairing, last)), None)
    return described.ResidentYear(
        id=resident_id(place.resident),
        pgy=place.pgy,
        year_min=place.least,
        year_max=place.most,
        assignments=tuple(assignments),
        absences=tuple(absences),
        coach=None if coach is None else faculty_id(coach),
        coach_fixed=coach is not None,
        candidates=candidates,
        team=team,
        earlier_coaches=tuple(
            EarlierCoach(faculty_id(pairing.faculty_id), until)
            for pairing in pairings
            if (until := pairing.holds_until) is not None and until < last
        ),
        intern_from=place.program_start,
    )


def _teams(year: AcademicYear, faculty: Iterable[described.FacultyYear]) -> dict[int, tuple[FacultyId, ...]]:
    """Of those who take part in the year, the faculty in each resident's teams; without faculty, no query."""
    there = {member.id for member in faculty}
    if not there:
        return {}
    return {
        resident: tuple(key for member in members if (key := faculty_id(member)) in there)
        for resident, members in team_faculty(year).items()
    }


def pairings_of(year: AcademicYear, only: Collection[int] | None) -> dict[int, list[Pairing]]:
    """The pairings of each resident that hold in some part of the year, in their order."""
    found: dict[int, list[Pairing]] = defaultdict(list)
    rows = Pairing.objects.during(year.first_monday, year.last_date).filter(resident__program=year.program)
    for pairing in rows.filter(**of_residents(only)).select_related("faculty").order_by("first_date"):
        found[pairing.resident_id].append(pairing)
    return found


def _lasts(pairing: Pairing, day: date) -> bool:
    return (until := pairing.holds_until) is None or until >= day


def _assignments(
    year: AcademicYear, only: Collection[int] | None
) -> dict[int, list[described.BlockAssignment]]:
    found: dict[int, list[described.BlockAssignment]] = defaultdict(list)
    known: dict[tuple[date, date, str], described.BlockAssignment] = {}
    rows = (
        RotationAssignment.objects.filter(block__year=year, **of_residents(only))
        .order_by("block__first_date")
        .values_list("resident_id", "block__first_date", "block__last_date", "rotation__code")
    )
    for resident, first, last, code in rows:
        # Many residents share each: one object for all of them is made, and later compared, much faster.
        key = (first, last, code)
        found[resident].append(known.get(key) or known.setdefault(key, described.BlockAssignment(*key)))
    return found
