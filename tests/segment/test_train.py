"""Training: what is read, what is learnt, and that it can be done again."""

from pathlib import Path

import numpy as np
import pytest

from corpuskit.errors import ConfigError, InputError
from corpuskit.segment import crf, train
from corpuskit.segment.load import SHIPPED
from tests.shared import SHARED

ROWS = """# sent_id = 1
# text = 科技创新引领 Big Data，发展。
1\t科技\tO\t-\t-
2\t创新\tO\t-\t-
3\t引领\tO\t-\t-
4\tBig\tO\t-\t-
5\tData\tO\t-\t-
6\t，\tO\t-\t-
7\t发展\tO\t-\t-
8\t。\tO\t-\t-

# sent_id = 2
1\t创新\tO\t-\t-
2\t发展\tO\t-\t-
"""


@pytest.fixture
def gold(tmp_path: Path) -> list[train.Gold]:
    path = tmp_path / "gold.iob2"
    path.write_text(ROWS, encoding="utf-8")
    return train.read_gold(path)


def test_words_are_found_in_their_text(gold: list[train.Gold]) -> None:
    first, second = gold
    assert [first.text[start:end] for start, end in first.words] == [
        "科技", "创新", "引领", "Big", "Data", "，", "发展", "。",
    ]  # fmt: skip
    assert second[:2] == ("创新发展", [(0, 2), (2, 4)])


def test_words_that_are_not_in_their_text(tmp_path: Path) -> None:
    path = tmp_path / "wrong.iob2"
    path.write_text(ROWS.replace("引领\tO", "带动\tO"), encoding="utf-8")
    with pytest.raises(InputError, match="the word '带动' is not in its place"):
        train.read_gold(path)


def test_a_model_learns_its_text_and_is_saved_the_same_twice(gold: list[train.Gold], tmp_path: Path) -> None:
    for name in ("a", "b"):
        crf.save(tmp_path / name, *train.train(gold * 5, ["科技", "发展"]))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    model, fingerprint = crf.load(tmp_path / "a")
    found = crf.CrfSegmenter("a", model, fingerprint).words([sentence.text for sentence in gold])
    assert [list(map(tuple, spans.tolist())) for spans in found] == [sentence.words for sentence in gold]


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("科创", encoding="utf-8")
    np.savez(tmp_path / "other.npz", w=np.zeros(3))
    for name in ("none", "text", "other.npz"):
        with pytest.raises(ConfigError, match=f"{name}: not a model of words"):
            crf.load(tmp_path / name)


def test_weights_too_large_for_their_lanes() -> None:
    features, row = crf.load(SHIPPED)[0].features, np.array([[30_000, -9, 0, 0]], np.int16)
    with pytest.raises(ValueError, match="lanes"):
        crf.CrfModel.of(features, [row, row, -row], np.zeros((4, 4), np.int64))


@pytest.mark.bench
@pytest.mark.skipif(SHARED is None, reason="needs the shared bench data")
def test_the_shipped_model_can_be_made_again(tmp_path: Path) -> None:
    assert SHARED
    source = SHARED / "bench" / "segmentation" / "zh_gsdsimp-train.iob2"
    assert train.main([str(source), str(tmp_path / "words.npz")]) == 0
    assert (tmp_path / "words.npz").read_bytes() == SHIPPED.read_bytes()
