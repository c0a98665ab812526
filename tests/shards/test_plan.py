"""Which shards there are: those of the inputs alone."""

import hashlib
import zlib
from itertools import count, islice
from pathlib import Path

import pytest

from corpuskit.readers import Found
from corpuskit.shards.plan import Shard, plan


def cuts(id: str) -> bool:
    """Whether a shard ends before the file ``id``, however small it is."""
    return zlib.crc32(id.encode()) % 512 == 0


def ids(*, cut: bool = False) -> list[str]:
    """Ids of files before which a shard ends, or does not."""
    return [*islice((id for id in map(str, count()) if cuts(id) == cut), 9)]


def text(folder: Path, id: str, size: int) -> Found:
    path = folder / f"{id}.txt"
    path.write_bytes(b"x" * size)
    return Found(path, id, True)


def lines(folder: Path, id: str, *lengths: int) -> Found:
    """A file of rows of so many bytes each."""
    path = folder / f"{zlib.crc32(id.encode())}.jsonl"
    path.write_bytes(b"".join(b"x" * (length - 1) + b"\n" for length in lengths))
    return Found(path, id, True)


def held(shards: list[Shard]) -> list[list[str]]:
    return [[one.id for one in shard.inputs] for shard in shards]


def test_files_are_together_until_one_more_would_be_too_much(tmp_path: Path) -> None:
    sizes = [4, 6, 1, 9, 10, 11, 0, 2]
    files = [text(tmp_path, id, size) for id, size in zip(ids(), sizes, strict=False)]
    shards = [*plan(files, size=10)]
    assert [[int(one.path.stat().st_size) for one in shard.inputs] for shard in shards] == [
        [4, 6], [1, 9], [10], [11], [0, 2],
    ]  # fmt: skip
    assert not any(shard.rows for shard in shards)


def test_a_shard_ends_before_some_files_whatever_lies_before_them(tmp_path: Path) -> None:
    a, b, c = ids()[:3]
    cut = ids(cut=True)[0]
    files = {id: text(tmp_path, id, 1) for id in (a, b, c, cut)}
    assert held([*plan([files[id] for id in (a, b, cut, c)], size=10)]) == [[a, b], [cut, c]]
    assert [*plan([files[id] for id in (a, cut, c)], size=10)][1] == [
        *plan([files[id] for id in (a, b, cut, c)], size=10)
    ][1]


def test_a_shard_of_texts_is_named_by_its_first_file(tmp_path: Path) -> None:
    files = [text(tmp_path, id, 1) for id in ids()[:2]]
    (shard,) = plan(files)
    assert shard.name == f"texts-{hashlib.sha256(ids()[0].encode()).hexdigest()[:16]}"


def test_rows_are_parts_of_one_file_and_part_the_texts_around_them(tmp_path: Path) -> None:
    a, b, c, d = ids()[:4]
    files = [text(tmp_path, a, 6), lines(tmp_path, "r", *[5] * 5), text(tmp_path, b, 5), text(tmp_path, c, 5)]
    shards = [*plan([*files, lines(tmp_path, "s", 3), text(tmp_path, d, 1)], size=10)]
    assert held(shards) == [[a], ["r"], ["r"], ["r"], [b, c], ["s"], [d]]
    assert [shard.name for shard in shards if shard.rows] == ["r-00000", "r-00001", "r-00002", "s-00000"]
    assert [(one.start, one.end, one.row) for shard in shards[1:4] for one in shard.inputs] == [
        (0, 10, 1), (10, 20, 3), (20, 25, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["data.jsonl", "data.parquet"])
def test_a_file_that_is_gone_is_one_shard_whose_reader_says_so(tmp_path: Path, name: str) -> None:
    pytest.importorskip("pyarrow")
    gone = Found(tmp_path / name, "gone", True)
    (shard,) = plan([gone])
    assert (shard.name, shard.inputs, shard.rows) == ("gone-00000", (gone,), True)


def test_a_text_that_is_gone_takes_no_room(tmp_path: Path) -> None:
    a, b = ids()[:2]
    gone = Found(tmp_path / "gone.txt", b, True)
    assert held([*plan([text(tmp_path, a, 10), gone], size=10)]) == [[a, b]]


@pytest.mark.parametrize(
    ("id", "stem"),
    [
        ("news/2024", "news%2F2024"),
        ("x" * 149, "x" * 149),
        ("x" * 150, "x" * 150 + "~{}"),
        ("报" * 60, "报" * 50 + "~{}"),
        ("a" + "报" * 60, "a" + "报" * 49 + "~{}"),
    ],
)
def test_names_of_rows_are_file_names_and_not_too_long(tmp_path: Path, id: str, stem: str) -> None:
    (shard,) = plan([lines(tmp_path, id, 5)])
    assert shard.name == stem.format(hashlib.sha256(id.encode()).hexdigest()[:16]) + "-00000"
    assert len(shard.name.encode()) <= 150 + 17 + 6
