"""The demo program's rotations, and a year of them for each class."""

from random import Random

from scheduling.domain.calendar import Period
from scheduling.exchange.workbook.tables import WEEKDAY_SLOTS, RotationRow, Slot

MON, TUE, WED, THU, FRI = range(5)
BLOCKS_A_YEAR = 26


def _afternoons(*weekdays: int) -> frozenset[Slot]:
    return frozenset((weekday, Period.PM) for weekday in weekdays)


def _all_but(weekday: int) -> frozenset[Slot]:
    return frozenset(slot for slot in WEEKDAY_SLOTS if slot[0] != weekday)


ROTATIONS = (
    RotationRow("WARD", "Inpatient ward", frozenset(), 0, 0),
    RotationRow("ICU", "Intensive care", frozenset(), 0, 0),
    RotationRow("NIGHT", "Night float", frozenset(), 0, 0),
    RotationRow("ED", "Emergency department", _afternoons(MON, TUE, WED, THU, FRI), 0, 1),
    RotationRow("CONS A", "Consults: cardiology", _afternoons(MON, WED, FRI), 1, 1),
    RotationRow("CONS B", "Consults: nephrology", _afternoons(TUE, THU, FRI), 1, 1),
    RotationRow("CONS C", "Consults: endocrinology", _afternoons(MON, TUE, WED), 1, 2),
    RotationRow("ELEC A", "Elective: geriatrics", _all_but(THU), 1, 2),
    RotationRow("ELEC B", "Elective: rheumatology", _all_but(MON), 1, 2),
    RotationRow("ELEC C", "Elective: palliative care", _all_but(TUE), 1, 2),
    RotationRow("ELEC D", "Elective: infectious diseases", _all_but(WED), 1, 2),
    RotationRow("RES", "Research", None, 1, 3),
    RotationRow("AMB", "Ambulatory", None, 3, 5),
)
CONSULTS = ("CONS A", "CONS B", "CONS C")
ELECTIVES = ("ELEC A", "ELEC B", "ELEC C", "ELEC D")
# Blocks a year: fixed ones by class; the rest are consults and electives.
FIXED_BLOCKS = {
    1: {"WARD": 8, "ICU": 3, "NIGHT": 3, "ED": 2, "AMB": 4},
    2: {"WARD": 5, "ICU": 3, "NIGHT": 2, "ED": 1, "AMB": 3, "RES": 1},
    3: {"WARD": 4, "ICU": 2, "NIGHT": 2, "AMB": 3, "RES": 2},
}
CONSULT_BLOCKS = {1: 3, 2: 5, 3: 4}
WITHOUT_CLINIC = frozenset({"WARD", "ICU", "NIGHT"})
LONGEST_WITHOUT_CLINIC = 3


def year_of_rotations(pgy: int, residents_in_clinic: list[int], rng: Random) -> list[str]:
    """One code a block, with at most three blocks in a row that have no clinic.

    Ambulatory and research blocks go where fewest residents have one: ``residents_in_clinic`` counts them by block,
    and is brought up to date. So no week asks for more clinics than there are rooms.
    """
    fixed = dict(FIXED_BLOCKS[pgy])
    in_clinic = [code for code in ("AMB", "RES") for _ in range(fixed.pop(code, 0))]
    blocks = sorted(range(BLOCKS_A_YEAR), key=lambda block: (residents_in_clinic[block], rng.random()))
    placed = dict(zip(blocks, in_clinic, strict=False))
    for block in placed:
        residents_in_clinic[block] += 1
    codes = [code for code, count in fixed.items() for _ in range(count)]
    codes += rng.choices(CONSULTS, k=CONSULT_BLOCKS[pgy])
    codes += rng.choices(ELECTIVES, k=BLOCKS_A_YEAR - len(codes) - len(placed))
    year = _dealt(codes, placed, rng)
    while _longest_run_without_clinic(year) > LONGEST_WITHOUT_CLINIC:
        year = _dealt(codes, placed, rng)
    return year


def _dealt(codes: list[str], placed: dict[int, str], rng: Random) -> list[str]:
    rest = iter(rng.sample(codes, len(codes)))
    return [placed[block] if block in placed else next(rest) for block in range(BLOCKS_A_YEAR)]


def _longest_run_without_clinic(codes: list[str]) -> int:
    longest = run = 0
    for code in codes:
        run = run + 1 if code in WITHOUT_CLINIC else 0
        longest = max(longest, run)
    return longest
