"""Arrays put into protocol messages as they are read from the wire: a million numbers without a Python object for each."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

PAYLOAD = 7  # bits of a whole number in each byte; the eighth says that more follow
PACKED = 2  # the wire's word for a field that begins with its length


class Message(Protocol):
    """What is used of a protocol message."""

    DESCRIPTOR: Any

    def MergeFromString(self, serialized: bytes, /) -> int:  # noqa: N802  the library's name
        """Read more fields from the wire."""


def fill(message: Message, **fields: NDArray[Any]) -> None:
    """Append to repeated fields of numbers, by name. Whole numbers are not below 0."""
    numbers = message.DESCRIPTOR.fields_by_name
    message.MergeFromString(b"".join(_field(numbers[name].number, values) for name, values in fields.items()))


def _field(number: int, values: NDArray[Any]) -> bytes:
    content = values.astype("<f8").tobytes() if values.dtype.kind == "f" else _whole_numbers(values)
    return _whole_numbers(np.array([number << 3 | PACKED, len(content)])) + content


def _whole_numbers(values: NDArray[Any]) -> bytes:
    """The lowest bits first, all numbers as long as the greatest: a number may end in zeros."""
    rest = values.astype(np.uint32)
    width = max(-(-int(rest.max(initial=0)).bit_length() // PAYLOAD), 1)
    content = np.empty((len(rest), width), dtype=np.uint8)
    for place in range(width):
        content[:, place] = rest >> PAYLOAD * place & 127 | (128 if place < width - 1 else 0)
    return content.tobytes()
