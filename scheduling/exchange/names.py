"""Matching names as people write them, without guessing.

A match is certain only if exactly one person of the roster fits; everything else is listed for a person to decide.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

CLOSE_ENOUGH = 0.8


class Confidence(StrEnum):
    """How sure a match is."""

    MATCHED = "matched"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a label may mean: one name if matched, those possible if doubtful, none if unknown."""

    label: str
    confidence: Confidence
    candidates: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The name, if it is certain."""
        return self.candidates[0] if self.confidence is Confidence.MATCHED else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name in comparable pieces."""

    name: str
    key: str
    given: tuple[str, ...]
    family: tuple[str, ...]


def name_key(name: str) -> str:
    """What two spellings of a name share: case, blanks and compatibility forms do not count, accents do."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def nearest(name: str, among: Iterable[str]) -> str | None:
    """The name most like a misspelt one, if any is like it at all."""
    by_key = {_without_accents(name_key(other)): other for other in among}
    close = get_close_matches(_without_accents(name_key(name)), by_key, n=1, cutoff=CLOSE_ENOUGH)
    return by_key[close[0]] if close else None


def match_labels(labels: Iterable[str], roster_names: Iterable[str]) -> list[NameMatch]:
    """One match per label, in their order.

    Labels are full names, or first names that may carry the initial of the family name (``Ulrike Q``); roster names
    are ``Family, Given`` or ``Given Family``. A label is matched only if it fits exactly one name and no other label
    claims the same name; what merely looks alike is doubtful.
    """
    roster = [_parts(name) for name in dict.fromkeys(roster_names)]
    wanted = list(labels)
    matches = [_match(label, roster) for label in wanted]
    claims: dict[str, int] = {}
    for match in matches:
        if match.name is not None:
            claims[match.name] = claims.get(match.name, 0) + 1
    return [_doubt_shared(match, claims) for match in matches]


def _doubt_shared(match: NameMatch, claims: Mapping[str, int]) -> NameMatch:
    if match.name is not None and claims[match.name] > 1:
        return NameMatch(match.label, Confidence.DOUBTFUL, match.candidates)
    return match


def _match(label: str, roster: list[_Parts]) -> NameMatch:
    exact = [person.name for person in roster if person.key == name_key(label)]
    fitting = exact or [person.name for person in roster if _fits(label, person)]
    if len(fitting) == 1:
        return NameMatch(label, Confidence.MATCHED, tuple(fitting))
    if fitting:
        return NameMatch(label, Confidence.DOUBTFUL, tuple(fitting))
    alike = [person.name for person in roster if _is_like(label, person)]
    return NameMatch(label, Confidence.DOUBTFUL if alike else Confidence.UNKNOWN, tuple(alike))


def _fits(label: str, person: _Parts) -> bool:
    """Given names as on the roster, then nothing, the family name, or as many of its letters as are written."""
    words = _words(label)
    if "," in label:
        turned = _parts(label)
        return turned.given == person.given and turned.family == person.family
    for count in range(len(words), 0, -1):
        if words[:count] in {person.given, person.given[:1]}:
            rest = " ".join(words[count:])
            return " ".join(person.family).startswith(rest)
    return False


def _is_like(label: str, person: _Parts) -> bool:
    """A given name that is the same or nearly so, whatever follows."""
    words = _words(label)
    return bool(words) and bool(get_close_matches(words[0], person.given, n=1, cutoff=CLOSE_ENOUGH))


def _parts(name: str) -> _Parts:
    family, comma, given = name.partition(",")
    if comma:
        return _Parts(name, name_key(name), _words(given), _words(family))
    words = _words(name)
    return _Parts(name, name_key(name), words[:1], words[1:])


def _words(text: str) -> tuple[str, ...]:
    """Words without case, accents and full stops: labels often lack the accents of the roster."""
    return tuple(re.sub(r"[.,]", " ", _without_accents(name_key(text))).split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
