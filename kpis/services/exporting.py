"""Everything out, as the files of docs/formats.md: loaded into an empty store they give the same
answers at every instant."""

from collections.abc import Sequence
from dataclasses import replace

from kpis.domain.figures import Figure
from kpis.exchange.writing import (
    write_catalogue,
    write_commitments,
    write_figures,
    write_settings,
    write_units,
)
from kpis.services.loading import END_OF_TIME
from kpis.store import definitions
from kpis.store.commitments import commitments
from kpis.store.database import Store
from kpis.store.figures import Version, figure_versions


def export(store: Store) -> dict[str, bytes]:
    """The files by their names in the folder, UTF-8.

    Definitions with several versions carry each with its instant; what has one has none, as it
    counts since ever. Earlier settings are settings_1.yaml, settings_2.yaml ... Figures that wait
    for review are not part of it.
    """
    catalogue = write_catalogue(_dated(definitions.indicator_versions(store)))
    texts = {f"catalogue/{name}": text for name, text in catalogue.items()}
    *earlier, current = _settings(store)
    texts |= {f"settings_{n}.yaml": write_settings(s) for n, s in enumerate(earlier, start=1)}
    texts["settings.yaml"] = write_settings(current)
    texts["units.csv"] = write_units(_dated(definitions.unit_versions(store)))
    texts["commitments.yaml"] = write_commitments(commitments(store, END_OF_TIME))
    published = figure_versions(store, as_of=END_OF_TIME)
    in_order = sorted(published, key=lambda version: version.sequence)
    texts["figures.csv"] = write_figures(map(_figure, in_order))
    return {name: text.encode("utf-8") for name, text in sorted(texts.items())}


def _settings(store: Store) -> list:
    versions = definitions.setting_versions(store) or [
        definitions.settings_known_at(store, END_OF_TIME)
    ]
    return [replace(versions[0], recorded=None)] if len(versions) == 1 else versions


def _dated(versions: Sequence) -> list:
    """Versions; the only one of a code without its instant."""
    count: dict[str, int] = {}
    for version in versions:
        count[version.code] = count.get(version.code, 0) + 1
    return [v if count[v.code] > 1 else replace(v, recorded=None) for v in versions]


def _figure(version: Version) -> Figure:
    return Figure(
        unit=version.unit,
        indicator=version.indicator,
        period=version.period,
        member=version.member,
        numerator=version.numerator,
        denominator=version.denominator,
        value=version.value,
        note=version.note or version.reason,
        source=version.source,
        published_at=version.published_at,
    )
