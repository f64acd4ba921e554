"""Files handed in before."""

from scheduling.models import Program, Upload

SHOWN = 8


def past_uploads(program: Program) -> list[Upload]:
    """The latest files of a program, without their content, in one query."""
    return list(Upload.objects.filter(program=program).defer("content").select_related("created_by")[:SHOWN])
