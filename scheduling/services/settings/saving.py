"""Saving a change of settings: all of it or nothing, never over what somebody else did, and the last one taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.wording import counted
from scheduling.models import DataArea, DataEdit, Program
from scheduling.services.data_edits import (
    EditLog,
    StepRefused,
    edit_of_request,
    lock_data,
    record_edit,
    redo_last,
    undo_last,
)
from scheduling.services.renewing import renew_program
from scheduling.services.settings.rooms import SessionInUse
from scheduling.services.settings.rows import SettingRows, Values

SHOWN_IN_TRAIL = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that changes, in words."""

    key: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A setting that somebody else changed since the page was opened: its value then, theirs and one's own."""

    name: str
    seen: str
    theirs: str
    own: str

    def __str__(self) -> str:
        return (
            f"{self.name} was {self.seen} when you opened the page. Somebody set it to {self.theirs} since; "
            f"you wrote {self.own}."
        )


class StaleSettings(Exception):
    """Nothing was saved: others were here first; ``clashes`` has both values of each setting."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(" ".join(map(str, clashes)))
        self.clashes = clashes


class SettingsRefused(Exception):
    """Nothing was saved; the message says why and what to do."""


def settings_log(program: Program, actor: User) -> EditLog:
    """One person's changes of a program's settings."""
    return EditLog(program, None, DataArea.SETTINGS, actor)


def changing(seen: Values, wanted: Values) -> dict[str, Any]:
    """The settings that are wanted otherwise than they were seen."""
    return {key: value for key, value in wanted.items() if value != seen.get(key)}


def changes(program: Program, before: Values, after: Values) -> list[Change]:
    """What changes, in words."""
    rows = SettingRows(program)
    return [
        Change(key, rows.named(key), rows.said(key, before.get(key)), rows.said(key, value))
        for key, value in after.items()
    ]


def clashes(program: Program, seen: Values, wanted: Values) -> list[Clash]:
    """Of what changes, that which somebody else changed to something else since."""
    rows = SettingRows(program)
    held = rows.held(wanted)
    stale = [key for key, value in wanted.items() if held.get(key) not in (seen.get(key), value)]
    return [_clash(rows, key, seen, held, wanted) for key in stale]


@transaction.atomic
def save_settings(
    *, log: EditLog, seen: Values, wanted: Values, about: str, request_key: UUID | None = None
) -> DataEdit | None:
    """Save those settings of ``wanted`` that differ from what was ``seen``; None where nothing changes.

    ``about`` says which settings they are. Raises ``StaleSettings`` and ``SettingsRefused``.
    """
    lock_data(log.program)
    done = edit_of_request(log.program, request_key)
    if done is not None:
        return done
    after = changing(seen, wanted)
    found = clashes(log.program, seen, after)
    if found:
        raise StaleSettings(found)
    rows = SettingRows(log.program)
    held = rows.held(after)
    after = {key: value for key, value in after.items() if held.get(key) != value}
    if not after:
        return None
    before = {key: held[key] for key in after}
    label = _label(rows, about, before, after)
    _put(rows, after)
    _conclude(log, rows, label, before, after)
    return record_edit(log, label=label, before=before, after=after, request_key=request_key)


@transaction.atomic
def undo_settings(*, log: EditLog, expected: int) -> DataEdit | None:
    """Take one's last change back; raises ``StepRefused``."""
    return _turn(log, expected, back=True)


@transaction.atomic
def redo_settings(*, log: EditLog, expected: int) -> DataEdit | None:
    """Make the change again that was taken back last; raises ``StepRefused``."""
    return _turn(log, expected, back=False)


def _turn(log: EditLog, expected: int, *, back: bool) -> DataEdit | None:
    rows = SettingRows(log.program)
    try:
        with transaction.atomic():
            step = (undo_last if back else redo_last)(log, rows, expected=expected)
    except (IntegrityError, SessionInUse) as fault:
        raise StepRefused(
            "This does not fit the other settings any more, so nothing was changed. Change the setting itself."
        ) from fault
    if step is not None:
        before, after = (step.after, step.before) if back else (step.before, step.after)
        _conclude(log, rows, f"{'Undone' if back else 'Redone'}: {step.label}", before, after)
    return step


def _put(rows: SettingRows, values: Values) -> None:
    try:
        with transaction.atomic():
            rows.put(values)
    except SessionInUse as fault:
        raise SettingsRefused(str(fault)) from fault
    except IntegrityError as fault:
        raise SettingsRefused(
            "This does not fit what somebody else saved since. Reload the page and look at it again."
        ) from fault


def _clash(rows: SettingRows, key: str, seen: Values, held: Values, wanted: Values) -> Clash:
    if key not in held:
        return Clash("A setting", "there", "gone", rows.said(key, wanted[key]))
    said = (rows.said(key, values.get(key)) for values in (seen, held, wanted))
    return Clash(rows.named(key), *said)


def _label(rows: SettingRows, about: str, before: Values, after: Values) -> str:
    if len(after) > 1:
        return f"{about}: {counted(len(after), 'setting')}"
    key, value = next(iter(after.items()))
    return f"{rows.named(key)}: {rows.said(key, before[key])} → {rows.said(key, value)}"


def _conclude(log: EditLog, rows: SettingRows, label: str, before: Values, after: Values) -> None:
    """Drafts follow, and the trail is told."""
    renew_program(log.program)
    record(
        program_id=log.program.pk,
        actor=log.actor,
        kind=EventKind.SETTINGS_CHANGED,
        subject=label,
        before=_in_words(rows, before),
        after=_in_words(rows, after) | {"settings": len(after)},
    )


def _in_words(rows: SettingRows, values: Mapping[str, Any]) -> dict[str, str]:
    shown: Iterable[str] = list(values)[:SHOWN_IN_TRAIL]
    return {rows.named(key): rows.said(key, values[key]) for key in shown}
