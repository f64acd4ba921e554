"""Large parts of a page that are printed already: put in as bytes when the page is made.

A template copies what is in it at every level: an include, a condition, a block. Of a grid's rows, most of a megabyte, these
copies took a third of the page's time.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

KEY = "large_parts"


class LargeParts:
    """The parts of one page, each with a mark that stands where it belongs; nobody can guess the mark."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(8)
        self._parts: list[bytes] = []

    def put(self, part: bytes) -> SafeString:
        """The mark that stands for the part until the page is made."""
        self._parts.append(part)
        return mark_safe(f"<!--{self._token}-{len(self._parts) - 1}-->")  # noqa: S308 - nothing but the mark

    def into(self, page: str) -> bytes:
        """The page with every part in its place."""
        pieces = re.split(rf"<!--{self._token}-(\d+)-->", page)
        return b"".join(self._filled(pieces))

    def _filled(self, pieces: Iterable[str]) -> Iterable[bytes]:
        """Text and the numbers of parts stand by turns."""
        for turn, piece in enumerate(pieces):
            yield self._parts[int(piece)] if turn % 2 else piece.encode()


def render_with_parts(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page whose template may hand large parts to ``large_parts``."""
    parts = LargeParts()
    page = render_to_string(template, {**context, KEY: parts}, request)
    return HttpResponse(parts.into(page))
