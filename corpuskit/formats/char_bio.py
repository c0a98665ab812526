"""One character and its tag a line, the format of the Chinese entity corpora (MSRA, People's Daily)."""

from typing import Literal

from corpuskit.model import Annotated, Token
from corpuskit.tagging import bioes, column, iob2, owners, tagged

SUFFIX = ".bio"


def render(annotated: Annotated, *, scheme: Literal["iob2", "bioes"] = "iob2") -> str:
    """One document: ``character tag`` lines, an empty line after each sentence; blanks are left out."""
    text = annotated.checked.text
    lines: list[str] = []
    for one in tagged(annotated):
        spans = annotated.tokens[one.first : one.last]
        at = [at for start, end in spans for at in range(start, end) if not text[at].isspace()]
        of = owners([Token(where, where + 1) for where in at], annotated.labels).tolist()
        tags = iob2(of, annotated.labels)
        tags = bioes(tags) if scheme == "bioes" else tags
        lines += [f"{column(text[where])} {tag}" for where, tag in zip(at, tags, strict=True)]
        lines.append("")
    return "\n".join([*lines, ""]) if lines else ""
