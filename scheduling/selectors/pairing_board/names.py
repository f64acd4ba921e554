"""Short names that tell people apart: the family name, and the whole name where two share it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from scheduling.models import Faculty, Resident


def short_names(people: Iterable[Resident] | Iterable[Faculty]) -> Mapping[int, str]:
    """By primary key."""
    listed = list(people)
    families = Counter(person.family_name for person in listed)
    return {
        person.pk: person.family_name if families[person.family_name] == 1 else person.full_name
        for person in listed
    }
