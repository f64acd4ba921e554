from django.apps import AppConfig


class SsoConfig(AppConfig):
    name = "connectedness.sso"
    verbose_name = "Single sign-on"

    def ready(self) -> None:
        """The library says by a signal alone that a hospital account was linked."""
        from connectedness.sso import linking  # noqa: PLC0415  # needs all apps

        linking.listen()
