"""A change of program data on its way: looked at with its price, then saved, unless somebody was faster."""

from dataclasses import dataclass, field
from functools import cached_property

from connectedness.web.requests import UserRequest
from scheduling.domain.effect_wording import contact_words, details, headline, thin_words
from scheduling.domain.effects import ClinicLost, Effect, FacultyEffect
from scheduling.models import DataArea
from scheduling.services.data_edits import AreaRows, EditLog
from scheduling.services.program_data import Change, SeenIsOld, fingerprint, save_change
from scheduling.views.scope import Scope

SHOWN = 12


@dataclass(frozen=True)
class Proposal:
    """A change and what it costs in a version of the schedule; ``notes`` are further sentences about it.

    ``has_price`` False: of a kind that moves nobody.
    """

    change: Change
    effect: Effect | None
    notes: list[str] = field(default_factory=list)
    has_price: bool = True

    @property
    def token(self) -> str:
        """What a form sends back to say that exactly this was looked at."""
        return fingerprint(self.change.values)

    @cached_property
    def headline(self) -> str:
        """The price in a sentence."""
        if not self.has_price:
            return "Moves nobody by itself."
        if self.effect is None:
            return "There is no schedule yet, so it costs nobody anything."
        return headline(self.effect)

    @cached_property
    def lines(self) -> list[str]:
        """The sentences that follow."""
        return [*self.notes, *(details(self.effect) if self.effect else [])]

    @cached_property
    def contacts(self) -> list[str]:
        """Who loses which overlaps, the worst first."""
        found = self.effect.contacts if isinstance(self.effect, FacultyEffect) else ()
        return _shown([contact_words(contact) for contact in found])

    @cached_property
    def thin(self) -> list[str]:
        """Sessions that would be short of supervision."""
        found = self.effect.thin if isinstance(self.effect, FacultyEffect) else ()
        return _shown([thin_words(session) for session in found])

    @cached_property
    def clinics(self) -> list[str]:
        """The clinics that a resident loses."""
        found = () if self.effect is None or isinstance(self.effect, FacultyEffect) else self.effect.clinics
        return _shown([f"{clinic.half_day} at {clinic.site}{_with_coach(clinic)}" for clinic in found])


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change was not saved: what is saved now, what was sent, and the fingerprint of what is saved now."""

    held: str
    yours: str
    seen: str


def may_save(request: UserRequest, proposal: Proposal) -> bool:
    """Whether the form asks to save exactly what was looked at."""
    return request.POST.get("step") == "save" and request.POST.get("looked") == proposal.token


def saved(
    request: UserRequest, *, log: EditLog, rows: AreaRows, change: Change, seen: str = ""
) -> SeenIsOld | None:
    """Save; what is there now where the page was old. A form that saw nothing was to fill an empty place."""
    seen = seen or request.POST.get("seen") or fingerprint(dict.fromkeys(change.values))
    try:
        save_change(log=log, rows=rows, change=change, seen=seen)
    except SeenIsOld as old:
        return old
    return None


def log_of(request: UserRequest, scope: Scope, area: DataArea) -> EditLog:
    """The user's own steps in an area."""
    return EditLog(scope.program, scope.year, area, request.user)


def _with_coach(clinic: ClinicLost) -> str:
    return ", with the coach" if clinic.is_together else ""


def _shown(lines: list[str]) -> list[str]:
    """The first of them, and how many more there are."""
    rest = len(lines) - SHOWN
    return lines if rest <= 0 else [*lines[:SHOWN], f"and {rest} more"]
