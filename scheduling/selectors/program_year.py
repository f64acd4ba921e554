"""A year as the database holds it, described for the domain in a fixed number of queries, and kept while it stays so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from scheduling.domain import program_year as described
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import FacultyId, FacultyPattern, ProgramId, ResidentId, SiteId
from scheduling.domain.problem import Affinity, ClinicSession, EarlierCoach, Objective, OverlapPiece, Rules
from scheduling.models import (
    Absence,
    AcademicYear,
    ClinicRule,
    Faculty,
    FacultyDate,
    FacultyHalfDay,
    Holiday,
    Pairing,
    PairingWish,
    Program,
    ProtectedTeaching,
    ResidentYear,
    Rotation,
    RotationAssignment,
    Session,
    WishKind,
)
from scheduling.selectors.marks import kept, marks_seen
from scheduling.selectors.teams import team_faculty


class Place(NamedTuple):
    """A resident's place in the year, as it is read."""

    resident: int
    pgy: int
    least: int
    most: int
    program_start: date | None


def resident_id(pk: int) -> ResidentId:
    """A resident's id in problem files."""
    return ResidentId(f"R{pk}")


def faculty_id(pk: int) -> FacultyId:
    """A faculty member's id in problem files."""
    return FacultyId(f"F{pk}")


def key_of(file_id: str) -> int:
    """The primary key behind a resident's or faculty member's id."""
    return int(file_id[1:])


def program_year(year: AcademicYear, *, with_faculty: bool = True) -> described.ProgramYear:
    """Everything that one year's schedule depends on, as it is stored. Sessions on holidays are closed. One query.

    Read anew, in a fixed number of queries, where this process has not read it since the data changed. Without faculty,
    and who coaches whom, there is enough to say what residents may attend.
    """
    marks = marks_seen()
    stored = kept(("stored year", year.pk), marks, lambda: _stored(year))
    if with_faculty:
        return kept(("year", year.pk), marks, lambda: _read(stored, None, with_faculty=True))
    return kept(("residents' year", year.pk), marks, lambda: _read(stored, None, with_faculty=False))


def part_of_year(year: AcademicYear, residents: Collection[int]) -> described.ProgramYear:
    """The year with some of its residents (by primary key), read at once: quicker where it has just been changed."""
    return _read(_stored(year), residents, with_faculty=True)


def _stored(year: AcademicYear) -> AcademicYear:
    """The year and its program as they are now, whatever the caller read before: what is made of them is kept."""
    return AcademicYear.objects.select_related("program").get(pk=year.pk)


def _read(year: AcademicYear, only: Collection[int] | None, *, with_faculty: bool) -> described.ProgramYear:
    program = year.program
    faculty = _faculty(year) if with_faculty else ()
    wishes = _wishes(program, faculty) if with_faculty else ()
    pairings = _pairings(year, only) if with_faculty else defaultdict(list)
    residents = _residents(year, only, pairings, faculty, wishes)
    return described.ProgramYear(
        program=ProgramId(f"P{program.pk}"),
        name=f"{program.name} {year.name}",
        first_monday=year.first_monday,
        weeks=year.weeks,
        settings=settings_of(program),
        sessions=_sessions(year),
        rotations=_rotations(program),
        residents=residents,
        faculty=faculty,
        teaching=_teaching(program),
        affinities=_affinities(residents, wishes),
    )


def _of(only: Collection[int] | None) -> dict[str, Any]:
    """The residents asked for (None: all), as a condition on rows of residents."""
    return {} if only is None else {"resident__in": only}


def settings_of(program: Program) -> described.YearSettings:
    """What the program sets for everyone; without a query."""
    return described.YearSettings(
        supervision_ratio=program.residents_per_preceptor,
        rules=Rules(
            max_sessions_per_day=program.sessions_per_day,
            max_gap_weeks=program.max_gap_weeks,
            contact_window_weeks=program.contact_window_weeks,
            faculty_pattern=FacultyPattern(program.faculty_pattern),
        ),
        objective=Objective(
            overlap_pieces=tuple(
                OverlapPiece(None if share is None else Decimal(str(share)), float(weight))
                for share, weight in program.overlap_pieces
            ),
            missed_window=float(program.missed_window),
            changed_assignment=float(program.changed_assignment),
            team_overlap=float(program.team_overlap),
        ),
        intern_weight=program.intern_weight,
        intern_months=program.intern_months,
        own_clinic_counts=program.own_clinic_counts,
    )


def _sessions(year: AcademicYear) -> tuple[ClinicSession, ...]:
    holidays = set(Holiday.objects.filter(program=year.program).values_list("date", flat=True))
    rows = (
        Session.objects.filter(site__program=year.program, date__range=(year.first_monday, year.last_date))
        .order_by("date", "period", "site__code")
        .values_list("site__code", "date", "period", "rooms", "site__min_residents")
    )
    return tuple(
        session_described(code, HalfDay(day, Period(period)), 0 if day in holidays else rooms, least)
        for code, day, period, rooms, least in rows
    )


def session_described(code: str, half_day: HalfDay, rooms: int, min_residents: int) -> ClinicSession:
    """A clinic half-day of the site with that code."""
    site = SiteId(code)
    return ClinicSession(described.session_id(site, half_day), site, half_day, rooms, min_residents)


def _rotations(program: Program) -> tuple[described.RotationRule, ...]:
    rotations = Rotation.objects.filter(program=program).prefetch_related("half_days", "weeks")
    return tuple(_rotation(rotation) for rotation in rotations)


def _rotation(rotation: Rotation) -> described.RotationRule:
    listed: dict[int | None, set[described.Slot]] = defaultdict(set)
    for half_day in rotation.half_days.all():
        listed[half_day.week_of_block].add((half_day.weekday, Period(half_day.period)))
    return described.RotationRule(
        id=rotation.code,
        allowed=allowed_by(rotation.clinic_rule, listed[None]),
        min_per_week=rotation.min_per_week,
        max_per_week=rotation.max_per_week,
        allowed_by_week={
            week.week_of_block: allowed_by(week.clinic_rule, listed[week.week_of_block])
            for week in rotation.weeks.all()
        },
    )


def allowed_by(rule: str, listed: set[described.Slot]) -> frozenset[described.Slot] | None:
    """The half-days that a clinic rule allows; None means any."""
    if rule == ClinicRule.ANY:
        return None
    return frozenset(listed) if rule == ClinicRule.LISTED else frozenset()


def _wishes(program: Program, faculty: Iterable[described.FacultyYear]) -> tuple[PairingWish, ...]:
    """Wishes and exclusions about those who take part in the year."""
    there = [key_of(member.id) for member in faculty]
    rows = PairingWish.objects.filter(program=program, faculty__in=there)
    return tuple(rows.defer("reason").order_by("resident_id", "faculty_id"))


def _affinities(
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


def _residents(
    year: AcademicYear,
    only: Collection[int] | None,
    pairings: Mapping[int, list[Pairing]],
    faculty: Iterable[described.FacultyYear],
    wishes: Iterable[PairingWish],
) -> tuple[described.ResidentYear, ...]:
    assignments = _assignments(year, only)
    absences = _absences("resident_id", year)
    excluded = _excluded(wishes)
    teams = _teams(year, faculty)
    fields = ("resident_id", "pgy", "clinics_min", "clinics_max", "resident__program_start")
    rows = ResidentYear.objects.filter(year=year, **_of(only))
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


def _pairings(year: AcademicYear, only: Collection[int] | None) -> dict[int, list[Pairing]]:
    """The pairings of each resident that hold in some part of the year, in their order."""
    found: dict[int, list[Pairing]] = defaultdict(list)
    rows = Pairing.objects.during(year.first_monday, year.last_date).filter(resident__program=year.program)
    for pairing in rows.filter(**_of(only)).select_related("faculty").order_by("first_date"):
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
        RotationAssignment.objects.filter(block__year=year, **_of(only))
        .order_by("block__first_date")
        .values_list("resident_id", "block__first_date", "block__last_date", "rotation__code")
    )
    for resident, first, last, code in rows:
        # Many residents share each: one object for all of them is made, and later compared, much faster.
        key = (first, last, code)
        found[resident].append(known.get(key) or known.setdefault(key, described.BlockAssignment(*key)))
    return found


def _absences(person: str, year: AcademicYear) -> dict[int, list[described.Absence]]:
    found: dict[int, list[described.Absence]] = defaultdict(list)
    rows = Absence.objects.filter(
        **{f"{person}__isnull": False}, first_date__lte=year.last_date, last_date__gte=year.first_monday
    )
    in_program = rows.filter(**{f"{person.removesuffix('_id')}__program": year.program})
    for pk, first, last, period in in_program.values_list(person, "first_date", "last_date", "period"):
        found[pk].append(described.Absence(first, last, Period(period) if period else None))
    return found


def _faculty(year: AcademicYear) -> tuple[described.FacultyYear, ...]:
    """Who is in clinic in the year or coaches one of its residents; others of the program take no part."""
    half_days, dates = _half_days(year), _dates(year)
    absences = _absences("faculty_id", year)
    of_year = Pairing.objects.during(year.first_monday, year.last_date).filter(resident__years__year=year)
    coached = Q(pk__in=of_year.values("faculty"))
    at_the_end = of_year.on(year.last_date)
    in_clinic = half_days.keys() | dates.keys()
    members = Faculty.objects.filter(coached | Q(pk__in=in_clinic), program=year.program).annotate(
        coaches=Exists(at_the_end.filter(faculty=OuterRef("pk")))
    )
    # Somebody who coached earlier in the year, or goes within it, has a past in it and no panel to fill.
    return tuple(
        described.FacultyYear(
            id=faculty_id(member.pk),
            panel_min=member.panel_min if has_panel else 0,
            panel_max=member.panel_max if has_panel else 0,
            weekly_quota=member.weekly_quota,
            half_days=tuple(half_days[member.pk]),
            dates=tuple(dates[member.pk]),
            absences=(*absences[member.pk], *_away_after_leaving(member, year)),
        )
        for member in members.order_by("pk")
        for has_panel in [_stays(member, year) and (member.coaches or member.pk in in_clinic)]
    )


def _stays(member: Faculty, year: AcademicYear) -> bool:
    return member.left_on is None or member.left_on > year.last_date


def _away_after_leaving(member: Faculty, year: AcademicYear) -> tuple[described.Absence, ...]:
    if member.left_on is None or member.left_on > year.last_date:
        return ()
    return (described.Absence(max(member.left_on, year.first_monday), year.last_date),)


def _half_days(year: AcademicYear) -> dict[int, list[described.FacultyHalfDay]]:
    found: dict[int, list[described.FacultyHalfDay]] = defaultdict(list)
    fields = ("faculty_id", "weekday", "period", "duty", "site__code", "weeks_of_month")
    rows = FacultyHalfDay.objects.filter(year=year).values_list(*fields)
    for member, weekday, period, duty, site, weeks in rows:
        half_day = described.FacultyHalfDay(
            weekday, Period(period), described.Duty(duty), SiteId(site), frozenset(weeks)
        )
        found[member].append(half_day)
    return found


def _dates(year: AcademicYear) -> dict[int, list[described.FacultyDate]]:
    found: dict[int, list[described.FacultyDate]] = defaultdict(list)
    rows = FacultyDate.objects.filter(
        faculty__program=year.program, date__range=(year.first_monday, year.last_date)
    )
    for member, day, period, duty, site in rows.values_list(
        "faculty_id", "date", "period", "duty", "site__code"
    ):
        found[member].append(_faculty_date(HalfDay(day, Period(period)), duty, site))
    return found


def _faculty_date(half_day: HalfDay, duty: str, site: str | None) -> described.FacultyDate:
    if site is None:
        return described.FacultyDate(half_day, None)
    return described.FacultyDate(half_day, described.Duty(duty), SiteId(site))


def _teaching(program: Program) -> tuple[described.Teaching, ...]:
    return tuple(
        described.Teaching(
            row.weekday, Period(row.period), frozenset(row.pgys), frozenset(row.weeks_of_month)
        )
        for row in ProtectedTeaching.objects.filter(program=program)
    )
