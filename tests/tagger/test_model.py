"""The shipped tagger: spans, confidence, batches."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.errors import ConfigError
from corpuskit.tagger import LABELS, shipped
from corpuskit.tagger.model import load

TEXT = "画家陈之佛生于浙江慈溪，后来加入了皇家空军。"
words = st.sampled_from(
    ["陈之佛", "浙江", "，", " ", "\n", "皇家空军", "的", "𠮷", "😀", "Berlin", "\u3000", "2024年"]
)
texts = st.lists(words, max_size=12).map("".join)


def named(text: str) -> list[tuple[str, str]]:
    (rows,) = shipped().entities([text])
    return [(LABELS[label], text[start:end]) for start, end, label, _ in rows.tolist()]


def test_people_places_and_organisations() -> None:
    assert named(TEXT) == [
        ("PER", "陈之佛"), ("LOC", "浙江慈溪"), ("ORG", "皇家空军"),
    ]  # fmt: skip


def test_nothing_in_nothing() -> None:
    assert [len(rows) for rows in shipped().entities(["", " \n", "。"])] == [0, 0, 0]
    assert shipped().entities([]) == []


def test_the_confidence_is_in_per_cent_and_says_something() -> None:
    (rows,) = shipped().entities([TEXT])
    assert ((rows[:, 3] >= 0) & (rows[:, 3] <= 99)).all()
    assert rows[0, 3] > 50


@given(st.lists(texts, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_batch_gives_what_its_texts_give_alone(batch: list[str]) -> None:
    together = shipped().entities(batch)
    for text, rows in zip(batch, together, strict=True):
        (alone,) = shipped().entities([text])
        assert rows.tolist() == alone.tolist()
        starts, ends = rows[:, 0], rows[:, 1]
        assert (starts < ends).all() and (ends[:-1] <= starts[1:]).all()
        assert not any(one.isspace() for start, end, *_ in rows.tolist() for one in text[start:end])


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", w=np.zeros(3))
    for name in ("none", "other.npz"):
        with pytest.raises(ConfigError, match=f"{name}: not a model of entities"):
            load(tmp_path / name)
