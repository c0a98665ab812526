"""A pkuseg folder gives the words that spacy-pkuseg gives, and a wrong folder says what is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.errors import ConfigError
from corpuskit.segment import load_segmenter
from tests import strategies

SENTENCES = (
    "重庆 以 科技 创新 引领 现代化 产业 体系 建设 ， 加快 培育 新质 生产力 。",
    "2023年 全市 规模 以上 工业 增加值 增长 6.6% ， 西部 （ 重庆 ） 科学城 加快 建设 。",
    "他 说 ： “ 科技 创新 能够 催生 新 产业 、 新 模式 、 新 动能 。 ”",
    "人工 智能 、 软件 、 5G 网络 与 先进 制造业 深度 融合 ， 产业 体系 不断 完善 。",
    "科技 创新 引领 产业 创新 ， 产业 创新 带动 科技 创新 ， Chip 与 A/B 二 者 相互 促进 。",
)
PIECES = tuple(word for sentence in SENTENCES for word in sentence.split())

Cut = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with all features of a few sentences, and weights drawn at random, so that all decide."""
    spacy_pkuseg = pytest.importorskip("spacy_pkuseg")
    place = tmp_path_factory.mktemp("pkuseg")
    text = place / "train.txt"
    text.write_text("\n".join(SENTENCES * 4), encoding="utf-8")
    spacy_pkuseg.train(str(text), str(text), str(place / "model"), train_iter=1)
    with np.load(place / "model" / "weights.npz") as archive:
        sizes, w = archive["sizes"], archive["w"]
    drawn = np.random.default_rng(5).normal(size=w.shape)
    np.savez(place / "model" / "weights.npz", sizes=sizes, w=drawn)
    return place / "model"


@pytest.fixture(scope="module")
def reference(folder: Path) -> Cut:
    spacy_pkuseg = pytest.importorskip("spacy_pkuseg")
    segmenter = spacy_pkuseg.pkuseg(str(folder), user_dict=None)
    assert not segmenter.postprocesser.do_process
    cut: Cut = segmenter.cut
    return cut


@pytest.fixture(scope="module")
def segmenter(folder: Path) -> Any:
    return load_segmenter(f"pkuseg:{folder}")


def texts() -> st.SearchStrategy[str]:
    """Texts in which words of the model meet, and the characters that pkuseg treats as others."""
    odd = st.sampled_from("-._,|/*:&几二％Ａｊ／・－\x00\ud800\x1c \u3000𠮷")
    return strategies.texts() | st.lists(st.sampled_from(PIECES) | odd, max_size=30).map("".join)


@given(batch=st.lists(texts(), max_size=8))
def test_the_words_are_those_of_pkuseg(segmenter: Any, reference: Cut, batch: list[str]) -> None:
    for text, spans in zip(batch, segmenter.words(batch), strict=True):
        assert [text[start:end] for start, end in spans] == reference(text)


def test_a_long_text_is_decoded_as_one(segmenter: Any, reference: Cut) -> None:
    text = "".join(PIECES).replace(" ", "") * 220
    assert len(text) > 1 << 15
    assert [text[start:end] for start, end in segmenter.words([text, "科技"])[0]] == reference(text)


def test_ties_fall_as_they_do_in_pkuseg(segmenter: Any, reference: Cut) -> None:
    unknown = "ሀ" * 220
    assert [unknown[start:end] for start, end in segmenter.words([unknown])[0]] == reference(unknown)


def test_it_says_what_it_is(segmenter: Any, folder: Path) -> None:
    assert segmenter.name == f"pkuseg:{folder}"
    assert segmenter.standard == "pkuseg"
    assert len(segmenter.fingerprint) == 64


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"features\.msgpack: no such file; allowed: a pkuseg model folder"):
        load_segmenter(f"pkuseg:{tmp_path / 'none'}")


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "features.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(ConfigError, match=r"features\.pkl is refused"):
        load_segmenter(f"pkuseg:{tmp_path}")


@pytest.mark.parametrize("name", ["features.msgpack", "weights.npz"])
@pytest.mark.parametrize("content", [b"", b"\x80", b"PK\x03\x04 not a zip"])
def test_a_broken_file(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=rf"{name}: not the (features|weights) of a pkuseg model"):
        load_segmenter(f"pkuseg:{tmp_path}")


def test_weights_of_another_model(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "features.msgpack").write_bytes((folder / "features.msgpack").read_bytes())
    np.savez(tmp_path / "weights.npz", sizes=np.array([5, 10]), w=np.zeros(75))
    with pytest.raises(ConfigError, match=r"weights\.npz: .*others than in features\.msgpack"):
        load_segmenter(f"pkuseg:{tmp_path}")
