"""A set of questions has its name to itself."""

import pytest

from coaching.services.pulse.instruments import NameTaken, keep_instrument
from tests.coaching.pulse_program import WORDING, PulseProgram

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_name_that_other_questions_took_meanwhile_is_refused(pulse: PulseProgram) -> None:
    """Two forms found it free; the second is told."""
    with pytest.raises(NameTaken, match="Choose another"):
        keep_instrument(program=pulse.program, wording=WORDING, actor=None)
    keep_instrument(program=pulse.program, wording=WORDING, actor=None, instrument=pulse.instrument)
