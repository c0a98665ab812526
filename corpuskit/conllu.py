"""Reading CoNLL-U (https://universaldependencies.org/format.html): its sentences, line by line, checked."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuskit.errors import InputError

COLUMNS = 10
_ID = re.compile(r"(0|[1-9][0-9]{0,8})(?:([-.])([1-9][0-9]{0,8}))?")


class Sentence(NamedTuple):
    """Comment lines with their ``#``, and lines of words, as they stand in the file.

    ``line`` is the number of its first line there, 0 for one that was made.
    """

    comments: list[str]
    lines: list[str]
    line: int = 0

    @property
    def rows(self) -> list[list[str]]:
        """The ten columns of each line."""
        return [line.split("\t") for line in self.lines]

    def comment(self, key: str) -> str | None:
        """The value of the first comment ``# key = value``; empty for ``# key``; None where there is none."""
        for line in self.comments:
            name, _, value = line[1:].partition("=")
            if name.strip() == key:
                return value.strip()
        return None

    @property
    def opens(self) -> bool:
        """Whether a document begins here."""
        return self.comment("newdoc id") is not None or self.comment("newdoc") is not None


def read(text: str, *, file: str = "", first: int = 1) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U text, their lines as they stand; ``first`` is the number of its first line.

    Raises ``InputError`` with the line for a line that has not ten columns or an empty one, an ID that does
    not follow the one before (words 1, 2, …; ranges 1-2; empty nodes 1.1), a carriage return, a comment
    after a word, and a sentence without words or without the empty line after it.
    """
    one = Sentence([], [], first)
    ids = _Ids()
    number = first - 1
    for number, line in enumerate(text.split("\n")[:-1], first):
        problem = _broken(line)
        if not line:
            problem = "" if one.lines else "an empty line, but no word before it"
            problem = problem or ids.unfinished()
        elif not line.startswith("#"):
            problem = problem or _columns_problem(line) or ids.problem(line[: line.index("\t")])
        elif one.lines:
            problem = "a comment; allowed: before a sentence's first word"
        if problem:
            raise InputError(problem, file=file, line=number)
        if line:
            (one.comments if line.startswith("#") else one.lines).append(line)
        else:
            yield one
            one, ids = Sentence([], [], number + 1), _Ids()
    if one.comments or one.lines or (text and not text.endswith("\n")):
        raise InputError("no empty line after the last sentence", file=file, line=number + 1)


def _broken(line: str) -> str:
    if line.startswith("\ufeff"):
        return "a byte-order mark; allowed: none in CoNLL-U"
    return "a carriage return; allowed: LF alone ends a line of CoNLL-U" if "\r" in line else ""


def _columns_problem(line: str) -> str:
    count = line.count("\t") + 1
    if count != COLUMNS:
        return f"{count} columns; allowed: {COLUMNS}, tabs between them"
    if "\t\t" in line or line[0] == "\t" or line[-1] == "\t":
        return "an empty column; allowed: _ for nothing"
    return ""


class _Ids:
    """The IDs of one sentence, each held against those before it."""

    def __init__(self) -> None:
        self.word, self.empty, self.until = 0, 0, 0

    def problem(self, id: str) -> str:
        """What is wrong with the next ID, if something is."""
        match = _ID.fullmatch(id)
        if match is None:
            return f"ID {id!r}; allowed: a number, a range 1-2, an empty node 1.1"
        first, kind, second = int(match[1]), match[2], int(match[3] or 0)
        if kind == ".":
            self.empty += 1
            expected = f"{self.word}.{self.empty}"
            return "" if id == expected else f"ID {id!r}; allowed here: {expected}"
        if first != self.word + 1:
            return f"ID {id!r}; allowed here: {self.word + 1}"
        if kind == "-":
            if second <= first or first <= self.until:
                return f"range {id!r}; allowed: two words or more, in no other range"
            self.until = second
        else:
            self.word, self.empty = first, 0
        return ""

    def unfinished(self) -> str:
        """What is missing where the sentence ends, if something is."""
        if self.until > self.word:
            return f"a range to {self.until}, but no such word"
        return "" if self.word else "a sentence without a word"


class Unit(NamedTuple):
    """A word as it was written: one line, or a range. ``words`` index the lines of what it stands for.

    ``spaced`` says whether a blank may follow.
    """

    form: str
    spaced: bool
    words: list[int]


def units(sentence: Sentence) -> list[Unit]:
    """What the text of ``sentence`` is made of, in order; empty nodes are no part of it."""
    found: list[Unit] = []
    until = 0
    for index, row in enumerate(sentence.rows):
        id, form, misc = row[0], row[1], row[9]
        if id.isdecimal() and int(id) <= until:
            found[-1].words.append(index)
        elif "." not in id:
            _, _, last = id.partition("-")
            until = int(last or 0)
            found.append(Unit(form, "SpaceAfter=No" not in misc.split("|"), [] if last else [index]))
    return found


def text_of(sentence: Sentence) -> str:
    """Its ``# text``, else its words with the blanks that they say follow them."""
    said = sentence.comment("text")
    if said is not None:
        return said
    return "".join(unit.form + " " * unit.spaced for unit in units(sentence)).rstrip(" ")
