"""Disruptions: what upsets a week that is published, and the repair that was made of it."""

from django.conf import settings
from django.db import models

from scheduling.domain.calendar import day_label
from scheduling.models.calendar import PERIOD_CHOICES, AcademicYear
from scheduling.models.editing import ScheduleEdit
from scheduling.models.people import Absence, Faculty, Resident
from scheduling.models.programs import Site
from scheduling.models.sessions import Session


class DisruptionKind(models.TextChoices):
    """What happened. The stored words are only ever added to."""

    RESIDENT = "resident", "Resident away"
    FACULTY = "faculty", "Preceptor or coach away"
    ROOMS = "rooms", "Rooms closed at a site"
    CLINIC = "clinic", "Whole clinic closed"


class DisruptionState(models.TextChoices):
    """What people decided. Whether it is repaired, its repair says, which can be taken back on the grid as well."""

    OPEN = "open", "To repair"
    SETTLED = "settled", "Left as it is"
    DISMISSED = "dismissed", "Dismissed"


class DisruptionQuerySet(models.QuerySet["Disruption"]):
    """Disruptions, by whether something is left to do."""

    def waiting(self) -> "DisruptionQuerySet":
        """Those that nobody has decided about, and those whose repair was taken back or thrown away with its draft."""
        stands = models.Q(
            repair__isnull=False,
            repair__undone_at__isnull=True,
            repair__schedule__thrown_away_at__isnull=True,
        )
        return self.filter(state=DisruptionState.OPEN).exclude(stands)


class Disruption(models.Model):
    """Somebody is away, or rooms are closed, on some days of a year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="disruptions")
    kind = models.CharField(max_length=8, choices=DisruptionKind)
    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="disruptions"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="disruptions"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="disruptions"
    )
    first_date = models.DateField()
    last_date = models.DateField()
    period = models.CharField(
        max_length=3, choices=PERIOD_CHOICES, blank=True, help_text="Blank: the whole day."
    )
    rooms = models.PositiveSmallIntegerField(default=0, help_text="How many are left; 0 where it is closed.")
    note = models.CharField(max_length=200, blank=True, help_text="Read by those who build the schedule.")
    key = models.CharField(
        max_length=64, help_text="Given by who reported, so that sending twice does it once."
    )
    state = models.CharField(max_length=9, choices=DisruptionState, default=DisruptionState.OPEN)
    repair = models.OneToOneField(
        ScheduleEdit, null=True, blank=True, on_delete=models.SET_NULL, related_name="disruption"
    )
    absence = models.ForeignKey(
        Absence,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The absence that was entered by it; none where it was known already.",
    )
    reported_at = models.DateTimeField(auto_now_add=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DisruptionQuerySet.as_manager()

    class Meta:
        ordering = ["first_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="disruption_key_once_in_year"),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")),
                name="disruption_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="resident", resident__isnull=False, faculty=None, site=None)
                | models.Q(kind="faculty", resident=None, faculty__isnull=False, site=None)
                | models.Q(kind="rooms", resident=None, faculty=None, site__isnull=False)
                | models.Q(kind="clinic", resident=None, faculty=None, site=None),
                name="disruption_says_whom_or_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.when}"

    @property
    def what(self) -> str:
        """``Nadia Boateng is away``."""
        match self.kind:
            case DisruptionKind.RESIDENT:
                return f"{self.resident} is away"
            case DisruptionKind.FACULTY:
                return f"{self.faculty.formal_name if self.faculty else 'A preceptor'} is away"
            case DisruptionKind.ROOMS:
                left = (
                    f"has {self.rooms} {'room' if self.rooms == 1 else 'rooms'}"
                    if self.rooms
                    else "is closed"
                )
                return f"{self.site} {left}"
            case _:
                return "The whole clinic is closed"

    @property
    def when(self) -> str:
        """``Mon 29 Jun, AM``; ``Mon 29 Jun to Tue 30 Jun``."""
        days = day_label(self.first_date)
        if self.last_date != self.first_date:
            days = f"{days} to {day_label(self.last_date)}"
        return f"{days}, {self.period}" if self.period else days

    @property
    def is_repaired(self) -> bool:
        """Whether a repair was made, and neither taken back nor thrown away with its draft."""
        repair = self.repair
        return repair is not None and repair.undone_at is None and repair.schedule.thrown_away_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to decide."""
        return self.state == DisruptionState.OPEN and not self.is_repaired

    @property
    def state_words(self) -> str:
        """``To repair``, ``Repaired in version 4``, ``Left as it is``, ``Dismissed``."""
        if self.is_repaired and self.state == DisruptionState.OPEN:
            return f"Repaired in version {self.repair.schedule.version}" if self.repair else ""
        return str(self.get_state_display())


class ClosedSession(models.Model):
    """A session that a disruption closed or narrowed, as it was before, so that dismissing restores it exactly."""

    disruption = models.ForeignKey(Disruption, on_delete=models.CASCADE, related_name="closed")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="closings")
    rooms_before = models.PositiveSmallIntegerField()
    note_before = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disruption", "session"], name="session_closed_once_by_disruption"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.rooms_before} rooms before"
