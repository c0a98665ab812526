from corpuskit.layout import analyse
from corpuskit.layout.rewrap import Setting, rewrap
from tests.layout.prose import ENGLISH
from tests.layout.sample import ESSAY, fix

MANUAL = """Folding hides a stretch of lines behind one line, so that a long text can be
looked at from above.  What it hides is neither moved nor changed, and a search
that ends in a closed fold opens it.
The level of a fold is given with an option: >
\t:set fdl={n}
"""


def test_short_examples_of_a_manual_in_english_count_as_technical() -> None:
    [layout] = analyse(["\n".join(MANUAL.format(n=n) for n in range(1, 7))])
    assert not layout.wrapped


def test_translations_between_the_paragraphs_do_not_hide_that_a_text_in_english_is_wrapped() -> None:
    blocks = [ESSAY[0], "Part One", *ENGLISH[:2], ESSAY[1], "Part Two", *ENGLISH[2:], ESSAY[2], "The End"]
    text = rewrap(blocks, ["paragraph"] * len(blocks), Setting(60, shown=True), 1)
    assert fix(text).rstrip("\n").split("\n\n") == blocks
