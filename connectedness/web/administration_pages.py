"""What a site administrator sees of sign-ins: nothing with which to be somebody else.

A second factor's secret, the key of a session or a token would be enough.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin, SocialAppAdmin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.contrib import admin
from django.http import HttpRequest

from connectedness.trail.kinds import EventKind
from connectedness.trail.origin import current_actor
from connectedness.trail.recording import record


class SecondFactors(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """That somebody has one, and when it was used; its secret is not shown. A lost one can be taken away."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: its owner sets it up."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it can be taken away."""
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Gone, and on the trail."""
        _note(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Each of them gone, and on the trail."""
        for obj in queryset.select_related("user"):
            _note(request, obj)
        super().delete_queryset(request, queryset)


class HospitalAccounts(SocialAccountAdmin):  # type: ignore[misc]  # allauth ships no types
    """Whose hospital account leads to whom. Signing in links them, nobody by hand; a link can be taken away."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: it would sign one person in as another."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never, for the same reason."""
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Gone, and on the trail."""
        _note_unlinked(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Each of them gone, and on the trail."""
        for obj in queryset.select_related("user"):
            _note_unlinked(request, obj)
        super().delete_queryset(request, queryset)


class Providers(SocialAppAdmin):  # type: ignore[misc]  # allauth ships no types
    """Providers of single sign-on: whoever adds one decides whom it vouches for, so that all of it is on the trail."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Which fields, never what they say: one is a secret."""
        super().save_model(request, obj, form, change)
        what = ", ".join(form.changed_data)
        _note_provider(request, obj, "changed" if change else "added", {"changed": what})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Gone, and on the trail."""
        _note_provider(request, obj, "removed")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Each of them gone, and on the trail."""
        for obj in queryset:
            _note_provider(request, obj, "removed")
        super().delete_queryset(request, queryset)


def tidy() -> None:
    """Take away the libraries' own pages, and show what is left without its secrets."""
    for model in (Authenticator, EmailAddress, LogEntry, SocialAccount, SocialApp, SocialToken, UserSession):
        admin.site.unregister(model)
    admin.site.register(Authenticator, SecondFactors)
    admin.site.register(SocialAccount, HospitalAccounts)
    admin.site.register(SocialApp, Providers)


def _note(request: HttpRequest, factor: Any) -> None:
    record(
        kind=EventKind.MFA_REMOVED,
        actor=current_actor(),
        subject=str(factor.user),
        about=factor.user,
        after={"kind": factor.type},
        request=request,
    )


def _note_unlinked(request: HttpRequest, linked: Any) -> None:
    record(
        kind=EventKind.SSO_LINKED,
        actor=current_actor(),
        subject=str(linked.user),
        about=linked.user,
        before={"provider": linked.provider},
        request=request,
    )


def _note_provider(
    request: HttpRequest, provider: Any, what: str, after: dict[str, str] | None = None
) -> None:
    subject = f"Single sign-on by {provider.name}, {what}"
    record(
        kind=EventKind.SETTINGS_CHANGED, actor=current_actor(), subject=subject, after=after, request=request
    )
