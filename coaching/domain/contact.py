"""Ways to reach a person, ready to be tapped."""

import re
from dataclasses import dataclass

_EXTENSION = re.compile(r"(?:ext\.?|x|#)\s*(\d+)\s*$", re.IGNORECASE)
_NOT_DIALLED = re.compile(r"[^\d*#]")


@dataclass(frozen=True, slots=True)
class Action:
    """One tap: where it leads, what it says, and its icon."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's mail address and numbers; each may be empty."""

    mail: str = ""
    phone: str = ""
    pager: str = ""

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every way there is, the quickest first."""
        found = []
        if pager := dialled(self.pager):
            found.append(Action(f"tel:{pager}", "Page", "bell-ringing"))
        if phone := dialled(self.phone):
            found.append(Action(f"tel:{phone}", "Call", "phone"))
        if self.mail:
            found.append(Action(f"mailto:{self.mail}", "Mail", "mail"))
        return tuple(found)

    @property
    def quickest(self) -> Action | None:
        """Page, else call, else mail."""
        return next(iter(self.actions), None)


def dialled(number: str) -> str:
    """What a telephone dials: ``(212) 555-0142 ext. 7`` gives ``2125550142,7``, the comma being a pause."""
    text = number.strip()
    extension = _EXTENSION.search(text)
    if extension:
        text = text[: extension.start()]
    digits = _NOT_DIALLED.sub("", text)
    if text.startswith("+"):
        digits = f"+{digits}"
    if extension and digits:
        return f"{digits},{extension[1]}"
    return digits or (extension[1] if extension else "")
