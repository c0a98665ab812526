"""What a line is by its characters alone: prose, something technical, a key with its value, a table row."""

import msgspec
import numpy as np

from corpuskit.layout.lines import BoolArray, Lines
from corpuskit.layout.marks import Ink
from corpuskit.unicode import CharClass

_BAR = ord("|")
_KEY_LENGTH = 8
_HEADER_LENGTH = 30
_FENCES = (ord("`"), ord("~"))


class Nature(msgspec.Struct, frozen=True):
    """Flags of every line; a line may have none (a heading, the last word of a paragraph).

    ``latin``: no Han, kana or Hangul. ``prose``: words of a Latin script with blanks between them.
    ``technical``: symbols, numbers, identifiers, and whatever is enclosed as code. ``key``: begins with a
    short key and a colon. ``row``: dot leaders before a number, bars, or cells set apart by tabs or several
    blanks.
    """

    latin: BoolArray
    prose: BoolArray
    technical: BoolArray
    key: BoolArray
    row: BoolArray


def _rows(lines: Lines, ink: Ink, follows: BoolArray) -> BoolArray:
    """Lines that are rows of a table or of a contents page.

    Justified text has wide blanks as well; cells count only where the line above or below has as many.
    """
    blanks, pauses, cells, commas = lines.blanks, lines.pauses, lines.cells, lines.commas
    twin = np.zeros(max(len(lines) - 1, 0), np.bool_)
    if np.count_nonzero(blanks):
        quiet = pauses == 0
        celled = (cells > 0) & quiet & (blanks <= 3 * cells)
        twin |= (cells[1:] == cells[:-1]) & celled[1:] & celled[:-1]
        numbers = (blanks > 1) & quiet & (4 * lines.digits > lines.sizes - blanks)
        twin |= (blanks[1:] == blanks[:-1]) & (numbers[1:] | numbers[:-1]) & quiet[1:] & quiet[:-1]
    listed = commas > 1
    if np.count_nonzero(listed):
        listed &= pauses - (ink.first == CharClass.DIGIT) <= commas
        listed &= (blanks == 0) & (lines.stops == 0)
        twin |= (commas[1:] == commas[:-1]) & listed[1:] & listed[:-1]
    twin &= follows[:-1]
    rows: BoolArray = (lines.leaders > 0) & (ink.last == CharClass.DIGIT)
    rows |= (lines.head_codes[:, 0] == _BAR) & (lines.last_codes == _BAR)
    rows[:-1] |= twin
    rows[1:] |= twin
    return rows


def fenced(lines: Lines) -> BoolArray:
    """Lines between two fences of Markdown (three backticks or tildes), the fences too.

    A fence may name a language where it opens; one that nothing closes is none.
    """
    found = np.zeros(len(lines), np.bool_)
    first = lines.head_codes[:, 0]
    marked = ((first == _FENCES[0]) | (first == _FENCES[1])).nonzero()[0]
    alike = lines.head_codes[marked, 1:3] == first[marked, None]
    opened: tuple[int, tuple[int, int]] | None = None
    for row in marked[alike.all(axis=1)].tolist():
        sort = int(lines.document[row]), int(first[row])
        bare = set(lines.head_codes[row].tolist()) <= {sort[1], 0}
        if not bare and lines.last_codes[row] == sort[1]:
            continue
        if opened is None or opened[1][0] != sort[0]:
            opened = row, sort
        elif bare and opened[1] == sort:
            found[opened[0] : row + 1] = True
            opened = None
    return found


def nature(lines: Lines, ink: Ink, follows: BoolArray) -> Nature:
    """Look at what each line is made of; ``follows``: another line of the same document comes next."""
    size = lines.sizes
    latin = lines.cjk == 0
    odd, letters = lines.odd, lines.letters * 10
    inked = size - lines.blanks
    prose = latin & (letters >= inked * 8) & (lines.blanks >= 3) & (odd * 15 <= size)
    technical = (odd * 12 > size) | (letters < inked * 6) | ((lines.blanks == 0) & (size >= 20))
    technical &= (size > 3) & latin & ~prose
    colon, blank = lines.colon_at, lines.blank_at
    key = (colon < size) & (lines.pause_at >= colon)
    header = (colon <= _HEADER_LENGTH) & (blank > colon) & (colon > 1)
    key &= np.where(latin, header, colon <= _KEY_LENGTH)
    return Nature(latin, prose, technical, key, _rows(lines, ink, follows))
