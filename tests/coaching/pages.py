"""Reading pages as people do: their words, without tags."""

import re
from html import unescape

_NOT_SEEN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    """The words of a page on one line."""
    return " ".join(unescape(_TAG.sub(" ", _NOT_SEEN.sub(" ", html))).split())


def section(html: str, begins: str, ends: str) -> str:
    """The words between two stretches of the page."""
    text = words(html)
    start = text.index(begins)
    return text[start : text.index(ends, start)]
