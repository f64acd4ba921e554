"""Request types, so that views say who asks."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from connectedness.accounts.models import User


class PageRequest(HttpRequest):
    """A request of anybody, signed in or not."""

    htmx: HtmxDetails
    csp_nonce: str


class UserRequest(PageRequest):
    """A request of somebody signed in; ``shown_year`` is set where the page is about a row of one year."""

    user: User
    shown_year: int
