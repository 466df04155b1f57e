from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studytui.vault import Resolution, open_vault
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.frontmatters import Naming

# The vault and the rows of the table in behaviour 2.2.
EXAMPLE = {"note.md": "", "a/note.md": "", "a/b/note.md": "", "c/x/Deep Note.md": "", "img/p.png": b""}


def file_of(vault, source, target, *, markdown=False):
    return vault.resolve(source, target, markdown=markdown, quick=True).file


@pytest.fixture
def example(make_vault):
    return make_vault(EXAMPLE)


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("a/src.md", "note", "note.md"),
        ("a/src.md", "./note", "a/note.md"),
        ("a/src.md", "a/note.md", "a/note.md"),
        ("a/src.md", "A/NOTE", "a/note.md"),
        ("c/src.md", "b/note", "a/b/note.md"),
        ("src.md", "deep note", "c/x/Deep Note.md"),
        ("a/b/src.md", "deep note", "c/x/Deep Note.md"),
        ("src.md", "/note", "note.md"),
        ("src.md", "/Deep Note", None),
        ("a/b/src.md", "../note", "a/note.md"),
        ("a/src.md", "../../note", None),
        ("a/src.md", "note ", "note.md"),
    ],
)
def test_wikilinks_of_the_example_vault(example, source, target, found):
    resolution = example.resolve(source, target)
    assert (resolution.note, resolution.status) == (found, "ok" if found else "missing")


@pytest.mark.parametrize("target", ["Deep%20Note.md", "Deep Note", "deep%20note", "c/x/Deep%20Note"])
def test_markdown_links_of_the_example_vault(example, target):
    assert example.resolve("a/src.md", target, markdown=True).note == "c/x/Deep Note.md"


@pytest.mark.parametrize(("target", "markdown"), [("p.png", False), ("/img/user/img/p.png", True), ("img/p.png", True)])
def test_images_of_the_example_vault(example, target, markdown):
    assert file_of(example, "a/src.md", target, markdown=markdown) == example.root / "img/p.png"


def test_without_a_note_at_the_root_the_nearest_wins(make_vault):
    vault = make_vault({path: text for path, text in EXAMPLE.items() if path != "note.md"})
    assert vault.resolve("a/src.md", "note") == Resolution(
        "ambiguous", note="a/note.md", candidates=("a/note.md", "a/b/note.md")
    )


def test_duplicates_prefer_the_folder_of_the_source_then_the_shorter_path(make_vault):
    vault = make_vault({"Neurology/Stroke.md": "", "Cardio/Stroke.md": "", "Neurology/TIA.md": ""})
    assert vault.resolve("Neurology/TIA.md", "Stroke").note == "Neurology/Stroke.md"
    from_root = vault.resolve("Home.md", "Stroke")
    assert from_root.status == "ambiguous"
    assert from_root.candidates == ("Cardio/Stroke.md", "Neurology/Stroke.md")


def test_paths_of_equal_length_go_by_the_alphabet(make_vault):
    assert make_vault({"b/x.md": "", "a/x.md": ""}).resolve("s.md", "x").note == "a/x.md"


def test_any_depth_below_the_source_s_folder_is_nearer_than_elsewhere(make_vault):
    vault = make_vault({"a/deep/er/x.md": "", "b/x.md": ""})
    assert vault.resolve("a/s.md", "x").note == "a/deep/er/x.md"


def test_a_name_with_a_dot_may_lack_its_ending(make_vault):
    vault = make_vault({"a/Note.1.md": "", "Dr. House.md": ""})
    assert vault.resolve("s.md", "Note.1").note == "a/Note.1.md"
    assert vault.resolve("s.md", "Dr. House").note == "Dr. House.md"


def test_the_path_must_match_on_whole_segments(make_vault):
    assert make_vault({"xb/note.md": ""}).resolve("s.md", "b/note").status == "missing"


def test_only_a_subpath_is_the_note_itself(example):
    assert example.resolve("a/note.md", "#H1#H2") == Resolution("ok", note="a/note.md", subpath="H1#H2")


def test_subpath_splits_at_the_first_hash(example):
    assert example.resolve("s.md", "a/note#H1#H2") == Resolution("ok", note="a/note.md", subpath="H1#H2")
    assert example.resolve("s.md", "note#^id").subpath == "^id"


def test_a_misspelt_target_is_not_corrected(make_vault):
    vault = make_vault({"USMLE/Neurology/Neurology physiology.md": ""})
    assert vault.resolve("s.md", "USMLE/Neurology/Neuroloy physioloy").status == "missing"
    assert vault.nearest("USMLE/Neurology/Neuroloy physioloy") == ["USMLE/Neurology/Neurology physiology.md"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_accents_are_the_same(make_vault, form):
    name = unicodedata.normalize(form, "Ménière disease")
    vault = make_vault({f"a/{name}.md": ""})
    for written in ("NFC", "NFD"):
        link = unicodedata.normalize(written, "ménière Disease")
        assert vault.resolve("s.md", link).note == f"a/{name}.md"
        assert vault.resolve("s.md", f"a/{link}").note == f"a/{name}.md"


def test_both_case_twins_are_reachable(make_vault):
    vault = make_vault({"Note.md": "", "note.md": "", "x/Other.md": "", "x/other.md": ""})
    if len(vault.notes) < 4:
        pytest.skip("this file system has no case")
    for path in ("Note", "note"):
        assert vault.resolve("s.md", path) == Resolution("ok", note=f"{path}.md")
    for path in ("Other", "other"):
        assert vault.resolve("s.md", path) == Resolution("ok", note=f"x/{path}.md")
    assert vault.resolve("s.md", "OTHER").status == "ambiguous"


def test_a_case_twin_elsewhere_is_still_a_candidate(make_vault):
    vault = make_vault({"a/Note.md": "", "b/note.md": ""})
    assert vault.resolve("s.md", "note").candidates == ("a/Note.md", "b/note.md")


@pytest.mark.parametrize("address", ["https://x.org/a", "mailto:a@b.c", "obsidian://open?vault=x", "//cdn.org/x"])
def test_an_address_is_external(example, address):
    assert example.resolve("s.md", address, markdown=True).status == "external"


def test_a_colon_in_a_wikilink_may_be_part_of_a_name(make_vault):
    if sys.platform == "win32":
        pytest.skip("no colons in names")
    vault = make_vault({"ALS: a review.md": ""})
    assert vault.resolve("s.md", "ALS: a review").note == "ALS: a review.md"
    assert vault.resolve("s.md", "https://x.org").status == "external"


def test_invalid_percent_encoding_is_kept(make_vault):
    vault = make_vault({"100%.md": "", "a%FFb.md": "", "50%25.md": ""})
    assert vault.resolve("s.md", "100%", markdown=True).note == "100%.md"
    assert vault.resolve("s.md", "a%FFb", markdown=True).note == "a%FFb.md"
    assert vault.resolve("s.md", "50%25", markdown=True).note == "50%25.md"


@pytest.mark.parametrize(
    "target",
    ["[[red]/[b] $HOME;\"'", "[red]/[b] $HOME;\"'", "[b] $HOME;\"'", "[b] $home;\"'.md", "/[red]/[b] $HOME;\"'"],
)
def test_an_odd_name_resolves_like_any_other(make_vault, target):
    if sys.platform == "win32":
        pytest.skip("no such names")
    vault = make_vault({"[red]/[b] $HOME;\"'.md": ""})
    found = vault.resolve("s.md", target).note
    assert found == (None if target.startswith("[[") else "[red]/[b] $HOME;\"'.md")


PERMALINKS = {
    "Neurology/ALS.md": '---\n{"permalink":"/USMLE/Neurology/ALS/"}\n---\n',
    "Cardio/Heart failure.md": '---\n{"permalink":"/usmle/cardio/heart-failure/"}\n---\n',
    "Start.md": '---\n{"tags":["gardenEntry"],"permalink":"/start/"}\n---\n',
    "Other.md": "---\naliases: [AI, Artificial Intelligence]\n---\n",
    "Plain.md": "",
}


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/USMLE/Neurology/ALS/", "Neurology/ALS.md"),
        ("/usmle/neurology/als", "Neurology/ALS.md"),
        ("USMLE/Neurology/ALS", "Neurology/ALS.md"),
        ("/usmle/cardio/heart-failure/#x", "Cardio/Heart failure.md"),
        ("/USMLE/Cardio/Heart%20failure/", "Cardio/Heart failure.md"),
        ("/", "Start.md"),
        ("/nowhere/", None),
    ],
)
def test_a_permalink_leads_to_its_note(make_vault, target, found):
    resolution = make_vault(PERMALINKS).resolve("Plain.md", target, markdown=True)
    assert (resolution.note, resolution.via) == (found, "permalink" if found else None)


def test_an_explicit_alias_is_the_last_resort(make_vault):
    vault = make_vault(PERMALINKS)
    assert vault.resolve("Plain.md", "ai") == Resolution("ok", note="Other.md", via="alias")
    assert vault.resolve("Plain.md", "/AI").status == "missing"
    with_file = make_vault({**PERMALINKS, "AI.md": ""}, "second")
    assert with_file.resolve("Plain.md", "AI") == Resolution("ok", note="AI.md")


def test_a_permalink_goes_before_an_alias_of_another_note(make_vault):
    vault = make_vault({"A.md": "---\naliases: [als]\n---\n", "P.md": "---\npermalink: /als/\n---\n", "n.md": ""})
    assert vault.resolve("n.md", "als") == Resolution("ok", note="P.md", via="permalink")


def test_a_display_text_elsewhere_is_no_alias(make_vault):
    vault = make_vault({"a.md": "[[b|spinal cord]]", "b.md": ""})
    assert vault.resolve("a.md", "spinal cord").status == "missing"


def test_quick_resolution_reads_no_other_note(make_vault, monkeypatch):
    vault = make_vault(PERMALINKS)
    assert vault.resolve("Plain.md", "AI", quick=True).status == "missing"
    assert not vault.names_loaded
    vault.load_names()
    assert vault.resolve("Plain.md", "AI", quick=True).note == "Other.md"


def test_permalinks_tell_the_prefix_of_a_copied_folder(make_vault):
    vault = make_vault({**PERMALINKS, "Neurology/Stroke.md": "", "img/p.png": b""})
    assert vault.resolve("Neurology/ALS.md", "USMLE/Neurology/Stroke").note == "Neurology/Stroke.md"
    assert (
        vault.resolve("Neurology/ALS.md", "/img/user/USMLE/img/p.png", markdown=True).file == vault.root / "img/p.png"
    )
    assert vault.resolve("Neurology/ALS.md", "Other/Neurology/Stroke").status == "missing"


def test_a_sub_folder_of_a_vault_takes_the_prefix_from_above(write_files):
    root = write_files(
        {".obsidian/x": "", "USMLE/Neuro/ALS.md": "", "USMLE/Neuro/sub/Deep.md": "", "USMLE/MSK/MG.md": ""}
    )
    vault = open_vault(root / "USMLE/Neuro")
    assert vault.resolve("ALS.md", "usmle/Neuro/sub/deep").note == "sub/Deep.md"
    assert vault.resolve("ALS.md", "USMLE/Neuro/Deep").status == "missing"
    assert vault.resolve("ALS.md", "USMLE/MSK/MG").status == "missing"
    assert vault.resolve("ALS.md", "../MSK/MG").status == "missing"


def test_a_sub_folder_shows_the_images_of_the_vault_above(write_files):
    root = write_files({".obsidian/x": "", "a/n.md": "", "files/p.png": b"", "top.png": b"", "other/m.md": ""})
    vault = open_vault(root / "a")
    for target in ("p.png", "files/p.png", "../files/p.png", "/img/user/files/p.png"):
        assert file_of(vault, "n.md", target) == root / "files/p.png", target
    assert file_of(vault, "n.md", "../../p.png") is None
    assert file_of(vault, "n.md", "../other/m.md") is None


def test_a_garden_shows_the_images_of_its_site(write_files):
    root = write_files({"src/site/notes/a/n.md": "", "src/site/img/user/app/p q.png": b""})
    for folder in ("src/site/notes", "src/site/notes/a"):
        vault = open_vault(root / folder)
        for target in ("/img/user/app/p%20q.png", "p%20q.png"):
            assert file_of(vault, "n.md", target, markdown=True) == root / "src/site/img/user/app/p q.png"


@pytest.mark.parametrize(
    ("target", "markdown"),
    [
        ("/img/user/appendix/Pasted%20image%201.png", True),
        ("/IMG/user/Appendix/pasted%20image%201.PNG", True),
        ("/img/user/elsewhere/Pasted%20image%201.png", True),
        ("../appendix/Pasted%20image%201.png", True),
        ("../appendix/Pasted image 1.png", True),
        ("appendix/Pasted%20image%201.png", True),
        ("Pasted image 1.png", False),
        ("appendix/Pasted image 1.png", False),
        ("./../appendix/Pasted image 1.png", False),
    ],
)
def test_an_image_is_found_by_each_of_its_addresses(make_vault, target, markdown):
    vault = make_vault({"a/n.md": "", "appendix/Pasted image 1.png": b""})
    assert file_of(vault, "a/n.md", target, markdown=markdown) == vault.root / "appendix/Pasted image 1.png"


def test_an_image_with_an_accent_is_found_however_either_is_written(make_vault):
    stored = unicodedata.normalize("NFD", "Ménière.png")
    vault = make_vault({"n.md": "", f"img/{stored}": b""})
    for target in ("Ménière.png", "/img/user/img/Me%CC%81nie%CC%80re.png", "/img/user/M%C3%A9ni%C3%A8re.png"):
        assert file_of(vault, "n.md", target, markdown=True) == vault.root / "img" / stored, target


def test_a_published_address_of_no_image_is_not_guessed(make_vault):
    vault = make_vault({"a/n.md": "", "b/p.png": b""})
    assert file_of(vault, "a/n.md", "/img/user/x/q.png", markdown=True) is None
    assert vault.resolve("a/n.md", "/img/user/x/n", markdown=True).status == "missing"


def test_an_image_is_opened_where_it_was_found_and_nothing_else_is(write_files):
    root = write_files({"src/site/notes/n.md": "", "src/site/img/user/p.png": b"png", "outside.png": b""})
    vault = open_vault(root / "src/site/notes")
    found = file_of(vault, "n.md", "/img/user/p.png", markdown=True)
    with vault.open_file(found) as stream:
        assert stream.read() == b"png"
    for other in (root / "outside.png", vault.root / "../../../outside.png", vault.root / "no.png", vault.root):
        with pytest.raises(UnreadableNoteError):
            vault.open_file(other)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_an_image_that_has_become_a_link_out_of_the_vault_is_not_opened(write_files):
    root = write_files({"n.md": "", "p.png": b""})
    vault = open_vault(root)
    found = file_of(vault, "n.md", "p.png")
    found.unlink()
    (root.parent / "secret").write_bytes(b"secret")
    found.symlink_to(root.parent / "secret")
    with pytest.raises(UnreadableNoteError):
        vault.open_file(found)


def test_a_link_to_a_folder_is_missing(example):
    assert example.resolve("s.md", "a").status == "missing"
    assert example.resolve("s.md", ".").status == "missing"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(alphabet="ab/.#%2e n:\\", max_size=20) | st.text(max_size=20), st.booleans())
def test_any_target_has_an_answer_inside_the_vault(example, target, markdown):
    found = example.resolve("a/note.md", target, markdown=markdown)
    assert found.note is None or found.note in example.notes
    assert found.file is None or found.file == example.root / "img/p.png"
    assert (found.status in ("missing", "external")) == (found.note is None and found.file is None)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("Loop diuretics.md", "Loop\u00a0diuretics"),
        ("Loop\u202fdiuretics.md", "loop diuretics"),
        ("Loop diuretics.md", "Loop di\u00adu\u200bre\u200dtics"),
        ("Lo\u2060op\ufeff diuretics.md", "Loop diuretics"),
        ("Gout .md", "Gout"),
        (" Gout.md", "Gout.md"),
        ("\u200fGout\u200e.md", "\u200bGout\u200b"),
        ("\u00a0Gout\u00a0.md", "Gout#Signs"),
        ("Bones /Gout .md", "bones/gout"),
        ("Bones/Gout.md", "Bones / Gout"),
        (" Bones/ Sub/Gout.md", "/Bones/Sub/Gout"),
        ("x/ Bones /Gout.md", "Bones/Gout.md\u200b"),
        ("Me\u0301nie\u0301re\u00a0 disease.md", "m\u00e9ni\u00e9re  disease"),
        ("v1.2 .md", "v1.2"),
        ("❤\ufe0f.md", "❤"),
    ],
)
def test_blanks_at_the_ends_and_what_cannot_be_seen_do_not_count_in_names(make_vault, path, target):
    if " /" in path and sys.platform == "win32":
        pytest.skip("Windows has no folders whose names end with a blank")
    vault = make_vault({path: "# Signs\n", "s.md": f"[[{target}]] [x](<{target}>)\n"})
    assert vault.resolve("s.md", target).note == path
    assert [out.status for out in vault.outgoing("s.md")] == ["ok", "ok"]
    assert [link.note for link in vault.backlinks(path)] == ["s.md", "s.md"]


def test_the_path_that_is_written_exactly_so_goes_first(make_vault):
    vault = make_vault({"Gout.md": "", "Gout .md": "", "Go\u00adut.md": ""})
    assert vault.resolve("s.md", "Gout").note == "Gout.md"
    assert vault.resolve("s.md", "Gout .md").note == "Gout .md"
    assert vault.resolve("s.md", "Go\u00adut").note == "Go\u00adut.md"
    found = vault.resolve("s.md", "go\u200but")
    assert (found.status, len(found.candidates)) == ("ambiguous", 3)


def test_files_headings_aliases_and_titles_compare_so_too(make_vault):
    vault = make_vault(
        {
            "img/heart .png": "",
            "a.md": "---\naliases: ['Loop\u00a0diuretics', ' Wa\u00adter ']\ntitle: 'The\u200b drugs'\n---\n# Si\u00adgns of\u00a0gout\u200b\n",
            " Folder/b .md": "",
        }
    )
    assert vault.resolve("s.md", "heart.png").file is not None
    assert vault.resolve("s.md", "loop diuretics").via == "alias"
    assert vault.resolve("s.md", "water\u00a0").note == "a.md"
    assert vault.facts("a.md").line_of("Signs of gout") == 5
    assert vault.facts("a.md").line_of("signs\u00a0of\u200b gout") == 5
    assert vault.find_note("the drugs").note == "a.md"
    assert vault.find_note("b").note == vault.find_note("folder/b").note == " Folder/b .md"
    assert vault.find_folder("folder") == (" Folder",)
    assert vault.title(" Folder/b .md") == "b"


@pytest.mark.parametrize("target", ["Deep%20Note.md#My%20heading", "Deep Note.md#My heading"])
def test_the_heading_of_a_markdown_link_is_decoded_too(example, target):
    found = example.resolve("a/src.md", target, markdown=True)
    assert found == Resolution("ok", note="c/x/Deep Note.md", subpath="My heading")


@pytest.mark.parametrize(
    "address", ["https://x.org", "HTTPS://x.org", "zotero://select/1", "mailto:a@b.c", "obsidian:new"]
)
def test_what_is_clearly_an_address_makes_a_wikilink_external(example, address):
    assert example.resolve("s.md", address).status == "external"


@pytest.mark.parametrize("name", ["ALS:review", "file:x", "tel:1"])
def test_any_other_scheme_makes_only_a_markdown_link_external(example, name):
    assert example.resolve("s.md", name).status == "missing"
    assert example.resolve("s.md", name, markdown=True).status == "external"


def test_names_that_an_index_knows_are_not_read_unless_the_note_has_changed(make_vault) -> None:
    vault = make_vault({f"Note {at}.md": f"---\naliases: [alias {at}]\n---\n" for at in range(300)})
    told = {path: ((note.size, note.mtime_ns), Naming(aliases=(f"told {path}",))) for path, note in vault.notes.items()}
    told["Note 7.md"] = ((1, 1), Naming(aliases=("as it was",)))
    vault.take_names_from(lambda: told)
    assert vault.resolve(None, "told Note 8.md").note == "Note 8.md"
    assert vault.resolve(None, "alias 8").note is None
    assert vault.resolve(None, "alias 7").note == "Note 7.md"
    assert vault.resolve(None, "as it was").note is None
