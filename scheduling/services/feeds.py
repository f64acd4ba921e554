"""Calendar feeds: make an address, give it away for a new one, take it back."""

import secrets
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import CalendarFeed, Program

NONCE_BYTES = 24
FETCH_IS_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_feed(*, user: User) -> CalendarFeed:
    """The user's live feed; made now if they have none."""
    _one_at_a_time(user)
    return CalendarFeed.objects.live().filter(user=user).first() or _make(user)


@transaction.atomic
def renew_feed(*, feed: CalendarFeed) -> CalendarFeed:
    """A new address in place of this one, which stops working; the live one if this was already revoked."""
    _one_at_a_time(feed.user)
    _revoke(feed)
    live = CalendarFeed.objects.live().filter(user=feed.user).first()
    return live or _make(feed.user, with_teams=feed.with_teams)


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, actor: User | None = None) -> None:
    """The address stops working at once, by its owner unless somebody else is named; nothing for one revoked."""
    _one_at_a_time(feed.user)
    _revoke(feed, actor)


def choose_teams(*, feed: CalendarFeed, with_teams: bool) -> None:
    """Whether the feed carries the half-days on which all of a team are in clinic."""
    CalendarFeed.objects.filter(pk=feed.pk).update(with_teams=with_teams)


def feed_address(feed: CalendarFeed) -> str:
    """The path of the feed, which is as secret as a password."""
    return reverse("coaching:feed_file", args=[feed.token])


def note_fetch(feed: CalendarFeed) -> None:
    """Once an hour at most; a database that cannot be written to is no reason to refuse the reading."""
    now = timezone.now()
    if feed.fetched_at is not None and now - feed.fetched_at < FETCH_IS_NOTED_EVERY:
        return
    try:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
    except DatabaseError:
        return


def _one_at_a_time(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _make(user: User, *, with_teams: bool = True) -> CalendarFeed:
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    feed = CalendarFeed.objects.create(user=user, nonce=nonce, with_teams=with_teams)
    _note(feed, EventKind.FEED_MADE)
    return feed


def _revoke(feed: CalendarFeed, actor: User | None = None) -> None:
    if CalendarFeed.objects.live().filter(pk=feed.pk).update(revoked_at=timezone.now()):
        _note(feed, EventKind.FEED_REVOKED, actor)


def _note(feed: CalendarFeed, kind: EventKind, actor: User | None = None) -> None:
    """In the history of each program whose schedule the feed carries."""
    as_nurse = Q(memberships__user=feed.user, memberships__role=Role.NURSE)
    on_roster = Q(residents__user=feed.user) | Q(faculty__user=feed.user)
    programs = Program.objects.filter(on_roster | as_nurse).distinct()
    for program in programs:
        record(
            program_id=program.pk,
            actor=actor or feed.user,
            about=feed.user,
            kind=kind,
            subject=f"Feed of {feed.user}",
        )
