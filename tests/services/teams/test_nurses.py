"""A nurse's week and days away."""

import pytest

from connectedness.accounts.models import Membership, User
from scheduling.models import Nurse, NurseAway, Program
from scheduling.services.program_data import SeenIsOld, fingerprint
from scheduling.services.team_rows import TeamRows, nurse_key
from scheduling.services.teams import save_nurse, set_nurse_away
from tests.factories import make_site
from tests.services.teams.days import TODAY, undo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_nurses_week_is_saved_unless_it_changed_since_and_can_be_taken_back(
    program: Program, nurse: User, coordinator: User
) -> None:
    held = Membership.objects.select_related("user", "program").get(user=nurse)
    site = make_site(program)
    value = {"phone": "555-0101", "pager": "", "half_days": [[0, "AM", site.pk], [2, "PM", site.pk]]}
    seen = fingerprint(TeamRows(program).held([nurse_key(held.pk)]))
    save_nurse(membership=held, value=value, seen=seen, actor=coordinator)
    saved = Nurse.objects.get()
    assert saved.phone == "555-0101"
    assert [(row.weekday, row.period) for row in saved.half_days.all()] == [(0, "AM"), (2, "PM")]
    with pytest.raises(SeenIsOld):
        save_nurse(membership=held, value={**value, "phone": "0"}, seen=seen, actor=coordinator)
    undo(program, coordinator)
    assert not saved.half_days.exists()
    undo(program, coordinator, again=True)
    assert saved.half_days.count() == 2


def test_a_nurses_days_away_are_entered_once_and_taken_out(
    program: Program, nurse: User, coordinator: User
) -> None:
    held = Membership.objects.select_related("user", "program").get(user=nurse)
    days = {"membership": held, "first": TODAY, "last": TODAY, "actor": coordinator}
    assert set_nurse_away(away=True, **days)  # type: ignore[arg-type]
    assert set_nurse_away(away=True, **days) is None  # type: ignore[arg-type]
    assert NurseAway.objects.count() == 1
    assert set_nurse_away(away=False, **days)  # type: ignore[arg-type]
    assert not NurseAway.objects.exists()
    undo(program, coordinator)
    assert NurseAway.objects.get().nurse_id == held.pk
