"""Who looks after the installation."""

from django.core.exceptions import ValidationError
from django.db import transaction

from connectedness.accounts.models import User
from connectedness.joining.services.accepting import know_address
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record


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
