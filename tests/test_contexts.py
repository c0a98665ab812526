import pytest

from corpuskit.contexts import Context, Contexts, _line, context_faults
from corpuskit.matching import Regex


@pytest.mark.parametrize(
    ("context", "holds"),
    [
        (Context(preceded_by="发展"), True),
        (Context(preceded_by=("所谓", "展")), True),
        (Context(preceded_by="新"), False),
        (Context(followed_by="。"), True),
        (Context(inside="新质生产力"), True),
        (Context(inside="质生"), False),
        (Context(inside="展新质生产力。"), True),
        (Context(preceded_by_pattern="[展望]"), True),
        (Context(preceded_by_pattern="发"), False),
        (Context(followed_by_pattern=r"。\n“"), True),
        (Context(followed_by_pattern="“"), False),
        (Context(preceded_by="发展", followed_by="，"), False),
        (Context(lines_pattern="^(?:人才\n)?发展新质生产力。\n“"), True),
        (Context(lines_pattern="科技"), False),
        (Context(line_pattern="^发展.*。$"), True),
        (Context(line_pattern="人才|好"), False),
        (Context(document_pattern="(?s)人才.*科技$"), True),
        (Context(document_pattern="教育"), False),
        (Context(preceded_by="发展", document_pattern="教育"), False),
    ],
)
def test_contexts(context: Context, holds: bool) -> None:
    text = "科技\n\n人才\n\n发展新质生产力。\n“好”\n科技"
    start = text.index("新质")
    assert Contexts("X1", [context]).hold(text, start, start + 5) is holds


def test_a_document_is_searched_once_for_each_rule_that_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    search = Regex.search

    def counted(self: Regex, text: str) -> bool:
        searched.append(text)
        return search(self, text)

    monkeypatch.setattr(Regex, "search", counted)
    rules = [Contexts(f"X{n}", [Context(document_pattern=f"甲{{{n}}}")]) for n in range(1, 21)]
    for text in ("甲乙" * 50, "乙" * 100):
        for start in range(100):
            assert [one.hold(text, start, start + 1) for one in rules] == [text[0] == "甲", *[False] * 19]
        assert searched == [text] * 20
        searched.clear()


def test_one_context_is_enough() -> None:
    both = Contexts("X1", [Context(preceded_by="甲"), Context(followed_by="丙")])
    assert both.hold("乙乙丙", 1, 2) and both.hold("甲乙乙", 1, 2)
    assert not both.hold("乙乙乙", 1, 2)
    assert not Contexts("X1", []).hold("乙", 0, 1)


def test_contexts_read_lone_surrogates() -> None:
    assert Contexts("X1", [Context(followed_by_pattern=".创")]).hold("科\ud800创", 0, 1)


@pytest.mark.parametrize(
    ("context", "fault"),
    [
        (
            Context(followed_by_pattern="["),
            "TM001: only[0].followed_by_pattern: '[' is not RE2: missing ]: [",
        ),
        (
            Context(preceded_by_pattern="甲)|(乙"),
            "TM001: only[0].preceded_by_pattern: '甲)|(乙' is not RE2: ",
        ),
        (Context(), "TM001: only[0]: empty, so that it holds everywhere; allowed: one of preceded_by, "),
        (Context(preceded_by=""), "TM001: only[0]: empty"),
    ],
)
def test_what_a_context_cannot_be(context: Context, fault: str) -> None:
    (found,) = context_faults("TM001", [context], "only")
    assert str(found).startswith(fault)


def test_hits_of_one_stretch_of_a_long_line_ask_of_the_same_text() -> None:
    """Else each of a thousand commas of a paragraph would read its surroundings anew."""
    text = "科技,创新" * 1000
    lines = {_line(text, start, start + 1) for start in range(1002, 1200, 5)}
    assert len(lines) == 1 and 800 <= len(lines.pop()) <= 1600
