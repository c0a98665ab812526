"""Edits and words of a text, of which there are many: kept in columns, and made where one is read."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from operator import lt
from typing import NamedTuple, TypeAlias, overload

import numpy as np
import numpy.typing as npt


class Edit(NamedTuple):
    """Replace ``[start, end)`` by ``new``."""

    start: int
    end: int
    new: str


_new_edit = partial(tuple.__new__, Edit)
"""Makes an edit of a tuple; `Edit._make` does so too, at twice the cost."""
Columns: TypeAlias = tuple[list[int], list[int], list[str]]
"""Edits as lists of their starts, their ends and what is new."""


class Edits(Sequence[Edit]):
    """Edits in columns: an ``Edit`` is made where one is read, and most are only made, never read.

    A slice shares the columns. Equal to any sequence of the same edits.

    >>> edits = Edits([2, 8], [4, 9], ["", "，"])
    >>> edits[1], edits == (Edit(2, 4, ""), Edit(8, 9, "，")), edits[1:].columns()
    (Edit(start=8, end=9, new='，'), True, ([8], [9], ['，']))
    """

    __slots__ = ("_after", "_first", "_shared")

    def __init__(self, starts: list[int], ends: list[int], new: list[str]) -> None:
        """The columns, of one length."""
        self._shared = starts, ends, new
        self._first, self._after = 0, len(starts)

    @classmethod
    def of(cls, groups: Iterable[Sequence[Edit]]) -> "Edits":
        """Those of all ``groups``, one after the other."""
        starts, ends, new = list[int](), list[int](), list[str]()
        for group in groups:
            if isinstance(group, Edits):
                more = group.columns()
                starts += more[0]
                ends += more[1]
                new += more[2]
            else:
                for edit in group:
                    starts.append(edit[0])
                    ends.append(edit[1])
                    new.append(edit[2])
        return cls(starts, ends, new)

    def columns(self) -> Columns:
        """Starts, ends, what is new: lists of their own."""
        starts, ends, new = self._shared
        rows = slice(self._first, self._after)
        return starts[rows], ends[rows], new[rows]

    def ordered(self) -> "Edits":
        """The same by their starts.

        >>> Edits([4, 0], [5, 3], ["", "账户"]).ordered()
        (Edit(start=0, end=3, new='账户'), Edit(start=4, end=5, new=''))
        """
        if self.apart():
            return self
        starts, ends, new = self.columns()
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return Edits(
            [starts[row] for row in order], [ends[row] for row in order], [new[row] for row in order]
        )

    def apart(self) -> bool:
        """Whether they stand in order, with a character or more between each and the next."""
        starts, ends, _ = self.columns()
        return all(map(lt, ends, starts[1:]))

    def cut(self, bounds: Sequence[int]) -> "list[Edits]":
        """Slices between each of ``bounds`` and the next."""
        return [self._part(self._first + first, self._first + after) for first, after in pairwise(bounds)]

    def _part(self, first: int, after: int) -> "Edits":
        part = object.__new__(Edits)
        part._shared, part._first, part._after = self._shared, first, after
        return part

    def __len__(self) -> int:
        return self._after - self._first

    @overload
    def __getitem__(self, index: int) -> Edit: ...

    @overload
    def __getitem__(self, index: slice) -> "Edits": ...

    def __getitem__(self, index: "int | slice") -> "Edit | Edits":
        rows = range(self._first, self._after)[index]
        if isinstance(rows, range):
            if rows.step != 1:
                return Edits.of([[*self][index]])
            return self._part(rows.start, rows.start + len(rows))
        starts, ends, new = self._shared
        return Edit(starts[rows], ends[rows], new[rows])

    def __iter__(self) -> Iterator[Edit]:
        return map(_new_edit, zip(*self.columns(), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[Edit, ...]]]:
        """What travels is a plain tuple: the other edits of the columns stay behind."""
        return tuple, (tuple(self),)


class Token(NamedTuple):
    """A word on the cleaned text."""

    start: int
    end: int


class Tokens(Sequence[Token]):
    """Words as an array ``(n, 2)`` of starts and ends: a ``Token`` is made where one is read.

    Equal to any sequence of the same tokens.

    >>> words = Tokens(np.array([[0, 2], [2, 5]]))
    >>> words[1], words == (Token(0, 2), Token(2, 5))
    (Token(start=2, end=5), True)
    """

    __slots__ = ("spans",)

    def __init__(self, spans: npt.NDArray[np.int64]) -> None:
        self.spans = spans

    def __len__(self) -> int:
        return len(self.spans)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> "Tokens": ...

    def __getitem__(self, index: int | slice) -> "Token | Tokens":
        found = self.spans[index]
        return Tokens(found) if isinstance(index, slice) else Token._make(found.tolist())

    def __iter__(self) -> Iterator[Token]:
        return map(Token._make, self.spans.tolist())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Tokens):
            return np.array_equal(self.spans, other.spans)
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Tokens({self.spans.tolist()})"
