"""Speed and memory of looking for duplicates, beside datasketch on the same texts in one run.

    python -m tests.bench.duplicates                     50,000 documents of about 2 kB
    python -m tests.bench.duplicates --documents 5000    fewer

Texts are generated; every tenth is a near duplicate of another: nineteen twentieths of it. datasketch gets the
same number of hashes of the same shingles, as texts, and finds nothing yet: signatures alone. ``found`` is the
share of the near duplicates that are in the cluster of their original; ``wrong``, of the others, that are in one.
At last: of pairs that share so many per cent of their shingles, how many are found.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from random import Random

from corpuskit.duplicates import BANDS, EXACT, HASHES, NEAR, SHINGLE, Prints, clusters, joined, take_prints

_BATCH = 500
#: datasketch is slow: it gets the first so many.
_PEER = 2_000
_EVERY = 10


def texts(count: int, size: int) -> list[str]:
    """``count`` texts of about ``size`` characters; each of `_EVERY` is a near duplicate of the one before."""
    chance = Random(11)
    letters = [chr(code) for code in range(0x4E00, 0x5A00)]
    found: list[str] = []
    for number in range(count):
        if number % _EVERY == _EVERY - 1:
            cut = size * 19 // 20
            found.append(found[-1][:cut] + "".join(chance.choices(letters, k=size - cut)))
        else:
            found.append("".join(chance.choices(letters, k=size)))
    return found


def found_at(share: int, pairs: int = 300, size: int = 700) -> float:
    """Of ``pairs`` that share ``share`` per cent of their shingles, how many are in one cluster."""
    chance = Random(share)
    letters = [chr(code) for code in range(0x4E00, 0x5A00)]
    cut = round(size * 2 * share / (100 + share))
    made: list[str] = []
    for _ in range(pairs):
        text = "".join(chance.choices(letters, k=size))
        made += [text, text[:cut] + "".join(chance.choices(letters, k=size - cut))]
    firsts = [int(first) for first in clusters(prints(made, NEAR))]
    return sum(firsts[at + 1] == at for at in range(0, len(made), 2)) / pairs


def signatures(documents: Sequence[str]) -> int:
    """datasketch's signatures of ``documents``; how many."""
    from datasketch import MinHash

    made = 0
    for text in documents:
        shingles = [text[at : at + SHINGLE].encode() for at in range(len(text) - SHINGLE + 1)]
        sketch = MinHash(num_perm=BANDS * HASHES, seed=1)
        sketch.update_batch(shingles)
        made += 1
    return made


def prints(documents: Sequence[str], level: str) -> Prints:
    """Ours."""
    parts = (documents[at : at + _BATCH] for at in range(0, len(documents), _BATCH))
    return joined([take_prints(part, level) for part in parts])


def timed(function: Callable[[], object]) -> tuple[float, object]:
    """The seconds that ``function`` takes, and what it gives."""
    start = time.perf_counter()
    value = function()
    return time.perf_counter() - start, value


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--characters", type=int, default=700)
    args = parser.parse_args(arguments)
    documents = texts(args.documents, args.characters)
    megabytes = sum(len(text.encode()) for text in documents) / 1e6
    print(f"{len(documents):,} documents, {megabytes:.1f} MB, one core")
    rates = {}
    for level in (EXACT, NEAR):
        seconds, made = timed(lambda level=level: prints(documents, level))  # type: ignore[misc]
        assert isinstance(made, Prints)
        bytes_each = sum(column.nbytes for column in (made.digests, made.bands, made.sketches)) // len(made)
        rates[level] = len(documents) / seconds
        speed = f"{rates[level]:9,.0f} documents/s {megabytes / seconds:7.1f} MB/s"
        print(f"{level + ' prints':<18} {speed}   {bytes_each} bytes a document", flush=True)
        seconds, firsts = timed(lambda made=made: clusters(made).tolist())  # type: ignore[misc]
        print(f"{level + ' clusters':<18} {len(documents) / seconds:9,.0f} documents/s", flush=True)
    assert isinstance(firsts, list)
    near = range(_EVERY - 1, len(documents), _EVERY)
    others = [number for number in range(len(documents)) if number % _EVERY != _EVERY - 1]
    found = sum(firsts[number] == number - 1 for number in near) / max(len(near), 1)
    wrong = sum(firsts[number] != number for number in others) / len(others)
    print(f"near: found {found:.2%}, wrong {wrong:.2%}")
    seconds, made = timed(lambda: signatures(documents[:_PEER]))
    peer = min(_PEER, len(documents)) / seconds
    print(f"{'datasketch':<18} {peer:9,.0f} documents/s; ours is {rates[NEAR] / peer:.1f} times as fast")
    curve = ", ".join(f"{share} %: {found_at(share):.0%}" for share in (95, 90, 85, 80, 75, 70, 65, 60, 50))
    print(f"found of pairs that share {curve}")
    print(f"peak resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
