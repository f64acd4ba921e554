"""What stands against publishing a version, in words."""

from dataclasses import replace
from datetime import date

from django.db.models import Q

from scheduling.models import Holiday, Schedule, ScheduleState, Session
from scheduling.selectors.pairing_board.limits import impossible
from scheduling.selectors.pairing_board.situation import situation
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.years import program_today
from scheduling.services.fitness import clashes_to_come
from scheduling.services.publishing.pairings import current_pairings, proposed_pairings

CLASHES_SHOWN = 3


class StaleEdition(Exception):
    """The version was changed since the page was made; the message says what to do."""


class NotPublishable(Exception):
    """The version cannot be published; ``reasons`` says why, sentence by sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def refuse_if_another_is_published(published: Schedule | None, seen: int | None) -> None:
    """The page compared with another version than the one that would be replaced."""
    version = published.version if published else 0
    if seen is not None and seen != version:
        raise StaleEdition(
            f"Version {version} was published since this page was opened. Look at the changes again, then publish."
        )


def refuse_if_stale(schedule: Schedule, seen_edition: int) -> None:
    """It is history by now, or was edited since the page was opened."""
    if schedule.state == ScheduleState.ARCHIVED:
        raise StaleEdition(f"Version {schedule.version} was published before and is kept as history.")
    if schedule.edition != seen_edition:
        raise StaleEdition(
            f"Version {schedule.version} was changed since this page was opened. "
            "Look at the changes again, then publish."
        )


def refuse_if_unfit(schedule: Schedule, *, already: Schedule | None = None) -> None:
    """It does not fit the pairings that are held, or the program's data of today: in more than what is ``already`` so."""
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


def late_reason_to_keep(effects: PublishEffects, given: str) -> str:
    """The reason to keep; empty where nothing comes late. Raises ``NotPublishable`` where it is missing."""
    late = effects.late()
    reason = " ".join(given.split())
    if late and not reason:
        who = f"{len(late)} people" if len(late) > 1 else str(late[0][0].resident)
        said = f"The program promises {effects.notice_days} days of notice, and {who} would get fewer."
        raise NotPublishable([f"{said} Write the reason, or leave these changes out."])
    return reason if late else ""


def _pairing_reasons(schedule: Schedule) -> list[str]:
    """Residents of whom the version counts another coach than they have, and pairings that cannot begin."""
    proposed = proposed_pairings(schedule)
    return [
        *(
            f"{pairing.resident} is now with {pairing.faculty.short_name}; this draft counts another coach. Solve again."
            for pairing in current_pairings(schedule)
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
