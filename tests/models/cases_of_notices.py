"""Notices and how they are told: rows the database takes, and rows it refuses."""

from scheduling.models import Notice, NoticeChoice
from tests.factories import make_faculty, make_program, make_resident, make_user
from tests.models.cases import Rows, case


@case
def notice_is_to_one_person() -> Rows:
    program = make_program()
    resident, faculty = make_resident(program), make_faculty(program)
    to_one = Notice(key="a", program=program, kind="own_half_days", resident=resident)
    return to_one, Notice(key="b", program=program, kind="own_half_days", resident=resident, faculty=faculty)


@case
def notice_choice_once_a_program() -> Rows:
    held = {"user": make_user(), "program": make_program(), "delivery": "digest"}
    return NoticeChoice(**held), NoticeChoice(**held)


@case
def notice_choice_names_hours() -> Rows:
    program = make_program()
    last = NoticeChoice(user=make_user(), program=program, delivery="digest", digest_hour=23)
    return last, NoticeChoice(user=make_user(), program=program, delivery="digest", digest_hour=24)
