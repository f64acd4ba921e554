"""The year that somebody chose to work on, kept in the session for each program."""

from django.http import HttpRequest

from connectedness.web.requests import UserRequest
from scheduling.models import AcademicYear

_YEARS = "years_worked_on"


def chosen_year(request: HttpRequest, program_id: int) -> int | None:
    """The key of the year chosen for that program, which may be gone by now; None without a choice."""
    chosen: int | None = request.session.get(_YEARS, {}).get(str(program_id))
    return chosen


def choose(request: UserRequest, year: AcademicYear) -> None:
    """Work on that year of its program from now on, until the session ends."""
    request.session[_YEARS] = {**request.session.get(_YEARS, {}), str(year.program_id): year.pk}
