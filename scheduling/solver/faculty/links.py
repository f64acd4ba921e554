"""How overlaps depend on what is decided of faculty: for each pair and option, what must hold so that the coach is there."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Ints, ProblemArrays, faculty_numbers
from scheduling.solver.faculty.entries import Entries
from scheduling.solver.offers import Offers


@dataclass(frozen=True, slots=True)
class Links:
    """One value per entry of pairs and options.

    ``coach`` is the coach of the day; ``own`` says that it is the pair's and no earlier one. ``sure``: they are there
    whatever is decided. ``offer``: else the entry of the offers with which they are there, -1 if they never are.
    """

    coach: Ints
    own: Bools
    sure: Bools
    offer: Ints


@dataclass(frozen=True, slots=True)
class Teams:
    """Per option: whether someone of the resident's team is there whatever is decided, and the offers that bring one.

    ``option`` and ``offer`` have one entry for each option and team member who could be there.
    """

    sure: Bools
    could: Bools
    option: Ints
    offer: Ints


def links_of(entries: Entries, offers: Offers) -> Links:
    """The links of some entries."""
    arrays, session = entries.table.arrays, entries.session
    earlier = arrays.options.earlier_coach[entries.option]
    coach = np.where(earlier >= 0, earlier, entries.table.coach[entries.pair])
    sure = arrays.present[coach, session]
    return Links(coach, earlier < 0, sure, np.where(sure, -1, _offer_numbers(offers)[coach, session]))


def teams_of(arrays: ProblemArrays, offers: Offers) -> Teams:
    """Where the residents' teams could be; nowhere if the score does not ask."""
    options, problem = arrays.options, arrays.problem
    count = len(options.session)
    sure = np.zeros(count, dtype=np.bool_)
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, dtype=np.int64),) * 2]
    numbers = _offer_numbers(offers)
    for index, resident in enumerate(problem.residents):
        if not resident.team or not problem.objective.team_overlap:
            continue
        mine = np.flatnonzero(options.resident == index)
        team, session = faculty_numbers(problem, resident.team), options.session[mine]
        sure[mine] = arrays.present[team[:, None], session[None, :]].any(axis=0)
        offer = numbers[team[:, None], session[None, :]]
        who, place = np.nonzero(offer >= 0)
        found.append((mine[place], offer[who, place]))
    option = np.concatenate([part[0] for part in found])
    could = sure.copy()
    could[option] = True
    return Teams(sure, could, option, np.concatenate([part[1] for part in found]))


def _offer_numbers(offers: Offers) -> Ints:
    """Faculty x sessions: the entry of the offers, -1 where nothing is offered."""
    numbers = np.full((len(offers.quota), len(offers.problem.sessions)), -1, dtype=np.int64)
    numbers[offers.member, offers.session] = np.arange(len(offers.member))
    return numbers
