from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "connectedness.accounts"
    verbose_name = "Accounts"
