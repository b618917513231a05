"""A TCP proxy that does to connections what bad networks do, by chance of a seed; healthy again when told.

Each connection has a fate: in one direction, after so many bytes, something happens to it. As the place is a number of bytes and
not the end of a message, connections are cut within messages. A FIN or a silence concerns that direction alone.
"""

import asyncio
import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from random import Random
from typing import Any

_FATES = {
    "none": 36,
    "reset": 18,
    "unanswered": 24,
    "half-close": 12,
    "silence": 4,
    "stall": 6,
    "late": 6,
    "refused": 4,
}
_BYTES = (
    60,
    40_000,
)  # how far a connection comes at least and at most; a round of sync takes some 20,000 either way
_LATE_SECONDS = 0.004
_LATE_PIECES = 3
_COMMIT = b"COMMIT\0"
_COMMITS = (4, 7)  # of a round, the first three carry no parcel
_STALL_SECONDS = (0.05, 1.0)
_CHUNK = 65_536
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: what is closed is reset (socket(7))


@dataclass
class Fate:
    """`up` concerns what the desk sends. `seconds` is how long a stall, or a silence before it is cut, lasts. Who is
    unanswered has sent `commits`, and the last of them arrives, but no answer comes back."""

    kind: str
    up: bool
    after: int
    seconds: float
    commits: int


class Proxy:
    """Listens on `port` and passes on to `target`; `counts` what was done."""

    def __init__(self, target: int, seed: int) -> None:
        self.target, self.port = target, 0
        self.counts: Counter[str] = Counter()
        self._chance = Random(seed)
        self._healthy = True
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._serving: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def healthy(self, yes: bool) -> None:
        """From the next byte on."""
        self._healthy = yes

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for writer in self._open:
            _reset(writer)
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _fate(self) -> Fate:
        kinds = {"none": 1} if self._healthy else _FATES
        kind = self._chance.choices(list(kinds), list(kinds.values()))[0]
        after = exp(self._chance.uniform(log(_BYTES[0]), log(_BYTES[1])))
        up = kind == "unanswered" or self._chance.random() < 0.5
        commits = self._chance.randint(*_COMMITS)
        return Fate(kind, up, int(after), self._chance.uniform(*_STALL_SECONDS), commits)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)  # the loop itself forgets them
        task.add_done_callback(self._serving.discard)
        fate, both = self._fate(), [writer]
        self._open.add(writer)
        self.counts["connections"] += 1
        try:
            if fate.kind == "refused":
                self.counts["refused"] += 1
                return
            with suppress(OSError):  # the server is down
                up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
                both.append(up_writer)
                self._open.add(up_writer)
                ways = (self._pass_on(reader, up_writer, fate if fate.up else None),
                        self._pass_on(up_reader, writer, None if fate.up else fate))  # fmt: skip
                await asyncio.gather(*ways)
        finally:
            for one in both:
                _reset(one)
                self._open.discard(one)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fate: Fate | None
    ) -> None:
        """Until one side ends. Raises OSError when the connection is to be cut."""
        passed = 0
        while data := await reader.read(_CHUNK):
            if fate and not self._healthy:
                if fate.kind == "late":
                    await self._pass_late(writer, data)
                    continue
                if fate.kind == "unanswered":
                    fate.commits -= data.count(_COMMIT)
                    if fate.commits < 1:
                        await self._leave_unanswered(writer, data)
                elif fate.kind != "none" and passed + len(data) > fate.after:
                    data = await self._strike(reader, writer, fate, data, fate.after - passed)
                    fate = None
            writer.write(data)
            await writer.drain()
            passed += len(data)
        writer.write_eof()

    async def _strike(self, reader: Any, writer: Any, fate: Fate, data: bytes, at: int) -> bytes:
        """What is still to be passed on."""
        self.counts[fate.kind] += 1
        self.counts["within a message"] += 0 < at < len(data)
        writer.write(data[:at])
        await writer.drain()
        if fate.kind == "reset":
            raise ConnectionResetError
        if fate.kind == "half-close":
            writer.write_eof()
        if fate.kind in ("stall", "silence"):
            await asyncio.sleep(fate.seconds)
        if fate.kind == "stall":
            return data[at:]
        if fate.kind == "silence":
            raise ConnectionResetError
        while await reader.read(_CHUNK):  # into the void
            pass
        raise ConnectionResetError

    async def _leave_unanswered(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        """Answers to what comes now are cut off, whether they are on the way already or not."""
        self.counts["unanswered"] += 1
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(self._chance.choice((0, _LATE_SECONDS)))
        raise ConnectionResetError

    async def _pass_late(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        self.counts["late"] += 1
        ends = sorted(self._chance.randint(1, len(data)) for _ in range(_LATE_PIECES - 1))
        for start, end in pairwise([0, *ends, len(data)]):
            await asyncio.sleep(self._chance.uniform(0, _LATE_SECONDS))
            writer.write(data[start:end])
            await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
