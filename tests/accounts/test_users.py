"""Users: an e-mail address in any case, a name as colleagues say it."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import ValidationError

from connectedness.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case_and_found_in_any() -> None:
    user = User.objects.create_user(
        "Alma.Sandoval@Example.org ", "correct horse battery", name="Alma Sandoval"
    )
    assert user.email == "alma.sandoval@example.org"
    assert User.objects.get_by_natural_key("ALMA.SANDOVAL@example.ORG") == user


def test_the_same_address_in_another_case_is_refused_with_a_reason() -> None:
    User.objects.create_user("alma@example.org", name="Alma")
    with pytest.raises(ValidationError, match="already exists"):
        User.objects.create_user("ALMA@example.org", name="Alma again")


def test_a_user_without_a_password_cannot_sign_in_with_one() -> None:
    assert not User.objects.create_user("alma@example.org", name="Alma").has_usable_password()


def test_a_superuser_may_use_the_administration() -> None:
    admin = User.objects.create_superuser("admin@example.org", "correct horse battery", name="Ada")
    assert admin.is_staff
    assert admin.is_superuser


@pytest.mark.parametrize(
    ("name", "initials"), [("Alma Sandoval", "AS"), ("Alma de la Cruz", "AC"), ("alma", "A")]
)
def test_initials_are_the_first_and_the_last_names(name: str, initials: str) -> None:
    assert make_user(name).initials == initials


def test_an_address_changed_later_is_kept_in_lower_case_too() -> None:
    user = make_user("Alma Sandoval")
    user.email = "Alma@Example.org"
    user.save()
    user.refresh_from_db()
    assert user.email == "alma@example.org"


def test_what_addresses_left_behind_before_is_tidied_by_the_upgrade() -> None:
    upgrade = import_module(
        "connectedness.accounts.migrations.0004_addresses_in_small_letters_and_one_per_account"
    )
    user = make_user("Alma Sandoval")
    User.objects.filter(pk=user.pk).update(email="Alma@Example.org")
    for email in ("alma@example.org", "former@example.org"):
        EmailAddress.objects.create(user=user, email=email, verified=True)
    upgrade.keep_one(apps, None)
    user.refresh_from_db()
    assert user.email == "alma@example.org"
    assert [address.email for address in EmailAddress.objects.all()] == ["alma@example.org"]


@pytest.mark.parametrize("name", ["The system", "the  SYSTEM.", "System", "Ｔhe sys\u200btem"])
def test_nobody_is_named_like_the_system(name: str) -> None:
    with pytest.raises(ValidationError, match="the system itself"):
        User.objects.create_user("alma@example.org", name=name)
    assert User.objects.create_user("alma@example.org", name="Thea System")
