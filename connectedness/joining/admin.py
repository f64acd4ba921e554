"""Accounts and roles, for the site administrator: whatever is changed here goes the ways of the pages."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from connectedness.accounts.models import Membership, User
from connectedness.joining.services.accepting import know_address
from connectedness.joining.services.administrating import (
    note_site_administration,
    take_over_address,
    tell_of_password,
)
from connectedness.trail.kinds import EventKind
from connectedness.trail.origin import current_actor
from connectedness.trail.recording import record
from scheduling.services.leaving import close_account, end_role

admin.site.site_header = "Connectedness, site administration"
admin.site.site_title = "Connectedness"
admin.site.index_title = "Accounts, roles and programs"
admin.site.unregister(Group)
# One door for everybody, so that second steps, limits and single sign-on hold here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def change_own_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Where everybody does, with its limits and its line on the trail."""
    return redirect("account_change_password")


admin.site.password_change = change_own_password  # type: ignore[assignment, method-assign]


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new account: without a password its owner signs in by e-mailed code."""

    class Meta:
        model = User
        fields = ("email", "name")


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A password for somebody else."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # Django's
        """It does not go unnoticed."""
        actor = current_actor()
        assert isinstance(actor, User)
        with transaction.atomic():
            user: User = super().save(commit)
            record(kind=EventKind.PASSWORD_CHANGED, actor=actor, about=user, subject=str(user))
        tell_of_password(user=user, actor=actor)
        return user


class RolesFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """Roles that are given on a user's page."""

    giver: User

    def clean(self) -> None:
        """Each once, and none to oneself."""
        super().clean()
        given = [form for form in self.extra_forms if form.has_changed() and hasattr(form, "cleaned_data")]
        if given and self.instance.pk == self.giver.pk:
            raise ValidationError(
                "Nobody gives a role to themselves. Ask another site administrator, or a coordinator of the program."
            )
        current = (
            Membership.objects.filter(user=self.instance, ended_at__isnull=True) if self.instance.pk else []
        )
        held = {(role.program_id, role.role) for role in current}
        for form in given:
            role = form.instance.program_id, form.instance.role
            if role in held:
                form.add_error("role", f"{self.instance} has this role already.")
            held.add(role)


class RolesOfUser(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """The roles of one user, held and once held; a new one can be given."""

    model = Membership
    formset = RolesFormSet
    extra = 0
    can_delete = False
    fields = ["program", "role", "joined_at", "ended_at"]
    readonly_fields = ["joined_at", "ended_at"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """It knows who gives."""
        return type("RolesGiven", (super().get_formset(request, obj, **kwargs),), {"giver": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a role is ended and another given, so that history stays true."""
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Who may sign in. Accounts are closed rather than deleted, so that history keeps its names."""

    add_form = NewUserForm
    change_password_form = PasswordForm
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

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  # Django's
        """For others; one's own goes the way of everybody."""
        if id == str(request.user.pk):
            return change_own_password(request)
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Closing an account ends all it had; every change of power is noted."""
        changed, actor = set(form.changed_data), request.user
        assert isinstance(actor, User)
        super().save_model(request, obj, form, change)
        if not change:
            record(kind=EventKind.ACCOUNT_OPENED, actor=actor, about=obj, subject=str(obj))
            know_address(user=obj)
        if change and form.initial["email"] != obj.email:
            take_over_address(user=obj)
        if change and "is_active" in changed:
            if obj.is_active:
                record(kind=EventKind.ACCOUNT_REOPENED, actor=actor, about=obj, subject=str(obj))
            else:
                close_account(user=obj, actor=actor)
        for flag in ("is_staff", "is_superuser"):
            if flag in changed:
                # The first is what counts; the second says what it opens.
                note_site_administration(user=obj, actor=actor, is_given=getattr(obj, flag))
                break

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


def _note_role(held: Membership, actor: User) -> None:
    record(
        kind=EventKind.ROLE_GIVEN, actor=actor, about=held.user, program_id=held.program_id,
        subject=f"{held.user}: {held.get_role_display()}", after={"role": held.role},
    )  # fmt: skip
