"""Accounts and roles, for the site administrator."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest

from connectedness.accounts.models import Membership, User

admin.site.site_header = "Connectedness, site administration"
admin.site.site_title = "Connectedness"
admin.site.index_title = "Accounts, roles and programs"
admin.site.unregister(Group)


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new account: without a password its owner signs in by e-mailed code."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).lower()


class MembershipsOfUser(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """The roles of one user."""

    model = Membership
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Who may sign in. Accounts are closed rather than deleted, so that history keeps its names."""

    add_form = NewUserForm
    inlines = [MembershipsOfUser]
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


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Who holds which role where."""

    list_display = ["user", "role", "program"]
    list_filter = ["role", "program"]
    list_select_related = ["user", "program"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user"]
