"""The library's views, where a provider that fails or a strict page policy needs another answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.saml import views as saml
from django.core.exceptions import MultipleObjectsReturned
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error
from requests import RequestException

from connectedness.sso.provider import MALFORMED, StrictAdapter

UNTRUSTWORTHY = (OAuth2Error, OneLogin_Saml2_Error, RequestException, LxmlError, *MALFORMED)
LARGEST_ANSWER = 200_000
_View = Callable[..., HttpResponse]


def failing_clearly(view: _View) -> _View:
    """A provider that is away, answers nonsense or is set up wrongly gives a page about it, not a fault of ours."""

    @wraps(view)
    def answered(request: HttpRequest, **where: str) -> HttpResponse:
        try:
            return view(request, **where)
        except (SocialApp.DoesNotExist, MultipleObjectsReturned) as error:
            raise Http404 from error
        except UNTRUSTWORTHY as error:
            page: HttpResponse = render_authentication_error(
                request, _provider(request, **where), exception=error
            )
            return page

    open_to_all: _View = login_not_required(answered)
    return open_to_all


def leaving(view: _View) -> _View:
    """Off to another host by a page that goes there, since our forms may lead nowhere else (Content-Security-Policy)."""

    @wraps(view)
    def left(request: HttpRequest, **where: str) -> HttpResponse:
        response = view(request, **where)
        if response.status_code != 302:
            return response
        return render(request, "socialaccount/leaving.html", {"where": response["Location"]})

    return left


@failing_clearly
@leaving
def oidc_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@failing_clearly
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _saml_answer(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Kept until the browser comes back with its own cookies: only for a provider there is, and not too much."""
    _provider(request, organization_slug=organization_slug)
    if len(request.POST.get("SAMLResponse", "")) > LARGEST_ANSWER:
        raise ValueError("The answer is larger than any that a provider sends.")
    response: HttpResponse = saml.acs(request, organization_slug=organization_slug)
    return response


saml_login = failing_clearly(leaving(saml.login))
saml_finish = failing_clearly(saml.finish_acs)
saml_metadata = failing_clearly(saml.metadata)
saml_acs = csrf_exempt(failing_clearly(_saml_answer))


def _provider(request: HttpRequest, provider_id: str = "", organization_slug: str = "") -> Any:
    if organization_slug:
        return get_adapter().get_provider(request, "saml", client_id=organization_slug)
    return get_adapter().get_provider(request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = StrictAdapter(request, provider_id)
    adapter.get_provider()
    response: HttpResponse = view.adapter_view(adapter)(request)
    return response
