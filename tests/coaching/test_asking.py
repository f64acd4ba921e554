"""Whom can I ask now? The coach, else preceptors by site, else the clinic's line."""

from datetime import datetime, timedelta

from coaching.domain.asking import Answer, InClinic, LastResort, whom_to_ask
from coaching.domain.clinics import Clinic
from coaching.domain.contact import Action, Contact
from scheduling.domain.calendar import HalfDay, Period
from tests.coaching.clinic_year import at

LINE = LastResort(
    "Clinic line", "Answers when nobody is in clinic", Action("tel:2125550100", "Call", "phone")
)
MONDAY = "2026-11-23"


def in_clinic(
    name: str,
    starts: str,
    *,
    site: str = "Main",
    is_coach: bool = False,
    precepts: bool = True,
    contact: Contact | None = None,
) -> InClinic:
    """Somebody in clinic for four hours."""
    begins = at(starts)
    period = Period.AM if begins.hour < 12 else Period.PM
    clinic = Clinic(
        session=1,
        schedule=1,
        half_day=HalfDay(begins.date(), period),
        code=site.upper(),
        site=site,
        letter=site[0],
        starts=begins,
        ends=begins + timedelta(hours=4),
    )
    reach = Contact(pager="4417") if contact is None else contact
    return InClinic(name=name, contact=reach, clinic=clinic, is_coach=is_coach, precepts=precepts)


def ask(*people: InClinic, now: datetime, own_site: str = "", holiday: str = "") -> Answer:
    return whom_to_ask(people, now=now, own_site=own_site, last_resort=LINE, holiday=holiday)


COACH_PM = in_clinic("Dr. Lindqvist", f"{MONDAY} 13:00", is_coach=True)
OKAFOR_AM = in_clinic("Dr. Okafor", f"{MONDAY} 08:00", site="East")
ADEBAYO_PM = in_clinic("Dr. Adebayo", f"{MONDAY} 13:00")


def test_the_coach_in_clinic_is_the_answer_before_everybody_else() -> None:
    answer = ask(ADEBAYO_PM, COACH_PM, now=at(f"{MONDAY} 13:20"), own_site="Main")
    assert answer.name == "Dr. Lindqvist, your coach"
    assert answer.words == "Main, until 17:00"
    assert answer.action == Action("tel:4417", "Page", "bell-ringing")
    assert [following.name for following in answer.then] == ["Dr. Adebayo", "Clinic line"]


def test_a_coach_who_sees_own_patients_can_be_asked_but_nobody_else_who_does() -> None:
    busy = in_clinic("Dr. Busy", f"{MONDAY} 13:00", precepts=False)
    coach = in_clinic("Dr. Lindqvist", f"{MONDAY} 13:00", is_coach=True, precepts=False)
    assert ask(busy, now=at(f"{MONDAY} 14:00")).name == "Clinic line"
    answer = ask(busy, coach, now=at(f"{MONDAY} 14:00"))
    assert answer.name == "Dr. Lindqvist, your coach"
    assert "Dr. Busy" not in {following.name for following in answer.then}


def test_without_the_coach_a_preceptor_of_ones_own_site_comes_first() -> None:
    people = [in_clinic("Dr. East", f"{MONDAY} 08:00", site="East"), in_clinic("Dr. Main", f"{MONDAY} 08:00")]
    assert ask(*people, now=at(f"{MONDAY} 09:00"), own_site="Main").name == "Dr. Main"
    assert ask(*people, now=at(f"{MONDAY} 09:00"), own_site="East").name == "Dr. East"


def test_each_site_is_named_even_where_one_has_many_preceptors() -> None:
    many = [in_clinic(f"Dr. Main {n}", f"{MONDAY} 08:00") for n in range(5)]
    far = in_clinic("Dr. East", f"{MONDAY} 08:00", site="East")
    answer = ask(*many, far, now=at(f"{MONDAY} 09:00"), own_site="Main")
    assert "Dr. East" in {following.name for following in answer.then}
    assert len(answer.then) == 4


def test_a_session_is_on_from_its_first_minute_until_before_its_last() -> None:
    assert ask(OKAFOR_AM, now=at(f"{MONDAY} 07:59")).name == "Clinic line"
    assert ask(OKAFOR_AM, now=at(f"{MONDAY} 08:00")).name == "Dr. Okafor"
    assert ask(OKAFOR_AM, now=at(f"{MONDAY} 11:59")).name == "Dr. Okafor"
    assert ask(OKAFOR_AM, now=at(f"{MONDAY} 12:00")).name == "Clinic line"


def test_at_noon_the_line_answers_and_the_page_says_until_when() -> None:
    answer = ask(OKAFOR_AM, COACH_PM, now=at(f"{MONDAY} 12:30"))
    assert (answer.state, answer.name) == ("Closed until 13:00", "Clinic line")
    assert [(following.before, following.name) for following in answer.then] == [
        ("Today 13:00:", "Dr. Lindqvist")
    ]


def test_in_the_evening_tomorrows_preceptor_and_coach_stand_below_in_order_of_time() -> None:
    answer = ask(OKAFOR_AM, COACH_PM, ADEBAYO_PM, now=at("2026-11-22 20:00"))
    assert answer.state == "Clinics closed"
    assert not answer.is_open
    assert [(next_.before, next_.name, next_.after) for next_ in answer.then] == [
        ("Tomorrow 08:00:", "Dr. Okafor", ", East"),
        ("Tomorrow 13:00:", "Dr. Lindqvist", ", your coach, Main"),
    ]


def test_days_further_off_are_said_by_date() -> None:
    answer = ask(OKAFOR_AM, now=at("2026-11-20 20:00"))
    assert answer.then[0].before == "Mon 23 Nov 08:00:"


def test_a_holiday_is_named() -> None:
    assert ask(now=at("2026-11-26 09:00"), holiday="Thanksgiving").state == "Closed: Thanksgiving"


def test_somebody_without_a_number_is_reached_through_the_line() -> None:
    silent = in_clinic("Dr. Silent", f"{MONDAY} 08:00", contact=Contact())
    answer = ask(silent, now=at(f"{MONDAY} 09:00"))
    assert answer.name == "Dr. Silent"
    assert answer.action == LINE.action
