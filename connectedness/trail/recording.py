"""The one way into the trail."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from connectedness.trail.never import refuse_secrets
from connectedness.trail.origin import current_origin, origin_of


def record(
    *,
    kind: EventKind,
    actor: AbstractBaseUser | None,
    subject: str,
    program_id: int | None = None,
    about: AbstractBaseUser | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
    record_of: str = "",
) -> Event:
    """Add one event in the caller's transaction; it stays only if what it tells of stays.

    ``actor`` None is the system; ``about`` is whose affair it is; ``record_of`` names the record that was opened.
    Where it came from is ``request``, or else the request that is being answered.
    Raises ``NotForTheTrail`` where ``before`` or ``after`` names something that must never be kept here.
    """
    refuse_secrets(before or {})
    refuse_secrets(after or {})
    origin = origin_of(request) if request else current_origin()
    event: Event = Event.objects.create(
        kind=kind,
        actor_id=actor.pk if actor else None,
        actor_name=_line(str(actor or ""), 150),
        program_id=program_id,
        about_id=about.pk if about else None,
        about_name=_line(str(about or ""), 150),
        record_of=record_of,
        subject=_line(subject, 200),
        before=dict(before or {}),
        after=dict(after or {}),
        address=origin.address,
        agent=origin.agent,
    )
    return event


def _line(text: str, characters: int) -> str:
    """One printable line, cut to what its column holds: databases refuse NUL, and readers line breaks."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:characters]
