"""Everything that is known of a problem in which faculty's half-days are decided, before any prices."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.array_building import with_precepting
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.faculty.choice import Chooser
from scheduling.solver.faculty.entries import Entries, entries_of
from scheduling.solver.faculty.links import Links, Teams, links_of, teams_of
from scheduling.solver.offers import Offers, offers_of
from scheduling.solver.pairs import PairTable, pair_table
from scheduling.solver.tuning import pairs_of


@dataclass(frozen=True, slots=True)
class Scope:
    """Some pairs, with faculty wherever they could be (``arrays``), and how each overlap depends on the half-days.

    ``single`` is per entry: its link is to be paid for whichever pair is chosen. ``places`` is, per faculty
    member, how many residents with several possible coaches their panel could hold.
    """

    arrays: ProblemArrays
    offers: Offers
    chooser: Chooser
    table: PairTable
    entries: Entries
    links: Links
    teams: Teams
    single: Bools
    places: Ints

    def only(self, coach: Ints) -> "Scope":
        """The same with the pairs of one pairing; ``coach`` has one faculty number per resident."""
        return _scope(self.arrays, self.offers, self.chooser, self.table.of(pairs_of(self.table, coach)))

    def beside_coach(self) -> Floats:
        """Per option: at most so much is earned by the team while the coach is not there."""
        weight = self.arrays.problem.objective.team_overlap
        return np.where(self.teams.sure, weight, np.where(self.teams.could, max(weight, 0.0), 0.0))

    def supervised(self, price: Floats) -> Floats:
        """What each offered session is worth to a program's supervision, at prices by program x session, flat."""
        problem, offers = self.arrays.problem, self.offers
        numbers = {program.id: place for place, program in enumerate(problem.programs)}
        program = np.array([numbers[member.program] for member in problem.faculty], dtype=np.int64)
        ratio = np.array([p.supervision_ratio for p in problem.programs], dtype=np.float64)
        mine = program[offers.member]
        found: Floats = ratio[mine] * price[mine * len(self.arrays.rooms) + offers.session]
        return found


def scope_of(arrays: ProblemArrays) -> Scope:
    """The scope of all pairs that the rules allow."""
    offers = offers_of(arrays.problem)
    possible = with_precepting(arrays, offers.precepts(np.ones(offers.units, dtype=np.bool_)))
    return _scope(possible, offers, Chooser(offers), pair_table(possible))


def _scope(arrays: ProblemArrays, offers: Offers, chooser: Chooser, table: PairTable) -> Scope:
    entries = entries_of(table)
    links = links_of(entries, offers)
    several = np.bincount(table.resident, minlength=arrays.residents) > 1
    most = np.array([member.panel_max for member in arrays.problem.faculty], dtype=np.int64)
    settled = np.bincount(table.coach[~several[table.resident]], minlength=len(most))
    return Scope(
        arrays=arrays,
        offers=offers,
        chooser=chooser,
        table=table,
        entries=entries,
        links=links,
        teams=teams_of(arrays, offers),
        single=~links.own | ~several[entries.resident],
        places=np.maximum(most - settled, 0),
    )
