"""What each command does: reads files, asks one service, prints its answer."""

import json
import unicodedata
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from kpis.domain.months import month_text
from kpis.domain.problems import Problem, Refused
from kpis.printing import complain, say, say_csv, say_table, words
from kpis.services import demonstration, exporting, loading, owing, submitting, verifying
from kpis.services.evaluation import evaluate as evaluate_month
from kpis.services.evaluation import known_at
from kpis.services.evaluation_json import as_json
from kpis.services.stores import Store, is_empty, making, open_existing
from kpis.ui.sentences import problem_line

SHOWN_CHANGES = 20
LONG = 200_000  # bytes of a file from which progress is shown


class Wrong(Exception):
    """An argument that can't be followed; the code names the sentence."""

    def __init__(self, code: str, /, **values: object):
        self.code, self.values = code, values
        super().__init__(code)


@contextmanager
def _store(options: Namespace) -> Iterator[Store]:
    store = open_existing(options.store)
    try:
        yield store
    finally:
        store.close()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Wrong("no_path", path=path, cause=error.strerror) from error


def _written(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Wrong("not_written", path=path, cause=error.strerror) from error


def init(options: Namespace) -> int:
    """Makes a store; refuses to touch one that holds data. What fails leaves no store behind."""
    with making(options.store) as store:
        if not is_empty(store):
            raise Refused([Problem("store.holds_data", values={"url": options.store})])
        if not options.demo:
            say(words(options, "init.done", url=options.store))
            return 0
        demonstration.load_demonstration(store, options.now)
        counts = verifying.verify(store).rows
        say(
            words(
                options,
                "init.demo",
                url=options.store,
                units=counts["unit"],
                commitments=counts["commitment"],
                figures=counts["figure"],
            )
        )
        return 0


def load(options: Namespace) -> int:
    """Imports one kind of file."""

    def progress(what: str, done: int, total: int) -> None:
        if size >= LONG:
            complain(words(options, f"progress.{what}", done=done, total=total))

    size = Path(options.path).stat().st_size if Path(options.path).is_file() else 0
    act = loading.Act("python -m kpis load", options.now, options.dry_run, progress)
    path = Path(options.path)
    with _store(options) as store:
        if options.what == "catalogue":
            files = {each.name: _bytes(each) for each in sorted(path.glob("*.yaml"))}
            if not files:
                raise Wrong("no_catalogue", path=path)
            loaded = loading.load_catalogue(store, files, act)
        elif options.what == "figures":
            how = {"publish": options.publish, "reason": options.reason}
            loaded = loading.load_figures(store, path.name, _bytes(path), act, **how)
        else:
            load_one = getattr(loading, f"load_{options.what}")
            loaded = load_one(store, path.name, _bytes(path), act)
    _say_loaded(options, loaded)
    return 0


def _say_loaded(options: Namespace, loaded: loading.Loaded) -> None:
    what = words(options, f"what.{loaded.what}")
    counts = {"new": loaded.new, "revised": loaded.revised, "unchanged": loaded.unchanged}
    say(words(options, "load.dry" if loaded.dry_run else "load.done", what=what, **counts))
    if loaded.dry_run:
        for state, name in loaded.changes[:SHOWN_CHANGES]:
            say(words(options, "load.change", state=words(options, f"state.{state}"), name=name))
        if len(loaded.changes) > SHOWN_CHANGES:
            say(words(options, "load.more", count=len(loaded.changes) - SHOWN_CHANGES))
    if loaded.submission is not None:
        say(words(options, "load.waiting", number=loaded.submission))
    if loaded.published_at_ignored:
        say(words(options, "load.instants", count=loaded.published_at_ignored))
    if loaded.warnings:
        say(words(options, "warnings", count=len(loaded.warnings)))
        for problem in loaded.warnings:
            say(problem_line(problem, options.language))


def evaluate(options: Namespace) -> int:
    """Prints who is where."""
    with _store(options) as store:
        evaluation = evaluate_month(store, options.month, options.as_of or options.now)
        known = evaluation.known
        _must_know("unknown_unit", options.unit, known.unit_number)
        _must_know("unknown_indicator", options.indicator, known.indicator_number)
        result = as_json(evaluation, options.unit, options.indicator)
    if options.format == "json":
        say(json.dumps(result, ensure_ascii=False, allow_nan=False))
    elif options.format == "csv":
        say_csv(result["items"])
    else:
        say_table(options, evaluation, result)
    return 0


def _must_know(code: str, asked: str | None, known) -> None:
    if asked is not None and asked not in known:
        near = get_close_matches(asked, known, 3) or sorted(known)[:3]
        raise Wrong(code, code=asked, near=", ".join(near) or "-")


def template(options: Namespace) -> int:
    """Writes the workbook of a unit and month."""
    with _store(options) as store:
        evaluation = evaluate_month(store, options.month, options.now)
        _must_know("unknown_unit", options.unit, evaluation.known.unit_number)
        rows = owing.owed(store, evaluation, options.unit)
        if not rows:
            raise Wrong("template.nothing", unit=options.unit, month=month_text(options.month))
        content = owing.make_template(store, evaluation, options.unit, options.language)
        deadline = owing.duty(evaluation.known, options.month).last_day
    _written(Path(options.output), content)
    shown = deadline.strftime("%d/%m/%Y")
    say(words(options, "template.done", path=options.output, rows=len(rows), deadline=shown))
    return 0


def check(options: Namespace) -> int:
    """Prints what a file says and what is wrong with it; writes nothing."""
    path = Path(options.file)
    content = _bytes(path)
    with _store(options) as store:
        known = known_at(store, options.now)
        _must_know("unknown_unit", options.unit, known.unit_number)
        checked = submitting.check_file(
            store,
            path.name,
            content,
            unit=options.unit,
            month=options.month,
            as_of=options.now,
            encoding=options.encoding,
        )
        _say_checked(options, known, checked)
    return 0 if checked.acceptable else 1


def _say_checked(options: Namespace, known, checked: submitting.Checked) -> None:
    understood = checked.understood
    say(
        words(
            options,
            "check.understood",
            figures=len(understood.figures),
            unit=checked.unit or "-",
            month="-" if checked.month is None else month_text(checked.month),
            missing=len(understood.missing),
            **{state: checked.count(state) for state in ("new", "revised", "unchanged")},
        )
    )
    for figure in understood.figures:
        member = "" if figure.member is None else f" ({figure.member})"
        counts = f"{figure.numerator}/{figure.denominator}"
        amount = counts if figure.value is None else str(figure.value)
        where = {"place": figure.place, "indicator": figure.indicator, "member": member}
        say(words(options, "check.figure", **where, amount=amount))
    for indicator, of in understood.missing:
        member = "" if of is None else f" ({of})"
        say(words(options, "check.missing", indicator=indicator, member=member))
    if checked.problems:
        say(words(options, "check.problems", count=len(checked.problems)))
    for problem in checked.problems:
        mark = "" if problem.blocking else f" [{words(options, 'check.warning')}]"
        say("  " + problem_line(problem, options.language) + mark)
    for encoding, lines in checked.previews.items():
        say(words(options, "check.preview", encoding=encoding))
        for line in lines:
            say(f"    {_harmless(line)}")
    say(words(options, "check.fine" if checked.acceptable else "check.not_fine"))


def _harmless(line: str) -> str:
    """A line of somebody's file without signs that a terminal would obey."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line)


def export(options: Namespace) -> int:
    """Writes everything as files."""
    folder = Path(options.folder)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Wrong("not_empty", path=folder)
    with _store(options) as store:
        files = exporting.export(store)
    for name, content in files.items():
        _written(folder / name, content)
    say(words(options, "export.done", files=len(files), path=folder))
    return 0


def verify(options: Namespace) -> int:
    """Checks the store; exit code 1 when something is wrong."""
    with _store(options) as store:
        verified = verifying.verify(store)
    counts = {"revision": verified.revision, "rows": sum(verified.rows.values())}
    if verified.sound:
        files = {"files": verified.files, "bytes": verified.bytes, "head": verified.head}
        say(words(options, "verify.sound", **counts, **files))
        return 0
    complain(words(options, "verify.faults", count=len(verified.faults)))
    for code, values in verified.faults:
        complain(problem_line(Problem(code, values=values), options.language))
    return 1


def serve(options: Namespace) -> int:
    """Starts the dashboard and stays. A store that can't be opened is refused before it listens."""
    open_existing(options.store).close()
    from kpis.server import serve as run_server  # imports Streamlit, which other commands spare

    run_server(options.store, options.host, options.port)
    return 0
