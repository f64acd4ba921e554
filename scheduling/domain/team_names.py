"""Names of teams say nothing about anybody: words and one small number, such as Harbor 2."""

import re

# No room for a filed name, a birthday or a number of a record.
_NEUTRAL = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*(?: \d{1,2})?")


def is_neutral(name: str) -> bool:
    """Whether a name can be that of a team."""
    return _NEUTRAL.fullmatch(name) is not None
