"""A pairing at once, by the worth of each pair alone: what rooms and supervision would change is left out."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from scheduling.solver.arrays import Floats, Ints

NEVER = -np.inf
NEEDED = 1e4  # more than any pair is worth: panels under their minimum are filled first
FORBIDDEN = -1e9  # less than anything: taken only where a resident can be with nobody


def quick_pairing(worth: Floats, free: Ints, needed: Ints) -> list[int | None]:
    """The coach (a column) of each resident (a row) with the greatest sum; None where no place is left.

    ``worth`` of a pair, ``NEVER`` where it must not be; ``free`` places of each panel, of which ``needed`` are still
    missing to its minimum. As many residents as possible are placed.
    """
    residents, coaches = worth.shape
    places = np.minimum(np.maximum(free, 0), residents)
    coach = np.repeat(np.arange(coaches), places)
    if residents == 0 or len(coach) == 0:
        return [None] * residents
    nth = np.concatenate([np.arange(count) for count in places])
    values = np.where(np.isneginf(worth), FORBIDDEN, worth)[:, coach]
    values += np.where((nth < needed[coach]) & (values > FORBIDDEN), NEEDED, 0.0)
    rows, slots = linear_sum_assignment(values, maximize=True)
    found: list[int | None] = [None] * residents
    for row, slot in zip(rows, slots, strict=True):
        if values[row, slot] > FORBIDDEN:
            found[row] = int(coach[slot])
    return found
