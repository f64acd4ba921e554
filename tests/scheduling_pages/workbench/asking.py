"""What the grid asks, and what it sends."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from scheduling.models import Schedule
from tests.services.drafting import Drafting, place_of

CHANGE = re.compile(r'name="change" value="([^"]+)"')


def url(name: str, draft: Schedule) -> str:
    """Where the grid asks."""
    return reverse(f"scheduling:{name}", args=[draft.year.program_id, draft.pk])


def asked(desk: Client, at: Drafting, name: str, **question: str) -> str:
    """The answer to a question, as a page."""
    response = desk.get(url(name, at.draft), question)
    assert response.status_code == 200
    return response.content.decode()


def shown(at: Drafting, **also: Any) -> dict[str, Any]:
    """What every step sends of the page that is shown."""
    return {"from": at.small.year.first_monday.isoformat(), "weeks": 4, **also}


def to_move(at: Drafting, week: int = 1) -> dict[str, str]:
    """Nadia's first Tuesday, moved by a week."""
    return {
        "kind": "move",
        "place": place_of(at.nadia, at.tuesday()).key,
        "to": place_of(at.nadia, at.tuesday(week)).key,
    }
