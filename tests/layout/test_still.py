"""Which repaired texts are looked at again."""

from corpuskit.layout import analyse, analysis
from corpuskit.layout.decide import How
from corpuskit.layout.rewrap import Setting, rewrap
from corpuskit.layout.still import unsettled
from corpuskit.layout.trees import shipped
from tests.layout.texts import ZH


def _doubtful(text: str) -> bool:
    """Whether the repair of ``text``, which is wrapped, may be repaired again."""
    chunk = analysis._Chunk.of([text], How(shipped()))
    joins = chunk.decided.joins
    assert joins.any()
    flags = unsettled(chunk.page, joins, chunk.spaced, chunk.dropped, chunk.blocks(joins))
    return bool(flags[0])


def test_paragraphs_that_end_in_words_are_no_lines_broken_at_blanks() -> None:
    first, second = ZH.split("\n")[:2]
    text = rewrap([first, second, "附：编辑器的名字是 Emacs"] * 8, ["para"] * 24, Setting(40), 1)
    assert not _doubtful(text)


def _with_rows(size: int) -> str:
    """Prose, and rows that alone are lines broken at blanks."""
    prose = rewrap(ZH.split("\n")[:2] * size, ["para"] * 2 * size, Setting(40), size)
    return prose + "\n" + "一\tA\n二\tB\nC\t三\nD\t四\n" * 6


def test_lines_of_a_block_of_their_own_may_be_lines_broken_at_blanks() -> None:
    assert _doubtful(_with_rows(3))


def test_texts_that_are_looked_at_again_together_are_what_they_are_alone() -> None:
    texts = [_with_rows(3), "短\n" * (analysis.CHUNK // 2), _with_rows(30), _with_rows(4)]
    for one, text in zip(analyse(texts), texts, strict=True):
        alone = analyse([text])[0]
        assert (one.wrapped, one.glues, one.blocks) == (alone.wrapped, alone.glues, alone.blocks)
