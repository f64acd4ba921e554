"""How a year's pairings stand: who is here, who coaches whom at its end, what is planned and what is wished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.models import (
    AcademicYear,
    Faculty,
    Pairing,
    PairingDraft,
    PairingWish,
    Resident,
    ResidentYear,
    WishKind,
)
from scheduling.selectors.years import day_looked_at

Plan = Mapping[int, int]
"""Residents and the coaches they are to have, by key."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything by primary key; ``current`` holds whoever is the coach on the year's last day."""

    year: AcademicYear
    places: Mapping[int, ResidentYear]
    members: Mapping[int, Faculty]
    current: Plan
    ending: Mapping[int, Pairing]
    drafts: Mapping[int, PairingDraft]
    excluded: frozenset[Pair]
    wished: Mapping[Pair, int]

    @property
    def to_pair(self) -> list[int]:
        """Residents without a coach at the end of the year, and those lifted off a panel; by class and name."""
        open_now = [pk for pk in self.places if pk not in self.current or pk in self.drafts]
        return sorted(
            open_now, key=lambda pk: (self.places[pk].pgy, self.places[pk].resident.name.casefold())
        )

    @property
    def planned(self) -> dict[int, int]:
        """What the draft places."""
        return {
            pk: draft.faculty_id
            for pk, draft in self.drafts.items()
            if pk in self.places and draft.faculty_id is not None
        }

    def staying(self, faculty: int) -> list[int]:
        """The panel without those who are lifted off it."""
        return [pk for pk, coach in self.current.items() if coach == faculty and pk not in self.drafts]

    def lifted(self) -> Plan:
        """Whose current coach is to change, and who that is."""
        return {pk: coach for pk, coach in self.current.items() if pk in self.drafts}

    def panel_size(self, faculty: int, plan: Plan) -> int:
        """How many residents a panel holds once the plan is begun."""
        return len(self.staying(faculty)) + sum(coach == faculty for coach in plan.values())

    def leaves(self, faculty: int) -> bool:
        """Whether a coach leaves within the year."""
        left_on = self.members[faculty].left_on
        return left_on is not None and left_on <= self.year.last_date


def situation(year: AcademicYear, today: date) -> Situation:
    """Five queries."""
    day = day_looked_at(year, today)
    here = Resident.objects.here_on(day)
    places = {
        place.resident_id: place
        for place in ResidentYear.objects.filter(year=year, resident__in=here).select_related("resident")
    }
    members = {
        member.pk: member
        for member in Faculty.objects.here_on(day).filter(program_id=year.program_id).order_by("name")
    }
    current, ending = _pairings(year, places)
    drafts = PairingDraft.objects.filter(year=year).select_related("faculty", "made_by")
    wishes = PairingWish.objects.filter(program_id=year.program_id).defer("reason")
    pairs = [(wish.kind, (wish.resident_id, wish.faculty_id), wish.weight) for wish in wishes]
    return Situation(
        year=year,
        places=places,
        members=members,
        current=current,
        ending=ending,
        drafts={draft.resident_id: draft for draft in drafts},
        excluded=frozenset(pair for kind, pair, _ in pairs if kind == WishKind.EXCLUSION),
        wished={pair: weight for kind, pair, weight in pairs if kind == WishKind.WISH},
    )


def _pairings(
    year: AcademicYear, places: Mapping[int, ResidentYear]
) -> tuple[dict[int, int], dict[int, Pairing]]:
    """Coaches on the year's last day; and of those without one, the pairing within the year that ends last."""
    current, ending = {}, {}
    held = Pairing.objects.during(year.first_monday, year.last_date).filter(
        resident__program_id=year.program_id
    )
    for pairing in held.select_related("faculty").order_by("first_date"):
        if pairing.resident_id not in places:
            continue
        until = pairing.holds_until
        if until is None or until >= year.last_date:
            current[pairing.resident_id] = pairing.faculty_id
        else:
            ending[pairing.resident_id] = pairing
    return current, {pk: pairing for pk, pairing in ending.items() if pk not in current}
