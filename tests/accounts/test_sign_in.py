"""Signing in and out."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from connectedness.accounts.models import User

PASSWORD = "correct horse"
LOGIN = "/accounts/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    """Send the sign-in form; whether it let one in."""
    client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_the_right_password_lets_one_in_and_signing_out_ends_it(client: Client, coordinator: User) -> None:
    assert sign_in(client, coordinator.email.upper())
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(
    client: Client, coordinator: User
) -> None:
    assert sign_in(Client(), coordinator.email)
    known = client.post(LOGIN, {"login": coordinator.email, "password": "wrong battery"})
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "wrong battery"})
    assert "_auth_user_id" not in client.session
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.context["form"].errors


def test_a_disabled_user_is_not_let_in(client: Client, disabled: User) -> None:
    assert not sign_in(client, disabled.email)
    disabled.is_active = True
    disabled.save()
    assert sign_in(client, disabled.email)


def test_a_user_disabled_while_signed_in_is_out_with_the_next_request(
    client: Client, coordinator: User
) -> None:
    assert sign_in(client, coordinator.email)
    assert client.get("/").status_code == 302
    assert not client.get("/")["Location"].startswith(LOGIN)
    coordinator.is_active = False
    coordinator.save()
    assert client.get("/")["Location"].startswith(LOGIN)


def test_a_mailed_code_lets_one_in_without_a_password(
    client: Client, coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/accounts/login/code/", {"email": coordinator.email})
    assert [mail.to for mail in mailoutbox] == [[coordinator.email]]
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", str(mailoutbox[0].body), re.MULTILINE)
    assert code, mailoutbox[0].body
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert client.session["_auth_user_id"] == str(coordinator.pk)


@pytest.mark.parametrize(
    ("path", "subject", "lasts"),
    [
        ("/accounts/login/code/", "Connectedness: Your sign-in code", "works once, for 3 minutes"),
        ("/accounts/password/reset/", "Connectedness: Choose a new password", "works once, for 3 days"),
    ],
)
def test_a_mail_says_whose_it_is_what_for_and_how_long_it_works(
    client: Client, coordinator: User, mailoutbox: list[EmailMessage], path: str, subject: str, lasts: str
) -> None:
    client.post(path, {"email": coordinator.email})
    (mail,) = mailoutbox
    assert mail.subject == subject
    assert lasts in str(mail.body)
    assert "Hello from" not in str(mail.body)
    assert "example.com" not in str(mail.body)


def test_an_address_without_account_is_told_so_by_mail_and_not_to_sign_up(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    (mail,) = mailoutbox
    assert mail.subject == "Connectedness: No account for this address"
    assert "by invitation" in str(mail.body)
    assert "signup" not in str(mail.body)


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
)
@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_a_mail_server_that_is_away_is_said_on_a_page(client: Client, coordinator: User, path: str) -> None:
    answer = client.post(path, {"email": coordinator.email})
    assert answer.status_code == 503
    assert "The mail could not be sent" in answer.content.decode()
    assert sign_in(client, coordinator.email)


@pytest.mark.django_db
def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    fields = {
        "email": "new@example.org",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    client.post("/accounts/signup/", fields)
    assert not User.objects.filter(email="new@example.org").exists()


def test_guessing_is_slowed_down(client: Client, coordinator: User) -> None:
    answers = [client.post(LOGIN, {"login": coordinator.email, "password": f"guess {n}"}) for n in range(12)]
    assert answers[0].status_code == 200
    assert not sign_in(client, coordinator.email)
    said = str(answers[-1].context["form"].errors) if answers[-1].context else ""
    assert answers[-1].status_code == 429 or "Too many" in said


@pytest.mark.parametrize("action", ["action_add", "action_primary"])
def test_nobody_takes_another_persons_address(
    client: Client, coordinator: User, disabled: User, action: str
) -> None:
    assert sign_in(client, coordinator.email)
    assert client.get("/accounts/email/").status_code == 404
    assert client.post("/accounts/email/", {"email": disabled.email, action: ""}).status_code == 404
    assert not EmailAddress.objects.filter(user=coordinator, email=disabled.email).exists()
