"""``corpuskit fix``: apply safe fixes in place."""

import argparse
import difflib
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from corpuskit.cli import common, forgiving, outputs, projects
from corpuskit.display import number
from corpuskit.errors import ConfigError, InputError
from corpuskit.files import replacing, write_file
from corpuskit.findings import Rules
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
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "fix", "apply safe fixes in place", EXAMPLES)
    common.add_inputs(parser, stdin=True)
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
    if "-" in args.paths:
        return _pipe(args, projects.groups_of(args, [], forgiver, level=level)[0].settings)
    inputs, errors = common.inputs_of(args, written=not args.diff)
    outputs.check_apart(inputs, args.edits, *(path for _, path in args.output))
    groups = projects.groups_of(args, inputs, forgiver, level=level)
    outcomes = projects.process(args, groups, inputs)
    done = list(common.progress(outcomes, len(inputs), quiet=args.quiet))
    errors += [one.error for one in done if one.error]
    checked = [one.checked for one in done if one.checked is not None]
    changed = [one for one in checked if one.text != one.document.text]
    if args.diff:
        for one in changed:
            sys.stdout.writelines(_diff(one))
    else:
        files = {id(one.checked): one.found.path for one in done}
        by_path = {found.path: group.settings for group in groups for found in group.inputs}
        ids = {one.document.id for one in changed}
        known = [one for one in checked if one.document.id in ids]
        changed = _write([(one, files[id(one)]) for one in known], args.edits, by_path, errors)
    errors += _report(args, checked, changed, projects.Rules(groups))
    common.complain([*errors, *(f"{c.document.place}: {e}" for c in checked for e in c.errors)])
    return common.exit_code(checked, errors, args.fail_on, left=True)


def _write(
    known: Sequence[tuple[Checked, Path]],
    record: str | None,
    settings: Mapping[Path, Settings],
    errors: list[str],
) -> list[Checked]:
    """Write what can be written of the changed ones of ``known``, its edits first; those that were.

    Each document comes with its file, whose name need not be the document's path: that one can always be
    printed. Unchanged ones that have the id of a changed one are recorded as such, so that `restore` tells
    them from texts that were edited by hand.
    """
    encoded: list[tuple[Checked, Path, bytes]] = []
    rows: dict[Path, list[Checked]] = {}
    for one, path in known:
        try:
            data = encode_back(one.document, one.text)
            # Rows are encoded again in their file: that these can be is all that is asked here.
            encoded.append((one, path, b"" if one.document.row else packed(path, data)))
        except InputError as error:
            errors.append(str(error))
    if record is not None:
        with replacing(Path(record)) as file:
            file.writelines(edits.render(one).encode() for one, _, _ in encoded)
    written = []
    for one, path, data in encoded:
        if one.text == one.document.text:
            continue
        if one.document.row:
            rows.setdefault(path, []).append(one)
            continue
        try:
            check_unchanged(one.document, path)
            write_file(path, data)
            written.append(one)
        except InputError as error:
            errors.append(str(error))
    for path, members in rows.items():
        try:
            texts = {one.document.row: (one.document.text, one.text) for one in members}
            rewrite_rows(path, texts, settings[path].fields, settings[path].encoding)
            written += members
        except InputError as error:
            errors.append(str(error))
    return written


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
    unwritten = outputs.write_reports(args, [_left(one)], settings.rules)
    if not args.quiet:
        sys.stderr.writelines(render(args.format, [_left(one)], settings.rules, counts=args.statistics))
    common.complain([*one.errors, *unwritten])
    return common.exit_code([one], unwritten, args.fail_on, left=True)


def _left(one: Checked) -> Checked:
    return replace(one, diagnostics=tuple(d for d in one.diagnostics if not d.fixed))


def _report(
    args: argparse.Namespace, checked: Sequence[Checked], written: Sequence[Checked], rules: Rules
) -> list[str]:
    """Tell what is left and how much was fixed; the reports that could not be written, and why."""
    out = sys.stderr if args.diff else sys.stdout
    left = [_left(one) for one in checked]
    unwritten = outputs.write_reports(args, left, rules)
    out.writelines(outputs.shown(args, left, rules))
    if not args.quiet and args.format in FOR_PEOPLE:
        fixed = sum(d.fixed for one in written for d in one.diagnostics)
        verb = "would fix" if args.diff else "fixed"
        of = f"{len(written):,} of {number(len(checked), 'document')}"
        print(f"{verb} {number(fixed, 'finding')} in {of}", file=out)
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
