"""What a load run finds: a large published program, a draft to edit, and people who are signed in.

``furnish`` runs inside the installation, by ``manage.py shell``, and returns what can be written as JSON.
"""

import secrets
import time
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from coaching.management.demo.data import bring_in, show
from connectedness.accounts.models import Membership, Role, User
from scheduling.domain.calendar import HalfDay, Period, monday_of
from scheduling.models import Assignment, Faculty, Program, Resident, RunState, Schedule, SolveRun
from scheduling.selectors.workbench.cells import Place
from scheduling.services.feeds import feed_address, make_feed
from scheduling.services.runs import request_run
from scheduling.services.versions import restore_version

SOLVING_SECONDS = 180.0
PEOPLE = 40
EDITED = 400


def furnish() -> dict[str, Any]:
    """A large program, published, with a draft beside it; cookies, addresses and cells by kind of request."""
    today = datetime.now(UTC).date()
    program = bring_in("large", today)
    coordinator = _account(program, Role.COORDINATOR, "coordinator@example.org")
    run = _solved(program, coordinator)
    published = show(run, today)
    coordinator = User.objects.get(pk=coordinator.pk)
    draft = restore_version(schedule=published, actor=coordinator, seen_newest=published.version)
    people = [*_signed_in(program, Resident, Role.RESIDENT), *_signed_in(program, Faculty, Role.FACULTY)]
    return {
        "program": program.pk,
        "draft": draft.pk,
        "monday": monday_of(today).isoformat(),
        "coordinator": _cookie(coordinator),
        "residents": [_cookie(user) for role, user in people if role == Role.RESIDENT],
        "faculty": [_cookie(user) for role, user in people if role == Role.FACULTY],
        "feeds": [feed_address(make_feed(user=user)) for _, user in people],
        "cells": _cells(draft, today),
    }


def _solved(program: Program, coordinator: User) -> SolveRun:
    run = request_run(year=program.years.get(), actor=coordinator, time_limit=20)
    deadline = time.monotonic() + SOLVING_SECONDS
    while run.is_open and time.monotonic() < deadline:
        time.sleep(0.5)
        run.refresh_from_db()
    assert run.state == RunState.FINISHED, run.message
    return run


def _account(program: Program, role: Role, email: str) -> User:
    user = User.objects.create_user(email, secrets.token_hex(16), name=email.partition("@")[0])
    Membership.objects.create(user=user, program=program, role=role)
    return user


def _signed_in(program: Program, model: Any, role: Role) -> list[tuple[Role, User]]:
    found = []
    for person in model.objects.filter(program=program, user=None)[:PEOPLE]:
        person.user = _account(program, role, f"{role}.{person.pk}@example.org")
        person.save(update_fields=["user"])
        found.append((role, person.user))
    return found


def _cookie(user: User) -> str:
    """A session of the user's own, as signing in would have made it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _cells(draft: Schedule, today: date) -> list[str]:
    rows = Assignment.objects.filter(schedule=draft, date__gt=today).order_by("date", "pk")[:EDITED]
    return [Place(row.resident_id, HalfDay(row.date, Period(row.period))).key for row in rows]
