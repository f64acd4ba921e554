"""Programs and the sites at which their clinics run."""

from datetime import date, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from scheduling.domain.calendar import Period
from scheduling.domain.ids import FacultyPattern

# Below these a survey's figures and words could point at somebody; a program may ask for more, never for less.
SMALLEST_CELL, SMALLEST_WORDS, SMALLEST_COACH_CELL = 5, 8, 8
FEWEST_COACH_YEARS, FEWEST_WEEKS_APART = 2, 4
LONGEST_SWAP_DAYS = 60
DEFAULT_OVERLAP_PIECES: list[list[float | int | None]] = [[0.4, 8], [0.6, 4], [0.8, 2], [None, 1]]


FACULTY_PATTERN_CHOICES = [
    (FacultyPattern.DATE.value, "From date to date"),
    (FacultyPattern.YEAR.value, "One weekly pattern for the whole year"),
]


def default_overlap_pieces() -> list[list[float | int | None]]:
    """The shares and weights of the overlap score that a new program starts with."""
    return [list(piece) for piece in DEFAULT_OVERLAP_PIECES]


def validate_time_zone(name: str) -> None:
    """Refuse a time zone that this installation does not know."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Write one such as America/Chicago.")


class Program(models.Model):
    """A residency program, with the rules it sets for itself."""

    name = models.CharField(max_length=120, unique=True)
    time_zone = models.CharField(max_length=50, default="America/New_York", validators=[validate_time_zone])
    clinic_line = models.CharField(
        "clinic's telephone line",
        max_length=40,
        blank=True,
        help_text="Answers when nobody else is in clinic.",
    )
    residents_per_preceptor = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1)],
        help_text="Residents whom one preceptor may supervise in a session. "
        "Source: CMS primary care exception, 42 CFR 415.174 (four).",
    )
    intern_weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1)],
        help_text="How many residents an intern counts for in supervision during the first months. "
        "Source: the program's own policy; 2 where one preceptor supervises two early interns.",
    )
    intern_months = models.PositiveSmallIntegerField(
        default=0,
        help_text="For how many months from the start of the year an intern weighs more. Source: "
        "42 CFR 415.174, residents with less than six months of training.",
    )
    sessions_per_day = models.PositiveSmallIntegerField(
        "clinics per day",
        default=1,
        validators=[MinValueValidator(1)],
        help_text="Source: the program's policy.",
    )
    max_gap_weeks = models.PositiveSmallIntegerField(
        "longest gap in weeks",
        default=6,
        validators=[MinValueValidator(1)],
        help_text="No run of so many weeks without a clinic, where the rotations allow one. "
        "Source: the program's policy.",
    )
    contact_window_weeks = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1)],
        help_text="Resident and coach should overlap once in every so many weeks. Source: the program's policy.",
    )
    notice_days = models.PositiveSmallIntegerField(
        "days of notice",
        default=14,
        help_text="A change published with fewer days of notice is marked as short. Source: the program's policy.",
    )
    swap_days = models.PositiveSmallIntegerField(
        "days before a swap",
        default=0,
        validators=[MaxValueValidator(LONGEST_SWAP_DAYS)],
        help_text="A swap that is not approved so many days before the earlier of its half-days has expired; 0: it can be "
        "approved until the day before. Source: the program's policy on swaps.",
    )
    meetings_per_year = models.PositiveSmallIntegerField(
        "coaching meetings a year",
        default=2,
        help_text="How often resident and coach meet at least, evenly spread; 0: no rule. Source: the program's "
        "policy; semi-annual reviews of each resident are usual, quarterly meetings common.",
    )
    own_clinic_counts = models.BooleanField(
        default=True,
        help_text="Whether resident and coach overlap where the coach sees own patients. "
        "Source: the program's policy on coaching.",
    )
    overlap_pieces = models.JSONField(
        default=default_overlap_pieces,
        help_text="Share of the yearly minimum and the worth of each overlap up to it; worths never rise. "
        "Source: the program's judgment: the first overlaps of a resident are worth most.",
    )
    missed_window = models.DecimalField(
        max_digits=6,
        decimal_places=3,
        default=Decimal("0.5"),
        validators=[MinValueValidator(0)],
        help_text="Taken off the score for each contact window without an overlap. "
        "Source: the program's judgment, in worths of an overlap.",
    )
    changed_assignment = models.DecimalField(
        "changed assignment",
        max_digits=6,
        decimal_places=3,
        default=Decimal("0.1"),
        validators=[MinValueValidator(0)],
        help_text="Taken off the score for each clinic that differs from the published schedule; a move counts twice. "
        "Source: the program's judgment of what a change costs people.",
    )
    team_overlap = models.DecimalField(
        max_digits=6,
        decimal_places=3,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text="Earned where the coach is not there and another of the resident's team is. "
        "Source: the program's judgment, in worths of an overlap; 0 where teams do not count.",
    )
    faculty_pattern = models.CharField(
        "decided half-days of faculty",
        max_length=4,
        choices=FACULTY_PATTERN_CHOICES,
        default=FacultyPattern.DATE.value,
        help_text="How half-days that faculty offer may vary where the schedule decides them. "
        "Source: the program's agreement with its faculty.",
    )
    pulse_smallest_cell = models.PositiveSmallIntegerField(
        "answers in a cell, at least",
        default=SMALLEST_CELL,
        validators=[MinValueValidator(SMALLEST_CELL)],
        help_text="A figure of the pulse with fewer answers is not shown, nor one from which it could be worked out. "
        "Source: the program's policy on anonymous surveys; five is a usual least, and the least here.",
    )
    pulse_smallest_words = models.PositiveSmallIntegerField(
        "answers in own words, at least",
        default=SMALLEST_WORDS,
        validators=[MinValueValidator(SMALLEST_WORDS)],
        help_text="With fewer, none of them is shown. Source: the program's policy on anonymous surveys; "
        "eight is the least here.",
    )
    pulse_weeks_apart = models.PositiveSmallIntegerField(
        "weeks between two rounds",
        default=8,
        validators=[MinValueValidator(FEWEST_WEEKS_APART)],
        help_text="A round opens so many weeks after the last one closed, so that two rounds are not the same people but "
        "one. Source: the program's policy; four is the least here.",
    )
    pulse_coach_years = models.PositiveSmallIntegerField(
        "years that a coach's figure covers",
        default=3,
        validators=[MinValueValidator(FEWEST_COACH_YEARS)],
        help_text="What residents say about a coach is added up over so many academic years and shown once. "
        "Source: the program's policy; two is the least here.",
    )
    pulse_coach_answers = models.PositiveSmallIntegerField(
        "answers about a coach, at least",
        default=10,
        validators=[MinValueValidator(SMALLEST_COACH_CELL)],
        help_text="With fewer over those years the coach sees none. Source: the program's policy on anonymous surveys; "
        "eight is the least here.",
    )
    final_pgy = models.PositiveSmallIntegerField(
        "final PGY",
        default=3,
        validators=[MinValueValidator(1)],
        help_text="Residents of this PGY graduate when the year rolls over. "
        "Source: the length of training that the specialty's board asks for.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(residents_per_preceptor__gte=1), name="program_supervision_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(sessions_per_day__gte=1), name="program_allows_a_clinic_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(swap_days__lte=LONGEST_SWAP_DAYS), name="program_leaves_time_to_swap"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    pulse_smallest_cell__gte=SMALLEST_CELL,
                    pulse_smallest_words__gte=SMALLEST_WORDS,
                    pulse_weeks_apart__gte=FEWEST_WEEKS_APART,
                    pulse_coach_years__gte=FEWEST_COACH_YEARS,
                    pulse_coach_answers__gte=SMALLEST_COACH_CELL,
                ),
                name="program_pulse_hides_the_few",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.time_zone)

    def swaps_close(self, today: date) -> date:
        """The last day whose half-days are too near to be swapped."""
        return today + timedelta(days=self.swap_days)


class Site(models.Model):
    """A clinic building, with its clock hours."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="sites")
    code = models.CharField(
        max_length=20,
        validators=[RegexValidator(r"^[A-Z0-9-]+$", "Use capital letters, digits and hyphens.")],
    )
    name = models.CharField(max_length=80)
    letter = models.CharField(max_length=2, help_text="Stands for the site in the grid.")
    phone = models.CharField(max_length=40, blank=True)
    rooms = models.PositiveSmallIntegerField(
        default=0, help_text="Residents who fit in an ordinary session. Source: the clinic's room plan."
    )
    min_residents = models.PositiveSmallIntegerField(
        "residents per session, at least",
        default=0,
        help_text="A session is held with at least so many residents, or not at all; 0 where one may come alone. "
        "Source: the clinic's staffing policy.",
    )
    am_start = models.TimeField(default="08:00")
    am_end = models.TimeField(default="12:00")
    pm_start = models.TimeField(default="13:00")
    pm_end = models.TimeField(default="17:00")
    eve_start = models.TimeField(default="17:30")
    eve_end = models.TimeField(default="20:30")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="site_code_once_in_program"),
            models.UniqueConstraint(fields=["program", "letter"], name="site_letter_once_in_program"),
            models.CheckConstraint(
                condition=models.Q(am_start__lt=models.F("am_end"))
                & models.Q(pm_start__lt=models.F("pm_end"))
                & models.Q(eve_start__lt=models.F("eve_end")),
                name="site_hours_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def hours(self, period: Period) -> tuple[time, time]:
        """When AM, PM or EVE begins and ends on the clock of the program's time zone."""
        return {
            Period.AM: (self.am_start, self.am_end),
            Period.PM: (self.pm_start, self.pm_end),
            Period.EVE: (self.eve_start, self.eve_end),
        }[period]
