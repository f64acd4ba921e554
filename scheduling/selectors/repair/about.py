"""Whom and where a disruption can be about."""

from datetime import date

from django.db.models import QuerySet

from scheduling.models import AcademicYear, Faculty, Resident, Site


def residents_to_report(year: AcademicYear, day: date) -> QuerySet[Resident]:
    """The year's residents who are here on a day."""
    return Resident.objects.here_on(day).filter(program=year.program_id, years__year=year)


def faculty_to_report(year: AcademicYear, day: date) -> QuerySet[Faculty]:
    """The program's faculty who are here on a day."""
    return Faculty.objects.here_on(day).filter(program=year.program_id)


def sites_to_report(year: AcademicYear) -> QuerySet[Site]:
    """The program's sites, by name."""
    return Site.objects.filter(program=year.program_id).order_by("name")
