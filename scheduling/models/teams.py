"""Longitudinal teams: residents, faculty and nurses who share the care of complex patients over years."""

from datetime import date

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from connectedness.accounts.models import Membership
from scheduling.models.calendar import PERIOD_CHOICES, WEEKDAY_CHOICES
from scheduling.models.dates import DateThere
from scheduling.models.people import Faculty, Resident
from scheduling.models.programs import Program, Site

NAME_LENGTH = 40
NEUTRAL = "A neutral name, such as Juniper or Harbor; never a patient's name, initials, birthday or number."


class Team(models.Model):
    """People of a program who look after some complex patients together. It holds nothing about a patient."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=NAME_LENGTH, help_text=NEUTRAL)
    first_date = models.DateField()
    last_date = models.DateField(null=True, blank=True, help_text="Empty while it lasts.")
    changed_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When its name or its members changed last."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("program", Lower("name"), name="team_name_once_in_program"),
            models.CheckConstraint(
                condition=models.Q(last_date__isnull=True) | models.Q(last_date__gte=models.F("first_date")),
                name="team_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"team {self.name}"


class Nurse(models.Model):
    """Somebody with the role of a nurse, as teams know them: how to reach them, and when they are in clinic."""

    membership = models.OneToOneField(
        Membership, primary_key=True, on_delete=models.CASCADE, related_name="nurse"
    )
    phone = models.CharField(max_length=40, blank=True)
    pager = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.membership.user)


class NurseHalfDay(models.Model):
    """One half-day of a nurse's week, at the site where they then are."""

    nurse = models.ForeignKey(Nurse, on_delete=models.CASCADE, related_name="half_days")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="nurse_half_days")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAY_CHOICES)
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)

    class Meta:
        ordering = ["weekday", "period"]
        constraints = [
            models.UniqueConstraint(fields=["nurse", "weekday", "period"], name="nurse_one_place_a_half_day"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="nurse_half_day_has_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.nurse}: {self.get_weekday_display()} {self.period}"


class NurseAway(models.Model):
    """Dates, both included, on which a nurse is not in clinic. Why, nobody is asked."""

    nurse = models.ForeignKey(Nurse, on_delete=models.CASCADE, related_name="away")
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        ordering = ["first_date"]
        verbose_name = "nurse away"
        verbose_name_plural = "nurses away"
        constraints = [
            models.UniqueConstraint(fields=["nurse", "first_date", "last_date"], name="nurse_away_once"),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")),
                name="nurse_away_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nurse} away {self.first_date} to {self.last_date}"


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    """Who belongs to which team, and when."""

    def on(self, day: "date | DateThere") -> "TeamMemberQuerySet":
        """Those who belong to it on a day: nobody longer than they are here, or hold their role."""
        return (
            self.on_roster_on(day)
            .exclude(nurse__membership__ended_at__isnull=False)
            .exclude(nurse__membership__user__is_active=False)
        )

    def on_roster_on(self, day: "date | DateThere") -> "TeamMemberQuerySet":
        """The same of residents and faculty, without a look at the roles of nurses."""
        held = self.filter(first_date__lte=day).exclude(last_date__lt=day)
        return held.exclude(resident__left_on__lte=day).exclude(faculty__left_on__lte=day)

    def with_people(self) -> "TeamMemberQuerySet":
        """With whom they are, in the same query."""
        return self.select_related("resident", "faculty", "nurse__membership__user")


class TeamMember(models.Model):
    """A resident, a faculty member or a nurse in a team, from one date on, until another or still."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    resident = models.ForeignKey(
        Resident, null=True, blank=True, on_delete=models.CASCADE, related_name="team_memberships"
    )
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="team_memberships"
    )
    nurse = models.ForeignKey(
        Nurse, null=True, blank=True, on_delete=models.CASCADE, related_name="team_memberships"
    )
    first_date = models.DateField()
    last_date = models.DateField(null=True, blank=True, help_text="Empty while they belong to it.")

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["first_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, faculty__isnull=True, nurse__isnull=True)
                | models.Q(resident__isnull=True, faculty__isnull=False, nurse__isnull=True)
                | models.Q(resident__isnull=True, faculty__isnull=True, nurse__isnull=False),
                name="team_member_is_one_person",
            ),
            models.CheckConstraint(
                condition=models.Q(last_date__isnull=True) | models.Q(last_date__gte=models.F("first_date")),
                name="team_member_ends_after_they_begin",
            ),
            *(
                models.UniqueConstraint(
                    fields=["team", who],
                    condition=models.Q(last_date__isnull=True),
                    name=f"team_member_{who}_once",
                )
                for who in ("resident", "faculty", "nurse")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} in {self.team}"

    @property
    def who(self) -> Resident | Faculty | Nurse:
        """The person, who must be loaded."""
        person = self.resident or self.faculty or self.nurse
        assert person is not None  # the database says that it is one person
        return person
