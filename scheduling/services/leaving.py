"""Access ends: a role taken away, somebody who has left or graduated, an account closed. Nothing is deleted."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.accounts.sessions import end_sessions
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.access import has_left
from scheduling.models import CalendarFeed, Faculty, Resident
from scheduling.services.data_edits import lock_data
from scheduling.services.feeds import revoke_feed
from scheduling.services.requesting.closing import close_requests
from scheduling.services.team_telling import telling_the_teams
from scheduling.services.teams import end_nurse_in_teams

WITH_FEEDS = (Role.RESIDENT, Role.FACULTY, Role.NURSE)
# For what stands above and ends with it, in the same transaction: ``user``, ``program_id`` or None for all, ``actor``.
access_ended = Signal()


@transaction.atomic
def end_role(*, membership: Membership, actor: User | None) -> bool:
    """Take one role away, from now on and on every device; False if it had ended already."""
    current = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True)
    with telling_the_teams(membership.program, actor):
        if not current.update(ended_at=timezone.now()):
            return False
        end_nurse_in_teams(membership)
    user = membership.user
    record(
        kind=EventKind.ROLE_TAKEN,
        actor=actor,
        about=user,
        program_id=membership.program_id,
        subject=f"{user}: {membership.get_role_display()}",
        before={"role": membership.role},
    )
    end_sessions(user)
    _revoke_feeds_without_a_role(user, actor)
    access_ended.send(sender=Membership, user=user, program_id=membership.program_id, actor=actor)
    return True


@transaction.atomic
def leave(*, person: Resident | Faculty, on: date, actor: User | None) -> None:
    """Somebody leaves or graduates: their roles end with the beginning of that day, at once if it is here.

    What they ask for of days from then on is closed. Their teams are told, of a day to come once it is here.

    The trail keeps the day, like every change of the roster.
    """
    lock_data(person.program)
    close_requests(person=person, on=on, actor=actor)
    with telling_the_teams(person.program, actor):
        person.left_on = on
        person.save(update_fields=["left_on"])
    theirs = Membership.objects.filter(user=person.user, program=person.program)
    _end_what_has_ended(theirs, actor)


@transaction.atomic
def stay(*, person: Resident | Faculty, actor: User | None = None) -> None:
    """They do not leave after all, or have come back. A role that has ended is given again by an invitation."""
    lock_data(person.program)
    with telling_the_teams(person.program, actor):
        person.left_on = None
        person.save(update_fields=["left_on"])


@transaction.atomic
def close_account(*, user: User, actor: User | None) -> None:
    """Nobody signs in as them any more: roles, sessions and feeds end. Their history stays."""
    for membership in Membership.objects.filter(user=user, ended_at__isnull=True).select_related("user"):
        end_role(membership=membership, actor=actor)
    _revoke_feeds(user, actor)
    end_sessions(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db(fields=["is_active", "sign_outs"])
    access_ended.send(sender=User, user=user, program_id=None, actor=actor)
    record(kind=EventKind.ACCOUNT_CLOSED, actor=actor, about=user, subject=str(user))


def end_access_of_those_who_left() -> int:
    """Take the roles of those whose last day has come, so that nothing of theirs waits; how many people."""
    return _end_what_has_ended(Membership.objects.all(), None)


def _end_what_has_ended(roles: QuerySet[Membership], actor: User | None) -> int:
    """Take those of the roles that their holders have outstayed, by the date of each program; how many people."""
    over = roles.filter(has_left(), ended_at__isnull=True).select_related("user")
    return len({held.user_id for held in over if end_role(membership=held, actor=actor)})


def _revoke_feeds_without_a_role(user: User, actor: User | None) -> None:
    if not Membership.objects.current().filter(user=user, role__in=WITH_FEEDS).exists():
        _revoke_feeds(user, actor)


def _revoke_feeds(user: User, actor: User | None) -> None:
    for feed in CalendarFeed.objects.live().filter(user=user):
        revoke_feed(feed=feed, actor=actor)
