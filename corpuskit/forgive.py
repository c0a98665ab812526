"""What is neither reported nor written, though it was found: per-file ignores, suppressions, the baseline."""

from collections.abc import Sequence

import msgspec

from corpuskit.baseline import Baseline
from corpuskit.model import Diagnostic, Document
from corpuskit.suppress import Suppressions, glob, name_below


class PerFile(msgspec.Struct, frozen=True):
    """``per-file-ignores``: a pattern on paths relative to ``folder``, and the codes ignored there."""

    folder: str
    pattern: str
    codes: frozenset[str]

    def holds_for(self, document: Document) -> bool:
        """Whether the pattern fits ``document``."""
        return bool(glob(self.pattern).fullmatch(name_below(document, self.folder)))


class Forgiver(msgspec.Struct, frozen=True):
    """Says which findings of a document to forgive. A value that pickles, so that workers have it, too."""

    ignores: tuple[PerFile, ...] = ()
    suppressions: Suppressions | None = None
    baseline: Baseline | None = None

    def __call__(self, document: Document, found: Sequence[Diagnostic]) -> frozenset[int]:
        """The indices of ``found`` that are forgiven; each by the first that does."""
        hidden = {
            index
            for one in self.ignores
            if one.holds_for(document)
            for index, finding in enumerate(found)
            if finding.code in one.codes
        }
        if self.suppressions is not None:
            hidden |= self.suppressions.hidden(document, found).keys()
        if self.baseline is not None:
            rest = [index for index in range(len(found)) if index not in hidden]
            by_place = self.baseline.forgiven(document, [found[index] for index in rest])
            hidden |= {rest[place] for place in by_place}
        return frozenset(hidden)
