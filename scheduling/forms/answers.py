"""Answers about the names in a wide block schedule, as the preview page sends them."""

from django.http import QueryDict

from scheduling.services.importing import Answers
from scheduling.services.importing.blocks import NEW

SOMEBODY_NEW = "+"
PREFIX = "meant:"


def read_answers(sent: QueryDict) -> Answers:
    """Whom each label means; a label left blank stays open, and what is sent about others does no harm."""
    chosen = {
        key.removeprefix(PREFIX): str(sent[key]) for key in sent if key.startswith(PREFIX) and sent[key]
    }
    meant = {label: NEW if name == SOMEBODY_NEW else name for label, name in chosen.items()}
    return Answers(meant, accept_new="accept_new" in sent)
