"""What must hold for every answer, whoever gets it and from wherever."""

import re
from collections.abc import Iterator

from django.http.response import HttpResponseBase

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}
UNSAFE = ("unsafe-", " *", "http:", "https:", "data: script")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|<[^>]+\sstyle=|<[^>]+\son\w+=",
    re.IGNORECASE,
)
SCRIPT = re.compile(r"<script\b[^>]*>", re.IGNORECASE)


def text_of(response: HttpResponseBase) -> str:
    """The body; read to its end where it comes piece by piece."""
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    return str(response.content.decode("utf-8", "replace"))  # type: ignore[attr-defined]


def faults(response: HttpResponseBase, text: str) -> Iterator[str]:
    """What is wrong with the headers or the markup of an answer."""
    for name, value in HEADERS.items():
        if value not in response.headers.get(name, "missing"):
            yield f"{name} is {response.headers.get(name, 'missing')}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or any(unsafe in policy for unsafe in UNSAFE):
        yield f"the policy is {policy or 'missing'}"
    if response.headers.get("Content-Type", "").startswith("text/html"):
        if "no-store" not in response.headers.get("Cache-Control", ""):
            yield "a browser may keep the page"
        yield from (f"inline: {found[:80]}" for found in INLINE.findall(text))
