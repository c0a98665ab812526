"""What is proposed of small corpora, and what is not."""

import pytest

import corpuskit
from corpuskit.mining import Proposal, Readings, Sightings, proposals, readings, rule_file
from corpuskit.mining.pairs import one_apart

pytest.importorskip("pypinyin")
pytest.importorskip("opencc")
READINGS = Readings()


def proposed(*texts: str) -> list[Proposal]:
    seen = Sightings(READINGS.transliteration)
    for one in corpuskit.annotate_many(texts):
        seen.add(one)
    return proposals(seen, READINGS)


def spellings(*texts: str) -> list[list[str]]:
    return [[*one.spellings] for one in proposed(*texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他在亚利桑那州。她也在亚利桑那州。去了亚利桑纳州。", [["亚利桑那", "亚利桑纳"]]),
        ("用 YouTube 看，用 YouTube 听，在 Youtube 上传。", [["YouTube", "Youtube"]]),
        ("升级到 React 17 之后，React17 更快，React 17 更好。", [["React 17", "React17"]]),
        ("使用５Ｇ网络，5G手机和5G基站。", [["5G", "５Ｇ"]]),
        ("列夫·托尔斯泰和列夫•托尔斯泰，列夫·托尔斯泰。", [["列夫·托尔斯泰", "列夫•托尔斯泰"]]),
        ("根据国际能源署（IEA）的预测，需求下降。", [["国际能源署", "IEA"]]),
        ("加入了IMF（国际货币基金组织）的计划。", [["国际货币基金组织", "IMF"]]),
        ("采用了 Large Language Model (LLM) 的方法。", [["Large Language Model", "LLM"]]),
        ("中国证券监督管理委员会（以下简称“中国证监会”）负责。", [["中国证券监督管理委员会", "中国证监会"]]),
    ],
)
def test_what_is_proposed(text: str, expected: list[list[str]]) -> None:
    assert spellings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "权利和权力不同，公式和公事也不同。",  # words of the lexicon
        "一百米是100m，一亿是100M。",  # quantities
        "见 https://a.cn/x 和 https://A.cn/X。",
        "He said that YouTube is not Youtube, and that is all there is to say.",
        "用 Self 类型，而 self 是一个值。",  # code
        "国王路易十四（XIV）驾到。",  # a number
        "外国的组织和个人（以下简称外方）可以申请。",  # not made of the same characters
        "",
    ],
)
def test_what_is_not_proposed(text: str) -> None:
    assert spellings(text) == []


def test_traditional_words_in_simplified_text() -> None:
    plain = "我们打开窗户，看见蓝天白云，听见鸟儿歌唱，闻到花香，心情舒畅，觉得生活美好，充满希望。"
    assert spellings(plain + "他关心大家。大家關心他。") == [["关心", "關心"]]
    assert spellings("他关心大家。", "大家都說他關心國家與學術，關懷後進。") == []  # written so throughout


def test_people_of_one_document() -> None:
    text = "傅家俊获胜。傅家俊说，比赛很难。"
    assert ["傅家俊", "付家俊"] in spellings(text + "付家俊表示感谢。")
    assert spellings(text, "付家俊表示感谢。") == []


def test_spellings_that_meet_are_one_proposal() -> None:
    (one,) = proposed("玛利亚来了，玛利亚走了。玛丽亚来了，马利亚走了。")
    assert [*one.spellings] == ["玛利亚", "玛丽亚", "马利亚"]


def test_counts_and_contexts() -> None:
    (one,) = proposed("用 YouTube 看，用 YouTube 听。", "在 Youtube 上传。")
    assert [(name, seen.count) for name, seen in one.spellings.items()] == [("YouTube", 2), ("Youtube", 1)]
    assert one.spellings["Youtube"].contexts == ["在 Youtube 上传。"]


def test_what_rules_know_is_not_proposed() -> None:
    seen = Sightings()
    seen.add(corpuskit.annotate("用 YouTube 看，用 YouTube 听，在 Youtube 上传。"))
    assert proposals(seen, READINGS, known=["Youtube"]) == []


def test_sure_kinds_come_first() -> None:
    text = "用 YouTube 看，用 YouTube 听，在 Youtube 上传。用 Java 写，Java 很好。"
    assert spellings("用 java 写的程序。", text) == [["YouTube", "Youtube"], ["Java", "java"]]


def test_documents_of_other_languages_are_not_looked_at() -> None:
    seen = Sightings()
    seen.add(corpuskit.annotate("YouTube、Youtube を見る。とても楽しいです。"))
    assert seen.documents == 0


def test_without_the_libraries_there_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_import", lambda name: None)
    bare = Readings()
    assert not bare.is_complete
    seen = Sightings(bare.transliteration)
    seen.add(corpuskit.annotate("亚利桑那州，亚利桑纳州，用 YouTube 看，在 Youtube 上传。"))
    assert [one.prefer for one in proposals(seen, bare)] == ["YouTube"]


def test_a_rule_file_says_what_was_seen() -> None:
    text = rule_file(proposed("根据国际能源署（IEA）的预测，用 YouTube 看，在 Youtube 上传。"), first=7)
    assert 'code = "TERM007"' in text
    assert "# case: YouTube 1, Youtube 1\n#   YouTube: …" in text
    assert 'fix = "none"\nmessage = "“{found}”的全称是“{prefer}”"' in text


def test_many_words_are_compared_in_linear_time() -> None:
    def pairs(size: int) -> int:
        words = [chr(0x4E00 + at % 1000) + chr(0x4E00 + at // 1000) for at in range(size)]
        calls = 0

        def is_pair(one: str, other: str) -> bool:
            nonlocal calls
            calls += 1
            return False

        assert list(one_apart(words, lambda word, at: READINGS.syllable(word[at]), is_pair)) == []
        return calls

    assert pairs(40_000) < 3 * pairs(20_000)
