"""Settings by key, each key ``kind/name``; a value is what JSON holds.

The kinds are listed here like a contents page. Forms give and take values by key, steps keep them by key.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from scheduling.models import Program
from scheduling.services.settings.days import HolidayRows, TeachingRows
from scheduling.services.settings.fields import ProgramFields, RotationFields, SiteFields
from scheduling.services.settings.rooms import RoomRows
from scheduling.services.settings.rules import RuleRows
from scheduling.services.settings.targets import TargetRows

Values = Mapping[str, Any]


class Kind(Protocol):
    """One kind of settings of a program; names are the keys without the kind."""

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """The values as the database has them; what cannot be any more is left out."""

    def put(self, values: Values) -> None:
        """Make them so."""

    def named(self, name: str) -> str:
        """What people call it."""

    def said(self, name: str, value: Any) -> str:
        """A value in words."""


class SettingRows:
    """All settings of one program by key."""

    def __init__(self, program: Program) -> None:
        self._kinds: dict[str, Kind] = {
            "program": ProgramFields(program),
            "rotation": RotationFields(program),
            "rule": RuleRows(program),
            "site": SiteFields(program),
            "rooms": RoomRows(program),
            "target": TargetRows(program),
            "holiday": HolidayRows(program),
            "teaching": TeachingRows(program),
        }

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values as the database has them now; a row that cannot be any more is left out."""
        found: dict[str, Any] = {}
        for kind, names in _by_kind(keys).items():
            found |= {f"{kind}/{name}": value for name, value in self._kinds[kind].held(names).items()}
        return found

    def put(self, values: Values) -> None:
        """Make the settings so."""
        for kind, names in _by_kind(values).items():
            self._kinds[kind].put({name: values[f"{kind}/{name}"] for name in names})

    def named(self, key: str) -> str:
        """A setting in words: ``Longest gap in weeks``."""
        kind, name = _parts(key)
        return self._kinds[kind].named(name)

    def said(self, key: str, value: Any) -> str:
        """A value in words: ``any half-day``."""
        kind, name = _parts(key)
        return self._kinds[kind].said(name, value)


def _by_kind(keys: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, name = _parts(key)
        found[kind].append(name)
    return found


def _parts(key: str) -> tuple[str, str]:
    kind, _, name = key.partition("/")
    return kind, name
