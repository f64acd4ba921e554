"""What people are called, from their names as they are filed: ``Sandoval, Alma``."""


def full_name(filed: str) -> str:
    """As people say it: ``Alma Sandoval``."""
    family, _, given = (part.strip() for part in filed.partition(","))
    return f"{given} {family}".strip()


def family_name(filed: str) -> str:
    """``Sandoval``; the whole name where it is filed as one."""
    return filed.partition(",")[0].strip()


def short_title(filed: str) -> str:
    """``Dr. Sandoval``, where room is short."""
    return f"Dr. {family_name(filed)}"
