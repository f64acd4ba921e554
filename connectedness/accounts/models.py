"""Users and their memberships: a person may hold several roles, in several programs."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from connectedness.accounts.managers import UserManager
from connectedness.accounts.names import refuse_reserved


class Role(models.TextChoices):
    """What a person is in one program; the site administrator is a user's own flag."""

    COORDINATOR = "coordinator", "Program coordinator"
    CHIEF = "chief", "Chief resident"
    DIRECTOR = "director", "Program director"
    RESIDENT = "resident", "Resident"
    FACULTY = "faculty", "Faculty"
    NURSE = "nurse", "Nurse"


MANAGERS = (Role.COORDINATOR, Role.CHIEF)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField("name", max_length=150, help_text="As colleagues say it: Alma Sandoval")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Take away to end access at once; history is kept."
    )
    is_staff = models.BooleanField("site administrator", default=False)
    date_joined = models.DateTimeField("joined", default=timezone.now)
    sign_outs = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often all sessions were ended; a session of before is over."
    )

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "user"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_one_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """An address in small letters, a name that is a person's."""
        super().clean()
        self.email = self.email.strip().lower()
        try:
            refuse_reserved(self.name)
        except ValidationError as error:
            raise ValidationError({"name": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever may not sign in any more is signed out everywhere, also if they may again one day."""
        self.email = self.email.strip().lower()
        if not self.is_active:
            self.sign_outs += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "sign_outs"}
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must know to count: it changes with the password, and when all sessions are ended."""
        counts = f"{self.password}{self.sign_outs or ''}"
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, counts, secret=secret, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name: ``AS``."""
        words = str(self).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Roles that people hold and held."""

    def current(self) -> "MembershipQuerySet":
        """Held now, by somebody who may sign in."""
        return self.filter(ended_at__isnull=True, user__is_active=True)


class Membership(models.Model):
    """A role that a user holds in a program, or held until ``ended_at``; rows stay as history."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    program = models.ForeignKey("scheduling.Program", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    chosen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "program", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("joined_at")),
                name="membership_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} in {self.program}"
