"""The pairings that a version proposes, and those that begin with it."""

from datetime import timedelta

from django.db.models import Max, Min

from scheduling.models import Pairing, PairingDraft, Schedule, ScheduleCoach
from scheduling.services.pairing import close_pairings_of_gone_coaches


def proposed_pairings(schedule: Schedule) -> dict[int, int]:
    """With whom the version counts each resident's overlaps, both by primary key."""
    return dict(ScheduleCoach.objects.filter(schedule=schedule).values_list("resident_id", "faculty_id"))


def current_pairings(schedule: Schedule) -> list[Pairing]:
    """Those that hold at the end of the schedule's year; a coach agreed for the year after takes no part."""
    at_the_end = Pairing.objects.on(schedule.year.last_date)
    current = at_the_end.filter(resident__schedule_coaches__schedule=schedule)
    return list(current.select_related("resident", "faculty"))


def begin_pairings(schedule: Schedule) -> int:
    """Pair whom the version pairs and nobody has paired, from the year's first day or when an earlier coach ends."""
    paired = {pairing.resident_id for pairing in current_pairings(schedule)}
    proposed = proposed_pairings(schedule)
    close_pairings_of_gone_coaches(pk for pk in proposed if pk not in paired)
    PairingDraft.objects.filter(year=schedule.year, resident__in=proposed.keys() - paired).delete()
    earlier = Pairing.objects.filter(resident__in=proposed, last_date__gte=schedule.year.first_monday)
    ended = dict(earlier.values_list("resident").annotate(Max("last_date")).order_by())
    agreed = Pairing.objects.filter(resident__in=proposed, first_date__gt=schedule.year.last_date)
    next_ones = dict(agreed.values_list("resident").annotate(Min("first_date")).order_by())
    new = [
        Pairing(
            resident_id=resident,
            faculty_id=coach,
            first_date=ended[resident] + timedelta(days=1)
            if resident in ended
            else schedule.year.first_monday,
            last_date=next_ones[resident] - timedelta(days=1) if resident in next_ones else None,
            reason=f"Published with version {schedule.version}",
        )
        for resident, coach in proposed.items()
        if resident not in paired
    ]
    Pairing.objects.bulk_create(new)
    return len(new)
