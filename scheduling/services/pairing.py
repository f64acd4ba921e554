"""Pairings begin and end: one current coach, history kept, the past never touched."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.calendar import day_label
from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, DataEdit, Pairing, PairingDraft
from scheduling.selectors.pairing_board.limits import refusals
from scheduling.selectors.pairing_board.situation import Plan, situation
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data
from scheduling.services.pairing_plans import plan_log

REASON_LENGTH = 200


class PairingRefused(Exception):
    """Nothing was begun; ``reasons`` says why, sentence by sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def begin_pairings(
    *, year: AcademicYear, actor: User | None, seen: Plan, on: date, reason: str = ""
) -> list[Pairing]:
    """Begin what the board plans, on that day: the pairings held before end the day before and stay as history.

    Who still has a coach for a while, because the coach leaves later or an end was agreed, begins the day after.
    Sent twice, it begins once. Raises ``PairingRefused`` where the day is past, the plan is not ``seen`` any more, or
    it breaks a limit.
    """
    lock_data(year.program)
    now = situation(year, program_today(year.program))
    if seen and not now.planned and seen.items() <= now.current.items():
        return []
    _refuse_day(year, on)
    if dict(seen) != now.planned:
        raise PairingRefused(["The plan was changed since this page was made. Look at it again, then begin."])
    if not seen:
        raise PairingRefused(["Nothing is planned yet. Place a resident with a coach first."])
    if broken := refusals(now, seen):
        raise PairingRefused(broken)
    close_pairings_of_gone_coaches(seen)
    begun = [_begin(year, resident, coach, on, reason) for resident, coach in seen.items()]
    PairingDraft.objects.filter(year=year, resident__in=seen).delete()
    # What has begun is not taken back step by step.
    DataEdit.objects.filter(program=year.program, year=year, area=plan_log(year, actor).area).delete()
    record(
        program_id=year.program_id,
        actor=actor,
        kind=EventKind.PAIRING_BEGUN,
        subject=f"{counted(len(begun), 'pairing')} of {year}",
        after={
            now.places[pairing.resident_id].resident.full_name: _event_words(
                pairing, now.members[pairing.faculty_id].short_name
            )
            for pairing in begun
        },
    )
    return begun


def close_pairings_of_gone_coaches(residents: Iterable[int]) -> None:
    """Write down the last day of pairings that lasted only until their coach left; the next may then begin."""
    rows = Pairing.objects.filter(
        resident__in=residents, last_date__isnull=True, faculty__left_on__isnull=False
    )
    for pairing in rows.select_related("faculty"):
        pairing.last_date = max(pairing.first_date, pairing.holds_until or pairing.first_date)
        pairing.reason = _with(pairing.reason, f"{pairing.faculty.short_name} left")
        pairing.save(update_fields=["last_date", "reason"])


def _refuse_day(year: AcademicYear, on: date) -> None:
    today = program_today(year.program)
    if on < today:
        raise PairingRefused(
            [f"{day_label(on)} is past, and what was stays as it was. Choose {day_label(today)} or later."]
        )
    if on > year.last_date:
        raise PairingRefused(
            [f"The year {year} ends on {day_label(year.last_date)}. Choose a day within it."]
        )


def _begin(year: AcademicYear, resident: int, coach: int, on: date, reason: str) -> Pairing:
    first = on
    held = Pairing.objects.filter(resident=resident, first_date__lte=year.last_date).exclude(last_date__lt=on)
    for pairing in held.order_by("first_date"):
        if pairing.last_date is not None and pairing.last_date < year.last_date:
            first = max(first, pairing.last_date + timedelta(days=1))
        elif pairing.first_date >= on:
            pairing.delete()  # agreed and never begun
        else:
            pairing.last_date = on - timedelta(days=1)
            pairing.reason = _with(pairing.reason, reason or "paired anew")
            pairing.save(update_fields=["last_date", "reason"])
    agreed = Pairing.objects.filter(resident=resident, first_date__gt=year.last_date)
    following = agreed.aggregate(first=Min("first_date"))["first"]
    return Pairing.objects.create(
        resident_id=resident,
        faculty_id=coach,
        first_date=first,
        last_date=None if following is None else following - timedelta(days=1),
        reason=reason or "Paired on the board",
    )


def _with(reason: str, ended: str) -> str:
    """Why it began and why it ended, as far as there is room."""
    return "; ".join(part for part in (reason, f"ended: {ended}") if part)[:REASON_LENGTH]


def _event_words(pairing: Pairing, coach: str) -> str:
    return f"{coach} from {pairing.first_date.isoformat()}"
