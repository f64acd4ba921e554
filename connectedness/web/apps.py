from django.apps import AppConfig

from connectedness.web.masking import mask_secret_addresses


class WebConfig(AppConfig):
    name = "connectedness.web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Before the first request is written to a log."""
        mask_secret_addresses()
