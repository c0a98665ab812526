"""Growth of time with size, measured so that a busy machine does not decide."""

import gc
import time
from collections.abc import Callable

#: Times that a growth may be measured anew before it counts.
TRIES = 4


def grows_linearly(work: Callable[[int], object], size: int) -> bool:
    """Whether ``work(2 * size)`` takes less than thrice the processor time of ``work(size)``.

    The garbage collector rests meanwhile: what it costs depends on the tests that ran before.
    """
    gc.collect()
    gc.disable()
    try:
        for _ in range(TRIES):
            small = min(_spent(work, size) for _ in range(3))
            if min(_spent(work, 2 * size) for _ in range(3)) < 3 * small + 0.01:
                return True
        return False
    finally:
        gc.enable()


def _spent(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
