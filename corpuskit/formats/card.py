"""The dataset card of a build: README.md with Hugging Face metadata (https://hf.co/docs/hub/datasets-cards)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec

from corpuskit.counts import Counts
from corpuskit.display import number

#: Upper bounds of the Hub's ``size_categories``, in documents.
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_LARGEST = "n>10M"
_TASK = ("task_categories:", "- token-classification", "task_ids:", "- named-entity-recognition")
#: The Hub's identifiers of licences that texts come under (https://hf.co/docs/hub/repositories-licenses): it
#: refuses a card with any other.
_LICENCES = frozenset(
    [
        *("unknown", "other", "cc", "cc0-1.0", "pddl", "unlicense", "wtfpl", "odc-by", "odbl", "c-uda"),
        *(f"cc-by-{version}" for version in ("2.0", "2.5", "3.0", "4.0")),
        *(f"cc-by-nc-{version}" for version in ("2.0", "3.0", "4.0")),
        *(f"cc-by-nc-sa-{version}" for version in ("2.0", "3.0", "4.0")),
        *("cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0"),
        *("cdla-sharing-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "etalab-2.0", "lgpl-lr"),
        *("apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "mpl-2.0"),
        *("gfdl", "gpl", "gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl", "lgpl-2.1", "lgpl-3.0"),
    ]
)
#: The configuration of the documents that were text files, where rows are the default one.
TEXTS = "texts"
_WHOLE = (("train", "corpus.jsonl"),)
#: What YAML 1.1 takes for true, false or nothing, Norwegian among it.
_NO_TEXTS = frozenset(("y", "yes", "true", "on", "n", "no", "false", "off", "null"))
_STANDARDS = {
    "ud-gsd": "Universal Dependencies, Chinese GSD (`# corpuskit_words = ud-gsd`)",
    "chars": "one character a word (`# corpuskit_words = chars`)",
}


class Facts(msgspec.Struct, frozen=True):
    """What a card says of a build. ``files`` are there; ``words`` names the standard of the words, if any.

    ``data`` are splits and the paths of their data, ``features`` the types of what they hold, where the data
    do not say so themselves: `datasets` guesses those of JSON Lines from the first rows, and fails at the
    first finding or date where these have none. ``mixed``: text files were built beside rows, and the data
    are of rows alone; ``texts`` are then the types of the other documents, which are a configuration of
    their own, unless they are none that the same reader takes.
    """

    counts: Counts
    name: str = "corpus"
    languages: Sequence[str] = ("zh",)
    licence: str = "unknown"
    words: str = "ud-gsd"
    version: str = ""
    files: Sequence[str] = ()
    data: tuple[tuple[str, str], ...] = _WHOLE
    features: Mapping[str, Any] = {}
    texts: Mapping[str, Any] = {}
    mixed: bool = False


def render(facts: Facts) -> str:
    """The card, the same for the same facts."""
    counts = facts.counts
    parts = [
        _metadata(facts),
        f"# {facts.name}\n",
        f"{number(counts.documents, 'document')}, {_done(facts)} by corpuskit {facts.version}".rstrip()
        + ".\n",
        _table("Counts", "what", _totals(facts)),
        _table("Blocks", "type", counts.blocks),
        _entities(counts),
        _table("Findings", "rule", counts.findings),
        _table("Fixed", "rule", counts.fixed),
        _table("Left out", "why", counts.left_out),
        _annotation(facts),
        _files(facts),
        _restore(facts),
        f"## Licence\n\n{_licence(facts.licence)}\n",
    ]
    return "\n".join(part for part in parts if part)


def _metadata(facts: Facts) -> str:
    size = next((name for most, name in _SIZES if facts.counts.documents < most), _LARGEST)
    languages = [f"- {_yaml(language)}" for language in facts.languages] or ["- und"]
    return "\n".join(
        [
            "---",
            f"pretty_name: {_yaml(facts.name)}",
            "language:",
            *languages,
            *_licence_of(facts.licence),
            *(_TASK if facts.words else []),
            "size_categories:",
            f"- {size}",
            "configs:",
            *_config("default", facts.data),
            *(_config(TEXTS, _WHOLE) if facts.texts else []),
            *_info(facts),
            "---",
            "",
        ]
    )


def _licence_of(licence: str) -> list[str]:
    """The licence as the Hub has it: one that it does not know goes by its name."""
    known = licence.lower() or "unknown"
    if known in _LICENCES:
        return [f"license: {known}"]
    return ["license: other", f"license_name: {_yaml(licence)}"]


def _config(name: str, data: Sequence[tuple[str, str]]) -> list[str]:
    files = [line for split, path in data for line in _split(split, path)]
    return [f"- config_name: {name}", "  data_files:", *files]


def _info(facts: Facts) -> list[str]:
    """The types of what each configuration holds, as far as its files do not say them."""
    if not facts.texts:
        return ["dataset_info:", "  features:", *_features(facts.features)] if facts.features else []
    types = {
        name: features for name, features in (("default", facts.features), (TEXTS, facts.texts)) if features
    }
    lines = [(f"- config_name: {name}", "  features:", *_features(types[name])) for name in types]
    return ["dataset_info:", *chain.from_iterable(lines)]


def _split(split: str, path: str) -> list[str]:
    # The Hub calls the development part of a dataset so.
    return [f"  - split: {'validation' if split == 'dev' else split}", f"    path: {_yaml(path)}"]


def _features(features: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    for name, type in features.items():
        yield f"{indent}- name: {name}"
        inner = type[0] if isinstance(type, list) else type
        key = "list" if isinstance(type, list) else "struct" if isinstance(type, Mapping) else "dtype"
        yield f"{indent}  {key}:" + (f" {inner}" if isinstance(inner, str) else "")
        if not isinstance(inner, str):
            yield from _features(inner, indent + "  ")


def _yaml(text: str) -> str:
    """``text`` as a YAML string, in quotes where it needs them."""
    plain = text.isascii() and text.replace("-", "a").replace(".", "a").isalnum() and text[:1].isalpha()
    if plain and text.lower() not in _NO_TEXTS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _done(facts: Facts) -> str:
    return "cleaned and annotated" if facts.words else "cleaned"


def _totals(facts: Facts) -> dict[str, int]:
    counts = facts.counts
    annotated = {
        "sentences": counts.sentences,
        "words": counts.words,
        "entities": sum(counts.labels.values()),
    }
    return {
        "documents": counts.documents,
        "documents rejected": counts.rejected,
        "documents that were wrapped": counts.wrapped,
        "lines in": counts.lines_in,
        "line breaks joined": counts.breaks_joined,
        "characters in (without blanks)": counts.characters_in,
        "characters out (without blanks)": counts.characters_out,
        "blocks": sum(counts.blocks.values()),
        **(annotated if facts.words else {}),
    }


def _table(title: str, what: str, rows: Mapping[str, int]) -> str:
    if not rows:
        return ""
    lines = [f"| {name} | {count:,} |" for name, count in rows.items()]
    return "\n".join([f"## {title}\n", f"| {what} | number |", "|---|---:|", *lines, ""])


def _entities(counts: Counts) -> str:
    if not counts.labels:
        return ""
    lines = [
        f"| {name} | {count:,} | {counts.labels_cut.get(name, 0):,} |"
        for name, count in counts.labels.items()
    ]
    head = [
        "## Entities\n",
        "| label | number | of which a line break of the source cut |",
        "|---|---:|---:|",
    ]
    return "\n".join([*head, *lines, "", "What each label covers: `LABELS.md`.", ""])


def _annotation(facts: Facts) -> str:
    if not facts.words:
        return ""
    words = _STANDARDS.get(facts.words, f"`# corpuskit_words = {facts.words}`")
    return f"""\
## Annotation

Made by rules and a statistical word segmenter; no person has checked it.

- **Words**: {words}. An entity's edges cut words.
- **Entities**: `NE=` in MISC of the CoNLL-U, in IOB2; `labels` in the JSON Lines; `ents` in the DocBin.
- **Syntax**: none. UPOS `X`, HEAD the word before and DEPREL `dep` are placeholders
  (`# corpuskit_syntax = placeholder`); do not train a parser or a tagger on them.
- **Places**: `TokenRange=start:end` in MISC, and `source_start` and `source_end` in the JSON Lines, are code
  points of the source file after its BOM, end exclusive.
"""


_FILES = {
    "clean/": "the cleaned texts",
    "conllu/": "CoNLL-U, a file a document, or of rows a file a shard",
    "corpus.conllu": "CoNLL-U of all documents",
    "corpus.jsonl": "text, blocks, sentences, tokens, labels, a line a document",
    "corpus.spacy": "spaCy DocBin",
    "data/": "the documents with their changes, in shards",
    "docbin/": "spaCy DocBins, one for each million characters of a shard",
    "diagnostics/": "every finding with its place in the source, a file a shard",
    "edits.jsonl": "every change that was made, a line a document",
    "diagnostics.jsonl": "every finding with its place in the source",
    "rejected.jsonl": "documents that could not be read, or were to be left out, and why",
    "duplicates.jsonl": "documents that are the same, or nearly, a cluster a line",
    "manifest.json": "versions, fingerprints, hashes, counts",
    "LABELS.md": "the label guideline",
    "state/": "a record for each shard; what a build needs to go on where it stopped",
}
_MIXED = """\
Rows and text files were built together. `datasets.load_dataset` gives the documents that were rows, from
`data/`; those that were text files are in `corpus.jsonl`{}. What is one file of the corpus (`corpus.*`,
`edits.jsonl`, `diagnostics.jsonl`) holds the latter; of rows the same lies in shards.
"""
_ASKED = f", which it gives where it is asked for `{TEXTS}`"
_FROM_TEXTS = "gives every source back, byte for byte, from `clean/` and `edits.jsonl`"
_FROM_ROWS = "gives the ids and texts of the source rows back, as JSON Lines, from `data/`"


def _restore(facts: Facts) -> str:
    tops = {file.partition("/")[0] for file in facts.files}
    ways = [way for top, way in (("clean", _FROM_TEXTS), ("data", _FROM_ROWS)) if top in tops]
    if not ways:
        return ""
    told = "; it ".join(ways)
    return f"## The source texts\n\n    corpuskit restore . --output sources\n\n{told}.\n"


def _files(facts: Facts) -> str:
    tops = {file.partition("/")[0] + "/" * ("/" in file) for file in facts.files}
    lines = [f"- `{name}`: {what}" for name, what in _FILES.items() if not tops or name in tops]
    mixed = [_MIXED.format(_ASKED if facts.texts else "")] if facts.mixed else []
    return "\n".join(["## Files\n", *lines, "", *mixed])


def _licence(licence: str) -> str:
    if licence.lower() in ("", "unknown"):
        return "Unknown: the configuration names none (`licence` under `[tool.corpuskit]`)."
    return f"{licence}, as the configuration of the build says."
