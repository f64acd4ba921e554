"""Requests: leave that somebody asks for, and half-days that two residents want to exchange."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from scheduling.domain.wording import counted, dates_words
from scheduling.models.calendar import PERIOD_CHOICES, AcademicYear
from scheduling.models.editing import ScheduleEdit
from scheduling.models.people import Faculty, Resident
from scheduling.models.sessions import Session


class LeaveKind(models.TextChoices):
    """What leave is for, in a word. The stored words are only ever added to."""

    VACATION = "vacation", "Vacation"
    CONFERENCE = "conference", "Conference or course"
    INTERVIEW = "interview", "Interview or examination"
    FAMILY = "family", "Family"
    HEALTH = "health", "Health"
    OTHER = "other", "Other"


class LeaveState(models.TextChoices):
    """How far a request for leave is. One that still waits after its first day has expired."""

    ASKED = "asked", "Waits for an answer"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class LeaveRequest(models.Model):
    """Somebody asks to be away. ``edition`` rises with every step; a step names the edition it saw."""

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Sending twice asks once."
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="leave_requests")
    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="leave_requests"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="leave_requests"
    )
    first_date = models.DateField()
    last_date = models.DateField()
    period = models.CharField(
        max_length=3, choices=PERIOD_CHOICES, blank=True, help_text="Blank: the whole day."
    )
    kind = models.CharField(max_length=10, choices=LeaveKind)
    reason = models.CharField(
        max_length=90, blank=True, help_text="Read by who asks and by those who build the schedule."
    )
    cost = models.CharField(max_length=200, blank=True, help_text="What it came to when it was sent.")
    state = models.CharField(max_length=9, choices=LeaveState, default=LeaveState.ASKED)
    edition = models.PositiveIntegerField(default=1)
    answer = models.CharField(max_length=200, blank=True, help_text="Why it was declined.")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["first_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, faculty__isnull=True)
                | models.Q(resident__isnull=True, faculty__isnull=False),
                name="leave_request_is_of_one_person",
            ),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")),
                name="leave_request_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.when}"

    @property
    def person(self) -> Resident | Faculty:
        """Who asks."""
        person = self.resident or self.faculty
        assert person is not None  # the database says that it is of one person
        return person

    @property
    def when(self) -> str:
        """``Mon 2 Mar to Fri 6 Mar``."""
        return dates_words(self.first_date, self.last_date, self.period)

    @property
    def why(self) -> str:
        """``Conference or course: speaks there``; for those who may read reasons."""
        return f"{self.get_kind_display()}: {self.reason}" if self.reason else str(self.get_kind_display())

    def has_expired(self, today: date) -> bool:
        """Whether its first day has passed and nobody has answered."""
        return self.state == LeaveState.ASKED and self.first_date < today

    def is_open(self, today: date) -> bool:
        """Whether somebody can still answer it or take it back."""
        return self.state == LeaveState.ASKED and self.first_date >= today

    def state_words(self, today: date) -> str:
        """``Waits for an answer``; ``Expired`` where nobody answered in time."""
        return (
            "Expired: its first day has passed" if self.has_expired(today) else str(self.get_state_display())
        )


class SwapState(models.TextChoices):
    """How far a swap is. One that is open when swaps close for the earlier of its half-days has expired."""

    ASKED = "asked", "Waits for the other’s answer"
    ACCEPTED = "accepted", "Waits for approval"
    APPROVED = "approved", "Approved and published"
    DECLINED = "declined", "Declined by the other"
    REFUSED = "refused", "Not approved"
    CANCELLED = "cancelled", "Cancelled"


OPEN_SWAPS = (SwapState.ASKED, SwapState.ACCEPTED)


class SwapRequest(models.Model):
    """``resident`` would give ``session`` and take ``other_session``, which ``other`` gives.

    ``edition`` rises with every step; a step names the edition it saw.
    """

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Sending twice asks once."
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="swap_requests")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="swaps_asked")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="swaps_giving")
    other = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="swaps_offered")
    other_session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="swaps_wanting")
    note = models.CharField(max_length=200, blank=True, help_text="Read by the two and by those who approve.")
    state = models.CharField(max_length=9, choices=SwapState, default=SwapState.ASKED)
    edition = models.PositiveIntegerField(default=1)
    answer = models.CharField(max_length=200, blank=True, help_text="Why it was declined or not approved.")
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edit = models.OneToOneField(
        ScheduleEdit,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="swap",
        help_text="The step of the version in which it was published.",
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(resident=models.F("other")), name="swap_is_between_two"
            ),
            models.CheckConstraint(
                condition=~models.Q(session=models.F("other_session")), name="swap_is_of_two_sessions"
            ),
            models.UniqueConstraint(
                fields=["resident", "session", "other", "other_session"],
                condition=models.Q(state__in=["asked", "accepted"]),
                name="swap_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident}, {self.session}, and {self.other}, {self.other_session}"

    @property
    def first_date(self) -> date:
        """The day of the earlier half-day; both sessions must be loaded."""
        return min(self.session.date, self.other_session.date)

    @property
    def too_late(self) -> str:
        """Why nothing can be done any more, in words; its program must be loaded."""
        if days := self.year.program.swap_days:
            return f"swaps close {counted(days, 'day')} before the earlier half-day"
        return "the earlier half-day has come"

    def has_expired(self, today: date) -> bool:
        """Whether it was not approved as long before the earlier half-day as the program asks; its program must be loaded."""
        return self.state in OPEN_SWAPS and self.first_date <= self.year.program.swaps_close(today)

    def is_open(self, today: date) -> bool:
        """Whether it can still be answered, approved or cancelled."""
        return self.state in OPEN_SWAPS and not self.has_expired(today)

    def state_words(self, today: date) -> str:
        """``Waits for approval``; ``Expired`` where it was not approved in time."""
        if self.has_expired(today):
            return f"Expired: {self.too_late}"
        return str(self.get_state_display())
