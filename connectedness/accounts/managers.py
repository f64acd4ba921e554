"""How users are made: an e-mail address is the name."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from connectedness.accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    """Users, many at a time."""

    def update(self, **values: Any) -> int:
        """Whoever may not sign in any more is signed out everywhere, for good."""
        if values.get("is_active") is False:
            values["sign_outs"] = models.F("sign_outs") + 1
        return super().update(**values)


class UserManager(BaseUserManager["User"]):
    """Makes users who sign in with an e-mail address, compared without case."""

    use_in_migrations = True

    def get_queryset(self) -> UserQuerySet:
        """With the verbs of users."""
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make and save a user; without a password they sign in by e-mailed code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a site administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail address in any case, as people type it."""
        return self.get(email__iexact=username)
