"""Who may: each person's own pages, and the figures of those who oversee. What is not somebody's is a 404."""

from django.db.models import Case, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import Role, User
from scheduling.access import OVERSEERS, programs_as
from scheduling.models import CalendarFeed, Faculty, Program, Resident

WHO_SEES_WHO_IS_IN = (Role.NURSE, *OVERSEERS)


def own_resident(user: User) -> Resident | None:
    """The resident that the user is, while they hold the role."""
    mine = Resident.objects.filter(user=user, program__in=programs_as(user, Role.RESIDENT))
    return mine.select_related("program").first()


def own_faculty(user: User) -> Faculty | None:
    """The faculty member that the user is, while they hold the role."""
    mine = Faculty.objects.filter(user=user, program__in=programs_as(user, Role.FACULTY))
    return mine.select_related("program").first()


def get_own_resident(user: User) -> Resident:
    """The resident that the user is; 404 for everybody else."""
    resident = own_resident(user)
    if resident is None:
        raise Http404
    return resident


def get_own_faculty(user: User) -> Faculty:
    """The faculty member that the user is; 404 for everybody else."""
    faculty = own_faculty(user)
    if faculty is None:
        raise Http404
    return faculty


def get_own_program(user: User) -> Program:
    """The program of the resident or faculty member that the user is; 404 for everybody else."""
    person = own_resident(user) or own_faculty(user)
    if person is None:
        raise Http404
    return person.program


def get_program_to_watch(user: User, chosen: int | None = None) -> Program:
    """The program whose clinic days the user works in or oversees, the one chosen before others; 404 otherwise."""
    return _first_or_404(programs_as(user, *WHO_SEES_WHO_IS_IN), chosen)


def get_program_to_oversee(user: User, chosen: int | None = None) -> Program:
    """The program whose figures the user may see, the one chosen before others; 404 otherwise."""
    return _first_or_404(programs_as(user, *OVERSEERS), chosen)


def own_live_feed(user: User) -> CalendarFeed | None:
    """The user's feed, if they have one that is not revoked."""
    return CalendarFeed.objects.live().filter(user=user).first()


def get_own_feed(user: User, pk: int) -> CalendarFeed:
    """One of the user's own feeds, revoked or not; 404 otherwise."""
    return get_object_or_404(CalendarFeed.objects.select_related("user"), pk=pk, user=user)


def get_feed_by_token(token: str) -> CalendarFeed:
    """The live feed of somebody who may still sign in; 404 for every other token, whatever the reason."""
    feeds = CalendarFeed.objects.opened_by(token).filter(user__is_active=True)
    return get_object_or_404(feeds.select_related("user"))


def _first_or_404(programs: QuerySet[Program], chosen: int | None) -> Program:
    program = programs.order_by(Case(When(pk=chosen, then=0), default=1), "name").first()
    if program is None:
        raise Http404
    return program
