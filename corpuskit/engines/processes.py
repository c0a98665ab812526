"""Shards in this process, or in worker processes started by spawn, which end when this process does."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuskit.engines.done import ATTEMPTS, Done
from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext, SpawnProcess

#: How many shards beyond the oldest one that is not done are begun for each worker, where order is kept.
AHEAD = 4


#: What a worker says when it has started.
_STARTED = None


class _Task(NamedTuple):
    number: int
    shard: Any
    attempts: int = 1


def run(
    function: Callable[[Any], Any], shards: Iterable[Any], jobs: int = 1, *, ahead: int = 0
) -> Iterator[Done]:
    """What becomes of each shard, as soon as it is known; with ``jobs`` > 1 in that many processes.

    The function is sent once to each worker. A worker that is killed is replaced and its shard tried again.
    With ``ahead``, no shard is begun that far beyond the oldest one that is not done.
    """
    if jobs > 1:
        yield from _Pool(function, shards, jobs, ahead).run()
    else:
        yield from (Done(index, function(shard)) for index, shard in enumerate(shards))


def run_in_order(function: Callable[[Any], Any], shards: Iterable[Any], jobs: int = 1) -> Iterator[Any]:
    """``function(shard)`` for each shard, in order. A shard that is lost ends the run: ``CorpuskitError``."""
    early: dict[int, Any] = {}
    wanted = 0
    for done in run(function, shards, jobs, ahead=jobs * AHEAD):
        if done.lost:
            raise CorpuskitError(
                f"a worker process died {done.attempts} times on the same input (killed, or out of memory): "
                "run it again, perhaps with fewer --jobs"
            )
        early[done.number] = done.result
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1


class _Pool:
    """Workers, each with a pipe and at most one shard, so that a death names the shard."""

    def __init__(self, function: Callable[[Any], Any], shards: Iterable[Any], jobs: int, ahead: int) -> None:
        # One process needs none of this, and it is slow to load.
        import pickle
        from multiprocessing import get_context

        self._context: SpawnContext = get_context("spawn")
        self._function, self._jobs, self._ahead = pickle.dumps(function), jobs, ahead
        self._new = map(_Task, count(), shards)
        self._again: list[_Task] = []
        self._next: _Task | None = next(self._new, None)
        self._idle: list[tuple[SpawnProcess, Connection]] = []
        self._busy: dict[Connection, tuple[SpawnProcess, _Task]] = {}

    def run(self) -> Iterator[Done]:
        """All shards."""
        from multiprocessing.connection import wait

        try:
            while self._hand_out() or self._busy:
                for ready in wait([*self._busy]):
                    done = self._receive(ready)  # type: ignore[arg-type]
                    if done is not None:
                        yield done
        finally:
            self._stop()

    def _hand_out(self) -> bool:
        """Give shards to workers as long as there are both; whether there are shards left."""
        while len(self._busy) < self._jobs and (task := self._take()) is not None:
            started = bool(self._idle)
            process, pipe = self._idle.pop() if started else self._start()
            self._busy[pipe] = (process, task)
            if started:
                _send(pipe, task.shard)
        return bool(self._again or self._next)

    def _take(self) -> _Task | None:
        if self._again:
            return self._again.pop()
        task = self._next
        oldest = min((one.number for _, one in self._busy.values()), default=None)
        if task is None or (self._ahead and oldest is not None and task.number >= oldest + self._ahead):
            return None
        self._next = next(self._new, None)
        return task

    def _start(self) -> "tuple[SpawnProcess, Connection]":
        # What it calls is sent when it says that it has started: the start itself writes into a pipe whose
        # other end this process holds too, and would wait for ever for a worker killed before it has read.
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            process.start()
        except RuntimeError as error:
            raise CorpuskitError(
                "a worker cannot start workers: each begins by running the script that started it, so what "
                "the script does must stand below `if __name__ == '__main__':`"
            ) from error
        theirs.close()
        return process, mine

    def _receive(self, pipe: "Connection") -> Done | None:
        process, task = self._busy.pop(pipe)
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            pipe.close()
            process.join()
            if task.attempts >= ATTEMPTS:
                return Done(task.number, None, task.attempts, lost=True)
            self._again.append(task._replace(attempts=task.attempts + 1))
            return None
        if answer is _STARTED:
            self._busy[pipe] = (process, task)
            with contextlib.suppress(OSError):
                pipe.send_bytes(self._function)
            _send(pipe, task.shard)
            return None
        self._idle.append((process, pipe))
        fine, result = answer
        if not fine:
            raise result
        return Done(task.number, result, task.attempts)

    def _stop(self) -> None:
        for pipe, (process, _) in self._busy.items():
            process.kill()
            self._idle.append((process, pipe))
        for process, pipe in self._idle:
            pipe.close()
            process.join()


def _send(pipe: "Connection", value: object) -> None:
    """Send to a worker; where it has died, reading its pipe will say so."""
    with contextlib.suppress(OSError):
        pipe.send(value)


def _serve(pipe: "Connection") -> None:
    """What a worker does until its pipe is closed; it ends with the process that started it."""
    import signal
    import threading

    # Who started it ends it, after an interrupt, too, and says so once for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pipe.send(_STARTED)
    function = pipe.recv()
    while True:
        try:
            shard = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, function(shard))
        except Exception as error:
            answer = (False, _portable(error))
        pipe.send(answer)


def collect_seldom() -> None:
    """Look for garbage in circles a hundred times less often than Python does by itself.

    Findings and edits are very many small values and never circles: by default a sixth of a check goes into
    looking at them in vain. Nor is it looked for at the end, where the memory of the process goes as a whole.
    """
    import atexit
    import gc

    gc.set_threshold(100_000, 20, 20)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def _end_with_parent() -> None:
    import os
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """``error``, or its text where it does not survive pickling."""
    import pickle

    try:
        return error if type(pickle.loads(pickle.dumps(error))) is type(error) else CorpuskitError(str(error))
    except Exception:
        return CorpuskitError(f"{type(error).__name__}: {error}")
