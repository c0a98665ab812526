"""What the lines of a page look like one by one, before any break is decided."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from corpuskit.layout.cuts import Cuts, cuts
from corpuskit.layout.gutters import side_by_side
from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.listings import listings
from corpuskit.layout.nature import Nature, fenced, nature
from corpuskit.layout.page import Page
from corpuskit.layout.verse import metrical
from corpuskit.layout.words import may_say, words
from corpuskit.model import IntArray


class Looks(msgspec.Struct, frozen=True):
    """The nature of each line, whether it is enclosed as code, what the break after it cuts, whether it shows
    a metre, whether its words may say what it is (``telling``) and what they say, whether it is ``torn``:
    pieces of columns side by side."""

    kinds: Nature
    code: BoolArray
    cuts: Cuts
    metrical: BoolArray
    telling: BoolArray
    said: IntArray
    torn: BoolArray

    @classmethod
    def of(cls, batch: Batch, page: Page, texts: Sequence[str]) -> "Looks":
        """Look at the lines of ``page``, a page of ``batch``, which holds ``texts``."""
        kinds = nature(page.lines, page.ink, page.follows)
        code = fenced(page.lines) | listings(batch, page, texts)
        kinds = replace(kinds, technical=kinds.technical | code)
        telling = may_say(page.lines, page.ink)
        said = words(batch, page.lines, page.ink, texts, telling)
        return cls(kinds, code, cuts(page), metrical(page, kinds), telling, said, side_by_side(page))
