"""How somebody can be reached, as they say it themselves."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from scheduling.models import Faculty, Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Telephone, pager and pronouns, and which of them coaches and residents see. Mail is the program's to change."""

    phone: str
    phone_is_shown: bool
    pager: str
    pronouns: str
    pronouns_are_shown: bool


@transaction.atomic
def save_contact(*, person: Resident | Faculty, contact: Contact) -> bool:
    """Keep it; whether anything changed. The trail says that it did, and not to what."""
    rows: Any = type(person).objects
    held = rows.select_for_update(no_key=True).get(pk=person.pk)
    said = asdict(contact)
    if all(getattr(held, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(held, name, value)
    held.save(update_fields=list(said))
    return True
