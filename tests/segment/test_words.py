"""Words: what holds for every segmenter, and what the shipped model makes of Chinese text."""

import hashlib
import unicodedata
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.errors import ConfigError
from corpuskit.segment import Segmenter, atoms, batches, load_segmenter
from corpuskit.segment.load import SHIPPED
from corpuskit.unicode import code_points
from tests.shared import SHARED
from tests.strategies import texts

SPECS = ("default", "chars")
FINGERPRINT = "4930082705373b7056e50cdfed4f9958e57f8d9fbddb18e1527be3078526cece"


@pytest.fixture(scope="module", params=SPECS)
def segmenter(request: pytest.FixtureRequest) -> Segmenter:
    return load_segmenter(request.param)


@pytest.fixture(scope="module")
def default() -> Segmenter:
    return load_segmenter()


def cut(segmenter: Segmenter, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter.words([text])[0]]


@given(text=texts())
def test_words_cover_what_is_not_blank_in_order(segmenter: Any, text: str) -> None:
    (spans,) = segmenter.words([text])
    assert spans.shape == (len(spans), 2)
    assert spans.dtype == np.int64
    assert (spans[:, 0] < spans[:, 1]).all()
    assert (spans[1:, 0] >= spans[:-1, 1]).all()
    covered = {place for start, end in spans.tolist() for place in range(start, end)}
    assert covered == {place for place, character in enumerate(text) if not character.isspace()}


@given(batch=st.lists(texts(), max_size=6))
def test_a_batch_gives_what_its_texts_give(segmenter: Any, batch: list[str]) -> None:
    together = [spans.tolist() for spans in segmenter.words(batch)]
    assert together == [segmenter.words([text])[0].tolist() for text in batch]


@given(text=texts())
def test_no_cluster_and_no_number_is_cut(segmenter: Any, text: str) -> None:
    codes = code_points(text)
    inside = atoms.inside_clusters(codes) | atoms.inside_runs(codes)
    after_blank = np.append(False, batches.IS_BLANK[codes[:-1]]) if len(codes) else np.zeros(0, np.bool_)
    starts = segmenter.words([text])[0][:, 0]
    assert not (inside & ~after_blank)[starts].any()


def test_size_of_windows_and_batches_changes_nothing(
    default: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = ["加快培育新质生产力，推动5G网络发展。" * 9, "", "重庆 是 一座城市" * 30, "𠮷野家👩‍🔬"]
    wanted = [spans.tolist() for spans in default.words(batch)]
    for size in (1, 7, 64):
        monkeypatch.setattr(batches, "BATCH", size)
        monkeypatch.setattr(batches, "WINDOW", max(size, 16))
        assert [spans.tolist() for spans in default.words(batch)] == wanted


def test_blanks_are_those_of_python() -> None:
    assert {chr(code) for code in np.flatnonzero(batches.IS_BLANK)} == {
        chr(code) for code in range(0x110000) if chr(code).isspace()
    }
    assert all(unicodedata.category(blank) in ("Zs", "Zl", "Zp", "Cc") for blank in batches.BLANKS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("科技创新能够催生新产业", "科技 创新 能够 催生 新 产业"),
        ("2023年增长2.45%，共3,000人", "2023 年 增长 2.45% ， 共 3,000 人"),
        ("他在COVID-19期间用5G网络", "他 在 COVID-19 期间 用 5G 网络"),
        ("发展\u3000人工\xa0智能", "发展 人工 智能"),
        ('用(GPU)加速，"好" [1]', '用 ( GPU ) 加速 ， " 好 " [ 1 ]'),
        ("👩\u200d🔬和🇨🇳", "👩\u200d🔬 和 🇨🇳"),
        ("", ""),
        (" \n\u2028", ""),
    ],
)
def test_words_of_the_shipped_model(default: Segmenter, text: str, words: str) -> None:
    assert cut(default, text) == words.split()


def test_characters(segmenter: Segmenter) -> None:
    assert cut(load_segmenter("chars"), "科创 Chip，2.45%") == ["科", "创", "Chip", "，", "2.45%"]


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\udc00\ud800科", "\u0301", "\u200d", "🇨", "\ufeff科"])
def test_odd_text_is_words_too(segmenter: Segmenter, text: str) -> None:
    assert "".join(cut(segmenter, text)) == text


def test_one_long_text_without_a_blank(segmenter: Segmenter) -> None:
    text = "加快培育新质生产力" * 15_000
    (spans,) = segmenter.words([text])
    assert spans[0, 0] == 0
    assert spans[-1, 1] == len(text)
    assert (spans[1:, 0] == spans[:-1, 1]).all()


def test_the_model_is_the_one_that_was_released(default: Segmenter) -> None:
    assert default.fingerprint == hashlib.sha256(SHIPPED.read_bytes()).hexdigest() == FINGERPRINT
    assert default.standard == "ud-gsd"
    assert (
        SHIPPED.with_name("NOTICE")
        .read_text(encoding="utf-8")
        .startswith("The word model of corpuskit: words.npz")
    )


def test_an_unknown_segmenter() -> None:
    with pytest.raises(ConfigError, match=r"segmenter 'jieba'; allowed: default, chars, pkuseg:DIR"):
        load_segmenter("jieba")


@pytest.mark.skipif(SHARED is None, reason="needs the shared bench data")
def test_words_of_the_development_text(default: Segmenter) -> None:
    from corpuskit.segment.train import read_gold

    assert SHARED
    gold = read_gold(SHARED / "bench" / "segmentation" / "zh_gsdsimp-dev.iob2")
    found = default.words([sentence.text for sentence in gold])
    pairs = [(set(g.words), set(map(tuple, f.tolist()))) for g, f in zip(gold, found, strict=True)]
    right = sum(len(wanted & given) for wanted, given in pairs)
    assert 200 * right / sum(len(wanted) + len(given) for wanted, given in pairs) >= 95.0
