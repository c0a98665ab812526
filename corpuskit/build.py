"""The whole job: a folder with the cleaned texts, the annotated corpus, and proof of what was changed."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

import msgspec

from corpuskit.counts import Counts, count_annotated
from corpuskit.errors import ConfigError, CorpuskitError
from corpuskit.files import remove_partial, replacing, write_file
from corpuskit.formats import card, conllu, diagnostics, docbin, edits, jsonl, txt
from corpuskit.model import Annotated
from corpuskit.names import safe_name
from corpuskit.readers import Found
from corpuskit.rules.pages import labels_page
from corpuskit.run import Outcome, Settings, process_files
from corpuskit.segment import Segmenter, load_segmenter
from corpuskit.version import __version__

MANIFEST = "manifest.json"
GENERATOR = "corpuskit build"

#: Files that hold the whole corpus, a piece for each document, in order.
STREAMS = ("corpus.conllu", "corpus.jsonl", "edits.jsonl", "diagnostics.jsonl", "rejected.jsonl")
#: Pages for people.
PAGES = ("LABELS.md", "README.md")


class Built(msgspec.Struct):
    """What a build made. ``docbin`` tells whether spaCy was there to write ``corpus.spacy``."""

    counts: Counts = msgspec.field(default_factory=Counts)
    documents: list[dict[str, Any]] = msgspec.field(default_factory=list)
    outputs: dict[str, str] = msgspec.field(default_factory=dict)
    rejected: list[str] = msgspec.field(default_factory=list)
    errors: list[str] = msgspec.field(default_factory=list)
    languages: set[str] = msgspec.field(default_factory=set)
    docbin: bool = True


def build(
    inputs: Sequence[Found],
    output: Path,
    settings: Settings,
    *,
    jobs: int = 1,
    licence: str = "unknown",
    progress: Callable[[Iterable[Outcome]], Iterable[Outcome]] = lambda outcomes: outcomes,
) -> Built:
    """Process ``inputs`` and write the corpus folder ``output``; two runs give the same bytes.

    The folder must be new, empty or an earlier build's. Every file is complete or not there; the manifest
    says ``"complete": false`` until the last one is. Inputs that fail are in ``rejected.jsonl``.
    """
    segmenter = load_segmenter(settings.segmenter or "default")
    before = _claim(output)
    built = Built()
    annotated: list[Annotated] = []
    with ExitStack() as stack:
        streams = {name: stack.enter_context(replacing(output / name)) for name in STREAMS}
        for outcome in progress(process_files(inputs, settings, jobs)):
            if outcome.annotated is None:
                _reject(outcome, streams, built)
            else:
                _write_document(outcome.annotated, segmenter.standard, output, streams, built)
                annotated.append(outcome.annotated)
    _write_docbin(annotated, output, built)
    _write_pages(output, built, settings, segmenter, licence)
    _remove_stale(output, before, built)
    _write_manifest(output, built, settings, segmenter)
    return built


def _claim(output: Path) -> set[str]:
    """Make sure that the folder is ours, mark it as incomplete, and say which files an earlier build made."""
    if output.exists() and not output.is_dir():
        raise ConfigError("the output is not a folder", file=output.as_posix())
    old = read_manifest(output) if output.exists() and any(output.iterdir()) else None
    remove_partial(output)
    write_file(output / MANIFEST, _json({"generator": GENERATOR, "complete": False, **_kept(old)}))
    return set(old.get("outputs", {})) if old else set()


def _kept(old: dict[str, Any] | None) -> dict[str, Any]:
    return {"outputs": old["outputs"]} if old and "outputs" in old else {}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a build; ``ConfigError`` where the folder is none."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ConfigError("no such folder", file=folder.as_posix())
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("generator") != GENERATOR:
        raise ConfigError(
            "the folder holds files but is not a corpuskit build; allowed: a new or empty folder, "
            "or one that an earlier build wrote",
            file=folder.as_posix(),
        )
    return manifest


def _reject(outcome: Outcome, streams: Mapping[str, IO[bytes]], built: Built) -> None:
    built.counts.add(Counts(rejected=1))
    built.rejected.append(outcome.error)
    row = {
        "id": outcome.id,
        "path": outcome.found.path.as_posix(),
        "row": outcome.row,
        "reason": outcome.error,
    }
    if not outcome.row:
        del row["row"]
    streams["rejected.jsonl"].write(_bytes(json.dumps(row, ensure_ascii=False) + "\n"))


def _write_document(
    one: Annotated, standard: str, output: Path, streams: Mapping[str, IO[bytes]], built: Built
) -> None:
    document = one.checked.document
    name = safe_name(document.id)
    sentences = conllu.render(one, words=standard)
    _put(output, f"clean/{name}.txt", _bytes(txt.render(one)), built)
    _put(output, f"conllu/{name}.conllu", _bytes(sentences), built)
    streams["corpus.conllu"].write(_bytes(sentences))
    streams["corpus.jsonl"].write(_bytes(jsonl.render(one, added=_added())))
    streams["edits.jsonl"].write(_bytes(edits.render(one.checked)))
    streams["diagnostics.jsonl"].write(_bytes("".join(diagnostics.render(one.checked))))
    counts = count_annotated(one)
    built.counts.add(counts)
    built.errors += [f"{document.place}: {error}" for error in one.checked.errors]
    built.languages.add(one.checked.language)
    built.documents.append(
        {
            "id": document.id,
            "path": document.path,
            "name": name,
            "source_sha256": _sha256(_bytes(document.text)),
            "text_sha256": _sha256(_bytes(one.checked.text)),
            "words": counts.words,
        }
    )


def _write_docbin(annotated: Sequence[Annotated], output: Path, built: Built) -> None:
    try:
        data = docbin.render(annotated)
    except CorpuskitError as error:
        built.docbin = False
        built.errors.append(str(error))
        return
    _put(output, "corpus.spacy", data, built)


def _put(output: Path, path: str, data: bytes, built: Built) -> None:
    write_file(output / path, data)
    built.outputs[path] = _sha256(data)


def _write_pages(output: Path, built: Built, settings: Settings, segmenter: Segmenter, licence: str) -> None:
    """The label guideline and the dataset card."""
    write_file(output / "LABELS.md", _bytes(labels_page(settings.rules)))
    facts = card.Facts(
        counts=built.counts,
        name=output.resolve().name,
        languages=sorted(built.languages),
        licence=licence,
        words=segmenter.standard,
        version=__version__,
        files=sorted([*built.outputs, *STREAMS, *PAGES, MANIFEST]),
    )
    write_file(output / "README.md", _bytes(card.render(facts)))


def _added() -> str:
    """``SOURCE_DATE_EPOCH`` as a date; nothing where it is not set, so that two runs give the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).isoformat() if epoch.isdigit() else ""


def _remove_stale(output: Path, before: set[str], built: Built) -> None:
    """Remove what an earlier build made here and this one did not."""
    for path in sorted(before - set(built.outputs) - {*STREAMS, *PAGES}):
        stale = output / path
        if stale.is_file() and output.resolve() in stale.resolve().parents:
            stale.unlink()


def _write_manifest(output: Path, built: Built, settings: Settings, segmenter: Segmenter) -> None:
    for name in (*STREAMS, *PAGES):
        built.outputs[name] = _sha256((output / name).read_bytes())
    manifest = {
        "generator": GENERATOR,
        "complete": True,
        **_provenance(settings, segmenter),
        "counts": msgspec.to_builtins(built.counts),
        "documents": built.documents,
        "outputs": dict(sorted(built.outputs.items())),
    }
    write_file(output / MANIFEST, _json(manifest))


def _provenance(settings: Settings, segmenter: Segmenter) -> dict[str, Any]:
    """Everything that the bytes of the outputs depend on, beside the inputs."""
    return {
        "versions": {name: _version(name) for name in ("corpuskit", "numpy", "spacy")},
        "rules_sha256": settings.rules.fingerprint,
        "segmenter": {
            "name": segmenter.name,
            "standard": segmenter.standard,
            "sha256": segmenter.fingerprint,
        },
        "options": {
            "encoding": settings.encoding,
            "language": settings.language,
            "level": settings.level,
            "labels": settings.labels,
            "line_break_threshold": settings.line_break_threshold,
        },
    }


def _version(name: str) -> str | None:
    try:
        return __version__ if name == "corpuskit" else version(name)
    except PackageNotFoundError:
        return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: dict[str, Any]) -> bytes:
    return _bytes(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
