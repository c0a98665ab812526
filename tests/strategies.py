"""Hypothesis strategies: the texts and edits that the invariants are tried on."""

from hypothesis import strategies as st

from corpuskit.model import Edit

#: Real Chinese, Han outside the BMP, emoji with joiners, Latin, blanks and line ends of every kind.
PIECES = (
    *(
        "发展新质生产力",
        "必须把科技创新和产业创新贯通起来。",
        "（二）",
        "“重庆智造”",
        "《资本论》",
        "2023年",
        "2.45%",
    ),
    *(
        "𠮷野家",
        "𪚥",
        "\U0001f469\u200d\U0001f52c",
        "\U0001f1e8\U0001f1f3",
        "葛\U000e0100城",
        "⼀⼆",
        "5G",
        "é",
    ),
    *(" ", "\u3000", "\t", "\n", "\n\n", "\r\n", "\r", "\u2028", "\ufeff", "\u200b", "\x00", "\u00ad"),
    *("e\u0301", "a", "，", ",", "“", "”", "soft\u00adware"),
)


def texts(max_size: int = 24) -> st.SearchStrategy[str]:
    """Texts of real pieces and of any characters."""
    piece = st.sampled_from(PIECES) | st.text(max_size=4)
    return st.lists(piece, max_size=max_size).map("".join)


@st.composite
def edited(draw: st.DrawFn, base: str | None = None) -> tuple[str, list[Edit]]:
    """A text and edits of it that do not overlap, in order."""
    text = draw(texts()) if base is None else base
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=12))
    places = sorted(cuts)
    edits: list[Edit] = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        edit = Edit(start, end, draw(st.sampled_from(["", " ", "新", "质生", text[start:end], "𠮷\n"])))
        if not edits or (edits[-1].end <= start and edits[-1][:2] != edit[:2]):
            edits.append(edit)
    return text, edits
