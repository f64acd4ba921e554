"""The broker that needs nothing installed: kombu's filesystem transport, with each step of a message made whole.

As it comes, the transport writes a message in place and takes it through the system's folder for temporary files.
A worker that meets a half-written message dies of it, and so may two workers that take the same one. Here a message
appears and is taken by renaming, which is one step or none. What cannot be read is dropped: the reaper sends again.

It also keeps a file that says which queue listens to which exchange, and a reader may meet that file empty, before its
writer. Here each process remembers what it declared itself, which Celery does before it sends or listens.
"""

import logging
import threading
import time
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages are files in one folder, the oldest first."""

    supports_fanout = False  # what makes the transport keep its file of who listens

    # Threads of one process share what they declared; half a declaration would lose what another sends.
    _declaring = threading.RLock()

    def get_table(self, exchange: str) -> Any:
        return virtual.Channel.get_table(self, exchange)

    def exchange_declare(self, *args: Any, **kwargs: Any) -> None:
        with self._declaring:
            super().exchange_declare(*args, **kwargs)

    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        with self._declaring:
            super().queue_bind(*args, **kwargs)

    # The stubs of the transport and of its base differ in the parameter's name.
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        path = Path(self.data_folder_out) / f"{time.time_ns()}_{uuid4()}.{queue}.msg"
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.rename(path)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            taken = path.with_suffix(".taken")
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            content = taken.read_bytes()
            taken.unlink()
            try:
                return loads(content)
            except ValueError:
                logger.warning("The message %s cannot be read and is dropped.", path.name)
        raise Empty


class Transport(filesystem.Transport):
    """The transport behind ``embedded://``."""

    Channel = Channel


TRANSPORT_ALIASES["embedded"] = "connectedness.embedded_broker:Transport"
