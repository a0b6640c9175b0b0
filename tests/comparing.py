"""Says what differs between two answers of `evaluate --format json`."""

import math
from datetime import datetime

RELATIVE = 1e-9
ITEM = ("commitment", "unit", "indicator", "start")
UNIT = ("unit",)
INDICATOR = ("indicator", "kind")


def assert_same(result, expected):
    """Fails with a line for every value that differs; numbers may differ by 1e-9, relative.

    Items are compared in their order; units and indicators by their codes, whatever their order.
    """
    found = differences(result, expected)
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:40])


def differences(result, expected):
    """A line "place: result, expected" for every value that differs."""
    lists = {"items": ITEM, "units": UNIT, "indicators": INDICATOR}
    found = [
        f"{key}: {result.get(key)!r}, expected {expected.get(key)!r}"
        for key in sorted((result.keys() | expected.keys()) - lists.keys() - {"as_of"})
        if result.get(key) != expected.get(key)
    ]
    if datetime.fromisoformat(result["as_of"]) != datetime.fromisoformat(expected["as_of"]):
        found.append(f"as_of: {result['as_of']}, expected {expected['as_of']}")
    for name, keys in lists.items():
        found += _rows_differ(name, keys, result[name], expected[name])
    given, wanted = _order(result["items"]), _order(expected["items"])
    if given != wanted and sorted(given) == sorted(wanted):
        found.append(f"items: not in the order of the file: {given}, expected {wanted}")
    return found


def _order(items):
    return [_key(item, ITEM) for item in items]


def _key(row, keys):
    return tuple(str(row[key]) for key in keys)


def _rows_differ(name, keys, result, expected):
    given = {_key(row, keys): row for row in result}
    wanted = {_key(row, keys): row for row in expected}
    for rows, by_key, whose in ((result, given, "result"), (expected, wanted, "expected")):
        if len(rows) != len(by_key):
            yield f"{name}: a key stands twice in {whose}"
    for key in wanted.keys() - given.keys():
        yield f"{name} {key}: missing"
    for key in given.keys() - wanted.keys():
        yield f"{name} {key}: not expected"
    for key in (key for key in wanted if key in given):
        one, other = given[key], wanted[key]
        for column in sorted(one.keys() | other.keys()):
            if not _same(one.get(column, "no such key"), other.get(column, "no such key")):
                status = f" [{one['status']}, {other['status']}]" if name == "items" else ""
                yield (
                    f"{name} {' '.join(key)}{status} {column}: "
                    f"{one.get(column)!r}, expected {other.get(column)!r}"
                )


def _same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if _is_number(one) and _is_number(other):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=0.0)
    return type(one) is type(other) and one == other


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)
