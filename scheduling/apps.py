from django.apps import AppConfig
from django.db.models.signals import post_migrate

from scheduling.marks import renew_marking
from scheduling.ties import renew_triggers


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = "Scheduling"

    def ready(self) -> None:
        """Look after the SQLite triggers whenever tables may have been rebuilt."""
        post_migrate.connect(renew_triggers, sender=self)
        post_migrate.connect(renew_marking, sender=self)
