"""Stores in memory for tests, filled by the product's own loaders; helpers that speak the domain.

`SMALL` is a province of three units and five indicators, small enough to be known by heart.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kpis.domain.months import ICT, month_of
from kpis.services import loading
from kpis.services.evaluation import Evaluation, JudgedItem, evaluate
from kpis.store import database
from kpis.store.database import Store

HEADER = "unit,indicator,period,member,numerator,denominator,value,note,source,published_at\n"
SMALL = {
    "settings.yaml": """
reporting: {due_day: 5, due_month: next, window_start_day: 1}
tiers: ["=100", ">85", ">70", ">50"]
unit_kinds:
  so: {vi: "Sở, ban, ngành", en: Departments}
  huyen: {vi: Cấp huyện, en: Districts}
""",
    "catalogue/thu.yaml": """
- code: dung-han
  name: {vi: Tỷ lệ hồ sơ đúng hạn, en: Settled on time}
  unit: "%"
  kind: ratio
  share: true
  numerator: {vi: Số hồ sơ đúng hạn, en: On time}
  denominator: {vi: Tổng số hồ sơ, en: All}
  direction: higher
  frequency: monthly
  min: 0
  max: 100
- code: linh-vuc
  name: {vi: Đúng hạn theo lĩnh vực, en: On time by field}
  unit: "%"
  kind: ratio
  share: true
  numerator: {vi: Số hồ sơ đúng hạn, en: On time}
  denominator: {vi: Tổng số hồ sơ, en: All}
  direction: higher
  frequency: monthly
  breakdown: linh-vuc
- code: sang-kien
  name: {vi: Số sáng kiến, en: Initiatives}
  unit: sáng kiến
  kind: count
  direction: higher
  frequency: monthly
- code: hai-long
  name: {vi: Mức độ hài lòng, en: Satisfaction}
  unit: điểm
  kind: level
  direction: higher
  frequency: quarterly
  min: 0
  max: 100
- code: de-an
  name: {vi: Trình đề án, en: Plan submitted}
  unit: đề án
  kind: milestone
  direction: higher
  frequency: monthly
""",
    "units.csv": """\
code,name,name_en,kind,parent,valid_from,valid_to,successor
stp,Sở Tư pháp,Justice,so,,2010-01-01,,
snv,Sở Nội vụ,Home Affairs,so,,2010-01-01,,
vy,Thành phố Vĩnh Yên,Vinh Yen,huyen,,2010-01-01,,
""",
    "commitments.yaml": """
- id: CK-STP
  unit: stp
  document: "15/BCK-STP"
  signed_on: 2021-02-26
  signer: {name: Nguyễn Văn A, title: {vi: Giám đốc, en: Director}}
  counter_signer: {name: Trần Thị B, title: {vi: Chủ tịch UBND tỉnh, en: Chairman}}
  recorded: 2021-03-01T08:00:00+07:00
  items:
    - {indicator: dung-han, comparator: ">=", target: 95, start: 2021-01, due: 2021-12, weight: 2}
    - {indicator: sang-kien, comparator: ">=", target: 12, start: 2021-01, due: 2021-12}
- id: CK-SNV
  unit: snv
  document: "16/BCK-SNV"
  signed_on: 2021-02-26
  recorded: 2021-03-01T08:00:00+07:00
  items:
    - {indicator: dung-han, comparator: ">=", target: 90, start: 2021-01, due: 2021-12}
    - {indicator: hai-long, comparator: ">=", target: 80, start: 2021-01, due: 2021-12}
- id: CK-VY
  unit: vy
  document: "17/BCK-VY"
  signed_on: 2021-02-26
  recorded: 2021-03-01T08:00:00+07:00
  items:
    - {indicator: linh-vuc, comparator: ">=", target: 90, start: 2021-01, due: 2021-12, each: true}
    - {indicator: de-an, comparator: "=", target: 1, start: 2021-01, due: 2021-06}
""",
}


def at(text: str) -> datetime:
    """An instant as a clock in Vietnam shows it: "2021-04-02T09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ICT)


IMPORTED = at("2021-03-01T12:00")


def files_in(folder: Path) -> dict[str, str]:
    """The files of a folder in the formats of docs/formats.md, by relative name."""
    names = ["settings.yaml", "units.csv", "commitments.yaml", "figures.csv"]
    paths = [*(folder / name for name in names), *sorted(folder.glob("catalogue/*.yaml"))]
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in paths}


def load(store: Store, files: Mapping[str, str], *, now: datetime = IMPORTED) -> None:
    """Loads what there is of settings, catalogue, units, commitments, figures, in this order."""
    act, catalogue = loading.Act("người nhập", now), {}
    for name in [name for name in files if name.startswith("catalogue/")]:
        catalogue[name.removeprefix("catalogue/")] = files[name].encode()
    # An export numbers the earlier versions of the settings.
    for name in sorted(n for n in files if n.startswith("settings_")) + ["settings.yaml"]:
        if name in files:
            loading.load_settings(store, name, files[name].encode(), act)
    if catalogue:
        loading.load_catalogue(store, catalogue, act)
    if "units.csv" in files:
        loading.load_units(store, "units.csv", files["units.csv"].encode(), act)
    if "commitments.yaml" in files:
        name = "commitments.yaml"
        loading.load_commitments(store, name, files[name].encode(), act)
    if "figures.csv" in files:
        content = files["figures.csv"].encode()
        loading.load_figures(store, "figures.csv", content, act, publish=True)


def filled(files: Mapping[str, str] = SMALL, *, now: datetime = IMPORTED) -> Store:
    """A new store in memory with these files loaded."""
    store = database.create()
    load(store, files, now=now)
    return store


def row(unit: str, indicator: str, month: str, *amounts: object, **more: str) -> str:
    """A line of figures.csv. amounts: a numerator and a denominator, or a value."""
    counts = [str(amount) for amount in amounts] if len(amounts) == 2 else ["", ""]
    value = str(amounts[0]) if len(amounts) == 1 else ""
    rest = [more.get(key, "") for key in ("note", "source", "published_at")]
    return ",".join([unit, indicator, month, more.get("member", ""), *counts, value, *rest]) + "\n"


def publish(store: Store, *figure: object, when: str, **more: str) -> None:
    """Publishes one figure at an instant: publish(store, "stp", "dung-han", "2021-03", 90, 100,
    when="2021-04-02T09:00")."""
    text = HEADER + row(*figure, published_at=at(when).isoformat(), **more)
    act = loading.Act("người nhập", at(when))
    loading.load_figures(store, "figures.csv", text.encode(), act, publish=True)


def judged(store: Store, month: str, when: str) -> Evaluation:
    """A month as known at an instant of Vietnam's clock."""
    return evaluate(store, month_of(month), at(when))


def item(store: Store, unit: str, indicator: str, month: str, when: str) -> JudgedItem:
    """The one item of a unit on an indicator."""
    [found] = judged(store, month, when).items_of(unit=unit, indicator=indicator)
    return found
