"""What commitments and figures refer to."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.domain.definitions import Indicator, Label, Unit

COUNTS = {"numerator": Label("tử", "part"), "denominator": Label("mẫu", "whole")}


def indicator(code, kind, over_time, **more):
    label = Label(f"Chỉ tiêu {code}", f"Indicator {code}")
    given = {"unit": "%", "direction": "higher", "over_units": "none"} | more
    return Indicator(code=code, name=label, field="thu", kind=kind, over_time=over_time, **given)


@pytest.fixture
def indicators():
    """One of every kind: dung-han (a share), theo-linh-vuc (broken down), thoi-gian (minutes),
    sang-kien, hai-long, de-an, hang; quy and nam are quarterly and annual."""
    share = {"scale": Decimal(100), "share": True, **COUNTS}
    found = [
        indicator("dung-han", "ratio", "pooled", min=Decimal(0), max=Decimal(100), **share),
        indicator("theo-linh-vuc", "ratio", "pooled", breakdown="linh-vuc", **share),
        indicator("giai-ngan", "ratio", "month", breakdown="nguon", **share),
        indicator("thoi-gian", "ratio", "pooled", unit="phút", max=Decimal(60), **COUNTS),
        indicator("sang-kien", "count", "sum", unit="sáng kiến"),
        indicator("hai-long", "level", "last", unit="điểm", min=Decimal(1), max=Decimal(5)),
        indicator("de-an", "milestone", "last", unit=""),
        indicator("hang", "rank", "last", unit="hạng", direction="lower"),
        indicator("quy", "level", "last", unit="điểm", frequency="quarterly"),
        indicator("nam", "level", "last", unit="điểm", frequency="annual"),
    ]
    return {one.code: one for one in found}


@pytest.fixture
def units():
    """so-tu-phap, open at both ends; huyen-cu, which lived from 2020-01 to 2021-06."""
    life = {"valid_from": date(2020, 1, 1), "valid_to": date(2021, 6, 30)}
    found = [
        Unit("so-tu-phap", "Sở Tư pháp", "Justice", "so", None, None, None, None),
        Unit("huyen-cu", "Huyện cũ", "Old", "huyen", None, successor="so-tu-phap", **life),
    ]
    return {unit.code: unit for unit in found}
