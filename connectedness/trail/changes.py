"""Changes of settings and people, one row at a time: auditlog finds what a save changes, the trail keeps it.

Which models and fields are looked at, and which are masked, is said in the settings. Imports write many rows at once
and leave one event of their own instead (docs/decisions/0006-one-trail.md).
"""

from typing import Any

from auditlog.diff import model_instance_diff
from auditlog.models import LogEntry
from auditlog.signals import pre_log
from django.db.models import Model

from connectedness.trail.kinds import EventKind
from connectedness.trail.origin import current_actor
from connectedness.trail.recording import record

_KINDS = {
    "user": EventKind.ACCOUNT_CHANGED,
    "resident": EventKind.PERSON_CHANGED,
    "faculty": EventKind.PERSON_CHANGED,
}


def listen() -> None:
    """Connect once, when the app is ready."""
    pre_log.connect(_note, dispatch_uid="trail")


def masked(_value: str) -> str:
    """What stands in place of an address or a telephone number: that it changed, not to what."""
    return "•••"


def _note(*, sender: type[Model], instance: Any, action: int, **_: Any) -> bool:
    """False, so that auditlog keeps no copy of its own, which anybody with the database could change."""
    if action == LogEntry.Action.DELETE:
        _record(instance, {})
    elif action == LogEntry.Action.UPDATE:
        before = sender._default_manager.filter(pk=instance.pk).first()
        if before is not None and (changes := model_instance_diff(before, instance)):
            _record(before, changes)
    return False


def _record(instance: Any, changes: dict[str, tuple[str, str]]) -> None:
    meta = instance._meta
    is_program = meta.label == "scheduling.Program"
    verb = "" if changes else ", removed"
    record(
        kind=_KINDS.get(meta.model_name, EventKind.SETTINGS_CHANGED),
        actor=current_actor(),
        subject=f"{meta.verbose_name.capitalize()} {instance}{verb}",
        program_id=instance.pk if is_program else getattr(instance, "program_id", None),
        about=instance if meta.model_name == "user" else getattr(instance, "user", None),
        before={name: old for name, (old, _) in changes.items()},
        after={name: new for name, (_, new) in changes.items()},
    )
