"""The same bytes, whoever runs the shards, and however the work is split."""

from pathlib import Path

import pytest

from tests.samples import SEED
from tests.shards.corpora import made, rows, tree


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [SEED, rows(tmp_path_factory.mktemp("in") / "rows.jsonl", 2000, bad=100)]


@pytest.fixture(scope="module")
def alone(corpus: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of it."""
    output = tmp_path_factory.mktemp("alone") / "corpus"
    built = made(corpus, output)
    assert (built.counts.documents, built.counts.rejected) == (2001, 20)
    assert len(built.records) > 8
    return tree(output)


@pytest.mark.parametrize("jobs", [2, pytest.param(4, marks=pytest.mark.install)])
def test_any_number_of_workers(
    corpus: list[Path], alone: dict[str, bytes], tmp_path: Path, jobs: int
) -> None:
    made(corpus, tmp_path / "corpus", jobs=jobs)
    assert tree(tmp_path / "corpus") == alone


def test_parts_in_any_order_and_a_last_run_that_finishes(
    corpus: list[Path], alone: dict[str, bytes], tmp_path: Path
) -> None:
    for part in (2, 0, 3, 1):
        built = made(corpus, tmp_path / "corpus", part=(part, 4))
        assert not built.finished
    made(corpus, tmp_path / "corpus")
    assert tree(tmp_path / "corpus") == alone


@pytest.mark.install
def test_ray(corpus: list[Path], alone: dict[str, bytes], tmp_path: Path) -> None:
    pytest.importorskip("ray")
    made(corpus, tmp_path / "corpus", engine="ray", jobs=2)
    assert tree(tmp_path / "corpus") == alone
