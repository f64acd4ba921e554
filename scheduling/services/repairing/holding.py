"""A disruption held while somebody decides about it, so that two do not at once."""

from scheduling.models import AcademicYear, Disruption


class RepairRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


def held_disruption(disruption: Disruption) -> Disruption:
    """The disruption as it is now; its year is held until the transaction ends, and so is what its versions become."""
    AcademicYear.objects.select_for_update().get(pk=disruption.year_id)
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
