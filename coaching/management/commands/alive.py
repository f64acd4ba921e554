"""``manage.py alive worker|reaper``: tell a supervisor whether this machine's worker or reaper does its work."""

import socket
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coaching.management.commands import reaper
from scheduling.models import WorkerHeartbeat


class Command(BaseCommand):
    """Exit status 0 if the part showed itself lately, 1 if not."""

    help = "Say whether the worker or the reaper of this machine does its work."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which part."""
        parser.add_argument("part", choices=["worker", "reaper"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        """Look at the last sign of life."""
        seen = _worker_is_seen() if part == "worker" else reaper.was_seen()
        if not seen:
            raise CommandError(f"The {part} of this machine has not shown itself lately.")
        self.stdout.write(f"The {part} is at work.")


def _worker_is_seen() -> bool:
    since = timezone.now() - timedelta(seconds=settings.WORKER_SILENT_SECONDS)
    return WorkerHeartbeat.objects.filter(worker=socket.gethostname(), seen_at__gte=since).exists()
