"""Drafts follow an approved swap where nobody changed them there."""

import pytest

from scheduling.models import EditKind
from scheduling.services.editing.steps import edit_draft
from scheduling.services.requesting.approving import approve_swap
from scheduling.services.versions import copy_version
from tests.services.swapping import Swapping
from tests.services.swaps.world import mine, theirs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_draft_follows_where_both_half_days_stand_as_they_were_published(s: Swapping) -> None:
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    swap = s.accepted()
    done = approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert done.left == ()
    assert s.attends(s.at.nadia, draft) == [s.tuesday]
    assert s.attends(s.at.tomas, draft) == [s.monday]
    assert draft.edits.get().kind == EditKind.SWAP


def test_a_draft_that_somebody_changed_there_stays_so_and_is_named(s: Swapping) -> None:
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    moved = s.at.move(s.at.nadia, s.monday, s.at.tuesday(3))
    edit_draft(schedule=draft, actor=None, step=moved)
    swap = s.accepted()
    done = approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert done.left == (draft,)
    assert s.attends(s.at.nadia, draft) == [s.at.tuesday(3)]
    assert s.attends(s.at.tomas, draft) == [s.tuesday]
    assert (mine(s), theirs(s)) == ([s.tuesday], [s.monday])
