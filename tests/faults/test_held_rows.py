"""Who holds a program, a year or a draft keeps nobody from writing rows that merely point there: two would wait for each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from scheduling.models import AcademicYear, DataArea, DataEdit, Presence, Schedule
from scheduling.services.data_edits import lock_data, lock_year
from scheduling.services.drafts import make_draft
from scheduling.services.editing.presence import be_present
from scheduling.services.editing.steps import locked_draft
from tests.factories import make_user
from tests.queue.workplace import Workplace, database_of
from tests.services.small_year import MONDAY, SmallYear

Hold = Callable[[Schedule], object]


def as_for_its_key(draft: Schedule) -> object:
    """The control: held against those, too, who only point there."""
    return AcademicYear.objects.select_for_update().get(pk=draft.year_id)


@pytest.mark.parametrize(
    ("hold", "is_free"),
    [
        (lambda draft: lock_data(draft.year.program), True),
        (lambda draft: lock_year(draft.year), True),
        (locked_draft, True),
        (as_for_its_key, False),
    ],
    ids=["program", "year", "draft", "control"],
)
def test_rows_that_point_to_what_is_held_are_written(workplace: Workplace, hold: Hold, is_free: bool) -> None:
    small = workplace.small
    draft = make_draft(run=small.finished_run(), actor=None)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        hold(draft)
        assert pool.submit(points_there, workplace, small, draft).result(30) is is_free


def points_there(workplace: Workplace, small: SmallYear, draft: Schedule) -> bool:
    """Whether a step of program data and somebody's presence are written at once, over another connection."""
    try:
        with database_of(workplace.installation), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            DataEdit.objects.create(program=small.program, year=small.year, area=DataArea.LEAVE, label="x")
            be_present(schedule=draft, user=make_user(), day=MONDAY)
            return Presence.objects.filter(schedule=draft).exists()
    except OperationalError:
        return False
