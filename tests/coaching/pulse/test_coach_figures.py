"""A coach gets one figure of all the years that were promised, or none."""

from datetime import date

import pytest
import time_machine
from django.test import override_settings

from coaching.models import PulseCoachFigure, PulseSpan
from coaching.selectors.pulse.pages import span_figures
from scheduling.models import Program
from tests.coaching.clinic_year import at
from tests.coaching.pulse.years import over_years, shown_coaches, year_round
from tests.coaching.pulse_program import PulseProgram, make_pulse_program, paper
from tests.factories import make_faculty, make_pairing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_no_figure_of_a_coach_is_there_before_the_years_are_over(pulse: PulseProgram) -> None:
    over_years(pulse, 2, [paper(3, coach=4)] * 18)
    assert not PulseCoachFigure.objects.exists()
    span = PulseSpan.objects.get()
    assert (span.is_over, span.years) == (False, ["2026-2027", "2027-2028"])
    assert "counts" not in span.sealed


def test_what_a_round_promised_holds_though_the_program_asks_for_less_since(pulse: PulseProgram) -> None:
    over_years(pulse, 1, [paper(3, coach=4)] * 18)
    Program.objects.update(pulse_coach_years=2, pulse_coach_answers=8)
    pulse.program.refresh_from_db()
    span = PulseSpan.objects.get()
    assert (span.years_needed, span.answers_needed, span.people_needed) == (3, 10, 5)
    with time_machine.travel(at("2027-11-22 18:20"), tick=False):
        pulse.program.years.create(name="2027-2028", first_monday=date(2027, 6, 28))
        pulse.closed([paper(3, coach=4)] * 18)
    span.refresh_from_db()
    assert (span.is_over, span.years, span.years_needed) == (False, ["2026-2027", "2027-2028"], 3)


def test_a_coach_gets_one_figure_of_all_the_years_and_the_next_begins_anew(pulse: PulseProgram) -> None:
    over_years(pulse, 4, [paper(3, coach=4)] * 18)
    figures = {row.faculty_id: (row.answers, row.total) for row in PulseCoachFigure.objects.all()}
    assert figures.pop(None) == (54, 216)
    assert figures == {coach.pk: (18, 72) for coach in pulse.coaches}
    first, second = PulseSpan.objects.order_by("pk")
    assert (first.is_over, first.sealed, first.period) == (True, "", "2026-2027 to 2028-2029")
    assert (second.is_over, second.years) == (False, ["2029-2030"])


@pytest.mark.parametrize(("coaches", "together"), [(2, False), (3, True)])
def test_of_two_coaches_neither_can_take_themselves_off_the_sum(
    program: Program, coaches: int, together: bool
) -> None:
    pulse = make_pulse_program(program, classes=(8, 8), coaches=coaches)
    over_years(pulse, 3, [paper(3, coach=4)] * 16)
    assert PulseCoachFigure.objects.filter(faculty__isnull=True).exists() == together
    assert PulseCoachFigure.objects.filter(faculty__isnull=False).count() == coaches


def test_a_coach_of_few_gets_none_and_hides_another_with_it(program: Program) -> None:
    pulse = make_pulse_program(program, classes=(8, 8), coaches=2)
    lonely = pulse.residents[0]
    lonely.pairings.all().delete()
    third = pulse.coaches[0].__class__.objects.create(
        program=program, name="Small, Sue", email="s@example.org"
    )
    make_pairing(lonely, third)
    over_years(pulse, 3, [paper(3, coach=4)] * 16)
    shown = set(PulseCoachFigure.objects.values_list("faculty__name", flat=True))
    assert shown == {None, pulse.coaches[1].name}


def test_a_coach_of_whom_one_year_alone_says_something_gets_no_figure(program: Program) -> None:
    """Ten answers of five residents in the last year would be the mean of that year."""
    pulse = make_pulse_program(program, classes=(40,), coaches=4)
    newcomer = make_faculty(program, "New, Nell", email="n@example.org")
    for number in range(3):
        if number == 2:
            for one in pulse.residents[::4]:
                one.pairings.update(faculty=newcomer)
        year_round(pulse, number, [paper(coach=4)] * 40)
    shown = shown_coaches()
    assert newcomer.name not in shown
    assert pulse.coaches[3].name in shown


def test_a_question_that_one_year_alone_asked_is_shown_of_nobody(pulse: PulseProgram) -> None:
    for number in range(3):
        # What is about the coach is left empty but in the last year, in which everybody answers it.
        said = paper(coach=4) if number == 2 else paper()
        year_round(pulse, number, [said] * 18)
    span = PulseSpan.objects.get()
    assert span.is_over
    assert not PulseCoachFigure.objects.exists()


def test_years_that_were_promised_hold_though_the_program_asks_for_fewer_since(pulse: PulseProgram) -> None:
    """Whoever answered read: one mean of three years."""
    said = [paper(coach=4)] * 18
    year_round(pulse, 0, said)
    Program.objects.update(pulse_coach_years=2)
    pulse.program.refresh_from_db()
    year_round(pulse, 1, said)
    assert not PulseCoachFigure.objects.exists()
    year_round(pulse, 2, said)
    assert {row.answers for row in PulseCoachFigure.objects.exclude(faculty=None)} == {18}


def test_sums_that_another_key_sealed_take_their_years_with_them(pulse: PulseProgram) -> None:
    """Else the last year alone would be shown as the mean of all."""
    said = [paper(coach=4)] * 18
    with override_settings(SECRET_KEY="another-key-of-another-installation-0123456789"):
        for number in range(2):
            year_round(pulse, number, said)
    year_round(pulse, 2, said)
    span = PulseSpan.objects.get()
    assert (span.is_over, span.years) == (False, ["2028-2029"])
    assert not PulseCoachFigure.objects.exists()


@pytest.mark.parametrize(("coaches", "of_all"), [(1, False), (2, False), (3, True)])
def test_no_figure_of_all_coaches_tells_anothers(program: Program, coaches: int, *, of_all: bool) -> None:
    pulse = make_pulse_program(program, classes=(18,), coaches=coaches)
    over_years(pulse, 3, [paper(coach=4)] * 18)
    own = {coach.name for coach in pulse.coaches}
    assert shown_coaches() == (own | {None} if of_all else own)
    page = span_figures(program, pulse.coaches[0])[0].figures[0]
    assert (page.own.is_shown, page.everybody.is_shown) == (True, of_all)
    assert len(span_figures(program, None)[0].figures) == of_all
