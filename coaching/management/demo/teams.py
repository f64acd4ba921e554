"""The demo's longitudinal teams: a coach, residents of the panel and a nurse who is there when they meet."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Faculty, Pairing, Resident, Schedule
from scheduling.services.program_data import fingerprint
from scheduling.services.team_rows import TeamRows, nurse_key
from scheduling.services.teams import add_member, make_team, save_nurse

NAMES = ("Juniper", "Harbor", "Maple")
NURSE_HALF_DAYS = 5
PHONES = ("555-0121", "555-0122")


def make_teams(schedule: Schedule, today: date, nurses: Sequence[User]) -> None:
    """A team around the resident with an account, and two around other coaches; nurses take turns."""
    program = schedule.year.program
    held = list(Membership.objects.filter(program=program, role=Role.NURSE, user__in=nurses).order_by("pk"))
    for place, (coach, residents) in enumerate(_panels(schedule, today)):
        team = make_team(program=program, name=NAMES[place], actor=None)
        nurse = held[place % len(held)]
        second = _second_faculty(schedule, coach, today)
        joining: tuple[Resident | Faculty | Membership, ...] = (coach, *residents, *second, nurse)
        for person in joining:
            add_member(team=team, person=person, actor=None)
        _add_week(nurse, schedule, coach, today, phone=PHONES[place % len(PHONES)])


def _panels(schedule: Schedule, today: date) -> list[tuple[Faculty, list[Resident]]]:
    """Coaches with one resident each whom they meet often; the resident with an account and their coach first."""
    met = schedule.assignments.with_together().filter(together=True, date__gte=today)
    often = Counter(met.values_list("resident_id", flat=True))
    pairings = Pairing.objects.on(today).filter(resident__in=often, faculty__program=schedule.year.program_id)
    found: dict[int, tuple[Faculty, list[Resident]]] = {}
    rows = sorted(
        pairings.select_related("faculty", "resident"),
        key=lambda row: (
            row.resident.user_id is None or row.faculty.user_id is None,
            -often[row.resident_id],
            row.pk,
        ),
    )
    for row in rows:
        found.setdefault(row.faculty_id, (row.faculty, [row.resident]))
    return list(found.values())[: len(NAMES)]


def _second_faculty(schedule: Schedule, coach: Faculty, today: date) -> list[Faculty]:
    """Who is in clinic most often on the half-days of the coach, so that all can be there together."""
    own = schedule.preceptings.filter(faculty=coach, date__gte=today).values_list("session_id", flat=True)
    beside = schedule.preceptings.filter(session__in=own).exclude(faculty=coach)
    counts = Counter(beside.values_list("faculty_id", flat=True))
    if not counts:
        return []
    most = min(counts, key=lambda pk: (-counts[pk], pk))
    return [Faculty.objects.get(pk=most)]


def _add_week(nurse: Membership, schedule: Schedule, coach: Faculty, today: date, *, phone: str) -> None:
    """The coach's most frequent half-days come to those that the nurse has."""
    key = nurse_key(nurse.pk)
    rows = TeamRows(schedule.year.program)
    held = rows.held([key])
    there = {(weekday, period): site for weekday, period, site in held[key]["half_days"]}
    sessions = schedule.preceptings.filter(faculty=coach, date__gte=today).select_related("session")
    usual = Counter((row.date.weekday(), row.period, row.session.site_id) for row in sessions)
    for weekday, period, site in sorted(usual, key=lambda slot: (-usual[slot], slot))[:NURSE_HALF_DAYS]:
        there.setdefault((weekday, period), site)
    week = sorted([weekday, str(period), site] for (weekday, period), site in there.items())
    save_nurse(
        membership=nurse,
        value={"phone": phone, "pager": "", "half_days": week},
        seen=fingerprint(held),
        actor=None,
    )
