"""What of a line is not prose and stands as it is: code, addresses, paths, tags, targets of links, formulas,
arguments of commands, placeholders."""

import re
from functools import cache, lru_cache

from corpuskit.model import Span

#: What ends an address or a path in Chinese text.
_NO_END = r"\s，。；：？！、“”‘’「」『』《》（）"
_ADDRESS = rf"[^{_NO_END}\"'<>`]*"
_PATH = rf"[^{_NO_END}]*"
#: Commands of TeX whose argument is a name, not text.
_NAMING = "ref|cite|label|input|include|graphics|url|href|path|bib|package|begin|end|index"
_VERBATIM = (
    r"(?P<ticks>`+)(?!`)(?:(?!'')[^\n])+?(?<!`)(?P=ticks)(?!`)",
    r"\$\$[^$]+\$\$|\$(?![\s$]|\d[\d,.]*[^\W\d])(?:[^$]*[^$\s\\])?\$(?!\d)|\\\(.*?\\\)|\\\[.*?\\\]",
    r"</?[^\W\d_][^<>]*>|<[!?][^<>-][^<>]*>",
    rf"[A-Za-z][A-Za-z\d+.-]*://{_ADDRESS}|www\.{_ADDRESS}",
    rf"(?:[^\W_][\w-]*\.)+(?:[A-Za-z]{{2,}}|中国|公司|网络)[/?]{_ADDRESS}",
    rf"\?[\w.-]{{1,24}}=(?=[^\s=]){_ADDRESS}",
    rf"(?<![A-Za-z])[A-Za-z]:\\{_PATH}",
    rf"(?<![A-Za-z\d.])(?:\.{{1,2}}|~)/{_PATH}|(?<![A-Za-z\d/])/[A-Za-z][\w.-]*/{_PATH}",
    rf"[/\\]{_PATH}\.[A-Za-z\d]{{1,5}}(?![A-Za-z\d])",
    r"\]\(<[^<>]*>\)|\]\([^()\s]*(?:\s+\"[^\"]*\")?\)",
    r"^\s{0,3}\[(?!\^)[^\]]+\]:\s+\S*[/.#].*",
    r"\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}",
    rf"\\[A-Za-z]*(?:{_NAMING})[A-Za-z]*\*?(?:\[[^\[\]]*\])*\{{[^{{}}]*\}}",
    r"(?P<text>\\[A-Za-z]+\*?(?:\[[^\[\]]*\])*\{)",
    r"\$?\{[^{}]*\}",
    r"(?<![A-Za-z\d])[a-z_][A-Za-z\d_.]*\([^()]*\)|--[a-z][\w-]*=\S*",
    r"^\s*\.\. (?:[_|].*|[a-z-]+::.*)",
)


@cache
def _pattern() -> re.Pattern[str]:
    """All of `_VERBATIM` in one, which takes 2 ms to compile: few texts ask for it."""
    return re.compile("|".join(_VERBATIM))


@lru_cache(maxsize=64)
def verbatim(line: str) -> tuple[Span, ...]:
    r"""The stretches of ``line`` that are not prose, in order.

    The argument of a command of TeX that holds text (``\textbf``) is prose; one that holds a name is not.

    >>> line = "调用`甲,乙`，见https://例.cn/丙,丁，\\emph{戊,己}"
    >>> [line[start:end] for start, end in verbatim(line)]
    ['`甲,乙`', 'https://例.cn/丙,丁']
    """
    found = _pattern().finditer(line)
    return tuple([Span(*match.span()) for match in found if match.lastgroup != "text"])
