"""Ids of rows of several shards."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.shards.ids import Repeated, hash_of, repeated


def files(folder: Path, *shards: list[str]) -> list[tuple[str, Path]]:
    """A file of the hashes of each of ``shards``, which are lists of ids."""
    paths = [(str(number), folder / str(number)) for number in range(len(shards))]
    for (_, path), ids in zip(paths, shards, strict=True):
        path.write_bytes(b"".join(map(hash_of, ids)))
    return paths


@pytest.mark.parametrize("most", [1, 2, 100])
def test_ids_of_several_shards_are_counted_once_whatever_is_held_at_a_time(tmp_path: Path, most: int) -> None:
    found = repeated(files(tmp_path, ["a", "b", "c"], [], ["x", "c"], ["b", "c"]), most)
    assert found is not None
    assert found.ids == 2
    assert found in (Repeated(2, hash_of("c"), ("0", "2")), Repeated(2, hash_of("b"), ("0", "3")))


def test_ids_of_one_shard_each_are_not_told(tmp_path: Path) -> None:
    assert repeated(files(tmp_path, ["a", "b"], ["c"])) is None
    assert repeated([]) is None


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=5), st.integers(1, 9))
def test_the_count_is_that_of_the_ids_in_two_shards_or_more(
    tmp_path_factory: pytest.TempPathFactory, shards: list[set[str]], most: int
) -> None:
    found = repeated(files(tmp_path_factory.mktemp("ids"), *map(sorted, shards)), most)
    several = [one for one in "abcdefgh" if sum(one in own for own in shards) > 1]
    assert (found.ids if found else 0) == len(several)
