"""Only a swap that keeps every rule for both is offered."""

import pytest
import time_machine

from scheduling.models import Absence, Assignment, Session
from scheduling.selectors.requests.judging import Pair, judged
from scheduling.selectors.requests.partners import clinics_to_give, partners
from scheduling.selectors.workbench import desk
from scheduling.selectors.workbench.desk import desk_of
from tests.services.swapping import Swapping
from tests.services.swaps.world import BEFORE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_only_a_swap_that_keeps_every_rule_for_both_is_shown_with_what_it_does_to_both(s: Swapping) -> None:
    found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
    [one] = [partner for partner in found if partner.session == s.tuesday]
    nadia, tomas = one.judged.sides
    assert (nadia.overlaps_before, nadia.overlaps_after, nadia.change) == (3, 2, -1)
    assert (tomas.overlaps_before, tomas.overlaps_after, tomas.change) == (2, 3, 1)
    assert nadia.gives == "Mon 13 Jul, AM at Main"
    assert nadia.takes == "Tue 14 Jul, AM at Main"
    assert (nadia.gives_together, nadia.takes_together) == (True, False)
    assert one.can_answer


@pytest.mark.parametrize("rule", ["leave", "pin", "closed"])
def test_a_partner_for_whom_a_rule_stands_against_it_is_not_shown(s: Swapping, rule: str) -> None:
    def shown() -> bool:
        found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
        return any(partner.session == s.tuesday for partner in found)

    assert shown()
    if rule == "leave":
        Absence.objects.create(
            resident=s.at.tomas, first_date=s.monday.date, last_date=s.monday.date, reason="Private"
        )
    elif rule == "pin":
        Assignment.objects.filter(session=s.tuesday).update(pinned=True)
        desk._kept.clear()  # a step would have raised the edition, by which the desk knows
    else:
        Session.objects.filter(pk=s.tuesday.pk).update(rooms=0)
    assert not shown()


def test_every_partner_shown_passes_the_checkers_and_no_other_swap_does(s: Swapping) -> None:
    """Against enumeration: all pairs of two clinics, judged one by one."""
    version, ready = s.published, desk_of(s.published)
    resident = s.pair().resident
    for row in clinics_to_give(resident, BEFORE.date()):
        shown = {one.key for one in partners(ready, resident, row.session, BEFORE.date())}
        others = Assignment.objects.filter(schedule=version).exclude(resident=resident)
        legal = {
            f"{other.resident_id}-{other.session_id}"
            for other in others.select_related("session__site", "resident__user")
            if other.session_id != row.session_id
            and judged(
                version,
                ready,
                Pair(resident, row.session, other.resident, other.session),
            ).is_legal
        }
        assert shown == legal


def test_what_is_past_or_of_today_is_not_given(s: Swapping, clock: time_machine.Traveller) -> None:
    clinics = clinics_to_give(s.pair().resident, BEFORE.date())
    assert [row.session for row in clinics] == [
        s.at.monday(), s.at.tuesday(), s.monday, s.at.monday(4)
    ]  # fmt: skip
    assert [row.together for row in clinics] == [True, False, True, True]
    later = clinics_to_give(s.pair().resident, s.monday.date)
    assert [row.session for row in later] == [s.at.monday(4)]
