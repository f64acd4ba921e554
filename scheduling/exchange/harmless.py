"""Text that a spreadsheet program might take for a formula, made harmless on the way out and restored on the way in.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return is exported with an apostrophe before it. Text that
already looks so exported gets one more, so that any text comes back exactly.
"""

import re

DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
EXPORTED = re.compile(r"'+[=+\-@\t\r\n]")


def made_harmless(text: str) -> str:
    """``=1+1`` becomes ``'=1+1``."""
    return "'" + text if DANGEROUS.match(text) else text


def restored(text: str) -> str:
    """The text as it was before `made_harmless`."""
    return text[1:] if EXPORTED.match(text) else text
