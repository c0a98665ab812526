"""Sentences with other names: the same kind in the same place, all else as it was."""

from corpuskit.segment.train import Gold
from corpuskit.tagger.swap import Entity, entities, swapped

NAMES = {
    "surname": ["李", "欧阳"], "given": ["白", "甫", "修"], "transliteration": ["马", "克", "斯", "汤", "姆"],
    "person": ["汤姆·克斯"], "country": ["法国", "德国"], "place": ["四川省", "湖南省", "成都"],
}  # fmt: skip


def gold(text: str) -> Gold:
    """``李白/PER|在|四川省/LOC`` as a sentence."""
    plain, words, tags = "", list[tuple[int, int]](), list[str]()
    for part in text.split("|"):
        word, _, label = part.partition("/")
        words.append((len(plain), len(plain) + len(word)))
        tags.append(f"B-{label}" if label else "O")
        plain += word
    return Gold(plain, words, tags)


def named(sentence: Gold) -> list[tuple[str, str]]:
    return [(sentence.text[start:end], label) for start, end, label in entities(sentence)]


def test_entities_of_several_words_are_one() -> None:
    one = Gold("长安在", [(0, 1), (1, 2), (2, 3)], ["B-LOC", "I-LOC", "O"])
    assert list(entities(one)) == [Entity(0, 2, "LOC")]


def test_a_name_is_swapped_for_one_of_its_kind() -> None:
    sentences = [gold("诗人|李白/PER|在|四川省/LOC|见|马克/PER|和|法国/LOC|人")] * 20
    others = swapped(sentences, NAMES)
    people = {named(one)[0][0] for one in others}
    assert len(people) > 1
    assert all(one[0] == "李" and set(one[1:]) <= set("白甫修") for one in people)
    assert {named(one)[1] for one in others} == {("四川省", "LOC"), ("湖南省", "LOC")}
    assert {named(one)[2] for one in others} == {("汤姆", "PER"), ("克斯", "PER")}
    assert {named(one)[3] for one in others} == {("法国", "LOC"), ("德国", "LOC")}
    for one in others:
        rest = [
            one.text[start:end] for (start, end), tag in zip(one.words, one.tags, strict=True) if tag == "O"
        ]
        assert rest == ["诗人", "在", "见", "和", "人"]


def test_an_organisation_keeps_what_it_is() -> None:
    others = swapped([gold("他在|湖南省博物馆/ORG|。")] * 9, NAMES)
    assert {named(one)[0][0] for one in others} == {"四川省博物馆"}


def test_what_has_no_name_to_swap_is_left_out() -> None:
    assert swapped([gold("没有|名字"), gold("在|成都/LOC")], NAMES) == []


def test_the_same_sentences_give_the_same() -> None:
    sentences = [gold("李白/PER|和|欧阳修/PER|在|法国/LOC")] * 5
    assert swapped(sentences, NAMES) == swapped(sentences, NAMES)
