"""The plain second statement, what it is compared with, and what it is tried on."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import plain, provinces
from tests.comparing import assert_same, differences

SHARED = Path(__file__).parents[1] / "../shared"
EXPECTED = sorted(
    [*SHARED.glob("cases/case-*/expected_*.json"), *SHARED.glob("data/nhs-*/expected_*.json")]
)
read = cache(plain.read)


@pytest.mark.skipif(not EXPECTED, reason="../shared is not here")
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_plain_statement_gives_what_is_expected(path):
    expected = json.loads(path.read_text())
    as_of = datetime.fromisoformat(expected["as_of"])
    assert_same(plain.evaluate(read(path.parent), expected["month"], as_of), expected)


def test_what_differs_is_named_by_place_and_value():
    was = _answer(3)
    item = {**was["items"][0], "status": "praised", "expected": [1.0, 2.0]}
    now = {**was, "items": [item, *was["items"][1:]], "units": was["units"][1:]}
    found = differences(now, was)
    place = " ".join(item[key] for key in ("commitment", "unit", "indicator", "start"))
    assert [line for line in found if place in line and "praised" in line], found
    assert [line for line in found if place in line and "[1.0, 2.0]" in line], found
    assert f"units ({was['units'][0]['unit']!r},): missing" in found
    assert len(found) == 3


def test_a_number_may_differ_by_a_rounding_and_by_no_more():
    was = _answer(3)
    for factor, same in ((1 + 1e-12, True), (1 + 1e-8, False)):
        items = [{**item, "weight": item["weight"] * factor} for item in was["items"]]
        assert (differences({**was, "items": items}, was) == []) is same


def test_a_seed_gives_the_same_province_and_moments_again():
    first = provinces.province(11), provinces.moments(11)
    provinces._made.cache_clear()
    assert (provinces.province(11), provinces.moments(11)) == first
    assert provinces.province(12) != first[0]


def test_generated_provinces_meet_every_status_comparator_and_pace_and_ties():
    seen, promised = set(), set()
    for seed in range(20):
        province = _province(seed)
        for month, as_of in provinces.moments(seed):
            seen |= set(_seen_in(plain.evaluate(province, month, as_of)))
        items = [item.signed for each in province.commitments for item in each.items]
        promised |= {(item.comparator, item.pace) for item in items}
    statuses = ["not_due", "awaiting", "no_data", "no_activity", "fulfilled", "missed"]
    statuses += ["on_track", "at_risk", "off_track"]
    marks = ["out of reach", "not weighted", "a member", "a gap", "at the target", "tied ranks"]
    assert seen >= {*statuses, *marks}
    single = {
        (comparator, pace)
        for comparator in (">=", ">", "<=", "<", "=")
        for pace in ("hold", "linear", "steps", "at_due")
    }
    assert promised >= single | {("between", "hold"), ("between", "at_due")}


def _province(seed):
    with TemporaryDirectory() as folder:
        provinces.write(provinces.province(seed), folder)
        return plain.read(folder)


def _answer(seed):
    month, as_of = provinces.moments(seed)[-1]
    return plain.evaluate(_province(seed), month, as_of)


def _seen_in(answer):
    for item in answer["items"]:
        yield item["status"]
        marks = {
            "out of reach": item["out_of_reach"],
            "not weighted": not item["weighted"],
            "a member": item["member"],
            "a gap": item["gaps"],
            "at the target": item["actual"] is not None and item["actual"] == item.get("target"),
        }
        yield from (mark for mark, there in marks.items() if there)
    ranks = [(unit["kind"], unit["rank"]) for unit in answer["units"] if unit["rank"]]
    if len(set(ranks)) < len(ranks):
        yield "tied ranks"
