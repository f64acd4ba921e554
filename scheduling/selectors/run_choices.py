"""What a coordinator may choose from when asking for a run: versions to start from, weeks, people, sites."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import day_label
from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, Pairing, ResidentYear, ScheduleState, Site

VERSIONS_OFFERED = 12
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RunChoices:
    """The choices of a year, each with its words; ``people`` says whom each choice among people means."""

    versions: tuple[Choice, ...] = ()
    weeks: tuple[Choice, ...] = ()
    groups: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    people: Mapping[str, frozenset[int]] | None = None
    sites: tuple[Choice, ...] = ()


def run_choices(year: AcademicYear, today: date) -> RunChoices:
    """What may be chosen, in four queries; weeks from the present one on, since the past is history."""
    groups, people = _people(year, today)
    sites = Site.objects.filter(program=year.program_id).order_by("name")
    return RunChoices(
        versions=_versions(year),
        weeks=tuple(_weeks(year, today)),
        groups=groups,
        people=people,
        sites=tuple((site.code, site.name) for site in sites),
    )


def _versions(year: AcademicYear) -> tuple[Choice, ...]:
    """The published version and the latest drafts."""
    found = year.schedules.exclude(state=ScheduleState.ARCHIVED).order_by("-version")[:VERSIONS_OFFERED]
    return tuple((str(one.pk), f"{one.get_state_display()} {one.version}") for one in found)


def _weeks(year: AcademicYear, today: date) -> list[Choice]:
    mondays = [(n, year.first_monday + timedelta(weeks=n)) for n in range(year.weeks)]
    return [(str(n), day_label(monday)) for n, monday in mondays if monday + timedelta(days=6) >= today]


def _people(
    year: AcademicYear, today: date
) -> tuple[tuple[tuple[str, tuple[Choice, ...]], ...], dict[str, frozenset[int]]]:
    places = list(ResidentYear.objects.filter(year=year).select_related("resident"))
    places.sort(key=lambda place: (place.pgy, place.resident.name.casefold()))
    here = {place.resident_id for place in places}
    classes: dict[int, set[int]] = defaultdict(set)
    for place in places:
        classes[place.pgy].add(place.resident_id)
    panels: dict[int, set[int]] = defaultdict(set)
    coaches: dict[int, str] = {}
    day = min(max(today, year.first_monday), year.last_date)
    for pairing in Pairing.objects.on(day).filter(resident__in=here).select_related("faculty"):
        panels[pairing.faculty_id].add(pairing.resident_id)
        coaches[pairing.faculty_id] = pairing.faculty.formal_name
    by_class = {f"pgy-{pgy}": members for pgy, members in sorted(classes.items())}
    by_coach = {f"coach-{pk}": panels[pk] for pk in sorted(coaches, key=lambda pk: coaches[pk].casefold())}
    people = {
        **{key: frozenset(members) for key, members in (by_class | by_coach).items()},
        **{f"resident-{pk}": frozenset({pk}) for pk in here},
    }
    names = {f"coach-{pk}": f"{name}'s panel" for pk, name in coaches.items()}
    names |= {key: f"Every {key.upper()}" for key in by_class}
    groups = (
        ("By class", tuple((key, f"{names[key]} ({len(people[key])})") for key in by_class)),
        ("By coach", tuple((key, f"{names[key]} ({len(people[key])})") for key in by_coach)),
        (
            counted(len(places), "resident").capitalize(),
            tuple(
                (f"resident-{place.resident_id}", f"{place.resident.name}, PGY-{place.pgy}")
                for place in places
            ),
        ),
    )
    return tuple(group for group in groups if group[1]), people
