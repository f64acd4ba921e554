"""Secret addresses never reach a log, in whatever shape a logger writes them."""

import logging
from typing import Any

import pytest
from django.test import Client

from connectedness.web.masking import LOGGERS, SecretAddressesAreMasked

SECRET = "Nonce.Signature"
PATH = f"/feeds/{SECRET}.ics"


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("%s: %s", ("Not Found", PATH)),
        ('"%s" %s %s', (f"GET {PATH} HTTP/1.1", "404", "179")),
        ('%(h)s "%(r)s" %(U)s', ({"h": "127.0.0.1", "r": f"GET {PATH}?x=1 HTTP/1.1", "U": PATH},)),
        (f"Slow: {PATH}", ()),
    ],
)
def test_a_line_keeps_all_but_the_secret(message: str, args: tuple[Any, ...]) -> None:
    record = logging.LogRecord("any", logging.INFO, __file__, 1, message, args, None)
    assert SECRET in record.getMessage()
    assert SecretAddressesAreMasked().filter(record)
    assert "/feeds/***" in record.getMessage()
    assert SECRET not in record.getMessage()


@pytest.mark.parametrize("before", ["/join/", "/pulse/answer/", "/accounts/password/reset/key/", "/feeds/"])
def test_every_secret_address_is_masked(before: str) -> None:
    record = logging.LogRecord("any", logging.INFO, __file__, 1, "GET %s 200", (f"{before}{SECRET}/",), None)
    assert SECRET in record.getMessage()
    SecretAddressesAreMasked().filter(record)
    assert record.getMessage() == f"GET {before}***/ 200"


@pytest.mark.parametrize("before", ["/join/", "/pulse/answer/", "/accounts/password/reset/key/", "/feeds/"])
@pytest.mark.parametrize("slash", ["%2F", "%2f", "%252F"])
def test_a_secret_address_inside_another_is_masked(before: str, slash: str) -> None:
    inside = f"{before}{SECRET}/".replace("/", slash)
    path = f"/accounts/login/?next={inside}&again=1"
    record = logging.LogRecord("any", logging.INFO, __file__, 1, "GET %s 200", (path,), None)
    assert SECRET in record.getMessage()
    SecretAddressesAreMasked().filter(record)
    assert record.getMessage() == f"GET {path.replace(SECRET, '***')} 200"


def test_a_form_refused_as_forged_does_not_tell_its_address(caplog: pytest.LogCaptureFixture) -> None:
    Client(enforce_csrf_checks=True).post(f"/join/{SECRET}/")
    said = [record for record in caplog.records if record.name == "django.security.csrf"]
    assert len(said) == 1
    assert "/join/***/" in said[0].getMessage()


@pytest.mark.parametrize("name", LOGGERS)
def test_the_loggers_that_write_addresses_mask_them(name: str) -> None:
    assert any(isinstance(known, SecretAddressesAreMasked) for known in logging.getLogger(name).filters)
