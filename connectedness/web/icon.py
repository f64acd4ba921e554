"""The sign where browsers look for it by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name the sign; a file or the administration does not."""
    return redirect(static("img/sign.svg"))
