"""A problem as plain JSON values, every key written."""

from decimal import Decimal
from typing import Any

from scheduling.domain.problem import ClinicSession, FacultyMember, Objective, Problem, Resident, ResidentWeek


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """All of a problem but the word that names the format."""
    return {
        "name": problem.name,
        "first_monday": problem.first_monday.isoformat(),
        "weeks": problem.weeks,
        "decide": sorted(problem.decide),
        "rules": {
            "max_sessions_per_day": problem.rules.max_sessions_per_day,
            "max_gap_weeks": problem.rules.max_gap_weeks,
            "contact_window_weeks": problem.rules.contact_window_weeks,
            "faculty_pattern": problem.rules.faculty_pattern.value,
        },
        "objective": _objective(problem.objective),
        "programs": [{"id": p.id, "supervision_ratio": short(p.supervision_ratio)} for p in problem.programs],
        "sessions": [_session(session) for session in problem.sessions],
        "faculty": [_faculty(member) for member in problem.faculty],
        "residents": [_resident(resident) for resident in problem.residents],
        **_wishes(problem),
    }


def short(number: float | Decimal) -> int | float:
    """A whole number without its ``.0``."""
    return int(number) if number == int(number) else float(number)


def _objective(objective: Objective) -> dict[str, Any]:
    return {
        "overlap_pieces": [
            [None if piece.share is None else short(piece.share), short(piece.weight)]
            for piece in objective.overlap_pieces
        ],
        "missed_window": short(objective.missed_window),
        "changed_assignment": short(objective.changed_assignment),
        "team_overlap": short(objective.team_overlap),
    }


def _session(session: ClinicSession) -> dict[str, Any]:
    return {
        "id": session.id,
        "site": session.site,
        "date": session.half_day.date.isoformat(),
        "half_day": session.half_day.period.value,
        "rooms": session.rooms,
        "min_residents": session.min_residents,
    }


def _faculty(member: FacultyMember) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": member.id,
        "program": member.program,
        "panel_min": member.panel_min,
        "panel_max": member.panel_max,
        "sessions": list(member.sessions),
        "present": list(member.present),
        "offered": list(member.offered),
    }
    if member.weekly_quota is not None:
        content["weekly_quota"] = member.weekly_quota
    return content


def _resident(resident: Resident) -> dict[str, Any]:
    earlier = [{"coach": past.coach, "until": past.until.isoformat()} for past in resident.earlier_coaches]
    return {
        "id": resident.id,
        "program": resident.program,
        "pgy": resident.pgy,
        "coach": resident.coach,
        "coach_fixed": resident.coach_fixed,
        "candidates": None if resident.candidates is None else list(resident.candidates),
        "team": list(resident.team),
        "earlier_coaches": earlier,
        "year_min": resident.year_min,
        "year_max": resident.year_max,
        "weeks": [_week(week) for week in resident.weeks],
    }


def _week(week: ResidentWeek) -> dict[str, Any]:
    return {
        "week": week.week,
        "min": week.min,
        "max": week.max,
        "supervision_weight": short(week.supervision_weight),
        "sessions": list(week.sessions),
    }


def _wishes(problem: Problem) -> dict[str, Any]:
    published = problem.published
    return {
        "pins": {
            "attend": [list(pin) for pin in sorted(problem.pins.attend)],
            "avoid": [list(pin) for pin in sorted(problem.pins.avoid)],
        },
        "preferences": [[wish.resident, wish.session, short(wish.weight)] for wish in problem.preferences],
        "affinities": [[wish.resident, wish.faculty, short(wish.weight)] for wish in problem.affinities],
        "published": None if published is None else {who: list(what) for who, what in published.items()},
        "frozen_before": None if problem.frozen_before is None else problem.frozen_before.isoformat(),
    }
