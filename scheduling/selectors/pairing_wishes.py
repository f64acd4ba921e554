"""Wishes and exclusions as their page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.models import Faculty, Pairing, PairingWish, Program, Resident, WishKind
from scheduling.selectors.years import program_today


@dataclass(frozen=True, slots=True, kw_only=True)
class WishLine:
    """One pair; ``reason`` is None for whoever may not read it, ``is_current`` where they are paired today."""

    pk: int
    resident: str
    faculty: str
    is_exclusion: bool
    weight: int
    made_by: str
    reason: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Who may be chosen."""

    residents: Sequence[Resident]
    faculty: Sequence[Faculty]


def wish_lines(program: Program, *, with_reasons: bool) -> list[WishLine]:
    """All of the program, exclusions first. Two queries; without the right to them, the reasons are not even read."""
    wishes = PairingWish.objects.filter(program=program).select_related("resident", "faculty", "made_by")
    rows = wishes if with_reasons else wishes.defer("reason")
    held = Pairing.objects.on(program_today(program)).filter(resident__program=program)
    current = set(held.values_list("resident_id", "faculty_id"))
    lines = [
        WishLine(
            pk=wish.pk,
            resident=str(wish.resident),
            faculty=wish.faculty.short_name,
            is_exclusion=wish.kind == WishKind.EXCLUSION,
            weight=wish.weight,
            made_by=str(wish.made_by or ""),
            reason=wish.reason if with_reasons else None,
            is_current=(wish.resident_id, wish.faculty_id) in current,
        )
        for wish in rows
    ]
    return sorted(lines, key=lambda line: not line.is_exclusion)


def people_to_wish_for(program: Program) -> Choices:
    """Residents and faculty who are here. Two queries."""
    return Choices(
        list(Resident.objects.here().filter(program=program)),
        list(Faculty.objects.here().filter(program=program)),
    )
