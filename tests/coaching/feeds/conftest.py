"""What a resident and a coach have in their feeds."""

import pytest

from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear
from tests.factories import faculty_of, make_faculty, resident_of


@pytest.fixture
def year(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """One half-day together at Main, one alone at East with another preceptor."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-25")
    clinics.attends(resident_of(resident), "2026-11-27", period="PM", site=clinics.east)
    clinics.precepts(
        make_faculty(clinics.program, "Okafor, Ada"), "2026-11-27", period="PM", site=clinics.east
    )
    return clinics
