"""Groups of those who are asked, so coarse that belonging to one points at nobody."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

OTHERS = "Others"
NO_GROUP = ""
P = TypeVar("P", bound=Hashable)


def coarse_groups(wanted: Mapping[P, str], least: int) -> dict[P, str]:
    """The groups as they were wanted, those with fewer than ``least`` people put together; one alone is no group."""
    sizes = Counter(wanted.values())
    small = {name for name, size in sizes.items() if size < least}
    while small and sum(sizes[name] for name in small) < least and len(small) < len(sizes):
        small.add(min(sizes.keys() - small, key=lambda name: (sizes[name], name)))
    found = {person: OTHERS if name in small else name for person, name in wanted.items()}
    return found if len(set(found.values())) > 1 else dict.fromkeys(found, NO_GROUP)
