"""What those who build a program's schedule may change."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from scheduling.access.own import with_both
from scheduling.access.roles import programs_as
from scheduling.models import (
    Disruption,
    Faculty,
    LeaveRequest,
    PairingWish,
    Program,
    RollOver,
    Schedule,
    SwapRequest,
    Team,
    TeamMember,
)


def get_managed_program(user: User, pk: int) -> Program:
    """A program whose schedule the user builds; 404 otherwise."""
    return get_object_or_404(programs_as(user, *MANAGERS), pk=pk)


def may_manage(user: User, program: Program) -> bool:
    """Whether the user builds this program's schedule."""
    return programs_as(user, *MANAGERS).filter(pk=program.pk).exists()


def get_coordinated_program(user: User, pk: int) -> Program:
    """A program that the user coordinates; 404 for everybody else, chief residents too."""
    return get_object_or_404(programs_as(user, Role.COORDINATOR), pk=pk)


def get_coordinated_wish(user: User, pk: int) -> PairingWish:
    """A wish or an exclusion of a program that the user coordinates; 404 otherwise."""
    own = PairingWish.objects.filter(program__in=programs_as(user, Role.COORDINATOR))
    return get_object_or_404(own.select_related("resident", "faculty", "program"), pk=pk)


def get_managed_schedule(user: User, pk: int) -> Schedule:
    """A version the user may change or publish; 404 otherwise."""
    managed = Schedule.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    light = managed.select_related("year__program", "run").defer("run__problem", "run__outcome")
    return get_object_or_404(light, pk=pk)


def get_managed_draft_thrown_away(user: User, pk: int) -> Schedule:
    """A version the user may bring back, thrown away or not; 404 otherwise."""
    managed = Schedule.with_thrown_away.filter(year__program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("year__program"), pk=pk)


def get_managed_disruption(user: User, pk: int) -> Disruption:
    """A disruption of a program whose schedule the user builds; 404 otherwise."""
    managed = Disruption.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    whole = managed.select_related(
        "year__program", "resident", "faculty", "site", "reported_by", "repair__schedule", "repair__actor"
    )
    return get_object_or_404(whole, pk=pk)


def get_managed_roll_over(user: User, pk: int) -> RollOver:
    """A roll-over of a program whose schedule the user builds; 404 otherwise."""
    managed = RollOver.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_faculty(user: User, pk: int) -> Faculty:
    """A faculty member whose half-days and leave the user enters; 404 otherwise."""
    managed = Faculty.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_team(user: User, pk: int) -> Team:
    """A team of a program whose schedule the user builds; 404 otherwise."""
    managed = Team.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_team_member(user: User, pk: int) -> TeamMember:
    """Somebody's time in a team of a program whose schedule the user builds; 404 otherwise."""
    managed = TeamMember.objects.filter(team__program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.with_people().select_related("team__program"), pk=pk)


def get_managed_nurse(user: User, pk: int) -> Membership:
    """The role of a nurse in a program whose schedule the user builds; 404 otherwise, and where it has ended."""
    managed = Membership.objects.current().filter(program__in=programs_as(user, *MANAGERS), role=Role.NURSE)
    return get_object_or_404(managed.select_related("user", "program"), pk=pk)


def managed_leave_requests(user: User) -> QuerySet[LeaveRequest]:
    """Requests for leave in the programs whose schedule the user builds."""
    rows = LeaveRequest.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    return rows.select_related("year__program", "resident", "faculty", "decided_by")


def get_managed_leave_request(user: User, pk: int) -> LeaveRequest:
    """A request for leave that the user may answer; 404 otherwise."""
    return get_object_or_404(managed_leave_requests(user), pk=pk)


def managed_swaps(user: User) -> QuerySet[SwapRequest]:
    """Swaps in the programs whose schedule the user builds."""
    return with_both(SwapRequest.objects.filter(year__program__in=programs_as(user, *MANAGERS)))


def get_managed_swap(user: User, pk: int) -> SwapRequest:
    """A swap that the user may approve; 404 otherwise."""
    return get_object_or_404(managed_swaps(user), pk=pk)
