"""Marks of changes are looked at all together, so only a few are kept."""

from scheduling.models import DataMark


def forget_old_marks() -> int:
    """Remove all marks but the last; how many went. Whatever is kept by a process is made once more then."""
    last = DataMark.objects.order_by("-pk").values_list("pk", flat=True).first()
    gone, _ = DataMark.objects.filter(pk__lt=last or 0).delete()
    return gone
