"""What a notice says, with the link that is its reader's own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from scheduling.domain.notice_wording import NoticeKind, NoticeText, notice_text
from scheduling.models.secret_links import link_token

_PAGES = {NoticeKind.PULSE: "coaching:pulse_answer"}


def said_with_link(kind: str, data: Mapping[str, Any]) -> NoticeText:
    """The words of a notice; the link is made anew each time, so that no row holds it."""
    text, page = notice_text(kind, data), _PAGES.get(NoticeKind(kind))
    return replace(text, link=reverse(page, args=[link_token(data["key"])])) if page else text
