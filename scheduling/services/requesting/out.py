"""“I am out today”: reported by whoever it is, on the repair list at once, and taken back while nobody has acted."""

from datetime import date

from django.db import transaction

from connectedness.accounts.models import User
from scheduling.models import Disruption, DisruptionState, Faculty, Resident
from scheduling.services.data_edits import lock_data
from scheduling.services.repairing.deciding import dismiss_untouched
from scheduling.services.repairing.holding import RepairRefused
from scheduling.services.repairing.reporting import Report, ReportRefused, concerning, report_disruption
from scheduling.services.requesting.holding import SENT_BEFORE, RequestRefused
from scheduling.services.requesting.telling import tell_builders


@transaction.atomic
def report_out(
    *,
    person: Resident | Faculty,
    days: tuple[date, date],
    period: str,
    note: str,
    key: str,
    actor: User,
) -> Disruption:
    """Put it on the repair list and tell those who build the schedule; twice for the same days does it once.

    Raises `RequestRefused`.
    """
    lock_data(person.program)
    about = concerning(person)
    known = Disruption.objects.filter(
        **about,
        state=DisruptionState.OPEN,
        first_date=days[0],
        last_date=days[1],
        period=period,
        repair=None,
    ).first()
    if known is not None:
        return known
    report = Report(**about, first=days[0], last=days[1], period=period, note=note, key=key)
    try:
        disruption = report_disruption(program=person.program, report=report, actor=actor)
    except ReportRefused as refused:
        raise RequestRefused(str(refused)) from refused
    if disruption.state == DisruptionState.DISMISSED:
        raise RequestRefused(SENT_BEFORE)
    _tell(disruption, person, actor, "out", "It waits on the repair list.")
    return disruption


@transaction.atomic
def take_own_report_back(*, disruption: Disruption, actor: User) -> None:
    """Not out after all: leave and list are as they were. Twice changes nothing. Raises `RequestRefused`."""
    person = disruption.resident or disruption.faculty
    assert person is not None  # a report of one's own is about a person
    try:
        is_new = dismiss_untouched(disruption=disruption, actor=actor)
    except RepairRefused as refused:
        raise RequestRefused(str(refused)) from refused
    if is_new:
        _tell(disruption, person, actor, "in_again", "The report is taken back.")


def _tell(disruption: Disruption, person: Resident | Faculty, actor: User, what: str, then: str) -> None:
    tell_builders(
        person.program,
        key=f"out/{disruption.pk}/{what}",
        step=what,
        who=person.full_name,
        lines=[f"{disruption.when}.", then],
        actor=actor,
    )
