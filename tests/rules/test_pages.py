import pytest

from corpuskit.kinds.characters import CLASSES
from corpuskit.rules import load_rules
from corpuskit.rules.pages import labels_page, rule_page, rules_page
from corpuskit.rules.reference import rule_file_reference
from tests.rules.conftest import WritePack, rule


def test_a_page_shows_message_reason_place_and_examples(write_pack: WritePack) -> None:
    examples = "[{ bad = '坏\\u200b', good = '好', hits = 2 }, { ok = \"甲\\n 乙\\n\" }]"
    page = rules_page(
        load_rules([write_pack(rule("TOY001", examples=examples.replace("'", '"')))], shipped=False)
    )
    assert "| TOY001 | toy-toy001 | toy | warning | none | stable |" in page
    assert "### TOY001 toy-toy001\n\n> “{found}”应为“{prefer}”\n\nbecause\n" in page
    assert "kind toy, warning, fix none, stable\n" in page
    assert (
        "- wrong (2 hits): `坏\\u200b`\n  becomes: `好`\n- right:\n\n  ```text\n  甲\n   乙\n  ```\n" in page
    )


def test_the_label_guideline_is_prose_with_its_examples(write_pack: WritePack) -> None:
    body = "[[example]]\ntext = '李白'\ntags = ['PER:李白']\n" + rule("TOY001")
    path = write_pack(f'guideline = "Titles stand outside."\n{body}')
    page = labels_page(load_rules([path], shipped=False))
    assert page.endswith("Titles stand outside.\n\n- `李白` → `PER:李白`\n")


def test_the_reference_tells_the_keys_of_every_kind() -> None:
    page = rule_file_reference()
    assert (
        '### kind = "toy"' in page
        and "Looks at the stage text; its message may say `{found}`, `{prefer}`." in page
    )
    assert "| `look_for` | text | needed |\n| `names` | text or list of text |  |\n" in page
    assert "| `blocks` | list of block types |  |" in page.split("### blocks")[1].split("###")[0]
    pairs, terms = (page.split(f'kind = "{kind}"')[1].split("###")[0] for kind in ("pairs", "term"))
    assert "| `not_blocks` | list of block types | `verse`, `code`, `table`, `furniture` |" in pairs
    assert "in which blocks it looks" in terms and "_blocks" not in terms
    assert "| `severity` | `error`, `warning`, `info` | `warning` |" in page
    assert all(f"`{name}`" in page for name in CLASSES)


def test_the_reference_says_what_the_keys_are_for_that_rules_on_labels_share() -> None:
    page = rule_file_reference()
    labels = page.split("### labels")[1].split("###")[0]
    shared = ("exceptions", "without", "words", "trusted", "against", "schemes", "priority")
    assert all(f"`{key}`" in labels.split("| key |")[0] and f"| `{key}` |" in labels for key in shared)
    for kind in ("entity", "model"):
        own = page.split(f'kind = "{kind}"')[1].split("### ")[0]
        assert "It has the keys of labels" in own
        assert not [key for key in shared if f"| `{key}` |" in own]


@pytest.mark.parametrize(
    ("scope", "words"),
    [("blocks = ['heading', 'note']", ", only in heading, note"), ("not_blocks = ['code']", ", not in code"),
     ("", "stable\n")],
)  # fmt: skip
def test_a_page_tells_in_which_blocks_a_rule_looks(write_pack: WritePack, scope: str, words: str) -> None:
    (entry,) = load_rules([write_pack(f"{rule('TOY001')}{scope}\n")], shipped=False).entries
    assert words in rule_page(entry.rule)


def test_a_page_of_a_rule_that_is_off_tells_what_turns_it_on(write_pack: WritePack) -> None:
    (entry,) = load_rules([write_pack(f"{rule('TOY001')}status = 'preview'\n")], shipped=False).entries
    assert "preview (off unless `--preview` or `--select TOY001`)" in rule_page(entry.rule)
