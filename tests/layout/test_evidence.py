from corpuskit.layout import analyse

MANUAL = """Folding hides a stretch of lines behind one line, so that a long text can be
looked at from above.  What it hides is neither moved nor changed, and a search
that ends in a closed fold opens it.
The level of a fold is given with an option: >
\t:set fdl={n}
"""


def test_short_examples_of_a_manual_in_english_count_as_technical() -> None:
    [layout] = analyse(["\n".join(MANUAL.format(n=n) for n in range(1, 7))])
    assert not layout.wrapped
