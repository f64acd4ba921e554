"""``manage.py reaper``: see that no run is forgotten, and nothing else that has its time."""

import logging
import signal
import time
from argparse import ArgumentParser
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from coaching.services.pulse.tending import tend_rounds
from coaching.services.reminders import remind_to_meet
from connectedness.trail.pruning import prune
from scheduling.services.forgetting import forget_old_drafts, forget_old_steps
from scheduling.services.glass import tell_owners
from scheduling.services.leaving import end_access_of_those_who_left
from scheduling.services.marks import forget_old_marks
from scheduling.services.notices.relay import relay_notices
from scheduling.services.reaping import tend_runs, tend_workers
from scheduling.services.team_telling import tell_of_those_who_left

EVERY_SECONDS = 3.0
SILENT_SECONDS = 60.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Take over lost runs, send unsent ones and mail notices, ask the workers for a sign of life, end leavers' access."""

    help = (
        "Looks after runs whose worker or message was lost, opens and closes the pulse, reminds people to meet, and mails "
        "notices. Runs until it is told to end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once`` for a single round."""
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Go round until told to end; a database that is away is waited for."""
        if once:
            _round(ask_workers=True)
            return
        told_to_end = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told_to_end.set())
        ask_at = 0.0
        while not told_to_end.is_set():
            ask = time.monotonic() >= ask_at
            if _round(ask_workers=ask) and ask:
                ask_at = time.monotonic() + settings.CANARY_SECONDS
            _mark().touch()
            told_to_end.wait(EVERY_SECONDS)


def was_seen() -> bool:
    """Whether a reaper of this machine went round within the last minute."""
    return _mark().exists() and time.time() - _mark().stat().st_mtime < SILENT_SECONDS


def _mark() -> Path:
    return Path(settings.VAR_DIR) / "reaper-seen"


def _round(*, ask_workers: bool) -> bool:
    try:
        tend_runs()
        tend_rounds()
        relay_notices()
        if ask_workers:
            tend_workers()
            tell_owners()
            prune()
            forget_old_steps()
            forget_old_drafts()
            forget_old_marks()
            end_access_of_those_who_left()
            tell_of_those_who_left()
            remind_to_meet()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database cannot be reached: %s", error)
        connection.close()
        return False
    return True
