"""Every problem has a sentence in every language, and every sentence a problem."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter
from unicodedata import is_normalized

import pytest
import yaml

from kpis.ui.sentences import LANGUAGES

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "store", "exchange", "services")


@cache
def sentences(language):
    path = ROOT / f"kpis/ui/messages/problems.{language}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def code():
    """What a code looks like: the beginnings are those that the sentences have."""
    beginnings = {code.partition(".")[0] for code in sentences("vi")}
    return re.compile(rf"({'|'.join(sorted(beginnings))})\.(?!yaml$|csv$)[a-z0-9_]+")


@cache
def literal_codes(folder):
    """The literal codes of a part of the source, and where each stands."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and code().fullmatch(node.value):
                found.setdefault(node.value, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def blanks(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_in_the_source_has_a_sentence(layer, language):
    codes = literal_codes(f"kpis/{layer}")
    assert {c: at for c, at in codes.items() if c not in sentences(language)} == {}


def test_every_sentence_belongs_to_a_code_in_the_source():
    used = literal_codes("kpis") | literal_codes("pages")
    assert [c for c in sentences("vi") if c not in used] == []


def test_both_languages_have_the_same_sentences_with_the_same_blanks():
    vi, en = (sentences(language) for language in LANGUAGES)
    assert list(vi) == list(en)
    assert {c for c in vi if blanks(vi[c]) != blanks(en[c])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_and_in_nfc(language):
    for code, sentence in sentences(language).items():
        assert is_normalized("NFC", sentence), code
        assert sentence.endswith((".", "?", "}")), code
        assert sentence == sentence.strip(), code


def test_no_sentence_is_given_twice():
    for language in LANGUAGES:
        path = ROOT / f"kpis/ui/messages/problems.{language}.yaml"
        codes = re.findall(r"^([a-z_.]+):", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(codes) == len(set(codes))
