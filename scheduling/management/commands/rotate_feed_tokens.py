"""``manage.py rotate_feed_tokens``: new addresses for calendar feeds, when the old ones got into other hands."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connectedness.accounts.models import Membership, User
from scheduling.models import CalendarFeed, Program
from scheduling.services.feed_rotation import rotate_feeds, tell_owners


class Command(BaseCommand):
    """Every feed of the installation, of a program or of one person gets a new address; the old ones stop at once."""

    help = "Gives calendar feeds new addresses. The old ones stop working at once; owners are told by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Why, and whose."""
        parser.add_argument("--reason", required=True, help="kept in the trail: why this was done")
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--program", help="only feeds of this program's people, by its name")
        whose.add_argument("--user", help="only the feed of this e-mail address")
        parser.add_argument("--no-mail", action="store_true", help="tell nobody")

    def handle(self, *args: Any, reason: str, no_mail: bool, **options: Any) -> None:
        """Rotate, tell, and say how many."""
        if not reason.strip():
            raise CommandError("Say why with --reason: it is kept in the trail.")
        renewed = rotate_feeds(feeds=list(_feeds(options["program"], options["user"])), reason=reason)
        told = 0 if no_mail else tell_owners(feeds=renewed)
        self.stdout.write(
            f"Feeds with a new address: {len(renewed)}; their old ones work no more. Owners told by mail: {told}."
        )
        if not no_mail and told < len(renewed):
            raise CommandError(
                "Some mail was not taken; try manage.py send_test_mail. The new addresses hold."
            )


def _feeds(program: str | None, user: str | None) -> Any:
    feeds = CalendarFeed.objects.live().select_related("user")
    if program is not None:
        found = Program.objects.filter(name=program).first()
        if found is None:
            raise CommandError(f"There is no program “{program}”.")
        return feeds.filter(user__in=Membership.objects.filter(program=found).values("user"))
    if user is not None:
        owner = User.objects.filter(email__iexact=user).first()
        if owner is None:
            raise CommandError(f"There is no account with the address {user}.")
        return feeds.filter(user=owner)
    return feeds
