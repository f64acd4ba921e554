"""Whether a draft still speaks of the program's data as they are: imports and edits go on while a run works."""

import gzip
from dataclasses import replace
from hashlib import sha256

from scheduling.domain.problem import Pins, Problem
from scheduling.domain.program_year import ProgramYear
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.models import Schedule, ScheduleCoach, SolveRun
from scheduling.selectors.program_year import faculty_id, program_year, resident_id
from scheduling.services.runs import YearNotReady, problem_described


def data_changed_under(draft: Schedule) -> bool:
    """Whether a run started now would solve another problem than the draft's run did.

    Pairings that the draft itself proposed and another version has begun since are no change. A year that is not
    ready any more has changed; of a draft without a run nothing can be said.
    """
    run = draft.run
    if run is None:
        return False
    program = draft.year.program
    described = program_year(draft.year)
    try:
        if run.base_edition is not None:
            return _changed_since_solved_again(described, run)
        now = problem_described(described, program, decide_pairing=run.decide_pairing)
        if sha256(write_problem(now).encode()).hexdigest() == run.problem_sha256:
            return False
        asked = read_problem(gzip.decompress(run.problem))
        before = _as_if_unpublished(described, asked, draft)
        return problem_described(before, program, decide_pairing=run.decide_pairing) != asked
    except YearNotReady:
        return True


def _changed_since_solved_again(described: ProgramYear, run: SolveRun) -> bool:
    """The same for a run that began from a version: its coaches, pins and attendance are no data of the program."""
    asked = read_problem(gzip.decompress(run.problem))
    coaches = {resident.id: resident for resident in asked.residents}
    residents = tuple(
        replace(one, coach=coaches[one.id].coach, coach_fixed=coaches[one.id].coach_fixed)
        if one.id in coaches
        else one
        for one in described.residents
    )
    now = problem_described(
        replace(described, residents=residents), run.year.program, decide_pairing=run.decide_pairing
    )
    return now != replace(asked, pins=Pins(), published=None, frozen_before=None)


def _as_if_unpublished(year: ProgramYear, asked: Problem, draft: Schedule) -> ProgramYear:
    """The year without the pairings that the run was to find and that are now as the draft proposes them."""
    proposed = {
        resident_id(resident): faculty_id(coach)
        for resident, coach in ScheduleCoach.objects.filter(schedule=draft).values_list(
            "resident_id", "faculty_id"
        )
    }
    found = {resident.id for resident in asked.residents if asked.has_open_coach(resident)}
    return replace(
        year,
        residents=tuple(
            replace(resident, coach=None, coach_fixed=False)
            if resident.id in found and resident.coach == proposed.get(resident.id)
            else resident
            for resident in year.residents
        ),
    )
