"""Obsidian's excluded files and line breaks, from `.obsidian/app.json` (behaviour 2.6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studytui.cli import main
from studytui.search.engine import Engine, open_engine
from studytui.vault import Vault, open_vault
from studytui.vault.check import Report, check
from studytui.vault.obsidian import Exclusion

NOTES = {
    "Gout.md": "# Treatment\nAllopurinol ==first==\n\n[[Template gout]] and [[Nowhere]]\n",
    "Templates/Template gout.md": "# Treatment\n==Allopurinol== template #t\n\n[[Broken]]\n",
    "Archive/2020/Gout old.md": "Allopurinol, ==old==, GOA (gout of archives)\n",
    "Archive.md": "Not in the folder.\n",
    "Heart/Failure draft.md": "Allopurinol draft\n",
}


def written(write_files: Callable[..., Path], app: object, notes: dict[str, str] = NOTES) -> Path:
    text = app if isinstance(app, str) else json.dumps(app)
    return write_files({**notes, ".obsidian/app.json": text}, "vault")


@pytest.fixture
def vault(write_files: Callable[..., Path]) -> Vault:
    return open_vault(written(write_files, {"userIgnoreFilters": ["Templates/", "archive/", "/draft\\.md$/"]}))


@pytest.fixture
def engine(vault: Vault, tmp_path: Path) -> Engine:
    engine = open_engine(vault, folder=tmp_path / "index")
    assert engine.refresh().complete
    return engine


EXCLUDED = {"Templates/Template gout.md", "Archive/2020/Gout old.md", "Heart/Failure draft.md"}


def test_excluded_are_paths_that_begin_so_and_those_that_an_expression_is_found_in(vault: Vault) -> None:
    assert vault.excluded == EXCLUDED
    assert set(vault.included) == {"Gout.md", "Archive.md"}


@pytest.mark.parametrize(
    ("filters", "path", "excluded"),
    [
        (["Arch"], "Archive.md", True),
        (["archive"], "Archive/x.md", True),
        (["Heart\u00a0notes/"], "Heart notes/x.md", True),
        (["/^a.*z/"], "abcz.md", True),
        (["/^A.*Z/"], "abcz.md", True),
        (["chive"], "Archive.md", False),
        (["/(/"], "(.md", False),
        (["/a{99999}/", "b"], "b.md", True),
        (["/(a|aa)+$/"], "a" * 60 + "!", False),
        (["//"], "x.md", False),
        ([""], "x.md", False),
    ],
)
def test_one_filter(filters: list[str], path: str, excluded: bool) -> None:
    assert Exclusion(tuple(filter(None, filters))).excludes(path) is excluded


def test_a_folder_inside_the_vault_is_excluded_by_its_whole_path(write_files: Callable[..., Path]) -> None:
    root = written(write_files, {"userIgnoreFilters": ["Archive/2020/"]})
    assert open_vault(root / "Archive").excluded == {"2020/Gout old.md"}


@pytest.mark.parametrize(
    "app",
    [
        *("", "{", "[]", "null", "[" * 5000, "\ufeff{}", '{"strictLineBreaks": "yes"}'),
        *('{"userIgnoreFilters": null}', '{"userIgnoreFilters": "x"}', '{"userIgnoreFilters": [1]}'),
    ],
)
def test_what_is_not_understood_excludes_nothing(write_files: Callable[..., Path], app: str) -> None:
    vault = open_vault(written(write_files, app))
    assert vault.excluded == frozenset()
    assert not vault.strict_line_breaks(None)


def test_they_stay_out_of_search_by_text_tags_and_names(engine: Engine) -> None:
    for query in (
        "allopurinol",
        "gout",
        "tag:t",
        "path:Archive/",
        "/Allopur/",
        "[x]",
        "-nothing",
        "gout old",
        "template",
    ):
        assert not {hit.note for hit in engine.search(query, limit=50).hits} & EXCLUDED, query
    assert {hit.note for hit in engine.search("allopurinol").hits} == {"Gout.md"}


def test_by_name_they_come_last(engine: Engine) -> None:
    hits = engine.search("gout", titles_only=True).hits
    assert [hit.note for hit in hits] == ["Gout.md", "Archive/2020/Gout old.md", "Templates/Template gout.md"]
    assert [hit.reason for hit in hits] == [None, "excluded", "excluded"]
    assert engine.search("template gout", titles_only=True).hits[-1].note == "Templates/Template gout.md"


def test_they_stay_out_of_tags_marks_counts_and_check(engine: Engine, vault: Vault) -> None:
    assert engine.tags() == {}
    assert set(engine.high_yields()) == {"Gout.md"}
    assert vault.tree().notes == 2
    assert vault.topics.folder("Templates").notes == 0
    assert [leaf.path for leaf in vault.tree().leaves()] == ["Archive.md", "Gout.md"]
    assert vault.tagged("t") == ()
    report = Report()
    list(check(vault, report))
    assert (report.notes, [finding.message for finding in report.broken]) == (2, ["Nowhere"])


def test_the_tree_still_shows_them(vault: Vault) -> None:
    (leaf,) = vault.topics.folder("Templates").children()
    assert getattr(leaf, "excluded", False)


def test_links_and_paths_open_them(vault: Vault) -> None:
    assert vault.resolve("Gout.md", "Template gout").note == "Templates/Template gout.md"
    assert vault.find_note("Gout old").note == "Archive/2020/Gout old.md"
    assert [link.note for link in vault.backlinks("Templates/Template gout.md")] == ["Gout.md"]


def test_the_setting_shows_them(vault: Vault) -> None:
    assert open_vault(vault.root, show_excluded=True).excluded == frozenset()


def test_another_list_holds_from_the_next_scan_on(vault: Vault, engine: Engine) -> None:
    (vault.root / ".obsidian/app.json").write_text('{"userIgnoreFilters": ["Heart/"]}', encoding="utf-8")
    after = vault.rescan()
    assert after is not vault
    assert after.excluded == {"Heart/Failure draft.md"}
    assert after.rescan() is after
    engine.refresh(vault=after)
    assert {hit.note for hit in engine.search("allopurinol").hits} >= {"Templates/Template gout.md", "Gout.md"}
    names = [hit.note for hit in engine.search("template gout", titles_only=True).hits]
    assert names[0] == "Templates/Template gout.md"


@pytest.mark.parametrize(("told", "own", "strict"), [(True, None, True), (False, None, False), (None, None, False)])
@pytest.mark.parametrize("setting", [None, True, False])
def test_line_breaks_are_as_the_reader_says_else_as_obsidian(
    write_files: Callable[..., Path], told: bool | None, own: None, strict: bool, setting: bool | None
) -> None:
    vault = open_vault(written(write_files, {} if told is None else {"strictLineBreaks": told}))
    assert vault.strict_line_breaks(setting) is (strict if setting is None else setting)


def test_commands_leave_them_out(vault: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert main([*words, "--vault", str(vault.root)]) == 0
        return capsys.readouterr().out

    assert "Template" not in said("high-yield")
    assert "first" in said("high-yield")
    assert "template" in said("high-yield", "Template gout")
    tree = json.loads(said("tree", "--json"))
    assert (tree["notes"], tree["high_yield"]) == (2, 1)
    templates = next(child for child in tree["children"] if child["name"] == "Templates")
    assert templates["children"][0]["excluded"]
    assert "Allopurinol" in said("show", "Templates/Template gout")


def test_show_joins_lines_as_obsidian_is_told(
    write_files: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    root = written(write_files, {"strictLineBreaks": True}, {"Note.md": "one\ntwo\n"})
    monkeypatch.setenv("STUDYTUI_CONFIG", str(tmp_path / "config.toml"))
    main(["show", "Note", "--vault", str(root)])
    assert "one two" in capsys.readouterr().out
    (tmp_path / "config.toml").write_text("strict_line_breaks = false\n", encoding="utf-8")
    main(["show", "Note", "--vault", str(root)])
    assert "one two" not in capsys.readouterr().out
