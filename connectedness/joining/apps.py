from importlib import import_module

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "connectedness.joining"
    verbose_name = "Invitations"

    def ready(self) -> None:
        """Hear when somebody's access ends."""
        import_module("connectedness.joining.services.ending")
