"""Publishing: a draft becomes what everybody sees, all or nothing, once."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import (
    Holiday,
    Pairing,
    PairingDraft,
    Schedule,
    ScheduleCoach,
    ScheduleState,
    Session,
)
from scheduling.selectors.pairing_board.limits import impossible
from scheduling.selectors.pairing_board.situation import situation
from scheduling.selectors.publish_effects import PublishEffects, compare_with_published, first_day_with_notice
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data
from scheduling.services.fitness import clashes_to_come
from scheduling.services.keeping import broken_rules, keep_as_published
from scheduling.services.notices.writing import write_publication_notices
from scheduling.services.pairing import close_pairings_of_gone_coaches

CLASHES_SHOWN = 3


class StaleEdition(Exception):
    """The version was changed since the page was made; the message says what to do."""


class NotPublishable(Exception):
    """The version cannot be published; ``reasons`` says why, sentence by sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def publish_schedule(
    *,
    schedule: Schedule,
    actor: User | None,
    seen_edition: int,
    seen_published: int | None = None,
    late_reason: str = "",
    leave_out_late: bool = False,
    change_past: bool = False,
    only_new_clashes: bool = False,
) -> Schedule:
    """Publish a draft, archive the version published before, begin the pairings it proposes, and write the notices.

    What lies before today stays as it was published, unless ``change_past``. With ``leave_out_late``, so does what would
    change with less notice than the program promises; otherwise that needs a ``late_reason``, which is kept. With
    ``only_new_clashes``, what does not fit the program's data in the version published now is no reason to refuse.
    Publishing what is published already changes nothing. Raises ``StaleEdition`` where the draft was edited since
    ``seen_edition`` or another version than ``seen_published`` is published by now, and ``NotPublishable`` where it
    does not fit the pairings that are held or the program's data, or where the reason is missing.
    """
    lock_data(schedule.year.program)
    versions = Schedule.objects.select_for_update(no_key=True).filter(year=schedule.year).order_by("pk")
    current = next((version for version in versions if version.pk == schedule.pk), None)
    if current is None:
        raise StaleEdition(
            f"Draft {schedule.version} was thrown away. Go to the versions and choose another."
        )
    replaced = next((version for version in versions if version.state == ScheduleState.PUBLISHED), None)
    if current.state == ScheduleState.PUBLISHED:
        return current
    _refuse_if_stale(current, seen_edition)
    _refuse_if_another_is_published(replaced, seen_published)
    today = program_today(current.year.program)
    if replaced is not None:
        _keep(current, replaced, today, leave_out_late=leave_out_late, change_past=change_past)
    _refuse_if_unfit(current, already=replaced if only_new_clashes else None)
    effects = compare_with_published(current).effects(today, keep_until=None)
    current.late_reason = _late_reason(effects, late_reason)
    told = write_publication_notices(current, effects)
    Schedule.objects.filter(year=current.year, state=ScheduleState.PUBLISHED).update(
        state=ScheduleState.ARCHIVED, edition=F("edition") + 1
    )
    current.state = ScheduleState.PUBLISHED
    current.published_at = timezone.now()
    current.published_by = actor
    current.edition += 1
    current.save(
        update_fields=[
            "state",
            "published_at",
            "published_by",
            "edition",
            "late_reason",
            "objective",
            "bound",
        ]
    )
    begun = _begin_pairings(current)
    record(
        program_id=current.year.program_id,
        actor=actor,
        kind=EventKind.PUBLISHED,
        subject=str(current),
        before={"version": replaced.version} if replaced else {},
        after={
            "version": current.version,
            "pairings_begun": begun,
            "told": told,
            **({"late_reason": current.late_reason} if current.late_reason else {}),
        },
    )
    return current


def _keep(
    draft: Schedule, published: Schedule, today: date, *, leave_out_late: bool, change_past: bool
) -> None:
    """Take over from what is published what must not change; a score that was found for something else goes."""
    if leave_out_late:
        until = first_day_with_notice(draft, today)
    elif not change_past:
        until = today
    else:
        return
    if not compare_with_published(draft).changes_before(until):
        return
    before = broken_rules(draft) if leave_out_late else set()
    keep_as_published(draft, published, until=until, today=today)
    draft.objective = draft.bound = None
    if leave_out_late and (broken := sorted(broken_rules(draft) - before)):
        raise NotPublishable(
            ["The late changes cannot be left out: the rest would break a rule.", *broken[:CLASHES_SHOWN]]
        )


def _late_reason(effects: PublishEffects, given: str) -> str:
    """The reason to keep; empty where nothing comes late."""
    late = effects.late()
    reason = " ".join(given.split())
    if late and not reason:
        who = f"{len(late)} people" if len(late) > 1 else str(late[0][0].resident)
        said = f"The program promises {effects.notice_days} days of notice, and {who} would get fewer."
        raise NotPublishable([f"{said} Write the reason, or leave these changes out."])
    return reason if late else ""


def _refuse_if_another_is_published(published: Schedule | None, seen: int | None) -> None:
    """The page compared with another version than the one that would be replaced."""
    version = published.version if published else 0
    if seen is not None and seen != version:
        raise StaleEdition(
            f"Version {version} was published since this page was opened. Look at the changes again, then publish."
        )


def _refuse_if_stale(schedule: Schedule, seen_edition: int) -> None:
    if schedule.state == ScheduleState.ARCHIVED:
        raise StaleEdition(f"Version {schedule.version} was published before and is kept as history.")
    if schedule.edition != seen_edition:
        raise StaleEdition(
            f"Version {schedule.version} was changed since this page was opened. "
            "Look at the changes again, then publish."
        )


def _refuse_if_unfit(schedule: Schedule, *, already: Schedule | None) -> None:
    reasons = _pairing_reasons(schedule)
    closed = _closed_since(schedule)
    clashes = [] if closed and already is None else clashes_to_come(schedule, _today(schedule))
    if already is not None:
        known = {*_pairing_reasons(already), *clashes_to_come(already, _today(already))}
        reasons, clashes = ([one for one in said if one not in known] for said in (reasons, clashes))
        still = set(_closed_since(already))
        closed = [one for one in closed if one not in still]
    if not schedule.assignments.exists():
        reasons.append("The draft has no clinics. Solve the year first.")
    if closed:
        which = f"{closed[0]} and {len(closed) - 1} more" if len(closed) > 1 else str(closed[0])
        reasons.append(f"Residents are in sessions that are closed by now: {which}. Solve again.")
    elif clashes:
        more = f" (and {len(clashes) - CLASHES_SHOWN:,} more)" if len(clashes) > CLASHES_SHOWN else ""
        reasons.append(
            f"By the program's data of today the draft cannot be as it is: {' '.join(clashes[:CLASHES_SHOWN])}{more} "
            "Change it there, or solve again."
        )
    if reasons:
        raise NotPublishable(reasons)


def _pairing_reasons(schedule: Schedule) -> list[str]:
    """Residents of whom the version counts another coach than they have, and pairings that cannot begin."""
    proposed = _proposed(schedule)
    return [
        *(
            f"{pairing.resident} is now with {pairing.faculty.short_name}; this draft counts another coach. Solve again."
            for pairing in _current_pairings(schedule)
            if pairing.faculty_id != proposed[pairing.resident_id]
        ),
        *_impossible_pairings(schedule, proposed),
    ]


def _today(schedule: Schedule) -> date:
    return program_today(schedule.year.program)


def _impossible_pairings(schedule: Schedule, proposed: dict[int, int]) -> list[str]:
    """Why pairings that would begin cannot: a panel filled since, an exclusion noted since, a coach who leaves."""
    now = replace(situation(schedule.year, program_today(schedule.year.program)), drafts={})
    new = {pk: coach for pk, coach in proposed.items() if pk in now.places and pk not in now.current}
    return [f"{words} Solve again." for words in impossible(now, new)]


def _closed_since(schedule: Schedule) -> list[Session]:
    """Sessions to come of the draft that the program has closed since it was made."""
    program = schedule.year.program
    closed = Q(rooms=0) | Q(date__in=Holiday.objects.filter(program=program).values("date"))
    attended = Session.objects.filter(assignments__schedule=schedule, date__gte=program_today(program))
    return list(attended.filter(closed).select_related("site").distinct())


def _proposed(schedule: Schedule) -> dict[int, int]:
    return dict(ScheduleCoach.objects.filter(schedule=schedule).values_list("resident_id", "faculty_id"))


def _current_pairings(schedule: Schedule) -> list[Pairing]:
    """Those that hold at the end of the schedule's year; a coach agreed for the year after takes no part."""
    at_the_end = Pairing.objects.on(schedule.year.last_date)
    current = at_the_end.filter(resident__schedule_coaches__schedule=schedule)
    return list(current.select_related("resident", "faculty"))


def _begin_pairings(schedule: Schedule) -> int:
    paired = {pairing.resident_id for pairing in _current_pairings(schedule)}
    proposed = _proposed(schedule)
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
