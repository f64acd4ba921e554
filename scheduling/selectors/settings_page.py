"""The lists of the settings' first page: rotations with their clinic rules, sites with what is not as usual."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from scheduling.domain.calendar import WEEKDAYS
from scheduling.models import (
    AcademicYear,
    ClinicRule,
    Holiday,
    Program,
    ResidentYear,
    RollOver,
    Rotation,
    Session,
    Site,
)

FEW = 4


@dataclass(frozen=True, slots=True)
class RotationLine:
    """A rotation and its rule in words."""

    rotation: Rotation
    rule: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What can be opened from there."""

    rotations: list[RotationLine]
    sites: list[Site]
    roll_over: RollOver | None

    def has(self, section: str, row: int) -> bool:
        """Whether a rotation or site of the program has that key."""
        rows = [line.rotation for line in self.rotations] if section == "rotation" else self.sites
        return any(one.pk == row for one in rows)


def settings_page(program: Program, year: AcademicYear | None, today: date) -> SettingsPage:
    """The lists, in a fixed number of queries; ``notes`` counts a site's sessions to come that are not as usual."""
    last = year.last_date if year else today
    coming = Q(sessions__date__range=(today, last)) & ~Q(sessions__note="")
    rotations = Rotation.objects.filter(program=program).prefetch_related("half_days", "weeks")
    sites = Site.objects.filter(program=program).annotate(notes=Count("sessions", filter=coming))
    return SettingsPage(
        [RotationLine(rotation, _rule(rotation)) for rotation in rotations],
        list(sites),
        RollOver.objects.filter(program=program, reversed_at__isnull=True).first(),
    )


def _rule(rotation: Rotation) -> str:
    listed = [
        f"{WEEKDAYS[one.weekday]} {one.period}"
        for one in rotation.half_days.all()
        if one.week_of_block is None
    ]
    said = {
        ClinicRule.NONE.value: "no clinic",
        ClinicRule.ANY.value: "any half-day",
        ClinicRule.LISTED.value: ", ".join(listed) if len(listed) <= FEW else f"{len(listed)} half-days",
    }[rotation.clinic_rule]
    weeks = [str(one.week_of_block) for one in rotation.weeks.all()]
    return f"{said}; week {', '.join(weeks)} otherwise" if weeks else said


def sessions_to_come(site: int, first: date, last: date) -> list[Session]:
    """A site's sessions from one day to another, in their order."""
    return list(Session.objects.filter(site=site, date__range=(first, last)).order_by("date", "period"))


def site_with_letter(program: Program, letter: str, besides: int) -> Site | None:
    """Another site of the program that has the letter already."""
    return Site.objects.filter(program=program, letter=letter).exclude(pk=besides).first()


def holidays_from(program: Program, day: date) -> list[date]:
    """The dates without clinic from a day on."""
    rows = Holiday.objects.filter(program=program, date__gte=day)
    return list(rows.values_list("date", flat=True))


def classes_of(year: AcademicYear) -> dict[int, list[ResidentYear]]:
    """The residents of a year by PGY, interns first."""
    found: dict[int, list[ResidentYear]] = {}
    for row in ResidentYear.objects.filter(year=year).order_by("pgy", "pk"):
        found.setdefault(row.pgy, []).append(row)
    return found
