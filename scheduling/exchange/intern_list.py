"""Interns as people paste them from a list or a sheet: a line each, with name, e-mail and PGY in any of the usual separations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.exchange.names import name_key

MOST = 500
LONGEST_NAME = 200
LONGEST_EMAIL = 254
INTERN = 1
_EMAIL = re.compile(r"[^\s,;<>()\"]+@[^\s,;<>()\"]+")
_WHOLE_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PGY = re.compile(r"\bPGY[\s-]*(\d{1,2})\b", re.IGNORECASE)
_EDGES = " \t,;<>()\"'"
_HEADINGS = {"name", "resident", "name email", "name e-mail", "name, email", "name, e-mail"}


@dataclass(frozen=True, slots=True)
class Intern:
    """Somebody who comes in: the name as filed, the address if given, and the class."""

    name: str
    email: str = ""
    pgy: int = INTERN


class ListUnreadable(ValueError):
    """Lines that cannot be taken; ``faults`` names each with what is wrong and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_interns(text: str) -> tuple[Intern, ...]:
    """The interns of a list, in its order. Raises ``ListUnreadable`` with every fault at once."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if _is_content(number, line)]
    if len(lines) > MOST:
        raise ListUnreadable([f"The list has more than {MOST} lines. Check that it is the right one."])
    found = [(number, _intern(line)) for number, line in lines]
    faults = [fault for number, intern in found for fault in _faults(number, intern)]
    faults += _twice(found, "name") + _twice(found, "email")
    if faults:
        raise ListUnreadable(faults)
    return tuple(intern for _, intern in found)


def _is_content(number: int, line: str) -> bool:
    plain = " ".join(re.split(r"[\t;]+", line.strip())).casefold()
    return bool(plain) and not (number == 1 and plain in _HEADINGS)


def _intern(line: str) -> Intern:
    email, pgy = _EMAIL.search(line), _PGY.search(line)
    rest = _PGY.sub(" ", _EMAIL.sub(" ", line))
    words = [" ".join(part.strip(_EDGES).split()) for part in re.split(r"[\t;]", rest.replace("\0", ""))]
    name = re.sub(r"\s*,(\s*,)*\s*", ", ", ", ".join(word for word in words if word)).strip(_EDGES)
    return Intern(name, email[0].strip(_EDGES) if email else "", int(pgy[1]) if pgy else INTERN)


def _faults(number: int, intern: Intern) -> Iterator[str]:
    if not intern.name:
        yield f"Line {number} has no name. Write it as filed: Sandoval, Alma."
    elif "@" in intern.name or len(intern.name) > LONGEST_NAME or not any(map(str.isalpha, intern.name)):
        yield f"Line {number}: “{intern.name[:40]}” is no name. Write one person a line, name first, then e-mail."
    if intern.email and (not _WHOLE_EMAIL.fullmatch(intern.email) or len(intern.email) > LONGEST_EMAIL):
        yield f"Line {number}: “{intern.email[:40]}” is no e-mail address. Correct it or leave it out."
    if intern.pgy < 1:
        yield f"Line {number}: there is no PGY-0. Interns are PGY-1."


def _twice(found: list[tuple[int, Intern]], field: str) -> list[str]:
    first: dict[str, int] = {}
    faults = []
    for number, intern in found:
        value = getattr(intern, field)
        key = name_key(value)
        if key and key in first:
            faults.append(
                f"Line {number}: “{value}” stands in line {first[key]} already. Take one of the two out."
            )
        first.setdefault(key, number)
    return faults
