from corpuskit.edits import apply
from corpuskit.model import Edit, Fix, Rule
from corpuskit.offsets import Alignment
from corpuskit.rounds import Hit, Round, places, settled, write

TEXT = "沿着河边\n— 第3页 —\n的小路"


class _Rule(Rule, tag="rounds-test", frozen=True, kw_only=True):
    """A rule of no kind."""


def hit(code: str, fix: Fix, *edits: Edit) -> Hit:
    rule = _Rule(code=code, name=code, fix=fix, message="", why="")
    return Hit(rule, 0, edits[0].start, edits[-1].end, {}, edits)


def codes(hits: tuple[Hit, ...]) -> list[str]:
    return [one.rule.code for one in hits]


def test_unsafe_edits_wait_for_a_round_without_safe_ones_or_for_none() -> None:
    safe = hit("S", Fix.SAFE, Edit(2, 4, ""), Edit(8, 8, "。"))
    over, same = hit("O", Fix.UNSAFE, Edit(3, 6, "")), hit("P", Fix.UNSAFE, Edit(8, 8, "！"))
    inside, beside = hit("I", Fix.UNSAFE, Edit(1, 5, "")), hit("B", Fix.UNSAFE, Edit(4, 8, ""))
    hits = [safe, over, same, inside, beside]
    identity = Alignment.identity(len(TEXT))
    later, now = settled(TEXT, identity, hits), settled(TEXT, identity, hits, once=True)
    assert (codes(later.made), codes(later.offered)) == (["S"], [])
    assert (codes(now.made), codes(now.offered)) == (["S"], ["B"])
    assert codes(now.reported) == ["I", "O", "P"]
    alone = settled(TEXT, identity, hits[1:2], once=True)
    assert codes(alone.offered) == ["O"]


def test_of_safe_edits_that_overlap_one_is_made_and_the_other_told() -> None:
    first, second = hit("A", Fix.SAFE, Edit(2, 5, "")), hit("B", Fix.SAFE, Edit(4, 8, ""))
    apart = hit("C", Fix.SAFE, Edit(9, 10, ""))
    one = settled(TEXT, Alignment.identity(len(TEXT)), [apart, second, first])
    assert (codes(one.made), codes(one.offered), codes(one.reported)) == (["A", "C"], [], ["B"])


def test_what_stands_in_removed_text_is_not_written() -> None:
    identity = Alignment.identity(len(TEXT))
    cut, blank, stop = Edit(4, 13, ""), Edit(8, 8, " "), Edit(16, 16, "。")
    first = Round(TEXT, identity, offered=(hit("C", Fix.UNSAFE, cut),))
    second = Round(TEXT, identity, made=(hit("B", Fix.SAFE, blank), hit("E", Fix.SAFE, stop)))
    text, alignment = apply(TEXT, [blank, stop])
    final = Round(text, alignment)
    assert write([first, second], final, Fix.SAFE, lambda hit: True).text == text
    written = write([first, second], final, Fix.UNSAFE, lambda hit: True)
    assert written.text == "沿着河边的小路。"
    assert [place[2] for place in places([written])[0]] == ["C", "E"]
