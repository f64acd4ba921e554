"""What the pages of requests are asked, and what they say."""

import re
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests.services.swapping import Swapping

HARMLESS = ("", "\0", "9" * 30, "-1", "nonsense", "1; drop")


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(plain).split())


def decide(s: Swapping, kind: str, row: int) -> str:
    """Where a request is answered."""
    return reverse(f"scheduling:requests_{kind}", args=[s.at.small.program.pk, row])


def waiting(s: Swapping) -> str:
    """The list of whoever builds the schedule."""
    return reverse("scheduling:requests", args=[s.at.small.program.pk])


def leave_form(first: date, last: date, **also: str) -> dict[str, str]:
    """Leave for a wedding."""
    said = {"first": first.isoformat(), "last": last.isoformat(), "kind": "family", "reason": "A wedding"}
    return {**said, "key": str(uuid4()), **also}


def ask_for_leave(browser: Client, form: dict[str, str]) -> Any:
    """Look, then send exactly what was looked at."""
    looked = browser.post("/requests/leave/", {**form, "step": "look"})
    found = re.search(r'name="looked" value="([^"]+)"', looked.content.decode())
    assert found, text_of(looked)
    return browser.post("/requests/leave/", {**form, "step": "send", "looked": found[1]}, follow=True)
