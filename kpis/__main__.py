"""The command line: arguments in, one service, one printing function out. docs/formats.md."""

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from datetime import UTC, datetime

from kpis import commands
from kpis.domain.months import month_of
from kpis.domain.problems import Problem, Refused
from kpis.printing import complain
from kpis.services import submitting
from kpis.services.stores import StoreError, default_url
from kpis.ui.sentences import LANGUAGES, problem_line, sentence

DONE, REFUSED, BAD_ARGUMENTS = 0, 1, 2
FIRST_YEAR, LAST_YEAR = 1900, 9998  # what can be moved between time zones and months
WHAT = ("settings", "catalogue", "units", "commitments", "figures")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = _parser(_language(given))
    options = parser.parse_args(given)
    options.now = datetime.now(UTC)
    problem = _unreadable(options)
    if problem is not None:
        parser.error(problem)
    try:
        return options.run(options)
    except BrokenPipeError:
        # Whoever was reading has had enough (`| head`); Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Refused as refused:
        blocking = [problem for problem in refused.problems if problem.blocking]
        complain(sentence("cli", options.language, "refused", count=len(blocking)))
        for each in refused.problems:
            complain(problem_line(each, options.language))
    except StoreError as error:
        complain(problem_line(Problem(error.code, values=error.values), options.language))
    except commands.Wrong as wrong:
        complain(sentence("cli", options.language, wrong.code, **wrong.values))
    return REFUSED


def _language(arguments: list[str]) -> str:
    """The language of help and messages, needed before the arguments are read."""
    first = ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--language")
    asked = first.parse_known_args(arguments)[0].language
    known = [one for one in (asked, os.environ.get("KPIS_LANGUAGE")) if one in LANGUAGES]
    return known[0] if known else LANGUAGES[0]


def _unreadable(options: Namespace) -> str | None:
    """What is wrong with months and instants; they are parsed in place."""
    for name, code, read in (
        ("month", "not_month", month_of),
        ("as_of", "not_instant", _instant),
    ):
        value = getattr(options, name, None)
        if value is None:
            continue
        try:
            setattr(options, name, read(value))
        except ValueError:
            return sentence("cli", options.language, code, value=value)
    return None


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(text)
    return instant


def _parser(language: str) -> ArgumentParser:
    def words(key: str) -> str:
        return sentence("cli", language, f"help.{key}")

    parser = ArgumentParser(prog="python -m kpis", description=words("program"))
    common = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    for target in (parser, common):
        target.add_argument("--store", help=words("store"))
        target.add_argument("--language", choices=LANGUAGES, help=words("language"))
    parser.set_defaults(store=default_url(), language=language)
    add = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run) -> ArgumentParser:
        made = add.add_parser(name, help=words(name), description=words(name), parents=[common])
        made.set_defaults(run=run)
        return made

    init = command("init", commands.init)
    init.add_argument("--demo", action="store_true", help=words("demo"))

    load = command("load", commands.load)
    load.add_argument("what", choices=WHAT, help=words("load.what"))
    load.add_argument("path", help=words("load.path"))
    load.add_argument("--publish", action="store_true", help=words("publish"))
    load.add_argument("--reason", help=words("reason"))
    load.add_argument("--dry-run", action="store_true", help=words("dry_run"))

    evaluate = command("evaluate", commands.evaluate)
    evaluate.add_argument("--month", required=True, help=words("month"))
    evaluate.add_argument("--unit", help=words("unit"))
    evaluate.add_argument("--indicator", help=words("indicator"))
    evaluate.add_argument("--as-of", help=words("as_of"))
    evaluate.add_argument(
        "--format", choices=("table", "json", "csv"), default="table", help=words("format")
    )

    template = command("template", commands.template)
    template.add_argument("--unit", required=True, help=words("unit"))
    template.add_argument("--month", required=True, help=words("month"))
    template.add_argument("-o", "--output", required=True, help=words("output"))

    check = command("check", commands.check)
    check.add_argument("file", help=words("file"))
    check.add_argument("--unit", help=words("unit"))
    check.add_argument("--month", help=words("month"))
    check.add_argument("--encoding", choices=submitting.ENCODINGS, help=words("encoding"))

    command("export", commands.export).add_argument("folder", help=words("folder"))
    command("verify", commands.verify)

    serve = command("serve", commands.serve)
    serve.add_argument("--host", default="127.0.0.1", help=words("host"))
    serve.add_argument("--port", type=int, default=8501, help=words("port"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
