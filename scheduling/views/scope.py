"""What the coordinator's pages begin with: whose program, which year, what day it is there."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from connectedness.accounts.models import Membership
from connectedness.web.requests import UserRequest
from scheduling.access import (
    get_coordinated_program,
    get_coordinated_wish,
    get_managed_disruption,
    get_managed_draft_thrown_away,
    get_managed_faculty,
    get_managed_leave_request,
    get_managed_nurse,
    get_managed_program,
    get_managed_roll_over,
    get_managed_schedule,
    get_managed_swap,
    get_managed_team,
    get_managed_team_member,
    get_visible_run,
    get_visible_upload,
)
from scheduling.models import (
    AcademicYear,
    Disruption,
    Faculty,
    LeaveRequest,
    PairingWish,
    Program,
    RollOver,
    Schedule,
    SolveRun,
    SwapRequest,
    Team,
    TeamMember,
    Upload,
)
from scheduling.selectors.years import program_today, year_worked_on, years_of
from scheduling.views.year_choice import chosen_year


@dataclass(frozen=True, slots=True)
class Scope:
    """A program that the user builds, the year worked on (None before the first import), all years, its date."""

    program: Program
    year: AcademicYear | None
    years: list[AcademicYear]
    today: date

    def year_of(self, key: int) -> AcademicYear:
        """One of the program's years; 404 for any other."""
        found = next((year for year in self.years if year.pk == key), None)
        if found is None:
            raise Http404
        return found


def managed_scope(request: UserRequest, program_id: int) -> Scope:
    """404 for everybody who does not build this program's schedule."""
    return _scope(request, get_managed_program(request.user, program_id))


def coordinated_scope(request: UserRequest, program_id: int) -> Scope:
    """404 for everybody who does not coordinate this program, chief residents too."""
    return _scope(request, get_coordinated_program(request.user, program_id))


def _scope(request: UserRequest, program: Program) -> Scope:
    today = program_today(program)
    years = years_of(program)
    return Scope(program, year_worked_on(years, today, chosen_year(request, program.pk)), years, today)


def run_in(request: UserRequest, program_id: int, run_id: int) -> SolveRun:
    """A run of that program, whose year the page's frame then shows; 404 otherwise."""
    run = get_visible_run(request.user, run_id)
    _same(run.year.program_id, program_id)
    request.shown_year = run.year_id
    return run


def schedule_in(request: UserRequest, program_id: int, schedule_id: int) -> Schedule:
    """A version of that program's schedule, whose year the page's frame then shows; 404 otherwise."""
    schedule = get_managed_schedule(request.user, schedule_id)
    _same(schedule.year.program_id, program_id)
    request.shown_year = schedule.year_id
    return schedule


def thrown_away_in(request: UserRequest, program_id: int, schedule_id: int) -> Schedule:
    """A draft of that program that was thrown away, or is back already; 404 otherwise."""
    schedule = get_managed_draft_thrown_away(request.user, schedule_id)
    _same(schedule.year.program_id, program_id)
    return schedule


def roll_over_in(request: UserRequest, program_id: int, roll_over_id: int) -> RollOver:
    """A roll-over of that program; 404 otherwise."""
    row = get_managed_roll_over(request.user, roll_over_id)
    _same(row.program_id, program_id)
    return row


def disruption_in(request: UserRequest, program_id: int, disruption_id: int) -> Disruption:
    """A disruption of that program, whose year the page's frame then shows; 404 otherwise."""
    disruption = get_managed_disruption(request.user, disruption_id)
    _same(disruption.year.program_id, program_id)
    request.shown_year = disruption.year_id
    return disruption


def leave_request_in(request: UserRequest, program_id: int, request_id: int) -> LeaveRequest:
    """A request for leave in that program; 404 otherwise."""
    asked = get_managed_leave_request(request.user, request_id)
    _same(asked.year.program_id, program_id)
    request.shown_year = asked.year_id
    return asked


def swap_in(request: UserRequest, program_id: int, swap_id: int) -> SwapRequest:
    """A swap in that program; 404 otherwise."""
    swap = get_managed_swap(request.user, swap_id)
    _same(swap.year.program_id, program_id)
    request.shown_year = swap.year_id
    return swap


def faculty_in(request: UserRequest, program_id: int, faculty_id: int) -> Faculty:
    """A faculty member of that program; 404 otherwise."""
    member = get_managed_faculty(request.user, faculty_id)
    _same(member.program_id, program_id)
    return member


def team_in(request: UserRequest, program_id: int, team_id: int) -> Team:
    """A team of that program; 404 otherwise."""
    team = get_managed_team(request.user, team_id)
    _same(team.program_id, program_id)
    return team


def team_member_in(request: UserRequest, program_id: int, member_id: int) -> TeamMember:
    """Somebody's time in a team of that program; 404 otherwise."""
    member = get_managed_team_member(request.user, member_id)
    _same(member.team.program_id, program_id)
    return member


def nurse_in(request: UserRequest, program_id: int, membership_id: int) -> Membership:
    """The role of a nurse in that program; 404 otherwise."""
    membership = get_managed_nurse(request.user, membership_id)
    _same(membership.program_id, program_id)
    return membership


def wish_in(request: UserRequest, program_id: int, wish_id: int) -> PairingWish:
    """A wish or an exclusion of that program; 404 otherwise."""
    wish = get_coordinated_wish(request.user, wish_id)
    _same(wish.program_id, program_id)
    return wish


def upload_in(request: UserRequest, program_id: int, upload_id: int) -> Upload:
    """A file handed in for that program; 404 otherwise."""
    upload = get_visible_upload(request.user, upload_id)
    _same(upload.program_id, program_id)
    return upload


def _same(found: int, asked: int) -> None:
    if found != asked:
        raise Http404
