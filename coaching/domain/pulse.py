"""A survey's questions, and the tally of its answers: sums by group, never one person's answers side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from random import SystemRandom
from typing import Any

from coaching.domain.pulse_release import Cell

FEWEST_ANCHORS, MOST_ANCHORS = 3, 7
Counts = dict[str, dict[str, list[int]]]
_CHANCE = SystemRandom()


class Kind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was asked. ``about_coach``: it is counted by coach over years and by nothing else."""

    text: str
    kind: Kind = Kind.SCALE
    theme: str = ""
    is_reversed: bool = False
    about_coach: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Question":
        """As a round keeps it."""
        return cls(**{**kept, "kind": Kind(kept["kind"])})

    def kept(self) -> dict[str, Any]:
        """For a round to keep."""
        return {**asdict(self), "kind": str(self.kind)}

    def score(self, answer: int, highest: int) -> int:
        """What an answer counts: more is always better."""
        return highest + 1 - answer if self.is_reversed else answer


@dataclass(frozen=True, slots=True)
class Paper:
    """What one person sends: answers on the scale and words, by the place of the question. Never kept."""

    scale: Mapping[int, int]
    words: Mapping[int, str]


@dataclass(slots=True)
class Tally:
    """All that is kept of the answers while a round is open: counts and sums, and words in no order."""

    cells: Counts = field(default_factory=dict)
    coaches: Counts = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    def add(
        self, paper: Paper, questions: Sequence[Question], highest: int, group: str, coach: int | None
    ) -> None:
        """Count one person in. Questions about the coach go by coach alone, all others by group alone."""
        for place, answer in paper.scale.items():
            question = questions[place]
            if question.about_coach and coach is None:
                continue
            counts, whose = (self.coaches, str(coach)) if question.about_coach else (self.cells, group)
            sums = counts.setdefault(str(place), {}).setdefault(whose, [0, 0])
            sums[0] += 1
            sums[1] += question.score(answer, highest)
        for place, text in paper.words.items():
            texts = self.words.setdefault(str(place), [])
            texts.append(text)
            _CHANCE.shuffle(texts)

    def group_cells(self, place: int, groups: Sequence[str]) -> dict[str, Cell]:
        """The cells of one question; a group in which nobody answered is a cell, too."""
        found = self.cells.get(str(place), {})
        return {group: Cell(*found.get(group, (0, 0))) for group in groups}
