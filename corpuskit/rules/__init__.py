"""Rule files to rule sets: load, prove, order, select, fingerprint."""

from corpuskit.rules.files import shipped_root
from corpuskit.rules.load import load_rules
from corpuskit.rules.ruleset import Entry, Finder, Pack, RuleSet, Tagging, kind_of, tagging_rules
from corpuskit.rules.schema import rule_file_schema
from corpuskit.rules.selection import fits, nearest, outdated, redirects, selected_codes

__all__ = [
    "Entry",
    "Finder",
    "Pack",
    "RuleSet",
    "Tagging",
    "fits",
    "kind_of",
    "load_rules",
    "nearest",
    "outdated",
    "redirects",
    "rule_file_schema",
    "selected_codes",
    "shipped_root",
    "tagging_rules",
]
