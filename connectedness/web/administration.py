from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's own administration, without what the libraries would show there and nobody may read."""

    def ready(self) -> None:
        """After the libraries' pages are there."""
        super().ready()
        from connectedness.web.administration_pages import tidy  # noqa: PLC0415  # it has models, ready by now

        tidy()
