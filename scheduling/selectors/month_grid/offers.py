"""Among what the residents on show can be narrowed."""

from collections.abc import Iterable

from scheduling.selectors.month_grid.content import Offered, Option
from scheduling.selectors.month_grid.reading import GridFacts


def offered(facts: GridFacts) -> Offered:
    """Classes, coaches and sites of the version."""
    coaches = {coach.faculty.pk: coach.faculty for coach in facts.version.coaches.values()}
    by_name = sorted(coaches.values(), key=lambda member: member.name.casefold())
    return Offered(
        pgys=_options((pgy, f"PGY-{pgy}") for pgy in sorted({place.pgy for place in facts.frame.places})),
        coaches=_options((member.pk, member.name) for member in by_name),
        sites=_options((site.pk, site.name) for site in facts.frame.sites.values()),
    )


def _options(pairs: Iterable[tuple[int, str]]) -> tuple[Option, ...]:
    return tuple(Option(key, label) for key, label in pairs)
