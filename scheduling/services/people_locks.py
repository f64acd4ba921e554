"""Whoever changes what is about several people holds their rows first, always in the same order.

Residents before faculty and each by their keys, so that of two none waits for the other forever.
"""

from collections.abc import Collection

from scheduling.models import Faculty, Program, Resident


def lock_people(residents: Collection[int], faculty: Collection[int]) -> None:
    """Hold the rows of these people, by their keys, until the transaction ends."""
    for model, keys in ((Resident, residents), (Faculty, faculty)):
        rows = model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk", flat=True))


def lock_roster(program: Program) -> None:
    """Hold the rows of everybody in the program, until the transaction ends."""
    for model in (Resident, Faculty):
        rows = model.objects.select_for_update(no_key=True).filter(program=program).order_by("pk")
        list(rows.values_list("pk", flat=True))
