"""A disruption and what it breaks, in words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.domain.wording import counted, signed_text
from scheduling.models import Disruption, Schedule
from scheduling.selectors.repair.breakage import Breakage, Clinic
from scheduling.selectors.repair.ways import WayShown
from scheduling.selectors.workbench.words import Words


@dataclass(frozen=True, slots=True)
class ClinicWords:
    """One clinic with its letter, and whether it was with the coach."""

    letter: str
    is_overlap: bool
    label: str


@dataclass(frozen=True, slots=True)
class Touched:
    """One resident and what becomes of their clinics."""

    name: str
    clinics: tuple[ClinicWords, ...]
    what: str


@dataclass(frozen=True, slots=True)
class BreakageWords:
    """What is broken: the page's title and the line below, who is touched, which sessions are."""

    title: str
    sub: str
    touched: tuple[Touched, ...]
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayWords:
    """One way with its figures in words."""

    way: WayShown
    cells: str
    people: str
    overlaps: str


def breakage_words(disruption: Disruption, version: Schedule, broken: Breakage) -> BreakageWords:
    """Of the version at hand."""
    words = Words(broken.desk.problem, version.year.program)
    return BreakageWords(
        title=f"{disruption.what}: {_broken(broken)}",
        sub=_sub(disruption, broken),
        touched=tuple(_touched(broken)),
        sessions=tuple(
            f"{words.session(key)} holds more residents than its rooms or preceptors allow."
            for key in broken.too_full
        ),
    )


def way_words(way: WayShown) -> WayWords:
    """Its figures."""
    return WayWords(
        way,
        cells=counted(len(way.changes), "half-day"),
        people=counted(way.people, "person", "people"),
        overlaps=signed_text(way.overlaps),
    )


def _broken(broken: Breakage) -> str:
    if broken.lost:
        return f"{counted(len(broken.lost), 'clinic')} cannot be held"
    if broken.too_full:
        return f"{counted(len(broken.too_full), 'session')} too full"
    if broken.alone:
        return f"{counted(len(broken.alone), 'clinic')} without the coach"
    return "nothing in the schedule is touched"


def _sub(disruption: Disruption, broken: Breakage) -> str:
    lost = broken.overlaps_lost
    verb = "is" if lost == 1 else "are"
    said = f" {counted(lost, 'half-day')} together with the coach {verb} lost." if lost else ""
    note = f" “{disruption.note}”" if disruption.note else ""
    return f"{disruption.when}.{said}{note}"


def _touched(broken: Breakage) -> Iterator[Touched]:
    found: dict[tuple[str, str], list[Clinic]] = defaultdict(list)
    for clinics, what in ((broken.lost, "cannot be held"), (broken.alone, "held without the coach")):
        for clinic in clinics:
            found[clinic.resident.full_name, what].append(clinic)
    for (name, what), held in found.items():
        yield Touched(name, tuple(map(_clinic, held)), what)


def _clinic(clinic: Clinic) -> ClinicWords:
    session = clinic.session
    return ClinicWords(session.site.letter, clinic.was_together, f"{session.half_day} at {session.site.name}")
