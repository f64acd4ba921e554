"""What the sign-in library offers and this project does not."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def addresses_come_from_the_program(request: HttpRequest) -> NoReturn:
    """404: an address says who somebody is, so nobody changes their own or claims another's."""
    raise Http404
