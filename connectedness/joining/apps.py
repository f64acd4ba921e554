from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "connectedness.joining"
    verbose_name = "Invitations"
