"""Users and their memberships: a person may hold several roles, in several programs."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from connectedness.accounts.managers import UserManager


class Role(models.TextChoices):
    """What a person is in one program; the site administrator is a user's own flag."""

    COORDINATOR = "coordinator", "Program coordinator"
    CHIEF = "chief", "Chief resident"
    DIRECTOR = "director", "Program director"
    RESIDENT = "resident", "Resident"
    FACULTY = "faculty", "Faculty"
    NURSE = "nurse", "Nurse"


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField("name", max_length=150, help_text="As colleagues say it: Alma Sandoval")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Take away to end access at once; history is kept."
    )
    is_staff = models.BooleanField("site administrator", default=False)
    date_joined = models.DateTimeField("joined", default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "user"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_one_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name: ``AS``."""
        words = str(self).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Membership(models.Model):
    """A role that a user holds in a program."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    program = models.ForeignKey("scheduling.Program", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "program", "role"], name="membership_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} in {self.program}"
