"""Invitations: a role offered to an e-mail address, until it is accepted, withdrawn or too old."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils import timezone

from connectedness.accounts.models import Role, User
from scheduling.models import Faculty, Program, Resident

OPEN = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


class InvitationState(models.TextChoices):
    """What an invitation is worth now."""

    OPEN = "open", "Waiting"
    EXPIRED = "expired", "Expired"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


def _signer() -> Signer:
    return Signer(sep=".", salt="joining.invitation")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, and which of them an address opens."""

    def opened_by(self, token: str) -> "InvitationQuerySet":
        """The one with that token, whatever became of it; none for a token that is not ours."""
        try:
            return self.filter(nonce=_signer().unsign(token))
        except BadSignature:
            return self.none()

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; those that are too old as well, since they can be sent again."""
        return self.filter(OPEN)

    def acceptable(self) -> "InvitationQuerySet":
        """Those that let somebody in now."""
        return self.pending().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """One role offered. Its address is signed from the nonce, so that the database alone does not give it away."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role)
    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=150, blank=True)
    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    nonce = models.CharField(max_length=43, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "role", "email"], condition=OPEN, name="invitation_open_once"
            ),
            models.UniqueConstraint(
                fields=["resident"], condition=OPEN, name="invitation_open_once_for_a_resident"
            ),
            models.UniqueConstraint(
                fields=["faculty"], condition=OPEN, name="invitation_open_once_for_a_faculty_member"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=(Q(resident__isnull=True) | Q(role=Role.RESIDENT))
                & (Q(faculty__isnull=True) | Q(role=Role.FACULTY)),
                name="invitation_fits_the_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.email}"

    @property
    def token(self) -> str:
        """The secret part of the address: the nonce, signed with the installation's key."""
        return _signer().sign(self.nonce)

    @property
    def state(self) -> InvitationState:
        """What it is worth now."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED

    @property
    def person(self) -> Resident | Faculty | None:
        """The row of the roster that will be theirs."""
        return self.resident or self.faculty
