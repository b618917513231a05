"""The rows of a list file, read and judged: in this process, or for a long list in a second one beside it.

Reading and judging cost about as much as comparing and writing, so that a second core nearly halves the time. Batches of plain
values come through a pipe; the second process waits when it is ahead, and ends by itself when this one goes away.
"""

import gc
import marshal
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from bdr_desk.domain.staging import Asked, Findings, ListPlace, Packed, Staged, finished, judge_rows
from bdr_desk.errors import FileProblem
from bdr_desk.files.list_file import open_list

BATCH_ROWS = 2_000
WORTH_A_PROCESS = 4_000_000  # bytes of a file; below, starting a process costs more than it saves


@dataclass
class JudgedRows:
    """`batches` can be drawn once; `findings` is complete when they are."""

    batches: Iterator[list[Packed]]
    findings: Findings = field(default_factory=Findings)


@contextmanager
def judged_rows(place: ListPlace, asked: Asked) -> Iterator[JudgedRows]:
    """The rows of `place` in batches, judged as `asked`. Raises FileProblem while they are drawn."""
    if beside := _started(place, asked):
        with _received_from(*beside, place, asked) as rows:
            yield rows
    else:
        found = Findings()
        yield JudgedRows((finished(batch, asked) for batch in _here(place, asked, found)), found)


def _size(place: ListPlace) -> int:
    """In bytes; 0 for a file that has gone away since it was looked at: opening it again says so."""
    try:
        return place.path.stat().st_size
    except OSError:
        return 0


def _here(place: ListPlace, asked: Asked, findings: Findings) -> Iterator[list[Staged]]:
    file = open_list(place.path, sheet=place.sheet, encoding=place.encoding)
    batch: list[Staged] = []
    for row in judge_rows(file.rows(), asked, findings):
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _started(place: ListPlace, asked: Asked) -> tuple[BaseProcess, Connection] | None:
    """The second process, under way, and the end of the pipe its batches come out of.

    None where one process does it all: a short list, or no room for another process.
    """
    if _size(place) < WORTH_A_PROCESS:
        return None
    from multiprocessing import get_context

    spawning = get_context("spawn")  # a fork would take the window's threads and the open database along
    receiving, sending = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_serve, args=(sending, place, asked), daemon=True)
    try:
        process.start()
    except OSError:
        receiving.close()
        return None
    finally:
        sending.close()
    return process, receiving


@contextmanager
def _received_from(
    process: BaseProcess, receiving: Connection, place: ListPlace, asked: Asked
) -> Iterator[JudgedRows]:
    found = Findings()
    try:
        batches = _received(receiving, place, found)
        yield JudgedRows((finished(batch, asked) for batch in batches), found)
    finally:
        receiving.close()
        process.terminate()
        process.join()
        process.close()


def _received(pipe: Connection, place: ListPlace, findings: Findings) -> Iterator[list[Staged]]:
    while True:
        try:
            kind, content = pipe.recv_bytes(1), pipe.recv_bytes()
        except (EOFError, OSError) as error:  # between two messages, or within one
            raise FileProblem(
                f"Reading {place.path.name} broke off: the process that read it is gone.",
                "The machine may be short of memory. Nothing was imported; try again, or import the file in parts.",
            ) from error
        if kind == b"e":
            raise _error(content)
        if kind == b"f":
            found = pickle.loads(content)
            vars(findings).update(vars(found))
            return
        yield marshal.loads(content)


def _error(content: bytes) -> BaseException:
    error: BaseException = pickle.loads(content)
    return error


def _serve(pipe: Connection, place: ListPlace, asked: Asked) -> None:
    """In the second process: send batch after batch, then what was counted; or the error that ended it."""
    gc.disable()  # rows make no cycles, and looking for them costs a quarter of the time
    findings = Findings()
    try:
        for batch in _here(place, asked, findings):
            _send(pipe, b"b", marshal.dumps(batch))
        _send(pipe, b"f", pickle.dumps(findings))
    except (BrokenPipeError, KeyboardInterrupt):
        return  # nobody listens any more
    except Exception as error:  # a bug here is one there
        _send(pipe, b"e", pickle.dumps(error))


def _send(pipe: Connection, kind: bytes, content: bytes) -> None:
    pipe.send_bytes(kind)
    pipe.send_bytes(content)
