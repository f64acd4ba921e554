"""What upsets the first week, the ways that mend it, and what comes of them."""

from datetime import date, timedelta
from typing import Any

from connectedness.accounts.models import User
from scheduling.models import Disruption, DisruptionKind, Session
from scheduling.selectors.repair.breakage import Breakage, breakage
from scheduling.selectors.repair.ways import WayShown, ways_shown
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.years import program_today
from scheduling.services.repairing.choosing import Choice
from scheduling.services.repairing.reporting import Report, report_disruption
from scheduling.solver.advice import WayKind
from tests.services.drafting import Drafting


def wednesday(at: Drafting) -> date:
    """The first Wednesday."""
    return at.day(0) + timedelta(days=2)


def sick(at: Drafting, day: date | None = None, **also: Any) -> Report:
    """Nadia is sick on the first Monday."""
    given: dict[str, Any] = {
        "kind": DisruptionKind.RESIDENT,
        "resident": at.nadia,
        "key": "sick-0001",
        **also,
    }
    return Report(first=day or at.day(0), last=day or at.day(0), **given)


def coach_away(at: Drafting) -> Report:
    """The coach is away on that day."""
    return Report(
        kind=DisruptionKind.FACULTY, faculty=at.small.coach, first=at.day(0), last=at.day(0), key="away-0001"
    )


def closed(at: Drafting, rooms: int = 0, key: str = "rooms-001") -> Report:
    """Main has fewer rooms on that day, or none."""
    return Report(
        kind=DisruptionKind.ROOMS, site=at.small.site, rooms=rooms, first=at.day(0), last=at.day(0), key=key
    )


def snow(at: Drafting, key: str = "snow-0001") -> Report:
    """The whole clinic is closed on that day."""
    return Report(kind=DisruptionKind.CLINIC, first=at.day(0), last=at.day(0), key=key)


def reported(at: Drafting, report: Report, actor: User | None = None) -> Disruption:
    """The same, entered."""
    return report_disruption(program=at.small.program, report=report, actor=actor)


def broken(at: Drafting, disruption: Disruption) -> Breakage:
    """What it breaks in what is published."""
    return breakage(disruption, at.draft, desk_of(at.draft), program_today(at.small.program))


def ways(at: Drafting, disruption: Disruption) -> dict[WayKind, WayShown]:
    """How it can be mended."""
    return {way.kind: way for way in ways_shown(at.draft, broken(at, disruption))}


def choice(at: Drafting, way: WayShown, key: str = "choose-01") -> Choice:
    """One of the ways, as it was shown."""
    return Choice(version=at.draft, edition=at.draft.edition, digest=way.digest, key=key)


def moves(way: WayShown) -> list[tuple[str, str, str]]:
    """Who goes from where to where."""
    return [(one.resident, one.source.label, one.target.label if one.target else "") for one in way.moves]


def rooms(at: Drafting) -> list[tuple[int, str]]:
    """The rooms of each session, and why."""
    return list(Session.objects.order_by("pk").values_list("rooms", "note"))
