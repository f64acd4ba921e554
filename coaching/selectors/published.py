"""The published schedules that a person's pages speak of: the same as those in which requests are judged."""

from scheduling.selectors.published import published_schedule, published_schedules

__all__ = ["published_schedule", "published_schedules"]
