"""The calendar feed: its page for the person, its file for their calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from coaching.access import (
    get_feed_by_token,
    get_own_feed,
    get_program_of_feed,
    own_live_feed,
    own_teams,
)
from coaching.selectors.feed import own_feed
from connectedness.accounts.recent import recent_sign_in_required
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import own_people
from scheduling.exchange.calendar_feed import write_feed
from scheduling.models import CalendarFeed, Program
from scheduling.services.feeds import (
    choose_teams,
    feed_address,
    make_feed,
    note_fetch,
    renew_feed,
    revoke_feed,
)


@require_safe
@login_required
def page(request: UserRequest) -> HttpResponse:
    """My feed, without its address; or how to make one."""
    program = get_program_of_feed(request.user, chosen_program(request))
    return _page(request, program, own_live_feed(request.user))


@require_safe
@recent_sign_in_required
def address(request: UserRequest) -> HttpResponse:
    """The same with the address, which is as secret as a password: asked for who it is first."""
    program = get_program_of_feed(request.user, chosen_program(request))
    feed = own_live_feed(request.user)
    if feed is None:
        return redirect("coaching:feed")
    where = request.build_absolute_uri(feed_address(feed))
    return _page(request, program, feed, address=where, webcal=_webcal(where))


@require_POST
@login_required
def make(request: UserRequest) -> HttpResponseRedirect:
    """Make an address, if there is none."""
    get_program_of_feed(request.user)
    make_feed(user=request.user)
    return redirect("coaching:feed_address")


@require_POST
@login_required
def renew(request: UserRequest, feed_id: int) -> HttpResponseRedirect:
    """A new address; the old one stops working."""
    renew_feed(feed=get_own_feed(request.user, feed_id))
    messages.success(
        request, "This is your new address. The old one no longer works: subscribe again with this one."
    )
    return redirect("coaching:feed_address")


@require_POST
@login_required
def revoke(request: UserRequest, feed_id: int) -> HttpResponseRedirect:
    """No address any more."""
    revoke_feed(feed=get_own_feed(request.user, feed_id))
    messages.success(request, "The feed is off: its address no longer works.")
    return redirect("coaching:feed")


@require_POST
@login_required
def teams(request: UserRequest, feed_id: int) -> HttpResponseRedirect:
    """Take the half-days of my teams into the feed, or leave them out."""
    feed = get_own_feed(request.user, feed_id)
    with_teams = request.POST.get("with_teams") == "1"
    choose_teams(feed=feed, with_teams=with_teams)
    verb = "are in your feed now" if with_teams else "are no longer in your feed"
    messages.success(request, f"Your teams’ half-days {verb}. Calendars show it when they next look.")
    return redirect("coaching:feed")


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The half-days as iCalendar, for whoever knows the address; 404 for a wrong or revoked one."""
    row = get_feed_by_token(token)
    own = own_feed(row, timezone.now())
    note_fetch(row)
    changed = int(own.changed_at.timestamp()) if own.changed_at else None
    unchanged = get_conditional_response(request, etag=own.etag, last_modified=changed)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(write_feed(own.feed), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="connectedness.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = own.etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return response


def _page(request: UserRequest, program: Program, feed: CalendarFeed | None, **more: str) -> HttpResponse:
    context = {
        "feed": feed,
        "zone": program.zone,
        "teams": own_teams(request.user),
        "has_own": bool(own_people(request.user)),
    }
    return render(request, "coaching/feed.html", context | more)


def _webcal(address: str) -> str:
    return "webcal" + address[address.index(":") :] if address else ""
