"""A disruption held while somebody decides about it, so that two do not at once."""

from scheduling.models import Disruption
from scheduling.services.data_edits import lock_data, lock_year


class RepairRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


def held_disruption(disruption: Disruption) -> Disruption:
    """The disruption as it is now; the program's data and its year are held until the transaction ends."""
    lock_data(disruption.year.program)
    lock_year(disruption.year)
    rows = Disruption.objects.select_related(
        "year__program", "resident", "faculty", "site", "absence", "repair__schedule", "repair__actor"
    )
    return rows.get(pk=disruption.pk)


def refuse_decided(disruption: Disruption) -> None:
    """Raises `RepairRefused` where somebody has decided already."""
    if disruption.is_waiting:
        return
    by = f" by {disruption.repair.actor}" if disruption.repair and disruption.is_repaired else ""
    raise RepairRefused(
        f"This was decided already{by}: {disruption.state_words.lower()}. Take that back first, or leave it so."
    )
