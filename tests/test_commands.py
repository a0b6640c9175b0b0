"""The command line: what each command does and prints, in both languages, and its exit codes."""

import csv
import json
from io import StringIO

import openpyxl
import pytest

from kpis.__main__ import main
from kpis.services.stores import create
from tests.ledger import HEADER, SMALL, row

LANGUAGES = ("vi", "en")
COMMANDS = ("init", "load", "evaluate", "template", "check", "export", "verify", "serve")
KNOWN = "2021-04-10T00:00:00+07:00"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command over a store of its own; gives exit code, output and complaints."""
    monkeypatch.setenv("KPIS_STORE", f"duckdb:{tmp_path / 'kpis.duckdb'}")
    monkeypatch.setenv("KPIS_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def running(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return running


@pytest.fixture
def province(run, tmp_path):
    """The small province as files, loaded by the command line."""
    for name, text in SMALL.items():
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert run("init")[0] == 0
    for what, name in (
        ("settings", "settings.yaml"),
        ("catalogue", "catalogue"),
        ("units", "units.csv"),
        ("commitments", "commitments.yaml"),
    ):
        assert run("load", what, tmp_path / "files" / name)[0] == 0
    return run


def figures(tmp_path, *rows, name="figures.csv"):
    path = tmp_path / name
    path.write_text(HEADER + "".join(rows), "utf-8")
    return path


def dated(*figure, day="02", **more):
    return row(*figure, published_at=f"2021-04-{day}T09:00:00+07:00", **more)


def evaluated(run, *more):
    code, out, _ = run(
        "evaluate", "--month", "2021-03", "--as-of", KNOWN, "--format", "json", *more
    )
    assert code == 0
    return json.loads(out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_help_on_every_command(run, language):
    code, out, _ = run("--language", language, "--help")
    assert code == 0
    for command in COMMANDS:
        assert f"\n    {command} " in out
        code, said, _ = run(command, "--language", language, "--help")
        assert code == 0 and f"kpis {command}" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        [],
        ["evaluate"],
        ["evaluate", "--month", "2021-13"],
        ["evaluate", "--month", "2021-03", "--as-of", "yesterday"],
        ["evaluate", "--month", "2021-03", "--as-of", "2021-04-10T00:00:00"],
        ["evaluate", "--month", "2021-03", "--as-of", "0001-01-01T00:00:00+00:00"],
        ["evaluate", "--month", "2021-03", "--as-of", "9999-12-31T23:59:59-12:00"],
        ["evaluate", "--month", "2021-03", "--format", "xml"],
        ["load", "everything", "x"],
        ["load", "units"],
        ["template", "--unit", "stp", "--month", "2021-03"],
        ["check", "x.csv", "--month", "March"],
        ["check", "x.csv", "--encoding", "utf-7"],
        ["--language", "fr", "verify"],
    ],
)
def test_bad_arguments_end_with_2(province, arguments):
    code, out, err = province(*arguments)
    assert (code, out) == (2, "")
    assert "usage: python -m kpis" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_and_an_instant_that_are_none_are_said_in_the_readers_language(run, language):
    _, _, err = run("evaluate", "--month", "06/2021", "--language", language)
    assert ("06/2021 không" if language == "vi" else "06/2021 is not a month") in err


@pytest.mark.parametrize(
    "command", [["evaluate", "--month", "2021-03"], ["verify"], ["export", "x"]]
)
def test_without_a_store_commands_end_with_1_and_make_none(run, tmp_path, command):
    code, _, err = run(*command)
    assert code == 1
    assert "kpis.duckdb" in err
    assert list(tmp_path.iterdir()) == []


def test_init_makes_a_store_and_refuses_one_that_holds_data(province, tmp_path):
    before = (tmp_path / "kpis.duckdb").stat().st_size
    for arguments in (["init"], ["init", "--demo"]):
        code, _, err = province(*arguments)
        assert code == 1 and "kpis.duckdb" in err
    assert (tmp_path / "kpis.duckdb").stat().st_size == before
    assert len(evaluated(province)["items"]) == 6
    other = f"duckdb:{tmp_path / 'other.duckdb'}"
    assert province("init", "--store", other)[0] == 0
    assert province("init", "--store", other)[0] == 0, "an empty one may be made again"


def test_a_load_says_what_was_new_revised_and_unchanged(province, tmp_path):
    path = figures(tmp_path, dated("stp", "dung-han", "2021-03", 90, 100))
    assert (
        province("load", "figures", path, "--publish")[1]
        == "Figures: 1 new, 0 revised, 0 unchanged.\n"
    )
    more = dated("stp", "dung-han", "2021-03", 90, 100), dated("stp", "sang-kien", "2021-03", 1)
    path = figures(tmp_path, *more)
    assert (
        province("load", "figures", path, "--publish")[1]
        == "Figures: 1 new, 0 revised, 1 unchanged.\n"
    )
    out = province("load", "units", tmp_path / "files" / "units.csv", "--language", "vi")[1]
    assert out == "Đơn vị: mới 0, sửa 0, không đổi 3.\n"


def test_a_dry_run_says_what_would_change_and_writes_nothing(province, tmp_path):
    path = figures(tmp_path, *(dated("stp", "sang-kien", f"2021-{m:02d}", m) for m in range(1, 13)))
    before = evaluated(province)
    code, out, _ = province("load", "figures", path, "--publish", "--dry-run")
    assert code == 0
    assert "dry run, nothing written): 12 new" in out
    assert out.count("new: stp, sang-kien") == 12
    assert evaluated(province) == before
    assert province("load", "figures", path, "--publish")[1].startswith("Figures: 12 new")
    many = figures(
        tmp_path,
        *(dated("snv", "dung-han", f"20{y}-{m:02d}", 1, 2) for y in (15, 16) for m in range(1, 13)),
    )
    assert "... and 4 more" in province("load", "figures", many, "--dry-run")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_load_names_every_problem_by_file_and_line_and_writes_nothing(
    province, tmp_path, language
):
    path = figures(
        tmp_path,
        row("stp", "dung-han", "2021-03", 90, 100),
        row("stp", "dung-hann", "2021-03", 90, 100),
        row("stp", "dung-han", "2021-04", 101, 100),
        name="thang3.csv",
    )
    before = evaluated(province)
    code, out, err = province("load", "figures", path, "--publish", "--language", language)
    assert (code, out) == (1, "")
    first, *lines = err.splitlines()
    assert "2" in first
    assert [line.split(": ")[0] for line in lines] == ["thang3.csv:3", "thang3.csv:4"]
    assert "dung-hann" in lines[0] and "dung-han" in lines[0].replace("dung-hann", "")
    assert "101" in lines[1] and "100" in lines[1]
    assert evaluated(province) == before


def test_the_two_languages_say_it_differently(province, tmp_path):
    path = figures(tmp_path, row("stp", "dung-han", "2021-04", 101, 100))
    said = {province("load", "figures", path, "--language", language)[2] for language in LANGUAGES}
    assert len(said) == 2


def test_warnings_are_shown_and_keep_nothing_from_being_loaded(province, tmp_path):
    path = figures(tmp_path, dated("stp", "sang-kien", "2009-12", 1))
    code, out, _ = province("load", "figures", path, "--publish")
    assert code == 0
    assert "Figures: 1 new" in out and "Warnings (1):\nfigures.csv:2: " in out


def test_a_revision_without_a_reason_is_refused_and_reason_gives_one_for_all(province, tmp_path):
    path = figures(tmp_path, row("stp", "dung-han", "2021-03", 90, 100))
    assert province("load", "figures", path, "--publish")[0] == 0
    path = figures(tmp_path, row("stp", "dung-han", "2021-03", 91, 100))
    code, _, err = province("load", "figures", path, "--publish")
    assert code == 1 and "figures.csv:2: " in err
    done = province("load", "figures", path, "--publish", "--reason", "rà soát")
    assert done[:2] == (0, "Figures: 0 new, 1 revised, 0 unchanged.\n")


def test_figures_without_publish_wait_for_review(province, tmp_path):
    path = figures(tmp_path, dated("stp", "dung-han", "2021-03", 90, 100))
    code, out, _ = province("load", "figures", path)
    assert code == 0
    assert "waiting for review" in out and "1 rows have published_at" in out
    assert {item["actual"] for item in evaluated(province)["items"]} == {None}


@pytest.mark.parametrize("what", ["settings", "catalogue", "units", "commitments", "figures"])
def test_a_path_that_is_not_there_is_refused(province, tmp_path, what):
    code, out, err = province("load", what, tmp_path / "nowhere")
    assert (code, out) == (1, "")
    assert "nowhere" in err


def test_a_folder_without_a_catalogue_is_refused(province, tmp_path):
    (tmp_path / "empty").mkdir()
    code, out, err = province("load", "catalogue", tmp_path / "empty")
    assert (code, out) == (1, "")
    assert "empty" in err


def test_long_loads_show_how_far_they_are(province, tmp_path):
    rows = [
        dated("stp", "sang-kien", f"{year}-{month:02d}", 1, note="dài " * 60)
        for year in range(1950, 2022)
        for month in range(1, 13)
    ]
    code, _, err = province("load", "figures", figures(tmp_path, *rows), "--publish")
    assert code == 0
    assert "reading" in err and "comparing 864 figures" in err and "writing 864/864" in err


def test_an_evaluation_is_printed_as_json_table_and_csv(province, tmp_path):
    path = figures(
        tmp_path,
        *(dated("stp", "dung-han", f"2021-0{n}", 96, 100) for n in (1, 2, 3)),
        dated("stp", "sang-kien", "2021-03", "2.5"),
    )
    province("load", "figures", path, "--publish")
    answer = evaluated(province)
    assert (answer["month"], answer["as_of"], answer["rules"]) == ("2021-03", KNOWN, 1)
    items = {(row["unit"], row["indicator"]): row for row in answer["items"]}
    assert (
        items["stp", "dung-han"]["actual"] == 96
        and items["stp", "dung-han"]["status"] == "on_track"
    )
    assert items["stp", "sang-kien"]["gaps"] == ["2021-01", "2021-02"]
    asked = ["evaluate", "--month", "2021-03", "--as-of", KNOWN, "--format"]
    rows = list(csv.DictReader(StringIO(province(*asked, "csv")[1])))
    assert [(row["unit"], row["indicator"]) for row in rows] == [
        (item["unit"], item["indicator"]) for item in answer["items"]
    ]
    [stp, count] = rows[:2]
    assert (stp["actual"], stp["forecast_ok"], stp["member"], stp["low"]) == (
        "96.0",
        "true",
        "",
        "",
    )
    assert count["gaps"] == "2021-01 2021-02"
    table = province(*asked, "table")[1]
    assert f"Month 2021-03, as known at {KNOWN}" in table
    assert "=100: 0, >85: 0" in table
    assert "   1  stp " in table and "on_track" in table


def test_an_evaluation_may_be_of_one_unit_or_one_indicator(province):
    assert {row["unit"] for row in evaluated(province, "--unit", "snv")["items"]} == {"snv"}
    found = evaluated(province, "--indicator", "dung-han")["items"]
    assert {row["indicator"] for row in found} == {"dung-han"} and len(found) == 2


@pytest.mark.parametrize("asked", [["--unit", "sttp"], ["--indicator", "dunghan"]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_unit_or_indicator_is_answered_with_the_nearest(province, asked, language):
    code, out, err = province("evaluate", "--month", "2021-03", *asked, "--language", language)
    assert (code, out) == (1, "")
    assert ("stp" if "--unit" in asked else "dung-han") in err.replace(asked[1], "")


def test_without_as_of_now_is_meant(province, tmp_path):
    province(
        "load", "figures", figures(tmp_path, row("stp", "sang-kien", "2021-03", 1)), "--publish"
    )
    code, out, _ = province("evaluate", "--month", "2021-03", "--format", "json")
    assert code == 0
    assert [i["actual"] for i in json.loads(out)["items"] if i["indicator"] == "sang-kien"] == [1]
    assert {item["actual"] for item in evaluated(province)["items"]} == {None}, "not known in 2021"


def test_a_workbook_is_made_filled_in_and_checked(province, tmp_path):
    made = tmp_path / "thang3.xlsx"
    asked = ["template", "--unit", "stp", "--month", "2021-03", "-o", made]
    assert "2 rows to fill in, due 05/04/2021" in province(*asked)[1]
    assert province(*asked, "--language", "vi")[0] == 0
    code, out, _ = province("check", made)
    assert code == 1
    assert "0 figures of stp, 2021-03" in out and out.count("missing: ") == 2
    book = openpyxl.load_workbook(made)
    sheet = book.worksheets[0]
    [head] = [cells for cells in sheet.iter_rows() if str(cells[0].value).startswith("camket|")]
    words = ("Tử số", "Mẫu số", "Giá trị")
    titles = [str(cell.value) for cell in head]
    columns = {w: next(n for n, t in enumerate(titles) if t.startswith(w)) for w in words}
    for cells in sheet.iter_rows():
        code = str(cells[0].value).partition("|")[0]
        if code == "dung-han":
            cells[columns["Tử số"]].value, cells[columns["Mẫu số"]].value = 97, 100
        if code == "sang-kien":
            cells[columns["Giá trị"]].value = -4
    book.save(made)
    code, out, _ = province("check", made, "--unit", "stp", "--month", "2021-03")
    assert code == 1
    assert "1 things to look at:\n  thang3.xlsx:Báo cáo!" in out and "can't be submitted yet" in out
    [place] = [cell.coordinate for cells in sheet.iter_rows() for cell in cells if cell.value == -4]
    assert f"Báo cáo!{place}" in out
    sheet[place].value = 4
    book.save(made)
    code, out, _ = province("check", made, "--language", "vi")
    assert code == 0
    assert "dung-han: 97/100" in out and "sang-kien: 4" in out
    assert province("check", made, "--unit", "snv")[0] == 1, "another unit's workbook"
    assert province("check", made, "--month", "2021-02")[0] == 1, "another month's"
    assert {item["actual"] for item in evaluated(province)["items"]} == {None}, "nothing is written"


def test_a_list_in_csv_is_checked_too(province, tmp_path):
    path = figures(tmp_path, row("vy", "linh-vuc", "2021-03", 9, 10, member="hộ tịch"))
    code, out, _ = province("check", path)
    assert code == 0 and "linh-vuc (hộ tịch): 9/10" in out
    assert province("check", path, "--unit", "nobody")[0] == 1
    assert province("check", tmp_path / "nowhere.csv")[0] == 1


OLD_LETTERS = {"tcvn3": "§· duyÖt", "vni": "Ñaõ duyeät", "windows-1258": "ÐaÞ duyêòt"}


@pytest.mark.parametrize("encoding", OLD_LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_an_old_encoding_are_shown_as_they_would_read_and_read_as_told(
    province, tmp_path, encoding, language
):
    path = tmp_path / "thang3.csv"
    listed = row("stp", "dung-han", "2021-03", 90, 100, note=OLD_LETTERS[encoding] + " \x1b[2J")
    path.write_bytes((HEADER + listed).encode("windows-1252"))
    asked = ["check", path, "--unit", "stp", "--month", "2021-03", "--language", language]
    code, out, _ = province(*asked)
    assert code == 1
    [_, preview] = out.split(f"--encoding {encoding}")
    assert "Đã duyệt" in preview and "\x1b" not in out
    assert "dung-han: " not in out
    code, out, _ = province(*asked, "--encoding", encoding)
    assert code == 0 and "dung-han: 90/100" in out and "--encoding" not in out


def test_a_file_that_says_neither_unit_nor_month_yet_shows_its_previews_too(province, tmp_path):
    path = tmp_path / "thang3.csv"
    listed = row("stp", "dung-han", "2021-03", 90, 100, note="Phóc")
    path.write_bytes((HEADER + listed).encode("latin-1"))
    out = province("check", path)[1]
    assert "Phúc" in out.split("--encoding tcvn3")[1]
    assert "Phóc" in out.split("--encoding windows-1258")[1]
    assert province("check", path, "--encoding", "tcvn3")[0] == 0


def test_a_unit_that_owes_nothing_gets_no_workbook(province, tmp_path):
    made = tmp_path / "thang.xlsx"
    code, _, err = province("template", "--unit", "stp", "--month", "2022-03", "-o", made)
    assert code == 1 and "owes nothing for 2022-03" in err
    assert not made.exists()
    code, _, err = province("template", "--unit", "nobody", "--month", "2021-03", "-o", made)
    assert code == 1 and "nobody" in err


def test_a_workbook_that_can_not_be_written_is_said(province, tmp_path):
    nowhere = tmp_path / "kpis.duckdb" / "x.xlsx"  # a file is no folder
    code, _, err = province("template", "--unit", "stp", "--month", "2021-03", "-o", nowhere)
    assert code == 1 and "x.xlsx" in err


def test_an_export_goes_into_a_new_folder_and_loads_into_an_empty_store(province, tmp_path):
    province(
        "load", "figures", figures(tmp_path, dated("stp", "sang-kien", "2021-03", 1)), "--publish"
    )
    code, out, _ = province("export", tmp_path / "out")
    assert code == 0 and "Wrote 5 files" in out
    files = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*"))
    assert files == [
        "catalogue/thu.yaml",
        "commitments.yaml",
        "figures.csv",
        "settings.yaml",
        "units.csv",
    ]
    before, other = evaluated(province), f"duckdb:{tmp_path / 'other.duckdb'}"
    province("init", "--store", other)
    for what, name in (
        ("settings", "settings.yaml"),
        ("catalogue", "catalogue"),
        ("units", "units.csv"),
        ("commitments", "commitments.yaml"),
    ):
        assert province("load", what, tmp_path / "out" / name, "--store", other)[0] == 0
    published = ["load", "figures", tmp_path / "out" / "figures.csv", "--publish"]
    assert province(*published, "--store", other)[0] == 0
    assert evaluated(province, "--store", other) == before


def test_an_export_refuses_a_folder_that_is_not_empty_and_a_file(province, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for folder in ("out", "file"):
        code, _, err = province("export", tmp_path / folder)
        assert code == 1 and folder in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_verify_says_that_the_store_is_whole_and_ends_with_1_when_it_is_not(province, tmp_path):
    code, out, _ = province("verify")
    assert code == 0 and out.startswith("The store is whole: revision ")
    store = create(f"duckdb:{tmp_path / 'kpis.duckdb'}")
    store.connection.execute("update unit set name = 'khác' where code = 'stp'")
    store.close()
    for language, words in zip(
        LANGUAGES, ("Kho dữ liệu có 1 điểm sai", "The store has 1 faults"), strict=True
    ):
        code, out, err = province("verify", "--language", language)
        assert (code, out) == (1, "")
        assert words in err


def test_a_store_in_use_is_said_and_not_touched(province, tmp_path):
    import subprocess
    import sys

    hold = (
        f"import duckdb, sys; held = duckdb.connect({str(tmp_path / 'kpis.duckdb')!r});"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        for language in LANGUAGES:
            code, out, err = province("verify", "--language", language)
            assert (code, out) == (1, "") and "kpis.duckdb" in err
        other.stdin.close()


def test_the_language_comes_from_the_environment_unless_it_is_named(run, monkeypatch):
    for kept, word in (("vi", "tạo kho"), ("en", "make an empty"), ("fr", "tạo kho")):
        monkeypatch.setenv("KPIS_LANGUAGE", kept)
        assert word in run("--help")[1].replace("\n", " ").replace("  ", " ")
    assert "make an empty" in run("--language", "en", "--help")[1]
