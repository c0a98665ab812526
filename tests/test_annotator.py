from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from corpuskit.annotator import annotate_many
from corpuskit.checker import check
from corpuskit.model import Annotated, Block, Checked, Document, IntArray
from corpuskit.offsets import Alignment
from corpuskit.rules import load_rules
from corpuskit.segment import load_segmenter
from corpuskit.simplified import simplified
from tests.samples import WRAPPED
from tests.strategies import texts
from tests.test_checker import pages

RULES = load_rules()
WORDS = load_segmenter()


class Whole:
    """A segmenter that takes a whole sentence for one word, so that only labels cut it."""

    name = fingerprint = standard = "whole"

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        return [np.array([[0, len(text)]], np.int64) for text in texts]


def checked(text: str, *blocks: tuple[int, int]) -> Checked:
    spans = blocks or ((0, len(text)),)
    return Checked(
        document=Document("x", text),
        text=text,
        alignment=Alignment.identity(len(text)),
        changes=(),
        diagnostics=(),
        blocks=tuple(Block(start, end, "paragraph", 100) for start, end in spans),
        language="zh",
        wrapped=False,
    )


def words(one: Annotated) -> list[str]:
    return [one.checked.text[start:end] for start, end in one.tokens]


def test_the_edges_of_a_label_cut_the_word_they_fall_into() -> None:
    (one,) = annotate_many([checked("据《重庆日报》报道")], RULES, Whole())
    assert words(one) == ["据", "《重庆日报》", "报道"]


def test_no_sentence_ends_inside_a_label() -> None:
    text = "他读《你好。世界》。我也读。"
    (one,) = annotate_many([checked(text)], RULES, WORDS)
    assert [text[start:end] for start, end in one.sentences] == ["他读《你好。世界》。", "我也读。"]


def test_traditional_text_has_the_words_and_labels_of_simplified_text() -> None:
    text = "美國總統在華盛頓會見了廣東省的代表，聯合國秘書長發表聲明。"
    plain = simplified(text)
    one, other = annotate_many([checked(text), checked(plain)], load_rules(), load_segmenter("default"))
    assert plain != text
    assert one.tokens == other.tokens
    assert one.labels == other.labels
    assert "華盛頓" in [text[label.start : label.end] for label in one.labels]


@pytest.mark.parametrize(
    "text",
    [
        "華東和沿海地區的司法部門開會。",
        "高速列車在埃舍德小鎮出軌，德國總理前往慰問。",
        "這條路擴展到印第安納波利斯，位於肯布蘭縣。",
    ],
)
def test_no_name_is_found_because_the_words_around_it_are_traditional(text: str) -> None:
    one, other = annotate_many([checked(text), checked(simplified(text))], RULES, WORDS)
    assert one.labels == other.labels


def test_rules_in_traditional_characters_find_them(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(
        """
[pack]
name = "house"
language = "zh"

[[rule]]
code = "HOUSE001"
name = "house-name"
kind = "entity"
label = "ORG"
severity = "info"
message = "{found}"
why = "A name."
names = ["臺積學堂"]
priority = 90
examples = [{ text = "在臺積學堂", tags = ["ORG:臺積學堂"] }, { text = "在台积学堂", tags = [] }]
""",
        encoding="utf-8",
    )
    rules = load_rules([path], select=["HOUSE"])
    one, other = annotate_many(
        [checked("在臺積學堂。"), checked("在台积学堂。")], rules, load_segmenter("chars")
    )
    assert [label[:2] for label in one.labels] == [(1, 5)]
    assert other.labels == ()


def test_a_label_does_not_run_over_the_edge_of_a_block() -> None:
    text = "他来自重\n\n庆大学"
    (one,) = annotate_many([checked(text, (0, 4), (6, 9))], RULES, WORDS)
    assert all("\n" not in text[label.start : label.end] for label in one.labels)


@settings(max_examples=40, deadline=None)
@given(pages())
def test_tokens_cover_the_text_within_sentences_and_labels_have_token_edges(text: str) -> None:
    (one,) = annotate_many([check(Document("x", text), RULES)], RULES, WORDS)
    cleaned = one.checked.text
    assert "".join(words(one)) == "".join(cleaned.split())
    assert all(not any(map(str.isspace, word)) for word in words(one))
    starts, ends = {t.start for t in one.tokens}, {t.end for t in one.tokens}
    assert all(label.start in starts and label.end in ends for label in one.labels)
    assert all(a.end <= b.start for a, b in zip(one.labels, one.labels[1:], strict=False))
    for sentence in one.sentences:
        assert cleaned[sentence.start : sentence.end].strip() == cleaned[sentence.start : sentence.end]
    inside = [any(s.start <= t.start and t.end <= s.end for s in one.sentences) for t in one.tokens]
    assert all(inside)


@settings(max_examples=30, deadline=None)
@given(pages())
def test_a_batch_gives_what_its_documents_give_one_by_one(text: str) -> None:
    batch = [check(Document(name, body), RULES) for name, body in (("a", text), ("b", WRAPPED), ("c", text))]
    together = annotate_many(batch, RULES, WORDS)
    alone = [annotate_many([one], RULES, WORDS)[0] for one in batch]
    assert [one[0] for one in map(parts, together)] == [one[0] for one in map(parts, alone)]
    assert list(map(parts, together)) == list(map(parts, alone))


def parts(one: Annotated) -> tuple[object, ...]:
    return one.sentences, one.tokens, one.labels, one.lost


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000"])
def test_blank_text_has_nothing(text: str) -> None:
    (one,) = annotate_many([check(Document("x", text), RULES)], RULES, WORDS)
    assert parts(one) == ((), (), (), ())


@settings(max_examples=40, deadline=None)
@given(texts())
def test_any_text_can_be_annotated(text: str) -> None:
    (one,) = annotate_many([check(Document("x", text), RULES)], RULES, WORDS)
    assert "".join(words(one)) == "".join(one.checked.text.split())
