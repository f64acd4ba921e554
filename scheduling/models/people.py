"""Residents and faculty, how to reach them, when they are away, and when faculty are in clinic."""

from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from scheduling.domain import names
from scheduling.domain.program_year import Duty
from scheduling.models.calendar import PERIOD_CHOICES, WEEKDAY_CHOICES, AcademicYear
from scheduling.models.dates import DateThere
from scheduling.models.programs import Program, Site

P = TypeVar("P", bound=models.Model)


class PersonQuerySet(models.QuerySet[P]):
    """People of the roster, by whether they have left."""

    def here_on(self, day: "date | DateThere") -> "PersonQuerySet[P]":
        """Those who have not left by that day; ``left_on`` is the first day on which somebody is not here."""
        return self.filter(models.Q(left_on__isnull=True) | models.Q(left_on__gt=day))

    def here(self) -> "PersonQuerySet[P]":
        """Those who are here today, by the date of each one's program."""
        return self.here_on(DateThere("program__time_zone"))

    def gone(self) -> "PersonQuerySet[P]":
        """Those who have left, by the date of each one's program."""
        return self.filter(left_on__lte=DateThere("program__time_zone"))


class Person(models.Model):
    """What residents and faculty share: a name as it is filed, and ways to reach them."""

    name = models.CharField(max_length=200, help_text="As filed: Sandoval, Alma")
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    pager = models.CharField(max_length=40, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    phone_is_shown = models.BooleanField(
        "coaches and residents see the phone",
        default=True,
        help_text="Those who build the schedule always do.",
    )
    pronouns_are_shown = models.BooleanField(
        "coaches and residents see the pronouns",
        default=True,
        help_text="Those who build the schedule always do.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
        help_text="The account; in each program it is one resident and one faculty member at most.",
    )

    # Each of the two says for itself what it means.
    left_on: "models.DateField[Any, date | None]"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As people say it: ``Alma Sandoval``."""
        return names.full_name(self.name)

    @property
    def family_name(self) -> str:
        """``Sandoval``; the whole name where it is filed as one."""
        return names.family_name(self.name)

    @property
    def shown_phone(self) -> str:
        """The phone, unless it is for those who build the schedule alone."""
        return self.phone if self.phone_is_shown else ""

    @property
    def shown_pronouns(self) -> str:
        """The pronouns, unless they are for those who build the schedule alone."""
        return self.pronouns if self.pronouns_are_shown else ""

    def has_left_by(self, day: date) -> bool:
        """Whether they are no longer here on a day: what `PersonQuerySet.here_on` asks of the database."""
        return self.left_on is not None and self.left_on <= day

    @property
    def initials(self) -> str:
        """``AS``, in the order in which the name is said."""
        words = self.full_name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Resident(Person):
    """A physician in training."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="residents")
    program_start = models.DateField(null=True, blank=True)
    off_cycle = models.BooleanField(
        default=False, help_text="Moves up a year at another time than the class."
    )
    left_on = models.DateField(null=True, blank=True, help_text="Graduated or left; history is kept.")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="resident_name_once_in_program"),
            models.UniqueConstraint(
                fields=["program", "user"],
                name="resident_account_once_in_program",
                violation_error_message="This account is another resident of the program already.",
            ),
        ]

    @property
    def record_key(self) -> str:
        """How the trail names this resident's record: ``resident/17``."""
        return f"resident/{self.pk}"


class ResidentYear(models.Model):
    """One resident's place in one academic year: class and yearly clinics."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="years")
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="residents")
    pgy = models.PositiveSmallIntegerField("PGY", validators=[MinValueValidator(1)])
    clinics_min = models.PositiveSmallIntegerField("clinics per year, at least", default=0)
    clinics_max = models.PositiveSmallIntegerField("clinics per year, at most", default=365)
    row_code = models.CharField(max_length=20, blank=True, help_text="The row in the block schedule: R4-2")

    class Meta:
        ordering = ["-pgy", "resident__name"]
        constraints = [
            models.UniqueConstraint(fields=["resident", "year"], name="resident_once_in_year"),
            models.CheckConstraint(condition=models.Q(pgy__gte=1), name="resident_year_has_a_pgy"),
            models.CheckConstraint(
                condition=models.Q(clinics_max__gte=models.F("clinics_min")),
                name="resident_year_max_is_not_under_min",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident}, PGY-{self.pgy}"


class Faculty(Person):
    """A physician who precepts and coaches."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="faculty")
    panel_min = models.PositiveSmallIntegerField(default=0)
    panel_max = models.PositiveSmallIntegerField(default=99)
    weekly_quota = models.PositiveSmallIntegerField("precepting half-days a week", null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    on_competency_committee = models.BooleanField(
        "sits on the competency committee",
        default=False,
        help_text="Residents are told so before the first note of a coaching meeting.",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "faculty"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="faculty_name_once_in_program"),
            models.UniqueConstraint(
                fields=["program", "user"],
                name="faculty_account_once_in_program",
                violation_error_message="This account is another faculty member of the program already.",
            ),
            models.CheckConstraint(
                condition=models.Q(panel_max__gte=models.F("panel_min")),
                name="faculty_panel_max_is_not_under_min",
            ),
        ]

    def sit_on_committee(self, *, sits: bool) -> None:
        """Sit on the competency committee from now on, or no longer; the trail keeps it, like every change of a person."""
        self.on_competency_committee = sits
        self.save(update_fields=["on_competency_committee"])

    @property
    def formal_name(self) -> str:
        """``Dr. Alma Sandoval``, as residents see their coach."""
        return f"Dr. {self.full_name}"

    @property
    def short_name(self) -> str:
        """``Dr. Sandoval``, where room is short."""
        return names.short_title(self.name)


DUTY_CHOICES = [
    (Duty.PRECEPTS.value, "Precepts"),
    (Duty.OWN_CLINIC.value, "Own clinic"),
    (Duty.OFFERED.value, "Could precept"),
]


class FacultyHalfDay(models.Model):
    """One half-day of a faculty member's weekly pattern in a year, with nth-week exceptions.

    Duties that take turns by the week of the month (``P (1, 3); C (2, 4)``) are a row each.
    """

    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="half_days")
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="faculty_half_days")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="faculty_half_days")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAY_CHOICES)
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    duty = models.CharField(max_length=10, choices=DUTY_CHOICES)
    weeks_of_month = models.JSONField(
        default=list,
        blank=True,
        help_text="Which of its weekday in the month it holds (1 to 5); empty means every week.",
    )

    class Meta:
        ordering = ["weekday", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["faculty", "year", "weekday", "period", "site", "duty"],
                name="faculty_half_day_said_once_a_site_and_duty",
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="faculty_half_day_has_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.faculty}: {self.get_weekday_display()} {self.period}"


class FacultyDate(models.Model):
    """One date on which a faculty member departs from the weekly pattern; no site means not in clinic."""

    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="dates")
    date = models.DateField()
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="faculty_dates"
    )
    duty = models.CharField(max_length=10, choices=DUTY_CHOICES, blank=True)

    class Meta:
        ordering = ["date", "period"]
        constraints = [
            models.UniqueConstraint(fields=["faculty", "date", "period"], name="faculty_one_place_a_date"),
            models.CheckConstraint(
                condition=models.Q(site__isnull=True, duty="")
                | models.Q(site__isnull=False) & ~models.Q(duty=""),
                name="faculty_date_has_site_and_duty_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.faculty}: {self.date} {self.period}"


class Absence(models.Model):
    """Dates, both included, on which a resident or faculty member is not in clinic."""

    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="absences"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="absences"
    )
    first_date = models.DateField()
    last_date = models.DateField()
    period = models.CharField(
        max_length=3, choices=PERIOD_CHOICES, blank=True, help_text="Blank: the whole day."
    )
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["first_date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, faculty__isnull=True)
                | models.Q(resident__isnull=True, faculty__isnull=False),
                name="absence_is_of_one_person",
            ),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")), name="absence_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["resident", "first_date", "last_date", "period"], name="absence_of_resident_once"
            ),
            models.UniqueConstraint(
                fields=["faculty", "first_date", "last_date", "period"], name="absence_of_faculty_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident or self.faculty} away {self.first_date} to {self.last_date}"
