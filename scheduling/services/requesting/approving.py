"""Approving a swap: one step of a new version that is published at once, or nothing at all."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from scheduling.models import EditKind, Faculty, Resident, Schedule, ScheduleState, SwapRequest, SwapState
from scheduling.selectors.requests.judging import pair_of, place_words
from scheduling.selectors.workbench.asking import cells_of
from scheduling.selectors.workbench.desk import Desk
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import Step, make_judged_step, make_step
from scheduling.services.publishing import NotPublishable, StaleEdition, publish_schedule
from scheduling.services.requesting.holding import RequestRefused, held_swap, refuse_stale
from scheduling.services.requesting.swaps import notice_key, own_line, refuse_closed, refuse_illegal, step
from scheduling.services.requesting.telling import Lines, tell_people
from scheduling.services.versions import copy_version


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval came to: the version published, and drafts that others had changed there and that stay so."""

    swap: SwapRequest
    version: Schedule | None
    left: tuple[Schedule, ...] = ()


def approve_swap(*, swap: SwapRequest, actor: User, edition: int) -> Approved:
    """Publish the swap as one step of a new version, or return what was published before. Raises `RequestRefused`.

    Drafts of the year follow where both half-days still stand there as they were published.
    """
    try:
        with transaction.atomic():
            held = held_swap(swap)
            if held.state == SwapState.APPROVED:
                return Approved(held, held.edit.schedule if held.edit else None)
            refuse_closed(held)
            refuse_stale(held, edition)
            _refuse_unready(held, actor)
            return _approved(held, actor)
    except (EditRefused, StaleEdition, NotPublishable) as refused:
        raise RequestRefused(f"The swap was not published. {refused}") from refused
    except IntegrityError as clash:
        raise RequestRefused("The schedule was changed just now. Look at the swap again.") from clash


@transaction.atomic
def refuse_swap(*, swap: SwapRequest, actor: User, edition: int, answer: str) -> SwapRequest:
    """It is not approved, and both read why. Raises `RequestRefused`."""
    held = held_swap(swap)
    if held.state == SwapState.REFUSED:
        return held
    refuse_closed(held)
    refuse_stale(held, edition)
    held.answer, held.decided_by = answer, actor
    step(held, SwapState.REFUSED, actor)
    _tell_both(held, "swap_refused", "Your half-days stay as they are. Why stands under Requests.")
    return held


def _refuse_unready(swap: SwapRequest, actor: User) -> None:
    if swap.state != SwapState.ACCEPTED:
        raise RequestRefused(f"{swap.other.full_name} has not accepted it yet. Wait for the answer.")
    if actor.pk in {swap.resident.user_id, swap.other.user_id}:
        raise RequestRefused("You are one of the two. Another chief resident or the coordinator approves it.")


def _approved(swap: SwapRequest, actor: User) -> Approved:
    published, desk, _ = refuse_illegal(swap)
    drafts = _held_drafts(published)
    wanted = _step(swap, published, desk)
    draft = copy_version(schedule=published, actor=actor, why="swap in")
    swap.edit = make_judged_step(draft, actor, wanted)
    version = _published(draft, published, actor, swap)
    swap.decided_by = actor
    step(swap, SwapState.APPROVED, actor)
    _tell_both(swap, "swap_approved", "Your calendar feed follows.")
    return Approved(swap, version, tuple(one for one in drafts if not _follows(one, wanted, actor)))


def _held_drafts(published: Schedule) -> list[Schedule]:
    """The year's versions are held in the order of their keys; its drafts."""
    rows = Schedule.objects.select_for_update(of=("self",), no_key=True).filter(year=published.year_id)
    held = list(rows.select_related("year__program").order_by("pk"))
    return [one for one in held if one.state == ScheduleState.DRAFT]


def _step(swap: SwapRequest, published: Schedule, desk: Desk) -> Step:
    label = (
        f"Swap: {swap.resident.full_name}, {place_words(swap.session)}, and {swap.other.full_name}, "
        f"{place_words(swap.other_session)}"
    )
    return Step(
        kind=EditKind.SWAP,
        label=label,
        changes=cells_of(published, desk, [pair_of(swap).edit]),
        key=f"swap-request-{swap.pk}",
        reason="Swap agreed by both residents",
    )


def _published(draft: Schedule, before: Schedule, actor: User, swap: SwapRequest) -> Schedule:
    return publish_schedule(
        schedule=draft,
        actor=actor,
        seen_edition=draft.edition,
        seen_published=before.version,
        late_reason=f"Swap of {swap.resident.full_name} and {swap.other.full_name}, agreed by both",
        only_new_clashes=True,
    )


def _tell_both(swap: SwapRequest, what: str, then: str) -> None:
    both: dict[Resident | Faculty, Lines] = {
        person: [own_line(swap, person), then] for person in (swap.resident, swap.other)
    }
    tell_people(both, key=notice_key(swap), step=what)


def _follows(draft: Schedule, wanted: Step, actor: User) -> bool:
    """Whether a draft could take the same step."""
    try:
        with transaction.atomic():
            make_step(draft, actor, wanted)
    except EditRefused:
        return False
    return True
