"""Notices: what somebody is told, and the letters that carry it.

A notice is written in the transaction whose change it tells of, so that both are there or neither. Letters are made and
sent afterwards by the relay.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.telling import Choice, Delivery
from scheduling.models.people import Faculty, Resident
from scheduling.models.programs import Program
from scheduling.models.schedules import Schedule

KIND_CHOICES = [
    (NoticeKind.OWN_HALF_DAYS.value, "Own half-days"),
    (NoticeKind.PANEL_HALF_DAYS.value, "Half-days of the panel"),
    (NoticeKind.MEETING.value, "Coaching meeting"),
    (NoticeKind.REQUEST.value, "Request"),
    (NoticeKind.PULSE.value, "Pulse"),
    (NoticeKind.TEAM.value, "Team"),
]
DELIVERY_CHOICES = [
    (Delivery.AT_ONCE.value, "At once"),
    (Delivery.DIGEST.value, "Daily digest"),
    (Delivery.NO_MAIL.value, "No mail: calendar feed and this page only"),
]
LAST_HOUR = 23


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters, by whether they may leave."""

    def due(self, now: datetime) -> "LetterQuerySet":
        """Those that are to be sent and that no relay holds."""
        free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now)
        return self.filter(free, sent_at__isnull=True, try_at__lte=now)


class Letter(models.Model):
    """One mail to one person, with one notice or a day's. Its ``key`` is in its Message-ID at every try."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="letters")
    made_at = models.DateTimeField(default=timezone.now)
    try_at = models.DateTimeField(default=timezone.now, help_text="Not to be tried before.")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Until when a relay is sending it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True, help_text="What the mail server said last.")

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["try_at"], condition=models.Q(sent_at__isnull=True), name="letter_to_be_sent"
            )
        ]

    def __str__(self) -> str:
        return f"Letter {self.key}"


class Notice(models.Model):
    """Something that one person is told. Who is a resident or faculty may get a user later, and reads it then."""

    key = models.CharField(max_length=80, unique=True, help_text="Names what it tells of: told once.")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=32, choices=KIND_CHOICES)
    schedule = models.ForeignKey(
        Schedule, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    data = models.JSONField(default=dict, help_text="The half-days; never a reason for absence.")
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True, help_text="When to mail it; empty: by no mail.")
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, resident__isnull=True, faculty__isnull=True)
                | models.Q(user__isnull=True, resident__isnull=False, faculty__isnull=True)
                | models.Q(user__isnull=True, resident__isnull=True, faculty__isnull=False),
                name="notice_is_to_one_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(letter__isnull=True, due_at__isnull=False),
                name="notice_to_be_mailed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.person}"

    @property
    def person(self) -> Resident | Faculty | None:
        """The row of the roster that is told; None where it is a user without one."""
        return self.resident or self.faculty


class NoticeChoice(models.Model):
    """How a user wants to be told in one program."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="notice_choices")
    delivery = models.CharField(max_length=8, choices=DELIVERY_CHOICES)
    digest_hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(LAST_HOUR)])
    quiet_from = models.PositiveSmallIntegerField(default=21, validators=[MaxValueValidator(LAST_HOUR)])
    quiet_until = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(LAST_HOUR)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "program"], name="notice_choice_once_a_program"),
            models.CheckConstraint(
                condition=models.Q(
                    digest_hour__lte=LAST_HOUR, quiet_from__lte=LAST_HOUR, quiet_until__lte=LAST_HOUR
                ),
                name="notice_choice_names_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.program}: {self.get_delivery_display()}"

    @property
    def choice(self) -> Choice:
        """The same, for reckoning."""
        return Choice(Delivery(self.delivery), self.digest_hour, self.quiet_from, self.quiet_until)
