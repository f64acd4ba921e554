"""Signing in by SAML: metadata, a signed answer that lets somebody in, and answers that do not."""

import base64
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from connectedness.accounts.models import User

HERE = "http://testserver/accounts/saml/hospital"
ENTITY = "https://idp.example.org/metadata"
EMAIL = "urn:oid:0.9.2342.19200300.100.1.3"
pytestmark = pytest.mark.django_db


def key_pair() -> tuple[str, str]:
    """A private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    certificate = made.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


KEY, CERTIFICATE = key_pair()
OTHER_KEY, OTHER_CERTIFICATE = key_pair()


@pytest.fixture(autouse=True)
def hospital() -> Iterator[None]:
    """The settings that the environment makes, for a provider whose word on example.org is proof."""
    app = {
        "provider_id": ENTITY,
        "name": "Riverside account",
        "client_id": "hospital",
        "settings": {
            "idp": {"entity_id": ENTITY, "sso_url": "https://idp.example.org/sso", "x509cert": CERTIFICATE},
            "attribute_mapping": {"uid": "urn:oasis:names:tc:SAML:attribute:subject-id", "email": EMAIL},
            "advanced": {
                "want_assertion_signed": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,
            },
            "email_authentication": True,
            "verified_email": ["example.org"],
        },
    }
    with override_settings(SOCIALACCOUNT_PROVIDERS={"saml": {"APPS": [app]}}):
        yield


@pytest.fixture
def client() -> Client:
    """A browser, which says what host it asks."""
    return Client(headers={"host": "testserver"})


@pytest.fixture
def rae() -> User:
    """Somebody with an account whose address the hospital knows."""
    return User.objects.create_user("rae@example.org", "correct horse", name="Rae Ready")


def answer(request_id: str, **lies: Any) -> str:
    """The hospital's signed answer to a request, as the browser posts it."""
    now = datetime.now(UTC) + lies.get("late", timedelta())
    said = {
        "now": f"{now:%Y-%m-%dT%H:%M:%SZ}", "until": f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
        "to": lies.get("to", f"{HERE}/acs/"), "audience": lies.get("audience", f"{HERE}/metadata/"), "entity": ENTITY,
        "request": request_id, "email": lies.get("email", "rae@example.org"), "email_name": EMAIL,
    }  # fmt: skip
    assertion = ASSERTION.format(**said)
    key, certificate = lies.get("signs_with", (KEY, CERTIFICATE))
    if key:
        signed = Utils.add_sign(
            assertion, key, certificate, sign_algorithm=Saml.RSA_SHA256, digest_algorithm=Saml.SHA256
        )
        assertion = signed.decode() if isinstance(signed, bytes) else signed
    if changed := lies.get("changed"):
        assertion = assertion.replace(*changed)
    whole = RESPONSE.format(assertion=re.sub(r"<\?xml[^>]*\?>", "", assertion), **said)
    return base64.b64encode(whole.encode()).decode()


ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="a1" Version="2.0" IssueInstant="{now}">\
<saml:Issuer>{entity}</saml:Issuer><saml:Subject><saml:NameID \
Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">employee-1</saml:NameID>\
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData \
InResponseTo="{request}" NotOnOrAfter="{until}" Recipient="{to}"/></saml:SubjectConfirmation></saml:Subject>\
<saml:Conditions NotBefore="{now}" NotOnOrAfter="{until}"><saml:AudienceRestriction>\
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s1"><saml:AuthnContext><saml:AuthnContextClassRef>\
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
<saml:AttributeStatement><saml:Attribute Name="{email_name}"><saml:AttributeValue>{email}</saml:AttributeValue>\
</saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="r1" Version="2.0" IssueInstant="{now}" Destination="{to}" \
InResponseTo="{request}"><saml:Issuer>{entity}</saml:Issuer><samlp:Status><samlp:StatusCode \
Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""


def ask(client: Client) -> str:
    """Press the button; the id of the request that goes to the hospital."""
    page = client.post("/accounts/saml/hospital/login/?next=%2F").content.decode()
    away = re.search(r'href="(https://idp[^"]+)" data-follow', page)
    assert away, page
    sent = parse_qs(urlsplit(unescape(away[1])).query)["SAMLRequest"][0]
    request = zlib.decompress(base64.b64decode(sent), -15).decode()
    found = re.search(r'ID="([^"]+)"', request)
    assert found
    return found[1]


def come_back(client: Client, response: str) -> Any:
    """The browser posts the answer and follows to the page behind it."""
    posted = client.post("/accounts/saml/hospital/acs/", {"SAMLResponse": response, "RelayState": ""})
    return client.get(posted["Location"])


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_metadata_that_the_hospital_needs_are_published(client: Client) -> None:
    page = client.get("/accounts/saml/hospital/metadata/")
    assert page.status_code == 200
    assert f"{HERE}/acs/" in page.content.decode()
    assert client.get("/accounts/saml/other/metadata/").status_code == 404


def test_a_signed_answer_finds_the_account_by_its_address(client: Client, rae: User) -> None:
    assert come_back(client, answer(ask(client)))["Location"] == "/"
    assert client.session["_auth_user_id"] == str(rae.pk)
    assert SocialAccount.objects.get().user == rae


LIES: dict[str, dict[str, Any]] = {
    "unsigned": {"signs_with": (None, None)},
    "signed by another": {"signs_with": (OTHER_KEY, OTHER_CERTIFICATE)},
    "changed afterwards": {
        "email": "someone@example.org",
        "changed": ("someone@example.org", "rae@example.org"),
    },
    "for another service": {"audience": "https://elsewhere.example.org"},
    "to another place": {"to": "https://elsewhere.example.org/acs/"},
    "too old": {"late": timedelta(minutes=-30)},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_trusted_lets_nobody_in(client: Client, rae: User, lie: str) -> None:
    page = come_back(client, answer(ask(client), **LIES[lie]))
    assert page.status_code == 401
    assert "Nothing was changed" in page.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_an_answer_nobody_asked_for_and_one_sent_again_let_nobody_in(client: Client, rae: User) -> None:
    assert not is_in(client)
    come_back(client, answer("made-up"))
    assert not is_in(client)
    asked = ask(client)
    assert come_back(client, answer(asked))["Location"] == "/"
    client.post("/accounts/logout/")
    come_back(client, answer(asked))
    assert not is_in(client)


def test_an_address_of_another_domain_links_nobody(client: Client) -> None:
    User.objects.create_user("rae@elsewhere.example", "correct horse", name="Rae")
    page = come_back(client, answer(ask(client), email="rae@elsewhere.example"))
    assert page.status_code == 403
    assert "You have no account here yet" in page.content.decode()
    assert not is_in(client)


def test_an_answer_too_large_to_be_one_is_kept_nowhere(client: Client) -> None:
    before = Session.objects.count()
    posted = {"SAMLResponse": "A" * 200_001}
    assert client.post("/accounts/saml/hospital/acs/", posted).status_code == 401
    assert Session.objects.count() == before
    assert client.post("/accounts/saml/other/acs/", {"SAMLResponse": "A"}).status_code == 404
    assert client.post("/accounts/saml/hospital/acs/", {"SAMLResponse": "A"}).status_code == 302


@pytest.mark.parametrize(
    "response", ["", "%%%", "PGE+", base64.b64encode(b"<a>\0</a>").decode(), "A" * 50_000]
)
def test_nonsense_in_place_of_an_answer_gives_a_page(client: Client, rae: User, response: str) -> None:
    ask(client)
    assert come_back(client, response).status_code == 401
    assert client.get("/accounts/saml/hospital/acs/finish/").status_code == 401
    assert not is_in(client)
