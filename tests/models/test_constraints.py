"""Every named constraint keeps its truth, on SQLite and on PostgreSQL."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.models import (
    cases_of_disruptions,
    cases_of_edits,
    cases_of_invitations,
    cases_of_meetings,
    cases_of_notices,
    cases_of_people,
    cases_of_programs,
    cases_of_pulse,
    cases_of_requests,
    cases_of_teams,
)
from tests.models.cases import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

OWN_APPS = ("accounts", "scheduling", "joining", "coaching")
# Its first column is the primary key, so it can only be broken by breaking that: it is there to be pointed at.
POINTED_AT = {"session_half_day_is_its_own"}
MODULES = (
    cases_of_disruptions,
    cases_of_edits,
    cases_of_invitations,
    cases_of_meetings,
    cases_of_notices,
    cases_of_people,
    cases_of_programs,
    cases_of_requests,
    cases_of_pulse,
    cases_of_teams,
)


def named_constraints() -> set[str]:
    """The names of all constraints that the models declare."""
    models = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    return {constraint.name for model in models for constraint in model._meta.constraints}


def test_every_named_constraint_has_a_case() -> None:
    assert named_constraints() - POINTED_AT == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_database_refuses_what_the_constraint_forbids(name: str) -> None:
    taken, refused = CASES[name]()
    taken.save()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        refused.save()
    assert name in said_by(refusal.value)


def said_by(error: IntegrityError) -> str:
    """What the database named as broken; SQLite names columns, not the constraint, where it is a plain unique."""
    said = str(error)
    if connection.vendor == "postgresql":
        return str(getattr(error.__cause__, "diag").constraint_name)  # noqa: B009  # psycopg's own error
    for model in apps.get_models():
        concrete = {field.name: field.column for field in model._meta.concrete_fields}
        for constraint in model._meta.constraints:
            columns = [concrete[name] for name in getattr(constraint, "fields", ())]
            named = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
            if named and said == f"UNIQUE constraint failed: {named}":
                said += f" {constraint.name}"
    return said
