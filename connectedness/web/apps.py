from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "connectedness.web"
    verbose_name = "Web"
