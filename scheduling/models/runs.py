"""Solve runs: the row is the record of the work; a message carries only its id."""

from django.conf import settings
from django.db import models

from scheduling.models.calendar import AcademicYear


class RunState(models.TextChoices):
    """The life of a run. Queued and running are open; the others are ends."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"


class StopRequest(models.TextChoices):
    """What a person asked of a run that has not ended."""

    NONE = "", "Nothing"
    KEEP = "keep", "Stop and keep the best"
    CANCEL = "cancel", "Cancel"


class SolveRun(models.Model):
    """One request to solve a year, from the click to the outcome."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=RunState, default=RunState.QUEUED)
    stop_request = models.CharField(max_length=6, choices=StopRequest, default=StopRequest.NONE, blank=True)
    decide_pairing = models.BooleanField(default=True)
    base = models.ForeignKey(
        "scheduling.Schedule",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="runs_from_here",
        help_text="The version whose pins it holds and from which it moves as little as it can.",
    )
    base_edition = models.PositiveIntegerField(null=True, blank=True, help_text="Its edition when asked.")
    scope = models.JSONField(
        default=dict, blank=True, help_text="What may change: weeks, residents, sites; empty means all."
    )
    time_limit = models.PositiveIntegerField(default=120, help_text="Seconds.")
    seed = models.PositiveIntegerField(default=1)

    problem = models.BinaryField(help_text="The frozen problem file, gzip of connectedness-problem/1.")
    problem_sha256 = models.CharField(max_length=64)
    summary = models.JSONField(
        default=dict, help_text="What was asked, in figures: residents, faculty, weeks."
    )
    outcome = models.BinaryField(null=True, blank=True, help_text="gzip of connectedness-solution/1.")
    found = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the outcome comes to, in figures: together, cells that differ.",
    )
    status = models.CharField(max_length=10, blank=True, help_text="The solver's word: optimal, feasible …")
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    stage = models.CharField(max_length=80, blank=True)
    versions = models.JSONField(default=dict)
    message = models.TextField(blank=True, help_text="Why it failed, or what collides, in words.")

    attempt = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts that ended badly; one stopped by an orderly restart does not count."
    )
    lease_holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When its message was last sent.")

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True, help_text="When somebody put it away.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="run_number_once_in_year"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="running_run_holds_a_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running"]) | models.Q(ended_at__isnull=False),
                name="ended_run_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or works."""
        return self.state in {RunState.QUEUED, RunState.RUNNING}

    @property
    def gap(self) -> float | None:
        """Share of the bound that is still unknown, 0 when proven best."""
        if self.objective is None or self.bound is None or self.bound == 0:
            return None
        return max(0.0, (self.bound - self.objective) / abs(self.bound))


class RunProgress(models.Model):
    """One line of what the solver said while it worked."""

    run = models.ForeignKey(SolveRun, on_delete=models.CASCADE, related_name="progress")
    attempt = models.PositiveSmallIntegerField()
    seconds = models.FloatField()
    stage = models.CharField(max_length=80)
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "run progress"
        ordering = ["attempt", "seconds", "id"]

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s: {self.stage}"


class WorkerHeartbeat(models.Model):
    """When a worker last showed that it takes messages in, or that it works on a run."""

    worker = models.CharField(max_length=255, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.worker}, seen {self.seen_at:%d %b %Y %H:%M:%S} UTC"
