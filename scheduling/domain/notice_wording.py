"""What a notice says, on the page and in the mail: short, and of nobody but its reader and who belongs to them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from scheduling.domain.calendar import HalfDay, Period, day_label
from scheduling.domain.seats import Change, Seat
from scheduling.domain.wording import counted

CHANGES_KEPT = 30
Data = Mapping[str, Any]
_MEETING_STEPS = {
    "proposed": "proposes to meet",
    "moved": "proposes another time to meet",
    "agreed": "agrees to meet",
    "cancelled": "cancels your meeting",
}
_REQUEST_STEPS = {
    "out": "{who} is out",
    "in_again": "{who} is not out after all",
    "leave_asked": "{who} asks for leave",
    "leave_withdrawn": "{who} does not ask for leave any more",
    "leave_approved": "Your leave is approved",
    "leave_declined": "Your leave is declined",
    "swap_asked": "{who} asks you to swap",
    "swap_accepted": "{who} accepts your swap",
    "swap_to_approve": "A swap waits for approval",
    "swap_declined": "{who} declines your swap",
    "swap_cancelled": "{who} cancels the swap",
    "swap_closed": "{who} leaves, so your swap is over",
    "swap_approved": "Your swap is approved",
    "swap_refused": "Your swap is not approved",
}
_REMINDERS = {
    "due": ("Find a time to meet {who}", "Due by {when}."),
    "overdue": (
        "Your meeting with {who} is overdue",
        "It was due by {when}. Find a time that suits you both.",
    ),
    "unnoted": ("Did you meet {who} on {when}?", "Note it, or find another time."),
}
_TEAM_STEPS = {
    "you_joined": ("You are in team {team}", "With {others}. My teams shows when all of you are in clinic."),
    "you_left": ("You are not in team {team} any more", "Your half-days stay as they are."),
    "joined": ("{who} joins team {team}", "My teams shows when all of you are in clinic."),
    "left": ("{who} leaves team {team}", "My teams shows when those who stay are in clinic."),
    "ended": ("Team {team} has ended", "Your half-days stay as they are."),
}


class NoticeKind(StrEnum):
    """What a notice tells of. The stored words are only ever added to."""

    OWN_HALF_DAYS = "own_half_days"
    PANEL_HALF_DAYS = "panel_half_days"
    MEETING = "meeting"
    REQUEST = "request"
    PULSE = "pulse"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One thing that changes; ``together`` is the line about the coach, empty where nothing changes there."""

    text: str
    together: str = ""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice in words; ``link`` is the path of a page of its reader's own, where it leads to one."""

    title: str
    lines: tuple[NoticeLine, ...]
    more: str = ""
    link: str = ""


def written(change: Change) -> dict[str, Any]:
    """A change as a notice keeps it."""
    return {
        "date": change.half_day.date.isoformat(),
        "period": str(change.half_day.period),
        "was": _written_seat(change.was),
        "will": _written_seat(change.will),
        "from": str(change.came_from.period) if change.came_from else "",
    }


def own_half_days(version: int, coach: str, changes: Sequence[Change], *, is_first: bool) -> dict[str, Any]:
    """What a resident's notice keeps."""
    kept = [written(change) for change in changes[:CHANGES_KEPT]]
    return {"version": version, "coach": coach, "is_first": is_first, "count": len(changes), "changes": kept}


def panel_half_days(
    version: int, residents: Sequence[tuple[str, Sequence[Change]]], *, is_first: bool
) -> dict[str, Any]:
    """What a coach's notice keeps: each resident of the panel for whom something changes."""
    kept = [
        {
            "name": name,
            "count": len(changes),
            "changes": [written(change) for change in changes[:CHANGES_KEPT]],
        }
        for name, changes in residents
    ]
    return {"version": version, "is_first": is_first, "residents": kept}


def meeting(step: str, who: str, when: str, was: str = "", dropped: Sequence[str] = ()) -> dict[str, Any]:
    """What a notice about a coaching meeting keeps: never where or what about, which may say more than it should.

    ``dropped`` are other times that are off by the same step.
    """
    kept = {"step": step, "who": who, "when": when, "was": was}
    return {**kept, "dropped": list(dropped)} if dropped else kept


def request(step: str, who: str, lines: Sequence[str]) -> dict[str, Any]:
    """What a notice about a request keeps: who, when, and what is next; never what leave is for."""
    return {"step": step, "who": who, "lines": list(lines)}


def meeting_reminder(reminder: str, who: str, when: str) -> dict[str, Any]:
    """What a reminder to meet keeps: ``due``, ``overdue`` or ``unnoted``, of which day."""
    return meeting(reminder, who, when)


def pulse(key: str, until: str, *, is_reminder: bool) -> dict[str, Any]:
    """What an invitation to an anonymous survey keeps: ``key``, of which its reader's link is made, and not the link."""
    return {"key": key, "until": until, "is_reminder": is_reminder}


def team(step: str, name: str, who: str, others: Sequence[str] = ()) -> dict[str, Any]:
    """What a notice about a team keeps: who joins or leaves it; for who joins, who the others are."""
    return {"step": step, "team": name, "who": who, "others": ", ".join(others) or "nobody else yet"}


def notice_text(kind: str, data: Data) -> NoticeText:
    """What a notice says."""
    return _TEXTS[NoticeKind(kind)](data)


def changes_told(data: Data) -> int:
    """How many changes a notice tells of; a first publication, like a meeting, is one."""
    if data.get("is_first"):
        return 1
    return sum(one["count"] for one in data["residents"]) if "residents" in data else data.get("count", 1)


def _own(data: Data) -> NoticeText:
    if data["is_first"]:
        return NoticeText(
            "Your schedule is published",
            (NoticeLine(f"You have {counted(data['count'], 'half-day')} in clinic."),),
        )
    lines = tuple(_line(kept, data["coach"]) for kept in data["changes"])
    return NoticeText(_of_half_days("your", data["count"]), lines, _more(data["count"] - len(lines)))


def _panel(data: Data) -> NoticeText:
    residents = data["residents"]
    if data["is_first"]:
        return NoticeText(
            "Your residents' schedules are published",
            tuple(
                NoticeLine(f"{one['name']}: {counted(one['count'], 'half-day')} in clinic.")
                for one in residents
            ),
        )
    lines = tuple(line for one in residents for line in _of_resident(one))
    who = (
        residents[0]["name"]
        if len(residents) == 1
        else counted(len(residents), "of your residents", "of your residents")
    )
    return NoticeText(
        f"Half-days of {who} change"
        if len(residents) > 1
        else _of_half_days(f"{who}'s", residents[0]["count"]),
        lines,
    )


def _meeting(data: Data) -> NoticeText:
    if data["step"] in _REMINDERS:
        title, line = (words.format(**data) for words in _REMINDERS[data["step"]])
        return NoticeText(title, (NoticeLine(line),))
    instead = f" instead of {data['was']}" if data["was"] else ""
    return NoticeText(
        f"{data['who']} {_MEETING_STEPS[data['step']]}",
        (
            NoticeLine(f"{data['when']}{instead}."),
            *(NoticeLine(f"{when} is off.") for when in data.get("dropped", ())),
        ),
    )


def _request(data: Data) -> NoticeText:
    title = _REQUEST_STEPS[data["step"]].format(who=data["who"])
    return NoticeText(title, tuple(NoticeLine(line) for line in data["lines"]))


def _team(data: Data) -> NoticeText:
    title, line = (words.format(**data) for words in _TEAM_STEPS[data["step"]])
    return NoticeText(title, (NoticeLine(line),))


def _pulse(data: Data) -> NoticeText:
    first = (
        "You have not answered yet. Whoever has is not asked again."
        if data["is_reminder"]
        else "It takes a minute. Every question may stay empty."
    )
    return NoticeText(
        "The pulse closes soon" if data["is_reminder"] else "The pulse is open: an anonymous survey",
        (
            NoticeLine(first),
            NoticeLine(
                f"Open until {data['until']}. The link is yours alone and works once: do not pass it on."
            ),
        ),
    )


def _of_resident(one: Data) -> Iterator[NoticeLine]:
    for kept in one["changes"]:
        line = _line(kept, "")
        yield NoticeLine(f"{one['name']}, {line.text}", line.together)
    if more := _more(one["count"] - len(one["changes"])):
        yield NoticeLine(f"{one['name']}: {more}")


def _of_half_days(whose: str, count: int) -> str:
    return f"One of {whose} half-days changes" if count == 1 else f"{count} of {whose} half-days change"


def _more(count: int) -> str:
    return f"and {counted(count, 'half-day')} more" if count > 0 else ""


def _line(kept: Data, coach: str) -> NoticeLine:
    """``coach`` is empty where the coach reads it."""
    was, will = _read_seat(kept["was"]), _read_seat(kept["will"])
    when = HalfDay(date.fromisoformat(kept["date"]), Period(kept["period"]))
    moved = f"{when.period} instead of {kept['from']}, at " if kept["from"] else ""
    day = day_label(when.date) if moved else str(when)
    return NoticeLine(f"{day}: {moved}{_place(was, will)}", _company(was, will, coach))


def _place(was: Seat | None, will: Seat | None) -> str:
    if will is None:
        return f"no clinic any more (was {was.site})." if was else "no clinic."
    if was is None:
        return f"clinic at {will.site}, new."
    return f"{will.site}, as before." if was.site == will.site else f"{will.site} instead of {was.site}."


def _company(was: Seat | None, will: Seat | None, coach: str) -> str:
    """What changes about being together."""
    before, after = bool(was and was.together), bool(will and will.together)
    who = f"{coach}, your coach, is" if coach else "You are"
    if after:
        return f"{who} there{' still' if before else ''}."
    return f"Not together with {f'{coach}, your coach,' if coach else 'you'} any more." if before else ""


def _written_seat(seat: Seat | None) -> dict[str, Any] | None:
    return None if seat is None else {"site": seat.site, "letter": seat.letter, "together": seat.together}


def _read_seat(kept: Data | None) -> Seat | None:
    return None if kept is None else Seat(kept["site"], kept["letter"], kept["together"])


_TEXTS: dict[NoticeKind, Callable[[Data], NoticeText]] = {
    NoticeKind.OWN_HALF_DAYS: _own,
    NoticeKind.PANEL_HALF_DAYS: _panel,
    NoticeKind.MEETING: _meeting,
    NoticeKind.REQUEST: _request,
    NoticeKind.PULSE: _pulse,
    NoticeKind.TEAM: _team,
}
