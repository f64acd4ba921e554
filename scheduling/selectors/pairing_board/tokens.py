"""How a page and the server speak of plans: ``resident|wanted|seen``, each wanted and seen state in a word."""

from scheduling.models import PairingDraft

LIFTED = "lifted"
NOTHING = ""


def state_of(draft: PairingDraft | None) -> str:
    """A resident's plan: nothing, lifted, or the key of the coach."""
    if draft is None:
        return NOTHING
    return LIFTED if draft.faculty_id is None else str(draft.faculty_id)


def change(resident: int, wanted: str, seen: str) -> str:
    """What a button sends."""
    return f"{resident}|{wanted}|{seen}"
