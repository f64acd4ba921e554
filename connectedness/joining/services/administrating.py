"""Who looks after the installation, and what they do to the accounts of others."""

import logging
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from connectedness.accounts.models import User
from connectedness.accounts.sessions import end_sessions
from connectedness.joining.services.accepting import know_address
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record

logger = logging.getLogger(__name__)


@transaction.atomic
def make_site_administrator(*, email: str, name: str, password: str | None) -> User:
    """Give an account the installation; a new one is opened for it. Raises ``ValidationError``."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        if not name:
            raise ValidationError("A new account needs a name: --name 'Ada Minh'.")
        user = User.objects.create_user(email, password, name=name)
        record(kind=EventKind.ACCOUNT_OPENED, actor=None, about=user, subject=str(user))
    if not user.is_active:
        raise ValidationError(f"The account of {email} is closed. Open it again in the administration first.")
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    know_address(user=user)
    record(kind=EventKind.ROLE_GIVEN, actor=None, about=user, subject=f"{user}: Site administrator")
    return user


@transaction.atomic
def take_over_address(*, user: User) -> None:
    """The account has another address: the old one opens nothing any more, and whoever came in by it is out."""
    know_address(user=user)
    end_sessions(user)


def tell_of_password(*, user: User, actor: User | None) -> None:
    """Mail the account's owner that somebody else set a password; a mail server that is away stops nothing."""
    words = render_to_string("joining/password_set.txt", {"user": user, "actor": actor})
    try:
        send_mail("Your password was changed", words, None, [user.email])
    except (SMTPException, OSError) as error:
        logger.warning("The owner of an account could not be told of a new password: %s", error)


@transaction.atomic
def note_site_administration(*, user: User, actor: User, is_given: bool) -> None:
    """More power is noted; less ends the sessions too."""
    kind = EventKind.ROLE_GIVEN if is_given else EventKind.ROLE_TAKEN
    record(kind=kind, actor=actor, about=user, subject=f"{user}: Site administrator")
    if not is_given:
        end_sessions(user)
