"""The fact behind a disruption in the program's data: an absence, or sessions with fewer rooms; and its taking back."""

from django.db.models import QuerySet

from scheduling.models import Absence, ClosedSession, Disruption, DisruptionKind, Session

NOTES = {DisruptionKind.ROOMS: "Rooms closed", DisruptionKind.CLINIC: "Clinic closed"}


def sessions_to_close(disruption: Disruption) -> QuerySet[Session]:
    """The sessions that have more rooms than the disruption leaves."""
    rows = Session.objects.filter(
        site__program=disruption.year.program_id,
        date__range=(disruption.first_date, disruption.last_date),
        rooms__gt=disruption.rooms,
    )
    if disruption.period:
        rows = rows.filter(period=disruption.period)
    return rows.filter(site=disruption.site) if disruption.site_id else rows


def write_fact(disruption: Disruption) -> None:
    """Enter it where the program keeps such facts."""
    if disruption.kind in {DisruptionKind.RESIDENT, DisruptionKind.FACULTY}:
        _write_absence(disruption)
    else:
        _close_sessions(disruption)


def take_fact_back(disruption: Disruption) -> int:
    """As if it had never been reported; how many sessions stay as they are, since somebody changed them since."""
    if disruption.absence is not None:
        disruption.absence.delete()
        disruption.absence = None
    return sum(not _reopened(closed) for closed in disruption.closed.select_related("session"))


def _write_absence(disruption: Disruption) -> None:
    absence, is_new = Absence.objects.get_or_create(
        resident=disruption.resident,
        faculty=disruption.faculty,
        first_date=disruption.first_date,
        last_date=disruption.last_date,
        period=disruption.period,
    )
    if is_new:
        disruption.absence = absence
        disruption.save(update_fields=["absence"])


def _close_sessions(disruption: Disruption) -> None:
    sessions = list(sessions_to_close(disruption).select_for_update(of=("self",)))
    ClosedSession.objects.bulk_create(
        ClosedSession(disruption=disruption, session=one, rooms_before=one.rooms, note_before=one.note)
        for one in sessions
    )
    for session in sessions:
        session.rooms, session.note = disruption.rooms, NOTES[DisruptionKind(disruption.kind)]
    Session.objects.bulk_update(sessions, ["rooms", "note"])


def _reopened(closed: ClosedSession) -> bool:
    """Restore one session; where another disruption holds it too, that one restores it later."""
    session, disruption = closed.session, closed.disruption
    later = ClosedSession.objects.filter(session=session, pk__gt=closed.pk).order_by("pk").first()
    before = {"rooms_before": closed.rooms_before, "note_before": closed.note_before}
    made = (disruption.rooms, NOTES[DisruptionKind(disruption.kind)])
    closed.delete()
    if later is not None:
        ClosedSession.objects.filter(pk=later.pk).update(**before)
        return True
    if (session.rooms, session.note) != made:
        return False
    session.rooms, session.note = closed.rooms_before, closed.note_before
    session.save(update_fields=["rooms", "note"])
    return True
