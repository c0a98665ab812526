"""Texts whose lines are those of a markup language: Markdown, reStructuredText, TeX, HTML, quoted mail.

There an indent, an empty line and what stands at the start of a line are part of the text, however it is
wrapped: to join a quotation leaves its ``>`` in the middle of sentences, to part a title from the line under
it makes a paragraph of it. (Code between fences keeps its lines in any text, and so do rows of a table.)
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


def is_source(text: str, *, titles: bool) -> bool:
    r"""Whether ``text`` shows two signs of a markup language; titles are some only where they are asked for.

    >>> quoted = "> 大运河北起北京，\n> 南至杭州。\n"
    >>> is_source(quoted, titles=False), is_source(quoted + "见[运河](运河.md)。", titles=False)
    (False, True)
    >>> [is_source("# The canal\n\nIt is long.\n\n## Its locks\n", titles=asked) for asked in (False, True)]
    [False, True]
    """
    count = sum(1 for _ in islice(re.finditer(_SIGNS, text, re.MULTILINE), _ENOUGH)) if _hinted(text) else 0
    if count < _ENOUGH and titles:
        count += sum(map(_is_title, re.finditer(_TITLES, text, re.MULTILINE)))
    return count >= _ENOUGH


def _hinted(text: str) -> bool:
    return any(mark in text and any(hint in text for hint in hints) for mark, hints in _HINTS.items())


def _is_title(match: re.Match[str]) -> bool:
    return match[1] is None or abs(len(match[1]) - len(match[2])) <= _UNDER
