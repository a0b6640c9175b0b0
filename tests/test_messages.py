"""Both languages say the same things, every message is used, and every use exists."""

import ast
import re
from pathlib import Path

import pytest

from kpis.ui.text import LANGUAGES, messages

ROOT = Path(__file__).parents[1]
SCREENS = [ROOT / "dashboard.py", *ROOT.glob("pages/*.py"), *ROOT.glob("kpis/ui/*.py")]


def uses():
    """Every call of text and template: where it is, its key, the names of its values."""
    for path in SCREENS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("text", "template"):
                values = {keyword.arg for keyword in node.keywords}
                yield f"{path.name}:{node.lineno}", node.args[1], values


def test_keys_are_written_out_where_they_are_used():
    assert [where for where, key, _ in uses() if not isinstance(key, ast.Constant)] == []


def test_every_message_is_used_and_every_use_exists():
    used = {key.value for _, key, _ in uses()}
    assert sorted(used - messages("vi").keys()) == []
    assert sorted(messages("vi").keys() - used) == []


def test_every_language_says_the_same_things():
    vi, en = (messages(language) for language in LANGUAGES)
    assert vi.keys() == en.keys()
    for key in vi:
        assert places(vi[key]) == places(en[key]), key


def places(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)", message))


def test_every_place_of_a_message_is_given_a_value():
    for where, key, values in uses():
        if None not in values and values:  # **values can't be seen here
            assert places(messages("vi")[key.value]) == values, where


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_sentences_and_not_markup(language):
    for key, message in messages(language).items():
        assert isinstance(message, str) and message.strip(), key
        assert not re.search(r"[<>]|\d\.\d", message), key


def test_vietnamese_messages_are_in_composed_form():
    import unicodedata

    for key, message in messages("vi").items():
        assert unicodedata.is_normalized("NFC", message), key
