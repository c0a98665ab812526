"""Pages to learn from and to be judged on: documents set as PDF and read again by what people use.

    python -m tests.bench.pages DOCUMENTS --output CASES     (DOCUMENTS: JSON lines of doc, genre, lang, blocks, types)

Each document is set by two engines (ReportLab's paragraphs, WeasyPrint's style sheets), in columns of widths,
indents, gaps and faces drawn by a checksum of its name, and read by pdftotext (three ways), pdfminer and
PyMuPDF (two ways). A reading that mixes up the order of columns or loses a character is left out. Needs
``reportlab weasyprint pymupdf pdfminer.six`` and pdftotext.
"""

import argparse
import html
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zlib import crc32

from corpuskit.layout.lines import Batch
from corpuskit.layout.page import Page
from corpuskit.layout.train import labels

READERS = 3
"""How many readers, drawn anew, read a page."""
_PAGES = 40
_NO_HYPHENS = dict.fromkeys(map(ord, "-\u2010\u00ad"))
_HEADS = (
    "晚报 2011年8月3日 星期三",
    "某某市人民政府公报",
    "文汇读书",
    "技术手册",
    "Proceedings of the Society",
    "",
)
_MARGIN = 48


class Style(NamedTuple):
    """How a document is set: ``width`` in Han characters a column, sizes in points, indents in characters,
    ``gap`` below a paragraph in lines."""

    width: float
    columns: int
    size: float
    indent: float
    gap: float
    justified: bool
    head: str
    numbered: bool
    title_last: bool
    inset: bool
    hyphens: bool
    face: str

    @property
    def column(self) -> float:
        """Width of a column in points."""
        return self.width * self.size


def drawn(chance: Random, lang: str, faces: Sequence[str]) -> Style:
    """A style at random."""
    width = chance.choice((12, 14, 15, 16, 17, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38))
    columns = chance.choice((1, 1, 1, 2, 3) if width < 22 else (1, 1, 2) if width < 30 else (1,))
    return Style(
        width=width if lang != "en" else max(16, width),
        columns=columns,
        size=chance.choice((9, 10, 10.5, 11, 12)),
        indent=chance.choice((2, 2, 2, 0, 0, 1, 1.5)),
        gap=chance.choice((0, 0, 0.3, 0.5, 1)),
        justified=chance.random() < 0.75,
        head=chance.choice(_HEADS) if chance.random() < 0.5 else "",
        numbered=chance.random() < 0.6,
        title_last=chance.random() < 0.15,
        inset=chance.random() < 0.25,
        hyphens=lang == "en" and chance.random() < 0.5,
        face=chance.choice(faces),
    )


def _ordered(document: dict[str, Any], style: Style) -> list[tuple[str, str]]:
    """The blocks and types as they are set; the title may stand behind the text."""
    rows = list(zip(document["blocks"], document["types"], strict=True))
    if style.title_last and rows[0][1] == "heading":
        rows = [*rows[1:], rows[0]]
    return rows


def reportlab_pdf(rows: Sequence[tuple[str, str]], style: Style, lang: str) -> bytes:
    """A PDF by ReportLab's paragraphs."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    if style.face not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(style.face, style.face, subfontIndex=0))
    gutter = 2 * style.size
    full = style.columns * style.column + (style.columns - 1) * gutter
    page = full + 2 * _MARGIN, max(500, min(842, style.size * 60))
    height = page[1] - 2 * _MARGIN
    frames = [
        Frame(_MARGIN + n * (style.column + gutter), _MARGIN, style.column, height, 0, 0, 0, 0)
        for n in range(style.columns)
    ]

    def furniture(canvas: Any, made: Any) -> None:
        canvas.setFont(style.face, 8)
        if style.head:
            canvas.drawString(_MARGIN, page[1] - 30, style.head)
        if style.numbered:
            canvas.drawCentredString(page[0] / 2, 24, str(made.page))

    wrap = {} if lang == "en" else {"wordWrap": "CJK"}
    base = {"fontName": style.face, "fontSize": style.size, "leading": style.size * 1.5, **wrap}
    body = ParagraphStyle(
        "body",
        alignment=TA_JUSTIFY if style.justified else TA_LEFT,
        firstLineIndent=style.indent * style.size,
        spaceAfter=style.gap * style.size * 1.5,
        **base,
    )
    title = ParagraphStyle("title", alignment=TA_CENTER, spaceAfter=style.size, **base)
    plain = ParagraphStyle("plain", alignment=TA_LEFT, spaceAfter=style.gap * style.size * 1.5, **base)
    told = {"heading": title if style.columns == 1 else plain, "li": plain}
    out = io.BytesIO()
    made = BaseDocTemplate(out, pagesize=page, pageTemplates=[PageTemplate(frames=frames, onPage=furniture)])
    made.build([Paragraph(html.escape(text), told.get(kind, body)) for text, kind in rows])
    return out.getvalue()


def _family(face: str) -> str:
    """The family name of a face's file."""
    import pymupdf

    return str(pymupdf.Font(fontfile=face).name)


def weasyprint_pdf(rows: Sequence[tuple[str, str]], style: Style, lang: str) -> bytes:
    """A PDF by WeasyPrint from a style sheet."""
    from weasyprint import HTML

    gutter = 2 * style.size
    full = style.columns * style.column + (style.columns - 1) * gutter
    sheet = f"""
    @page {{ size: {full + 2 * _MARGIN}pt {max(500, min(842, style.size * 60))}pt; margin: {_MARGIN}pt;
      @top-left {{ content: "{style.head}"; font-size: 8pt }}
      @bottom-center {{ content: {"counter(page)" if style.numbered else '""'}; font-size: 8pt }} }}
    body {{ font: {style.size}pt/1.5 "{_family(style.face)}"; margin: 0;
      columns: {style.columns}; column-gap: {gutter}pt; widows: 1; orphans: 1 }}
    p {{ margin: 0 0 {style.gap * 1.5}em; text-indent: {style.indent}em;
      text-align: {"justify" if style.justified else "left"};
      hyphens: {"auto" if style.hyphens else "manual"} }}
    .heading {{ text-indent: 0; font-weight: bold; text-align: {"center" if style.columns == 1 else "left"} }}
    .li {{ text-indent: 0; text-align: left }}
    i {{ float: right; width: {style.column / 3}pt; height: {4.5 * style.size}pt }}
    """
    place = len(rows) // 2 if style.inset else -1
    body = "".join(
        f'<p class="{kind}">{"<i></i>" * (number == place)}{html.escape(text)}</p>'
        for number, (text, kind) in enumerate(rows)
    )
    made = HTML(string=f'<html lang="{lang}"><style>{sheet}</style><body>{body}</body></html>').write_pdf()
    return bytes(made)


def _pdftotext(*options: str) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
        return done.stdout.decode()

    return read


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(path))


def _pymupdf(path: Path) -> str:
    import pymupdf

    with pymupdf.open(path) as made:
        return "\n".join(page.get_text() for page in made)


def _pymupdf_blocks(path: Path) -> str:
    import pymupdf

    with pymupdf.open(path) as made:
        return "\n".join(block[4] for page in made for block in page.get_text("blocks") if block[6] == 0)


EXTRACTORS: dict[str, Callable[[Path], str]] = {
    "pdftotext": _pdftotext(),
    "pdftotext-raw": _pdftotext("-raw"),
    "pdftotext-layout": _pdftotext("-layout"),
    "pdfminer": _pdfminer,
    "pymupdf": _pymupdf,
    "pymupdf-blocks": _pymupdf_blocks,
}
ENGINES = {"rl": reportlab_pdf, "wp": weasyprint_pdf}


def _faithful(case: dict[str, Any]) -> bool:
    """Whether the text without its furniture is that of the blocks, so that each break is known."""
    try:
        labels(case, Page.of(Batch.of([case["raw"]]), [case["raw"]]))
    except ValueError:
        return False
    rows = ["".join(line.split()) for line in case["raw"].splitlines()]
    ink = "".join(row for row in rows if row not in case["furniture"])
    gold = "".join("".join(case["gold"]).split())
    return ink.translate(_NO_HYPHENS) == gold.translate(_NO_HYPHENS)


def pages(document: dict[str, Any], faces: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The cases of a document."""
    chance = Random(crc32(document["doc"].encode()))
    lang = document["lang"]
    for engine, setter in ENGINES.items():
        style = drawn(chance, lang, faces)
        rows = _ordered(document, style)
        furniture = ["".join(style.head.split())] * bool(style.head)
        furniture += [str(number) for number in range(1, _PAGES)] if style.numbered else []
        readers = chance.sample(sorted(EXTRACTORS), READERS)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "page.pdf"
            path.write_bytes(setter(rows, style, lang))
            for reader in readers:
                raw = EXTRACTORS[reader](path).replace("\r", "")
                case = {
                    "id": f"{document['doc']}|{engine}|{reader}",
                    "doc": document["doc"],
                    "genre": document["genre"],
                    "lang": lang,
                    "style": "pdf",
                    "extractor": reader,
                    "params": style._asdict() | {"engine": engine},
                    "raw": raw,
                    "gold": [text for text, _ in rows],
                    "gold_types": [kind for _, kind in rows],
                    "furniture": furniture,
                }
                if _faithful(case):
                    yield case


def main() -> None:
    """Write the cases of all documents."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument(
        "--faces", nargs="+", required=True, help="files of TrueType faces with Han characters"
    )
    options = parser.parse_args()
    documents = [json.loads(line) for line in options.documents.read_text(encoding="utf-8").splitlines()]
    made = tried = 0
    with options.output.open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            for case in pages(document, options.faces):
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
                made += 1
            tried += len(ENGINES) * READERS
            print(f"\r{made} of {tried}", end="", file=sys.stderr)
    print(f"\n{made} readings of {tried} are faithful", file=sys.stderr)


if __name__ == "__main__":
    main()
