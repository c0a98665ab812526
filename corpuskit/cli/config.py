"""``corpuskit config``: what holds for a file, and from where."""

import argparse
from pathlib import Path

import msgspec

from corpuskit.cli import common, projects
from corpuskit.config import Config, Project

EXAMPLES = """\
  corpuskit config                             here
  corpuskit config news/2024/a.txt             for a file
  corpuskit config --config "select=['LB']"    with a key set
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "config", "show what holds for a file, and from where", EXAMPLES)
    parser.add_argument("file", nargs="?", metavar="FILE", help="a file or folder (default: here)")
    common.add_rules(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; a wrong configuration is an error (2)."""
    path = Path(args.file or ".")
    project = common.project_of(args, path if path.is_dir() else path.parent)
    rules = common.rules_of(args, project.config)
    print(f"file       {path.as_posix()}{_excluded(path, project)}")
    print(f"nearest    {project.path.as_posix() if project.path else 'no configuration'}")
    on = rules.selected - projects.ignored_codes(path, project, rules)
    print(f"rules      {len(on)} of {len(rules.entries)} are on\n")
    values = msgspec.to_builtins(project.config)
    for field in msgspec.structs.fields(Config):
        value = msgspec.json.encode(values[field.encode_name]).decode()
        print(f"{field.encode_name} = {value}  # {project.origins.get(field.encode_name, 'default')}")
    return 0


def _excluded(path: Path, project: Project) -> str:
    return ", which is excluded" if projects.is_excluded(path, project) else ""
