"""That a page was looked at."""

from datetime import UTC, datetime
from typing import Any

from django import forms

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)


class MomentField(forms.CharField):
    """A moment with its time zone, as pages write it: ``2026-11-22T23:20:00+00:00``; no page was made before there were any."""

    def clean(self, value: Any) -> datetime:
        """In UTC; anything else is refused."""
        try:
            moment = datetime.fromisoformat(super().clean(value))
            return moment.astimezone(UTC) if moment.tzinfo and moment >= EARLIEST else self._refuse()
        except (ValueError, OverflowError):
            return self._refuse()

    def _refuse(self) -> datetime:
        raise forms.ValidationError("This is no moment with a time zone.")


class LookForm(forms.Form):
    """The moment at which the page was made."""

    seen = MomentField(max_length=40)
