"""The administration's page of one user, as a browser sends it."""

from connectedness.accounts.models import Membership, User


def changed(user: User, **fields: str) -> dict[str, str]:
    """The page with one thing changed; an empty word is an unticked box."""
    roles = {
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    ticked = {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    sent = {"email": user.email, "name": user.name, **ticked, **fields, **roles}
    return {name: value for name, value in sent.items() if value}


def giving(user: User, *roles: Membership) -> dict[str, object]:
    """The page with roles added to it."""
    held = user.memberships.count()
    sent: dict[str, object] = {**changed(user)}
    sent["memberships-TOTAL_FORMS"], sent["memberships-INITIAL_FORMS"] = str(held + len(roles)), str(held)
    for number, role in enumerate(roles, held):
        sent[f"memberships-{number}-program"], sent[f"memberships-{number}-role"] = role.program_id, role.role
    return sent
