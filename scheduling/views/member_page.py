"""The page of one faculty member, whatever was sent from it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from connectedness.web.requests import UserRequest
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.program_year import Duty, Slot
from scheduling.domain.wording import counted
from scheduling.forms.half_days import NOT_IN_CLINIC, CommitteeForm, DateForm, LimitsForm, SlotForm, turn_set
from scheduling.forms.leave import LeaveForm
from scheduling.models import DataArea, FacultyDate
from scheduling.selectors.half_days import WeekCell, dates_of, slot_label
from scheduling.services.half_days import date_key, limits_key, slot_key
from scheduling.services.leave import key_of_leave
from scheduling.services.program_data import fingerprint
from scheduling.views.half_day_words import away_words, date_words
from scheduling.views.leave_proposals import clash_words
from scheduling.views.member_desk import Desk
from scheduling.views.proposals import Proposal, Refusal, log_of


def member_page(
    request: UserRequest,
    desk: Desk,
    *,
    status: int = 200,
    proposal: Proposal | None = None,
    refusal: Refusal | None = None,
    **shown: Any,
) -> HttpResponse:
    """The page, with the form that was sent (``shown``) as it was filled in, the price of it, and why it was refused."""
    half_days, leave = (log_of(request, desk.scope, area) for area in (DataArea.HALF_DAYS, DataArea.LEAVE))
    context = {
        "scope": desk.scope,
        "member": desk.member,
        "line": desk.line,
        "title": _title(desk),
        "grid": grid_of(desk.line.cells),
        "schedule": desk.schedule,
        "proposal": proposal,
        "refusal": refusal,
        "sent": next(iter(shown), ""),
        "undo": half_days.to_undo(),
        "redo": half_days.to_redo(),
        "undo_leave": leave.to_undo(),
        "dates": _dates(desk),
        "leave": _leave(desk, is_past=False),
        "past_leave": _leave(desk, is_past=True),
        **_forms(request, desk, **shown),
    }
    return render(request, "scheduling/faculty_member.html", context, status=status)


def _forms(request: UserRequest, desk: Desk, **shown: Any) -> dict[str, Any]:
    """Those that were not sent, as they stand."""
    slot = shown.get("slot") or desk.slot(request.GET)
    return {
        **_slot_form(request, desk, slot, shown.get("turns")),
        "committee": CommitteeForm(initial={"sits": desk.member.on_competency_committee}),
        "limits": shown.get("limits") or _limits_form(desk),
        "limits_seen": _seen(request, shown, "limits", desk, limits_key(desk.member.pk)),
        **_date_form(request, desk, shown.get("date_form")),
        "leave_form": shown.get("leave_form")
        or LeaveForm(year=desk.year, today=desk.scope.today, clash=clash_words, who=desk.member),
    }


def _slot_form(request: UserRequest, desk: Desk, slot: Slot | None, sent: Any) -> dict[str, Any]:
    if slot is None:
        return {"slot": None}
    key = slot_key(desk.member.pk, *slot)
    held = desk.held(key)
    asked = SlotForm(request.GET)
    duty = asked.cleaned_data.get("duty", "") if asked.is_valid() else ""
    return {
        "slot": f"{slot[0]}-{slot[1]}",
        "slot_label": slot_label(slot),
        "turns": sent or turn_set(None, sites=desk.sites, entries=held or [], first_duty=duty),
        "slot_seen": request.POST.get("seen") if sent else fingerprint({key: held}),
    }


def _limits_form(desk: Desk) -> LimitsForm:
    member = desk.member
    return LimitsForm(
        initial={name: getattr(member, name) for name in ("panel_min", "panel_max", "weekly_quota")}
    )


def _date_form(request: UserRequest, desk: Desk, sent: DateForm | None) -> dict[str, Any]:
    """Empty, or with the date that the address asks for."""
    if sent:
        return {"date_form": sent, "date_seen": request.POST.get("seen", "")}
    asked = request.GET.get("date", "")
    row = (
        next((row for row in dates_of(desk.year, desk.member) if _date_key(row) == asked), None)
        if asked
        else None
    )
    initial = (
        {"day": row.date, "period": row.period, "duty": row.duty or NOT_IN_CLINIC, "site": row.site_id}
        if row
        else {"site": desk.sites[0].pk if len(desk.sites) == 1 else None}
    )
    form = DateForm(year=desk.year, today=desk.scope.today, sites=desk.sites, initial=initial)
    seen = ""
    if row:
        key = date_key(desk.member.pk, HalfDay(row.date, Period(row.period)))
        seen = fingerprint({key: [row.duty, row.site_id]})
    return {"date_form": form, "date_seen": seen}


def _seen(request: UserRequest, shown: dict[str, Any], name: str, desk: Desk, key: str) -> str:
    """What a form that was sent had seen; else what is saved now."""
    if name in shown:
        return request.POST.get("seen", "")
    return fingerprint({key: desk.held(key)})


def _dates(desk: Desk) -> list[dict[str, Any]]:
    sites = {site.pk: site for site in desk.sites}
    return [
        {
            "when": str(HalfDay(row.date, Period(row.period))),
            "what": date_words([row.duty, row.site_id], sites),
            "key": _date_key(row),
            "is_past": row.date < desk.scope.today,
        }
        for row in dates_of(desk.year, desk.member)
    ]


def _leave(desk: Desk, *, is_past: bool) -> list[dict[str, str]]:
    return [
        {"when": away_words(absence), "reason": absence.reason, "key": key_of_leave(absence)}
        for absence in desk.line.away
        if (absence.last_date < desk.scope.today) == is_past
    ]


def grid_of(cells: list[WeekCell]) -> list[tuple[str, list[WeekCell | None]]]:
    """AM, PM and EVE down, weekdays across; None where there is no such half-day."""
    by_slot = {cell.slot: cell for cell in cells}
    days = sorted({day for day, _period in by_slot})
    periods = [period for period in Period if any((day, period) in by_slot for day in days)]
    return [(period.value, [by_slot.get((day, period)) for day in days]) for period in periods]


def _date_key(row: FacultyDate) -> str:
    return f"{row.date.isoformat()}/{row.period}"


def _title(desk: Desk) -> str:
    """``Dr. Lindqvist precepts 4 half-days a week``."""
    precepts = any(entry.duty is Duty.PRECEPTS for cell in desk.line.cells for entry in cell.entries)
    if not precepts:
        return f"{desk.member.formal_name} precepts on no half-day yet"
    return f"{desk.member.formal_name} precepts {counted(desk.line.used, 'half-day')} a week"
