"""The pairing board: who needs a coach, who has a place, what each pair could reach, what is planned and proposed."""

from scheduling.selectors.pairing_board.content import Board
from scheduling.selectors.pairing_board.page import pairing_board

__all__ = ["Board", "pairing_board"]
