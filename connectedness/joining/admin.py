"""Accounts and roles, for the site administrator: whatever is changed here goes the ways of the pages."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest

from connectedness.accounts.models import Membership, User
from connectedness.accounts.sessions import end_sessions
from connectedness.joining.services.accepting import know_address
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.services.leaving import close_account, end_role

admin.site.site_header = "Connectedness, site administration"
admin.site.site_title = "Connectedness"
admin.site.index_title = "Accounts, roles and programs"
admin.site.unregister(Group)
# One door for everybody, so that second steps, limits and single sign-on hold here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
WHOLE_INSTALLATION = {"is_staff", "is_superuser"}


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new account: without a password its owner signs in by e-mailed code."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).lower()


class RolesOfUser(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """The roles of one user, held and once held; a new one can be given."""

    model = Membership
    extra = 0
    can_delete = False
    fields = ["program", "role", "joined_at", "ended_at"]
    readonly_fields = ["joined_at", "ended_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a role is ended and another given, so that history stays true."""
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Who may sign in. Accounts are closed rather than deleted, so that history keeps its names."""

    add_form = NewUserForm
    inlines = [RolesOfUser]
    ordering = ["name"]
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role", "memberships__program"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: take away “may sign in” instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Closing an account ends all it had; every change of power is noted."""
        changed, actor = set(form.changed_data), request.user
        assert isinstance(actor, User)
        super().save_model(request, obj, form, change)
        if not change:
            record(kind=EventKind.ACCOUNT_OPENED, actor=actor, about=obj, subject=str(obj))
            know_address(user=obj)
        if change and "is_active" in changed:
            if obj.is_active:
                record(kind=EventKind.ACCOUNT_REOPENED, actor=actor, about=obj, subject=str(obj))
            else:
                close_account(user=obj, actor=actor)
        if changed & WHOLE_INSTALLATION:
            _note_site_administration(obj, actor)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Roles that were given here are noted like others."""
        super().save_formset(request, form, formset, change)
        given: BaseModelFormSet[Any, Any] = formset
        for membership in given.new_objects:
            assert isinstance(request.user, User)
            _note_role(membership, request.user)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Who holds and held which role where. Roles are given on the user's page, and ended here."""

    list_display = ["user", "role", "program", "joined_at", "ended_at"]
    list_filter = ["role", "program", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "program"]
    search_fields = ["user__name", "user__email"]
    actions = ["end_roles"]

    @admin.action(description="End the chosen roles, at once", permissions=["view"])
    def end_roles(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Their holders are signed out everywhere."""
        assert isinstance(request.user, User)
        ended = [end_role(membership=held, actor=request.user) for held in queryset.select_related("user")]
        self.message_user(request, f"{sum(ended)} roles have ended.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the user's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is history."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is history."""
        return False


def _note_site_administration(user: User, actor: User) -> None:
    """More power is noted; less ends the sessions too."""
    is_given = user.is_staff or user.is_superuser
    kind = EventKind.ROLE_GIVEN if is_given else EventKind.ROLE_TAKEN
    record(kind=kind, actor=actor, about=user, subject=f"{user}: Site administrator")
    if not is_given:
        end_sessions(user)


def _note_role(held: Membership, actor: User) -> None:
    record(
        kind=EventKind.ROLE_GIVEN, actor=actor, about=held.user, program_id=held.program_id,
        subject=f"{held.user}: {held.get_role_display()}", after={"role": held.role},
    )  # fmt: skip
