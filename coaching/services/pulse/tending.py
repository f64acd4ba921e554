"""What time asks for: rounds open, remind and close by themselves, as the reaper goes round."""

import logging

from django.utils import timezone

from coaching.domain.pulse_times import reminds_at
from coaching.models import PulseRound, RoundState
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.opening import open_round, remind

logger = logging.getLogger(__name__)


def tend_rounds() -> None:
    """Open, remind and close what is due, each in its own transaction; any number of reapers may do so at once."""
    now = timezone.now()
    due = PulseRound.objects.filter(state__in=[RoundState.PLANNED, RoundState.OPEN], opens_at__lte=now)
    for held in due:
        if held.state == RoundState.PLANNED:
            open_round(pk=held.pk, now=now)
        elif held.closes_at <= now:
            close_round(pk=held.pk, now=now)
            logger.info("Pulse round %s is closed.", held.pk)
        elif not held.reminded and (again := reminds_at(held.opens_at, held.closes_at)) and again <= now:
            remind(pk=held.pk)
