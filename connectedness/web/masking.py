"""Addresses of calendar feeds, invitations, surveys and password resets are as secret as passwords: no log may hold one."""

import logging
import re
from typing import Any

LOGGERS = ("django.request", "django.security.csrf", "django.server", "gunicorn.access", "gunicorn.error")
# A slash as it is, or as an address has it that stands inside of another: after ``next=``, once or more often encoded.
_SLASH = r"(?:/|%(?:25)*2F)"
_SECRET = re.compile(
    rf"({_SLASH}(?:feeds|join|pulse{_SLASH}answer|password{_SLASH}reset{_SLASH}key){_SLASH})(?:(?!%(?:25)*(?:2F|3F|26))[^/\s?&\"'])+",
    re.IGNORECASE,
)


class SecretAddressesAreMasked(logging.Filter):
    """Rewrites ``/feeds/<token>.ics`` to ``/feeds/***``, and the others likewise, in the message and in what it is filled with."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is kept, without its secret."""
        record.msg = _masked(record.msg)
        if isinstance(record.args, dict):
            record.args = {key: _masked(value) for key, value in record.args.items()}
        elif record.args:
            record.args = tuple(_masked(value) for value in record.args)
        return True


def mask_secret_addresses() -> None:
    """See to it that the loggers which write addresses mask them; once is enough."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, SecretAddressesAreMasked) for known in logger.filters):
            logger.addFilter(SecretAddressesAreMasked())


def _masked(value: Any) -> Any:
    return _SECRET.sub(r"\1***", value) if isinstance(value, str) else value
