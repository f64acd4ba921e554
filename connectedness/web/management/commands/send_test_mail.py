"""``manage.py send_test_mail ADDRESS``: whether mail goes out as ``EMAIL_URL`` says."""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email


class Command(BaseCommand):
    """Sends one message and says by which way it went."""

    help = "Sends a test message, to see whether EMAIL_URL is right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom to write to."""
        parser.add_argument("address", help="where the message should arrive")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        """Send it; whatever the mail server says against it is the error."""
        try:
            validate_email(address)
            send_mail(
                "Test message of Connectedness",
                "This installation can send mail: sign-in codes and invitations arrive like this message.\n",
                settings.DEFAULT_FROM_EMAIL,
                [address],
            )
        except ValidationError as error:
            raise CommandError(f"“{address}” is not an e-mail address.") from error
        except (OSError, SMTPException) as error:
            raise CommandError(
                f"The mail was not taken: {error}. Look at EMAIL_URL (server {settings.EMAIL_HOST}, "
                f"port {settings.EMAIL_PORT}) and DEFAULT_FROM_EMAIL ({settings.DEFAULT_FROM_EMAIL})."
            ) from error
        self.stdout.write(f"Sent to {address}, as {settings.DEFAULT_FROM_EMAIL}, {_way()}.")


def _way() -> str:
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return f"by {settings.EMAIL_HOST}:{settings.EMAIL_PORT}. It can take a minute to arrive"
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return f"into a file in {settings.VAR_DIR}: without EMAIL_URL nobody receives mail"
    return f"by {settings.EMAIL_BACKEND}"
