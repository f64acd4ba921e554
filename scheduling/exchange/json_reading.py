"""Reading JSON that others wrote: every refusal is one line that names the place."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, NoReturn, TypeVar

from scheduling.domain.errors import ProblemError

T = TypeVar("T")


def parse(text: str | bytes) -> Any:
    """The JSON value of a file; decimals stay exact (`Decimal`). Refuses repeated keys, NaN and infinities."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_repeats
        )
    except UnicodeDecodeError as error:
        raise ProblemError(f"byte {error.start}: the file is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise ProblemError(f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}.") from None
    except RecursionError:
        raise ProblemError("the file: nested too deeply to be a problem.") from None
    except ProblemError:
        raise
    except ValueError as error:  # a number with thousands of digits
        raise ProblemError(f"the file: {error}.") from None
    except InvalidOperation:  # an exponent with dozens of digits
        raise ProblemError("the file: a number lies beyond every range.") from None


def _no_constant(word: str) -> NoReturn:
    raise ProblemError(f"the file: {word} is not a number.")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ProblemError(
            f"the file: the key {next(k for k in keys if keys.count(k) > 1)!r} is written twice."
        )
    return found


def refuse(place: str, expected: str, value: Any) -> NoReturn:
    """Say what was expected at a place, and what stands there."""
    shown = f"'{value}'" if isinstance(value, str) else json.dumps(value, default=str)
    raise ProblemError(
        f"{place}: must be {expected}, not {shown if len(shown) <= 60 else shown[:57] + '...'}."
    )


def fields(
    value: Any, place: str, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """An object that has all required keys and none that is unknown."""
    if not isinstance(value, dict):
        refuse(place, "an object", value)
    if value.keys() - required - optional:
        raise ProblemError(f"{place}: unknown key {sorted(value.keys() - required - optional)[0]!r}.")
    if required - value.keys():
        raise ProblemError(f"{place}: the key {sorted(required - value.keys())[0]!r} is missing.")
    return value


def text(value: Any, place: str) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        refuse(place, "a text that is not empty", value)
    return value


def whole(value: Any, place: str) -> int:
    """A whole number; true and false are none."""
    if type(value) is not int:
        refuse(place, "a whole number", value)
    return value


def decimal(value: Any, place: str) -> Decimal:
    """A number, exactly as written."""
    if type(value) is not int and not isinstance(value, Decimal):
        refuse(place, "a number", value)
    return Decimal(value)


def number(value: Any, place: str) -> float:
    """A number; one too large for a float becomes infinite, which the problem refuses."""
    return float(decimal(value, place))


def finite(value: Any, place: str) -> float:
    """A number that a float can hold."""
    found = number(value, place)
    if not isfinite(found):
        refuse(place, "a number below 1e308", value)
    return found


def truth(value: Any, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        refuse(place, "true or false", value)
    return value


def day(value: Any, place: str) -> date:
    """A date written 2026-06-29."""
    if isinstance(value, str) and len(value) == len("2026-06-29"):
        with suppress(ValueError):
            return date.fromisoformat(value)
    refuse(place, "a date like 2026-06-29", value)


def items(value: Any, place: str) -> Iterator[tuple[Any, str]]:
    """The items of a list, each with its place."""
    if not isinstance(value, list):
        refuse(place, "a list", value)
    return ((item, f"{place}[{index}]") for index, item in enumerate(value))


def texts(value: Any, place: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        refuse(place, "a list", value)
    for index, item in enumerate(value):
        if not isinstance(item, str) or not item:
            text(item, f"{place}[{index}]")
    return tuple(value)


def mapping(value: Any, place: str) -> Mapping[str, Any]:
    """An object whose keys are ids."""
    if not isinstance(value, dict):
        refuse(place, "an object", value)
    return value


def row(value: Any, place: str, length: int) -> list[Any]:
    """A list of exactly so many values."""
    if not isinstance(value, list) or len(value) != length:
        refuse(place, f"a list of {length}", value)
    return value


def optional(value: Any, place: str, read: Callable[[Any, str], T]) -> T | None:
    """Null, or what ``read`` makes of it."""
    return None if value is None else read(value, place)
