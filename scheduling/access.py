"""Who may: the only way to a row of scheduling. A row that is not somebody's is a 404, never a 403."""

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from scheduling.models import (
    AcademicYear,
    Faculty,
    Pairing,
    Program,
    Resident,
    Schedule,
    ScheduleState,
    SolveRun,
    Upload,
)

OVERSEERS = (*MANAGERS, Role.DIRECTOR)


def programs_as(user: User, *roles: str) -> QuerySet[Program]:
    """Programs in which the user holds one of the roles."""
    return Program.objects.filter(memberships__in=held_roles(user).filter(role__in=roles)).distinct()


def held_roles(user: User) -> QuerySet[Membership]:
    """The user's roles of today: not those that were taken away, nor those of somebody who has left the program."""
    gone = [
        Q(
            role=role,
            **{
                f"user__{person}__program": F("program"),
                f"user__{person}__left_on__lte": timezone.localdate(),
            },
        )
        for role, person in ((Role.RESIDENT, "resident"), (Role.FACULTY, "faculty"))
    ]
    return Membership.objects.current().filter(user=user).exclude(gone[0]).exclude(gone[1])


def visible_programs(user: User) -> QuerySet[Program]:
    """Programs in which the user holds any role."""
    return programs_as(user, *Role.values)


def get_managed_program(user: User, pk: int) -> Program:
    """A program whose schedule the user builds; 404 otherwise."""
    return get_object_or_404(programs_as(user, *MANAGERS), pk=pk)


def get_overseen_program(user: User, pk: int) -> Program:
    """A program whose figures the user may see; 404 otherwise."""
    return get_object_or_404(programs_as(user, *OVERSEERS), pk=pk)


def may_manage(user: User, program: Program) -> bool:
    """Whether the user builds this program's schedule."""
    return programs_as(user, *MANAGERS).filter(pk=program.pk).exists()


def visible_years(user: User) -> QuerySet[AcademicYear]:
    """Years of the user's programs."""
    return AcademicYear.objects.filter(program__in=visible_programs(user))


def visible_schedules(user: User) -> QuerySet[Schedule]:
    """Every version for those who build it, the published one for everybody else in the program."""
    return Schedule.objects.filter(
        Q(year__program__in=programs_as(user, *MANAGERS))
        | Q(year__program__in=visible_programs(user), state=ScheduleState.PUBLISHED)
    )


def get_visible_schedule(user: User, pk: int) -> Schedule:
    """A version the user may see; 404 otherwise."""
    return get_object_or_404(visible_schedules(user).select_related("year__program"), pk=pk)


def get_managed_schedule(user: User, pk: int) -> Schedule:
    """A version the user may change or publish; 404 otherwise."""
    managed = Schedule.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    light = managed.select_related("year__program", "run").defer("run__problem", "run__outcome")
    return get_object_or_404(light, pk=pk)


def visible_runs(user: User) -> QuerySet[SolveRun]:
    """Runs of the programs whose schedule the user builds."""
    return SolveRun.objects.filter(year__program__in=programs_as(user, *MANAGERS))


def get_visible_run(user: User, pk: int) -> SolveRun:
    """A run the user may watch and stop; 404 otherwise."""
    runs = visible_runs(user).select_related("year__program", "created_by").defer("problem", "outcome")
    return get_object_or_404(runs, pk=pk)


def get_visible_upload(user: User, pk: int) -> Upload:
    """A file handed in for a program whose schedule the user builds; 404 otherwise."""
    uploads = Upload.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(uploads.select_related("program"), pk=pk)


def visible_residents(user: User) -> QuerySet[Resident]:
    """All residents for those who build or oversee, oneself, and the panel of a coach."""
    return Resident.objects.filter(
        Q(program__in=programs_as(user, *OVERSEERS))
        | Q(user=user, program__in=programs_as(user, Role.RESIDENT))
        | Q(
            pairings__in=Pairing.objects.on(timezone.localdate()).filter(faculty__user=user),
            program__in=programs_as(user, Role.FACULTY),
        )
    ).distinct()


def get_visible_resident(user: User, pk: int) -> Resident:
    """A resident the user may see; 404 otherwise."""
    return get_object_or_404(visible_residents(user).select_related("program"), pk=pk)


def visible_faculty(user: User) -> QuerySet[Faculty]:
    """Faculty of the user's programs: everybody may know who teaches there."""
    return Faculty.objects.filter(program__in=visible_programs(user))
