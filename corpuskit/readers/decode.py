"""Bytes to text and back: the encoding, the BOM, the line ends; and what to try where it fails."""

import codecs
import contextlib
import re
from typing import NoReturn

from corpuskit.errors import ConfigError, InputError
from corpuskit.model import Document, Origin

#: What rows may be in.
ALLOWED = "allowed: UTF-8, and encodings that hold ASCII as it is"
_BOMS = (
    ("utf-8", codecs.BOM_UTF8),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
_CHINESE = "[的一是了不在有人我这這大来來中国國，。、]"
_JAPANESE = "[のにはをたでとるがし。、]"
#: Tried in this order on bytes that are not what was asked for, with the commonest characters of such texts.
_GUESSES = {
    "utf-8": _CHINESE,
    "gb18030": _CHINESE,
    "big5": _CHINESE,
    "shift_jis": _JAPANESE,
    "euc_jp": _JAPANESE,
}
#: Bytes looked at to tell a binary file, and to name an encoding.
_SAMPLE = 1 << 16
_NEWLINE = "\r\n|\r|\n"
_KANA_OR_HAN = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"


def decode(data: bytes, encoding: str, *, file: str) -> tuple[str, Origin]:
    """The text of ``data`` without its BOM, its newlines as they stand, and its origin.

    ``utf-16`` and ``utf-32`` without an order of bytes take it from the BOM; ``auto`` is the encoding that
    the bytes are in, if only one of those that are known fits well. Raises ``InputError`` with the
    line and the byte where ``data`` is not ``encoding``, with an encoding to try where one fits, and for a
    binary file; ``ConfigError`` for an unknown encoding.
    """
    if encoding.lower() == "auto":
        encoding = _detected(data, file)
    name, bom = _resolve(data, encoding)
    body = data[len(bom) :]
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        _refuse(data, error.start + len(bom), encoding, file)
    _refuse_binary(text, data, file)
    if name != "utf-8" and (half := re.search("[\ud800-\udfff]", text)):  # of UTF-7, of escapes
        line = len(re.findall(_NEWLINE, text[: half.start()])) + 1
        raise InputError(
            f"U+{ord(half[0]):04X}, half of a character, which no text holds", file=file, line=line
        )
    return text, Origin(name, bool(bom), majority_newline(text))


def check_line_ends(encoding: str, file: str) -> None:
    """Raise unless lines in ``encoding`` end in one byte 0x0A, and are found before they are decoded.

    ``ConfigError`` for an unknown encoding, ``InputError`` for UTF-16 and others of more bytes.
    """
    name = "utf-8" if encoding.lower() == "auto" else _resolve(b"", encoding)[0]
    if "\n".encode(name) != b"\n":
        raise InputError(f"of rows, {encoding} is not read; {ALLOWED}", file=file)


def encode_back(document: Document, text: str) -> bytes:
    """``text`` as bytes in the encoding of the document's file, with its BOM if it had one.

    Raises ``InputError`` where the bytes would not be read as ``text`` again: with the line of ``text`` for a
    character that the encoding does not have.
    """
    origin, file = document.origin, document.path or document.id
    bom = dict(_BOMS).get(origin.encoding, b"") if origin.bom else b""
    try:
        data = bom + text.encode(origin.encoding)
        again = data[len(bom) :].decode(origin.encoding)
    except UnicodeEncodeError as error:
        line = len(re.findall(_NEWLINE, text[: error.start])) + 1
        problem = f"{origin.encoding} has no U+{ord(text[error.start]):04X}, which the cleaned text holds"
        raise InputError(f"{problem}; nothing was written", file=file, line=line) from None
    if again != text or (not bom and data.startswith(tuple(dict(_BOMS).values()))):
        raise InputError(
            f"{origin.encoding} would not give the cleaned text back; nothing was written", file=file
        )
    return data


def majority_newline(text: str) -> str:
    r"""The line end that ``text`` has most of; of equals CRLF, then LF; LF where there is none.

    >>> majority_newline("科创\r\n板\r\n新\n")
    '\r\n'
    """
    pairs = text.count("\r\n")
    counts = {"\r\n": pairs, "\n": text.count("\n") - pairs, "\r": text.count("\r") - pairs}
    best = max(counts, key=lambda newline: counts[newline])
    return best if counts[best] else "\n"


def _resolve(data: bytes, encoding: str) -> tuple[str, bytes]:
    """The encoding's name with its order of bytes, and the BOM that ``data`` begins with."""
    try:
        name = codecs.lookup(encoding).name
        " ".encode(name, "replace")
    except (LookupError, ValueError):  # the latter for "undefined", "idna", and what no codec is called
        raise ConfigError(
            f"--encoding: unknown encoding {encoding!r}; allowed: auto, "
            "and those of Python: utf-8, gb18030, big5, ..."
        ) from None
    name = "utf-8" if name == "utf-8-sig" else name
    for known, bom in _BOMS:
        if data.startswith(bom) and known in (name, f"{name}-le", f"{name}-be"):
            return known, bom
    return (f"{name}-le" if name in ("utf-16", "utf-32") else name), b""


def _detected(data: bytes, file: str) -> str:
    """UTF-8 where ``data`` is that, else what `guess` finds, if nothing else fits half as well."""
    try:
        data.decode("utf-8")
        wide = _guess_utf16(data[:_SAMPLE]) if b"\0" in data else ""
        return guess(data, "utf-8") if wide else "utf-8"
    except UnicodeDecodeError as error:
        found = guess(data, "utf-8")
        whole = data[: error.start]
        if not found or (_is_cut(data[error.start :], "utf-8") and not whole.isascii()):
            _refuse(data, error.start, "utf-8", file)
        if found in _GUESSES:
            scores = {name: _score(data, name) for name in _GUESSES}
            rivals = [name for name, score in scores.items() if name != found and score * 2 > scores[found]]
            if rivals or not scores[found]:
                names = ", ".join([found, *rivals])
                problem = f"not utf-8: byte {error.start} (0x{data[error.start]:02x}); what fits: {names}"
                line = data.count(b"\n", 0, error.start) + 1
                raise InputError(f"{problem}; name one with --encoding", file=file, line=line) from None
        return found


def _refuse(data: bytes, byte: int, encoding: str, file: str) -> NoReturn:
    line = data.count(b"\n", 0, byte) + 1
    hint = guess(data, encoding)
    advice = f"try --encoding {hint}" if hint else "no encoding that is tried fits; is it a text?"
    if byte and _is_cut(data[byte:], encoding):
        advice = "the file ends inside of a character"
    value = f"0x{data[byte]:02x}" if byte < len(data) else "the end"
    raise InputError(f"not {encoding}: byte {byte} ({value}); {advice}", file=file, line=line)


def _is_cut(tail: bytes, encoding: str) -> bool:
    """Whether ``tail`` is the beginning of a character of UTF-8."""
    if codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig"):
        return False
    with contextlib.suppress(UnicodeDecodeError):
        return codecs.getincrementaldecoder("utf-8")().decode(tail) == ""
    return False


def guess(data: bytes, refused: str) -> str:
    """The encoding that ``data`` seems to be in, other than ``refused``; empty where none fits.

    By the BOM; by U+0000 in every second byte; else, of those that decode, the one whose text has most of the
    commonest characters.
    """
    for name, bom in _BOMS:
        if data.startswith(bom) and not refused.lower().startswith(name[:6]):
            return name.removesuffix("-le").removesuffix("-be")
    if b"\0" in data:
        return _guess_utf16(data[:_SAMPLE])
    scores = {name: _score(data, name) for name in _GUESSES if name != refused.lower()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 0 else ""


def _guess_utf16(sample: bytes) -> str:
    """By the zero bytes of its line ends, blanks and digits, which all stand in one half of the pairs."""
    high, low = sample[::2].count(0), sample[1::2].count(0)
    for name, zeros, others in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        if zeros > 8 * others and _score(sample[: len(sample) & ~1], name) >= 0:
            return name
    return ""


def _score(data: bytes, encoding: str) -> int:
    """How many of the commonest characters ``data`` has in ``encoding``; -1 where it cannot be that."""
    try:
        text = data.decode(encoding)[:_SAMPLE]
    except UnicodeDecodeError:
        return -1
    common = _GUESSES.get(encoding, _CHINESE)
    return (
        len(re.findall(common, text)) if encoding.startswith("utf") or re.search(_KANA_OR_HAN, text) else -1
    )


def _refuse_binary(text: str, data: bytes, file: str) -> None:
    """A few U+0000 are a finding; more than one in ten characters is no text."""
    count = text.count("\0")
    if count * 10 > len(text):
        hint = _guess_utf16(data[:_SAMPLE])
        advice = f"try --encoding {hint}" if hint else "it looks binary"
        raise InputError(f"{count} of {len(text)} characters are U+0000: not a text; {advice}", file=file)
