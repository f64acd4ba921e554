"""``manage.py prune_trail``: remove events older than they are kept. The reaper does it by itself once an hour."""

from typing import Any

from django.core.management.base import BaseCommand

from connectedness.trail.pruning import prune


class Command(BaseCommand):
    """Remove from the trail what is older than ``TRAIL_KEEP_DAYS``."""

    help = "Removes events older than TRAIL_KEEP_DAYS; the reaper does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went."""
        self.stdout.write(f"{prune()} old events removed.")
