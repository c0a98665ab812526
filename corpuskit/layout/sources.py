"""Texts whose lines are those of a markup language, Markdown, reStructuredText, TeX, HTML, quoted mail, or of
a program.

There an indent, an empty line and what stands at the start of a line are part of the text, however it is
wrapped: to join a quotation leaves its ``>`` in the middle of sentences, to part a title from the line under
it makes a paragraph of it. (Code between fences keeps its lines in any text, and so do rows of a table.)
A program begins as one, and has a statement on a line: much of it may be the prose of its comments.
"""

import re
from itertools import islice

# All begin with one of a few characters: to ask for these first takes half the time.
_SIGNS = (
    r"(?=[>.:\[|\\<#!` -])"
    r"(?:^(?:>+ .*\n>+ "
    r"|\.\. (?:[_|\[]|[a-z-]+::)"
    r"|:[a-z][a-z -]*: \S.*\n(?:\n|:)"
    r"|\[(?!\^)[^\]\n]+\]: \S*[/#.]"
    r"|\[\^[^\]\n]+\]: "
    r"|\|?[ :]*-{3,}[ :]*\|[ :|-]*$"
    r"|\\(?:begin|end|section|subsection|chapter|item|documentclass|usepackage)\b"
    r"|</?(?:div|p|ul|ol|li|table|tr|td|th|h[1-6]|br|img|span|details|center)\b"
    r"|#\+[A-Za-z_]+)"
    r"|!?\[[^\]\n]*\]\([^()\s]*[/.#:][^()\s]*\)"
    r"|:[a-z][a-z_:-]*:`[^`\n]+`"
    r"|``[^`\n]+``)"
)
_HINTS = {
    ">": ("\n> ",), ".": ("\n.. ",), ":": ("\n:", ":`"), "]": ("]: ", "]("), "-": ("---",), "`": ("``",),
    "\\": ("\\begin", "\\end", "\\section", "\\subsection", "\\chapter", "\\item", "\\documentclass",
             "\\usepackage"),
    "<": ("</", "\n<"), "#": ("\n#+",),
}  # fmt: skip
"""A text with none of them has no sign: to look for them takes a small part of the time, less still where a
character that they share is not there."""
#: Titles: ``# title``, and a line under one that is nearly as long.
_TITLES = r"^#{1,6} \S|^(\S[^\n]*)\n(([=~^\"'*+#-])\3{2,})$"
_UNDER = 4
_ENOUGH = 2
_STATEMENT = r"^[ \t]*(?:" + "|".join((
    r"import [\w.]+(?: as \w+)?;?$", r"from [\w.]+ import [\w*(]",
    r"(?:async )?def \w+\(", r"class \w+[^\n]*[:{]$", r"(?:function|fn|func|sub) \w+ ?[({]",
    r"(?:try|else|finally|do):$", r"except\b[^\n]*:$", r"if \[[^\n]*; then$",
    r"(?:if|for|while|switch|match)\b[^\n]*\{$", r"return\b[^\n]*;$",
    r"#[ \t]*(?:include [<\"]|define \w|if(?:n?def)? \w)",
    r"(?:package|using) [\w.:]+;$", r"use [\w:{][^\n]*;$",
    r"(?:const|let|var|local|my) [^\n=]*= ?\S",
    r"(?:export|static|public|private|async|pub) [^\n]*[;{(]$",
)) + ")"  # fmt: skip
"""Lines of a program, in one of the languages most used."""
_PROGRAM = rf"\s*(?:[rRuU]?(?:\"{{3}}|'{{3}})|#!|/\*|//|<\?php|--\[\[|(?m:{_STATEMENT}))"
"""How programs begin: with a comment or a statement."""


def is_source(text: str, *, titles: bool) -> bool:
    r"""Whether ``text`` shows two signs of a markup language, or begins as a program and has a statement.

    Titles are signs only where they are asked for.

    >>> quoted = "> 大运河北起北京，\n> 南至杭州。\n"
    >>> is_source(quoted, titles=False), is_source(quoted + "见[运河](运河.md)。", titles=False)
    (False, True)
    >>> [is_source("# The canal\n\nIt is long.\n\n## Its locks\n", titles=asked) for asked in (False, True)]
    [False, True]
    """
    count = sum(1 for _ in islice(re.finditer(_SIGNS, text, re.MULTILINE), _ENOUGH)) if _hinted(text) else 0
    if count < _ENOUGH and titles:
        count += sum(map(_is_title, re.finditer(_TITLES, text, re.MULTILINE)))
    return count >= _ENOUGH or _is_program(text)


def _is_program(text: str) -> bool:
    begins = re.match(_PROGRAM, text)
    return begins is not None and re.search(_STATEMENT, text[begins.end() :], re.MULTILINE) is not None


def _hinted(text: str) -> bool:
    return any(mark in text and any(hint in text for hint in hints) for mark, hints in _HINTS.items())


def _is_title(match: re.Match[str]) -> bool:
    return match[1] is None or abs(len(match[1]) - len(match[2])) <= _UNDER
