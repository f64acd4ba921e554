"""Names that people choose for themselves, and the one that nobody may."""

import unicodedata

from django.core.exceptions import ValidationError

# Who acted where no person did, in the trail.
SYSTEM = "The system"
_RESERVED = {"system", "thesystem"}


def is_reserved(name: str) -> bool:
    """Whether a name reads as the system's, in whatever case, width and spacing."""
    seen = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in seen if sign.isalnum()) in _RESERVED


def refuse_reserved(name: str) -> None:
    """Raise ``ValidationError`` for a name that nobody may have."""
    if is_reserved(name):
        raise ValidationError("This is what the trail calls the system itself. Write the name of a person.")
