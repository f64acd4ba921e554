"""What a schedule earns and loses: the score's weights, the worth of overlaps as a small table."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from scheduling.forms.settings.program import ProgramForm
from scheduling.models import Program

PIECES = 6
MOST = 1_000


class ScoreForm(ProgramForm):
    """The weights of the score."""

    title = "Score"
    question = "What a run counts as good"
    sub = "The score only weighs schedules that keep every rule."
    body = "scheduling/settings/score.html"
    names = ("own_clinic_counts", "missed_window", "changed_assignment", "team_overlap")

    def build(self) -> None:
        """The weights, then the pieces of the worth of overlaps."""
        super().build()
        pieces: list[Any] = self.held.get(self._pieces_key, [])
        for number in range(max(PIECES, len(pieces))):
            share, worth = pieces[number] if number < len(pieces) else (None, None)
            self.fields[f"share_{number}"] = forms.DecimalField(
                label=f"Step {number + 1}: up to % of the yearly minimum",
                required=False, min_value=1, max_value=MOST, decimal_places=1,
                initial=None if share is None else f"{share * 100:g}",
            )  # fmt: skip
            self.fields[f"worth_{number}"] = forms.DecimalField(
                label=f"Step {number + 1}: worth of each overlap",
                required=False, min_value=0, max_value=MOST, decimal_places=3,
                initial=None if worth is None else f"{worth:g}",
            )  # fmt: skip

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of the table."""
        count = sum(name.startswith("share_") for name in self.fields)
        return [(self[f"share_{number}"], self[f"worth_{number}"]) for number in range(count)]

    @property
    def pieces_help(self) -> str:
        """The source of the table."""
        return str(Program._meta.get_field("overlap_pieces").help_text)

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields beside the table."""
        return [self[name] for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Worths never rise, shares do, and the last step goes on to the end."""
        said = super().clean() or {}
        if not self.errors:
            fault = _fault(self._pieces(said))
            if fault:
                self.add_error(None, fault)
        return said

    def keys(self) -> Iterable[str]:
        """The weights and the table."""
        return [*super().keys(), self._pieces_key]

    def values(self) -> dict[str, Any]:
        """The weights and the table."""
        pieces = [[_number(share, 100), _number(worth)] for share, worth in self._pieces(self.cleaned_data)]
        return {**super().values(), self._pieces_key: pieces}

    @property
    def _pieces_key(self) -> str:
        return f"program/{self.desk.program.pk}/overlap_pieces"

    def _pieces(self, said: dict[str, Any]) -> list[tuple[Decimal | None, Decimal | None]]:
        rows = [(said.get(f"share_{n}"), said.get(f"worth_{n}")) for n in range(len(self.steps))]
        return [(share, worth) for share, worth in rows if share is not None or worth is not None]


def _fault(pieces: list[tuple[Decimal | None, Decimal | None]]) -> str:
    worths = [worth for _, worth in pieces if worth is not None]
    shares = [share for share, _ in pieces[:-1] if share is not None]
    if not pieces:
        return "Say what an overlap is worth: at least one step."
    if len(worths) < len(pieces):
        return "Each step needs the worth of an overlap. Write 0 where it is worth nothing."
    if len(shares) < len(pieces) - 1 or shares != sorted(set(shares)):
        return "Each step must reach further than the one before it. Only the last is left open."
    if pieces[-1][0] is not None:
        return "The last step must be left open, without a share: it goes on to the end of the year."
    if worths != sorted(worths, reverse=True):
        return "Worths never rise: the first overlaps of a resident are worth most."
    return ""


def _number(value: Decimal | None, divided_by: int = 1) -> float | int | None:
    """As the table has always been kept: whole numbers without a point."""
    if value is None:
        return None
    number = float(value / divided_by)
    return int(number) if number == int(number) else number
