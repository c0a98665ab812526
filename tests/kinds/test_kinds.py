import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.kinds import KINDS
from corpuskit.layout import analyse
from corpuskit.model import Hits, ScopedRule, Stage, View
from corpuskit.rules import Finder, load_rules
from corpuskit.rules.ruleset import kind_of
from corpuskit.unicode import code_points
from tests.kinds.views import rows
from tests.strategies import PIECES

RULES = load_rules(preview=True)
FINDERS = [
    finder for stage in (Stage.CHARACTERS, Stage.LAYOUT, Stage.TEXT) for finder in RULES.finders(stage, "zh")
]
#: What rules look for, in pieces that may or may not make it up.
_ODD = (
    *(
        "（",
        "）",
        "‘",
        "’",
        "[0, 1)",
        "《",
        "》",
        "abc”",
        "1）",
        "帐户",
        "账户",
        "帐\n户",
        "國",
        "国家",
        "锟斤拷",
    ),
    *(
        "涓枃鍐呭",
        "Ã©",
        "\ue000",
        "\ufffd",
        "。。",
        "，，",
        ",",
        ":",
        "甲,乙",
        "甲 乙",
        "\ud800",
        "- 1 -\n",
        "\f",
    ),
)
_texts = st.lists(st.sampled_from(PIECES + _ODD), max_size=12).map("".join)


def test_rules_of_the_stages_that_have_blocks_may_say_where_they_look() -> None:
    scoped = {name for name, kind in KINDS.items() if issubclass(kind.rule, ScopedRule)}
    late = {name for name, kind in KINDS.items() if kind.module.STAGE in (Stage.TEXT, Stage.TAG)}
    assert scoped == late


@pytest.mark.parametrize("finder", FINDERS, ids=[kind_of(finder.rules[0]) for finder in FINDERS])
@given(texts=st.lists(_texts, max_size=4))
@settings(max_examples=40)
def test_a_batch_gives_what_its_texts_give_one_by_one(finder: Finder, texts: list[str]) -> None:
    views = [
        View(text, code_points(text), "zh", layout, layout.blocks)
        for text, layout in zip(texts, analyse(texts), strict=True)
    ]
    together = finder.find(views)
    for view, hits in zip(views, together, strict=True):
        assert _told(hits) == _told(finder.find([view])[0])


def _told(hits: Hits) -> list[object]:
    found = zip(hits.rules.tolist(), rows(hits), strict=True)
    return sorted(((rule, *one[:2], dict(one.details), one.edits) for rule, one in found), key=repr)
