"""What somebody may see: programs, versions, runs, files, people, records behind glass, the trail."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from connectedness.accounts.models import MANAGERS, Role, User
from connectedness.trail.models import Event
from scheduling.access.managed import may_manage
from scheduling.access.roles import READERS, programs_as
from scheduling.models import (
    Absence,
    BrokenGlass,
    Pairing,
    Program,
    Resident,
    Schedule,
    ScheduleState,
    SolveRun,
    Upload,
)
from scheduling.models.dates import DateThere


def visible_programs(user: User) -> QuerySet[Program]:
    """Programs in which the user holds any role."""
    return programs_as(user, *Role.values)


def get_read_program(user: User, pk: int) -> Program:
    """A program whose published schedule the user reads whole; 404 otherwise."""
    return get_object_or_404(programs_as(user, *READERS), pk=pk)


def may_read_wishes(user: User, program: Program) -> bool:
    """Whether the user may read why a pair is wished or excluded: coordinators; chiefs are residents themselves."""
    return programs_as(user, Role.COORDINATOR).filter(pk=program.pk).exists()


def visible_schedules(user: User) -> QuerySet[Schedule]:
    """Every version for those who build it, the published one for the program's residents.

    Others find their part of it on their own pages.
    """
    return Schedule.objects.filter(
        Q(year__program__in=programs_as(user, *MANAGERS))
        | Q(year__program__in=programs_as(user, Role.RESIDENT), state=ScheduleState.PUBLISHED)
    )


def visible_runs(user: User) -> QuerySet[SolveRun]:
    """Runs of the programs whose schedule the user builds."""
    return SolveRun.objects.filter(year__program__in=programs_as(user, *MANAGERS))


def get_visible_run(user: User, pk: int) -> SolveRun:
    """A run the user may watch and stop; 404 otherwise."""
    runs = (
        visible_runs(user).select_related("year__program", "created_by", "base").defer("problem", "outcome")
    )
    return get_object_or_404(runs, pk=pk)


def get_visible_upload(user: User, pk: int) -> Upload:
    """A file handed in for a program whose schedule the user builds; 404 otherwise."""
    uploads = Upload.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(uploads.select_related("program"), pk=pk)


def visible_residents(user: User) -> QuerySet[Resident]:
    """Whose record a user may open: those of a program they build, oneself, one's panel, and behind broken glass."""
    return Resident.objects.filter(
        Q(program__in=programs_as(user, *MANAGERS))
        | Q(user=user, program__in=programs_as(user, Role.RESIDENT))
        | Q(
            pairings__in=Pairing.objects.on(DateThere("resident__program__time_zone")).filter(
                faculty__user=user
            ),
            program__in=programs_as(user, Role.FACULTY),
        )
        | Q(broken_glass__in=open_glass(user))
    ).distinct()


def get_visible_resident(user: User, pk: int) -> Resident:
    """A resident whose record the user may open; 404 otherwise."""
    return get_object_or_404(visible_residents(user).select_related("program", "user"), pk=pk)


def may_read_reasons(user: User, resident: Resident) -> bool:
    """Whether the user may read why the resident is away: the resident, who builds the schedule, broken glass."""
    own = resident.user_id == user.pk and user.is_active
    return own or may_manage(user, resident.program) or open_glass(user).filter(resident=resident).exists()


def visible_absences(user: User, resident: Resident) -> QuerySet[Absence]:
    """The resident's absences; who may not read their reasons gets rows that never held them."""
    rows = Absence.objects.filter(resident=resident, resident__in=visible_residents(user))
    return rows if may_read_reasons(user, resident) else rows.defer("reason")


def open_glass(user: User) -> QuerySet[BrokenGlass]:
    """Records that a site administrator has opened and may still read."""
    if not may_break_glass(user):
        return BrokenGlass.objects.none()
    return BrokenGlass.objects.open(timezone.now()).filter(opened_by=user)


def may_break_glass(user: User) -> bool:
    """Whether the user looks after the installation. By itself this opens no record."""
    return user.is_active and user.is_staff


def residents_behind_glass(user: User) -> QuerySet[Resident]:
    """Whose record a site administrator may ask for, with a reason; 404 for everybody else."""
    _site_administrator(user)
    return Resident.objects.all()


def get_own_glass(user: User, pk: int) -> BrokenGlass:
    """An opening of the user's own record; 404 otherwise."""
    own = visible_residents(user).filter(user=user)
    return get_object_or_404(BrokenGlass.objects.filter(resident__in=own), pk=pk)


def visible_events(user: User, program: Program) -> QuerySet[Event]:
    """The trail of a program for those who build its schedule; empty for everybody else."""
    return Event.objects.filter(program__in=programs_as(user, *MANAGERS).filter(pk=program.pk))


def all_events(user: User) -> QuerySet[Event]:
    """The whole trail, for a site administrator; 404 for everybody else."""
    _site_administrator(user)
    return Event.objects.all()


def _site_administrator(user: User) -> None:
    if not may_break_glass(user):
        raise Http404
