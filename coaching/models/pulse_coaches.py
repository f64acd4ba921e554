"""What residents say about their coaches, over years: added up, sealed, and shown once for all of those years."""

from django.db import models

from scheduling.models import Faculty, Program


class PulseSpan(models.Model):
    """Several years of rounds, of which each belongs to one span alone. Its sums stay sealed until the span is over."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pulse_spans")
    years = models.JSONField(default=list, help_text="The academic years whose rounds it holds.")
    years_needed = models.PositiveSmallIntegerField(
        default=0, help_text="The most that one of its rounds promised."
    )
    answers_needed = models.PositiveSmallIntegerField(default=0, help_text="Likewise.")
    people_needed = models.PositiveSmallIntegerField(default=0, help_text="Likewise.")
    sealed = models.TextField(blank=True)
    is_over = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=models.Q(is_over=False), name="pulse_one_span_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(is_over=False) | models.Q(sealed=""), name="pulse_span_over_keeps_no_sums"
            ),
        ]

    def __str__(self) -> str:
        return f"Span {self.pk}"

    @property
    def period(self) -> str:
        """``2026-2027 to 2028-2029``."""
        return self.years[0] if len(self.years) == 1 else f"{self.years[0]} to {self.years[-1]}"


class PulseCoachFigure(models.Model):
    """One question about coaches over one span: of one coach, or of all together (no coach)."""

    span = models.ForeignKey(PulseSpan, on_delete=models.CASCADE, related_name="figures")
    faculty = models.ForeignKey(
        Faculty, null=True, blank=True, on_delete=models.CASCADE, related_name="pulse_figures"
    )
    text = models.CharField(max_length=300)
    highest = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["span", "faculty", "text", "highest"], name="pulse_figure_of_a_coach_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Figure {self.pk}"
