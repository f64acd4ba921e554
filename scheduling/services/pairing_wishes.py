"""Wishes and exclusions for pairing. Their reasons stand in their own row and nowhere else."""

from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Faculty, Pairing, PairingDraft, PairingWish, Program, Resident, WishKind
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data


class WishRefused(Exception):
    """Nothing was noted; the message says why."""


@transaction.atomic
def add_wish(
    *,
    program: Program,
    resident: Resident,
    faculty: Faculty,
    kind: WishKind,
    weight: int,
    reason: str,
    actor: User | None,
) -> PairingWish:
    """Note a wish or an exclusion. A plan that it forbids is taken back. Raises ``WishRefused`` for a pair twice."""
    lock_data(program)
    try:
        with transaction.atomic():
            wish = PairingWish.objects.create(
                program=program,
                resident=resident,
                faculty=faculty,
                kind=kind,
                weight=weight,
                reason=reason,
                made_by=actor,
            )
    except IntegrityError as twice:
        raise WishRefused(
            f"Something is noted for {resident} and {faculty.short_name} already. Take it back first."
        ) from twice
    if kind == WishKind.EXCLUSION:
        PairingDraft.objects.filter(resident=resident, faculty=faculty).delete()
    _note(wish, EventKind.PAIRING_WISHED, actor)
    return wish


@transaction.atomic
def remove_wish(*, wish: PairingWish, actor: User | None) -> None:
    """Take it back; taken back twice, once."""
    if PairingWish.objects.filter(pk=wish.pk).delete()[0]:
        _note(wish, EventKind.PAIRING_UNWISHED, actor)


def is_current_pair(wish: PairingWish) -> bool:
    """Whether the two are paired today."""
    held = Pairing.objects.on(program_today(wish.program))
    return held.filter(resident=wish.resident_id, faculty=wish.faculty_id).exists()


def _note(wish: PairingWish, kind: EventKind, actor: User | None) -> None:
    record(
        program_id=wish.program_id,
        actor=actor,
        kind=kind,
        subject=f"{wish.resident} and {wish.faculty.short_name}",
        after={"kind": wish.get_kind_display().lower()},
    )
