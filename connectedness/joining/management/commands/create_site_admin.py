"""``manage.py create_site_admin ADDRESS``: the first account of an installation, or one more of its kind."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from connectedness.accounts.models import User
from connectedness.joining.services.administrating import make_site_administrator


class Command(BaseCommand):
    """Makes a site administrator, out of an account that is there or a new one."""

    help = "Makes a site administrator. A new one sets a password here, or signs in with mailed codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and whether with a password."""
        parser.add_argument("address", help="the e-mail address to sign in with")
        parser.add_argument("--name", default="", help="as colleagues say it; needed for a new account")
        parser.add_argument("--no-password", action="store_true", help="sign in with mailed codes alone")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, address: str, name: str, **options: Any) -> None:
        """Make them, and say what was done."""
        is_new = not User.objects.filter(email__iexact=address.strip()).exists()
        try:
            password = self._password(**options) if is_new else ""
            user = make_site_administrator(email=address, name=name, password=password or None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        how = "with the password" if password else "with codes by mail" if is_new else "as before"
        done = (
            "is a new account and site administrator"
            if is_new
            else "has an account and is now site administrator"
        )
        self.stdout.write(f"{user} ({user.email}) {done}. They sign in {how}.")

    def _password(self, *, no_password: bool, password_stdin: bool, **_: Any) -> str:
        if no_password:
            return ""
        if password_stdin:
            password = sys.stdin.readline().rstrip("\n")
        else:
            password = getpass.getpass("Password (at least 12 characters): ")
            if getpass.getpass("Once more: ") != password:
                raise CommandError("The two were not the same. Nothing was made.")
        validate_password(password)
        return password
