from corpuskit.rules import load_rules
from corpuskit.rules.pages import labels_page, rules_page
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
    assert "| `severity` | `error`, `warning`, `info` | `warning` |" in page
