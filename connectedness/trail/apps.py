from django.apps import AppConfig
from django.db.models.signals import post_migrate

from connectedness.trail.guards import renew_guards


class TrailConfig(AppConfig):
    name = "connectedness.trail"
    verbose_name = "Trail"

    def ready(self) -> None:
        """Listen to sign-ins and changes, and look after the triggers whenever tables may have been rebuilt."""
        from connectedness.trail import changes, sign_ins  # noqa: PLC0415  # their libraries have models

        sign_ins.listen()
        changes.listen()
        post_migrate.connect(renew_guards, sender=self)
