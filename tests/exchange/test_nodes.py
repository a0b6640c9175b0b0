"""YAML as a tree, and everything in YAML that is not ours."""

import pytest

from kpis.exchange.nodes import Keyed, Several, Text, yaml_tree
from kpis.exchange.notes import Notes
from tests.exchange.saying import said


def tree(text):
    notes = Notes("a.yaml")
    root = yaml_tree(text.encode() if isinstance(text, str) else text, notes)
    return root, said(notes.problems)


def plain(node):
    if isinstance(node, Keyed):
        return {key: plain(value) for key, value in node.nodes.items()}
    return [plain(value) for value in node.nodes] if isinstance(node, Several) else node.text


def test_texts_stay_as_they_were_typed_and_know_their_lines():
    root, problems = tree("a: no\nb:\n  - 08\n  - 2021-01\nc: 12:30\n")
    assert not problems
    assert plain(root) == {"a": "no", "b": ["08", "2021-01"], "c": "12:30"}
    assert root.places == {"a": "1", "b": "2", "c": "5"}
    assert root.nodes["b"].nodes[1] == Text("2021-01", "4")


def test_a_comma_in_an_unquoted_label_belongs_to_it():
    root, problems = tree("{so: {vi: Sở,  ban, ngành 😀, en: Departments}, n: 1,5}")
    assert not problems
    assert plain(root) == {"so": {"vi": "Sở, ban, ngành 😀", "en": "Departments"}, "n": "1,5"}


def test_a_key_without_value_is_not_joined_to_the_text_before_it():
    root, _ = tree("{vi: Sở, ban: , en: D}")
    assert plain(root) == {"vi": "Sở", "ban": "", "en": "D"}
    assert not root.nodes["ban"].given


def test_text_is_brought_to_nfc_and_a_byte_order_mark_is_no_text():
    root, problems = tree('\ufeffa: Sở\r\nb: "o\\u0302"\r\n'.encode())
    assert not problems
    assert plain(root) == {"a": "Sở", "b": "ô"}


@pytest.mark.parametrize("empty", ["null", "~", ""])
def test_null_is_not_a_text_and_the_word_in_quotes_is(empty):
    root, _ = tree(f"a: {empty}\nb: 'null'\n")
    assert [root.nodes["a"].given, root.nodes["b"].given] == [False, True]


WRONG = [
    ("", "a.yaml: there is nothing in the file; please check that it is the right one."),
    ("# only a comment\n", "a.yaml: there is nothing in the file; please check"),
    ("a: 1\nb: 2\na: 3\n", "a.yaml:3: a: given twice, first on line 1; leave one out."),
    ("a: &x 1\nb: *x\n", "a.yaml:1: YAML: the reference “x” (& or *) is not accepted"),
    ("a: *x\n", "a.yaml:1: YAML: the reference “x” (& or *) is not accepted"),
    (
        "a:\n  !!python/name:os.x y\n",
        "a.yaml:2: YAML: the tag “tag:yaml.org,2002:python/name:os.x”",
    ),
    ("[" * 25 + "]" * 25, "a.yaml:1: YAML: nested more than 20 deep"),
    ("? [a]\n: 1\n", "a.yaml:1: YAML: a key is a word"),
    ("a: 1\n---\nb: 2\n", "a.yaml:2: YAML: a file is one document"),
    ("a:\n\tb: 1\n", "a.yaml:2: YAML: the line begins with a tab; indent with spaces."),
    ("a: 1\nb: >=\n", "a.yaml:2: YAML: “=” begins with a sign that means something else"),
    ("unit: %\n", "a.yaml:1: YAML: “%” begins with a sign that means something else"),
    ("tiers: [>85]\n", "a.yaml:1: YAML: “>85]” begins with a sign"),
    ("a: 1\nb: one: two\n", "a.yaml:2: YAML: a colon and a space stand within a text"),
    ("a: 1\nb: 'open\nc: 2\n", "a.yaml:2: YAML: a quote opened on this line is never closed"),
    ("a: [1\nb: 2\n", "a.yaml:2: not YAML: did not find expected ',' or ']'"),
    ("a: 1\nb: \x07\n", "a.yaml:2: there is an invisible character U+0007"),
    (b"a: 1\nb: \xff\n", "a.yaml:2: byte 0xFF (number 9 of the file) is not UTF-8"),
    ("a: 1\n".encode("utf-16"), "a.yaml:1: byte 0xFF (number 1 of the file) is not UTF-8"),
    ("a: 1\n".encode("utf-16-le"), "a.yaml:1: there is an invisible character U+0000"),
]


@pytest.mark.parametrize("text, expected", WRONG)
def test_what_is_not_ours_is_named_with_its_line(text, expected):
    _, problems = tree(text)
    assert len(problems) == 1
    assert problems[0].startswith(expected)


def test_many_references_to_references_cost_nothing():
    doubling = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    _, problems = tree(doubling)
    assert len(problems) == 1


def test_brackets_without_end_are_refused_and_not_followed():
    _, problems = tree("[" * 100_000)
    assert len(problems) == 1
