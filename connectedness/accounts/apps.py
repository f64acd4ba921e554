from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "connectedness.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Every way of signing in, those of libraries too, starts the session's clock."""
        from connectedness.accounts.sessions import begin  # noqa: PLC0415  # needs all apps

        user_logged_in.connect(begin, dispatch_uid="session_begins")
