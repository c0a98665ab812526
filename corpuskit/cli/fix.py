"""``corpuskit fix``: apply safe fixes in place."""

import argparse
import difflib
import io
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.cli import common, forgiving, outputs, projects
from corpuskit.cli.spool import Spool
from corpuskit.display import number
from corpuskit.errors import ConfigError, InputError, printable
from corpuskit.files import replacing, write_file
from corpuskit.findings import Failure, Rules
from corpuskit.formats import edits
from corpuskit.model import Checked, Document, Fix
from corpuskit.readers import check_unchanged, encode_back, packed, rewrite_rows
from corpuskit.reports import FOR_PEOPLE, render
from corpuskit.run import Settings, Worker

EXAMPLES = """\
  corpuskit fix notes.txt
  corpuskit fix --diff corpus                   what would be written
  corpuskit fix --edits edits.jsonl corpus      keep what restore needs
  corpuskit fix --unsafe-fixes --select PU a.txt
  pdftotext paper.pdf - | corpuskit fix -
  corpuskit fix -q --stdin-filename docs/a.md -   as an editor asks, on saving
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "fix", "apply safe fixes in place", EXAMPLES)
    common.add_inputs(parser, stdin=True)
    outputs.add_stdin_filename(parser)
    common.add_rules(parser)
    common.add_census(parser)
    projects.add_force_exclude(parser)
    parser.add_argument("--unsafe-fixes", action="store_true", help="fixes too that may change what is meant")
    parser.add_argument("--diff", action="store_true", help="print what would be written; write nothing")
    parser.add_argument(
        "--edits", metavar="FILE", help="write edits.jsonl, from which restore gives the sources back"
    )
    outputs.add_reports(parser, "how to report what is left (default: text)")
    common.add_statistics(parser)
    forgiving.add_forgiving(parser)
    common.add_fail_on(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: nothing is left; 1: findings are left; 2: an input could not be read or written."""
    if args.diff and args.edits:
        raise ConfigError("--edits with --diff, which writes nothing; allowed: one of them")
    level = Fix.UNSAFE if args.unsafe_fixes else Fix.SAFE
    forgiver = forgiving.forgiver_of(args)
    if outputs.is_stdin(args):
        group = projects.group_of_stdin(args, forgiver, level=level)
        return _pipe(args, group.settings) if group else _pass_through(args)
    inputs, errors = common.inputs_of(args, written=not args.diff)
    outputs.check_apart(inputs, args.edits, *(path for _, path in args.output))
    groups = projects.groups_of(args, inputs, forgiver, level=level)
    outcomes = projects.process(args, groups, inputs)
    checked, paths = Spool(), list[Path]()
    ids = set[str]()
    for one in common.progress(outcomes, len(inputs), quiet=args.quiet):
        if one.error:
            errors.append(common.failure_of(one))
        if one.checked is not None:
            checked.add(one.checked)
            paths.append(one.found.path)
            errors += common.faults_of(one.checked)
            if _is_changed(one.checked):
                ids.add(one.checked.document.id)
    failed = set[_Place]()
    if args.diff:
        written = _show(filter(_is_changed, checked))
    else:
        by_path = {found.path: group.settings for group in groups for found in group.inputs}
        known = partial(_known, checked, paths, ids)
        written = _write(known, args.edits, by_path, errors, failed)
    left = _Left(checked, paths, failed)
    errors += _report(args, left, len(paths), written, rules=projects.Rules(groups), errors=errors)
    common.complain(errors)
    return common.exit_code(checked, errors, args.fail_on, left=True)


#: A document by its file and its row there; a whole file has row 0.
_Place = tuple[Path, int]


def _is_changed(one: Checked) -> bool:
    return one.text != one.document.text


class _Written(msgspec.Struct, frozen=True):
    """How many documents were written, and how many findings were fixed there."""

    documents: int = 0
    findings: int = 0

    @classmethod
    def of(cls, one: Checked) -> "_Written":
        """Of a document that was written."""
        return cls(1, sum(found.fixed for found in one.diagnostics))

    def __add__(self, other: "_Written") -> "_Written":
        return _Written(self.documents + other.documents, self.findings + other.findings)


def _show(changed: Iterable[Checked]) -> _Written:
    """Print what would be written."""
    total = _Written()
    for one in changed:
        sys.stdout.writelines(_diff(one))
        total += _Written.of(one)
    return total


def _known(checked: Spool, paths: Sequence[Path], ids: Collection[str]) -> Iterator[tuple[Checked, Path]]:
    """The documents that have one of ``ids``, each with its file, whose name need not be the document's path:
    that one can always be printed."""
    for one, path in zip(checked, paths, strict=True):
        if one.document.id in ids:
            yield one, path


def _write(
    known: Callable[[], Iterable[tuple[Checked, Path]]],
    record: str | None,
    settings: Mapping[Path, Settings],
    errors: list[Failure],
    failed: set[_Place],
) -> _Written:
    """Write what can be written of the changed ones of ``known``, the edits of all before.

    What cannot be written is added to ``failed``, and ``errors`` say why. Unchanged ones that have the id of
    a changed one are recorded as such, so that `restore` tells them from texts that were edited by hand.
    """
    told = errors
    if record is not None:
        with replacing(Path(record)) as file:
            file.writelines(edits.render(one).encode() for one, _ in _fitting(known(), errors, failed))
        told = []  # of the same documents, once more
    changed = (pair for pair in _fitting(known(), told, failed) if _is_changed(pair[0]))
    total = _Written()
    for path, pairs in groupby(changed, itemgetter(1)):
        try:
            done = _write_file((one for one, _ in pairs), path, settings[path])
        except InputError as error:
            errors.append(_unwritten(error, path))
            failed.add((path, 0))
        else:
            total += done
    return total


def _unwritten(error: InputError, path: Path, row: int = 0) -> Failure:
    """Why ``path``, or a row of it, was not written."""
    return Failure(str(error), printable(path.as_posix()), row or error.line)


def _fitting(
    known: Iterable[tuple[Checked, Path]], errors: list[Failure], failed: set[_Place]
) -> Iterator[tuple[Checked, Path]]:
    """Those of ``known`` that their encoding can hold; all others are ``failed``, and ``errors`` say why."""
    for one, path in known:
        try:
            encode_back(one.document, one.text)
        except InputError as error:
            errors.append(_unwritten(error, path, one.document.row))
            failed.add((path, one.document.row))
        else:
            yield one, path


def _write_file(changed: Iterator[Checked], path: Path, settings: Settings) -> _Written:
    """Write the changed documents of a file: its text, or the texts of some of its rows."""
    first = next(changed)
    if not first.document.row:
        data = packed(path, encode_back(first.document, first.text))
        check_unchanged(first.document, path)
        write_file(path, data)
        return _Written.of(first)
    total, texts = _Written(), {}
    for one in chain([first], changed):
        texts[one.document.row] = one.document.text, one.text
        total += _Written.of(one)
    rewrite_rows(path, texts, settings.fields, settings.encoding)
    return total


def _pipe(args: argparse.Namespace, settings: Settings) -> int:
    """Standard input to standard output; findings that are left go to standard error."""
    document = outputs.read_stdin(args, settings.encoding)
    (outcome,) = Worker(settings).process([document])
    one = outcome if isinstance(outcome, Checked) else outcome.checked
    if args.diff:
        sys.stdout.writelines(_diff(one))
    else:
        sys.stdout.buffer.write(encode_back(document, one.text))
    if args.edits:
        write_file(Path(args.edits), edits.render(one).encode())
    failures = common.faults_of(one)
    failures += outputs.write_reports(args, [_left(one)], settings.rules, failures)
    if not args.quiet:
        told = () if args.format in FOR_PEOPLE else failures
        sys.stderr.writelines(render(args.format, [_left(one)], settings.rules, told, counts=args.statistics))
    common.complain(failures)
    return common.exit_code([one], failures, args.fail_on, left=True)


def _pass_through(args: argparse.Namespace) -> int:
    """Standard input as it is, which the configuration excludes."""
    if not args.diff:
        sys.stdout.buffer.write(outputs.open_stdin().read())
    return 0


def _left(one: Checked) -> Checked:
    return replace(one, diagnostics=tuple(d for d in one.diagnostics if not d.fixed))


class _Left(Iterable[Checked]):
    """Documents with the findings that were not fixed: all of those in what ``failed`` to be written."""

    def __init__(self, checked: Spool, paths: Sequence[Path], failed: Collection[_Place]) -> None:
        self._checked, self._paths, self._failed = checked, paths, failed

    def __iter__(self) -> Iterator[Checked]:
        for one, path in zip(self._checked, self._paths, strict=True):
            stays = (path, 0) in self._failed or (path, one.document.row) in self._failed
            yield one if stays else _left(one)


def _report(
    args: argparse.Namespace,
    left: Iterable[Checked],
    documents: int,
    written: _Written,
    *,
    rules: Rules,
    errors: Sequence[Failure],
) -> list[Failure]:
    """Tell what is left, the ``errors`` and how much was fixed; why some reports could not be written."""
    out = sys.stderr if args.diff else sys.stdout
    unwritten = outputs.write_reports(args, left, rules, errors)
    out.writelines(outputs.shown(args, left, rules, [*errors, *unwritten]))
    if not args.quiet and args.format in FOR_PEOPLE:
        verb = "would fix" if args.diff else "fixed"
        of = f"{written.documents:,} of {number(documents, 'document')}"
        print(f"{verb} {number(written.findings, 'finding')} in {of}", file=out)
    return unwritten


def _header(side: str, name: str) -> str:
    r"""A file's name as git writes it there.

    >>> _header("a", "甲 乙.txt"), _header("a", "甲\n乙.txt")
    ('a/甲 乙.txt\t', '"a/甲\\n乙.txt"')
    """
    if any(mark in name for mark in '\n\t"\\'):
        import json  # seldom asked for

        return json.dumps(f"{side}/{name}", ensure_ascii=False)
    return f"{side}/{name}" + "\t" * (" " in name)


def _lines(text: str) -> list[str]:
    return [*io.StringIO(text, newline="\n")]


def _diff(one: Checked) -> list[str]:
    """A unified diff, as ``git diff`` prints it: of the bytes of a UTF-8 file, whose lines end in U+000A."""
    document: Document = one.document
    name = document.place
    bom = "\ufeff" * document.origin.bom
    before, after = _lines(bom + document.text), _lines(bom + one.text)
    lines = difflib.unified_diff(before, after, _header("a", name), _header("b", name))
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
