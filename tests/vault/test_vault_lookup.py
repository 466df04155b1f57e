from __future__ import annotations

import pytest

NOTES = {
    "Neurology/ALS.md": "---\ntitle: Amyotrophic lateral sclerosis\naliases: [Lou Gehrig]\ntags: [Neuro/Motor]\n---\n",
    "Neurology/Stroke.md": "text #vascular and [x](y)",
    "Cardio/Stroke.md": "no tag: a#vascular `#vascular`",
    "Cardio/notes/Tags.md": "---\ntags: vascularish\n---\n",
    "Gehrig.md": "---\naliases: [ALS]\n---\n",
}


@pytest.fixture
def vault(make_vault):
    return make_vault(NOTES)


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("Neurology/ALS.md", ("Neurology/ALS.md",)),
        ("Neurology/ALS", ("Neurology/ALS.md",)),
        ("neurology/als", ("Neurology/ALS.md",)),
        ("./Neurology/ALS", ("Neurology/ALS.md",)),
        ("amyotrophic Lateral sclerosis", ("Neurology/ALS.md",)),
        ("ALS", ("Neurology/ALS.md",)),
        ("lou gehrig", ("Neurology/ALS.md",)),
        ("Gehrig", ("Gehrig.md",)),
        ("Stroke", ("Cardio/Stroke.md", "Neurology/Stroke.md")),
        ("Stroke.md", ("Cardio/Stroke.md", "Neurology/Stroke.md")),
        ("../Neurology/ALS", ()),
        ("nothing", ()),
        ("", ()),
    ],
)
def test_a_note_is_found_by_path_title_stem_or_alias(vault, name, notes):
    assert vault.find_note(name).notes == notes


def test_the_exact_spelling_of_a_twin_is_enough(make_vault):
    vault = make_vault({"Note.md": "", "note.md": "", "x/Note.md": ""})
    if len(vault.notes) < 3:
        pytest.skip("this file system has no case")
    assert vault.find_note("note").note == "note.md"
    assert vault.find_note("Note").note == "Note.md"
    assert vault.find_note("NOTE").notes == ("Note.md", "note.md", "x/Note.md")


def test_a_note_without_its_path_is_found_by_its_whole_file_name(make_vault):
    assert make_vault({"a/Stroke.md": ""}).find_note("Stroke.md").note == "a/Stroke.md"


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        ("Neurology", ("Neurology",)),
        ("neurology/", ("Neurology",)),
        ("notes", ("Cardio/notes",)),
        ("cardio/NOTES", ("Cardio/notes",)),
        (".", ("",)),
        ("/", ("",)),
        ("urology", ()),
        ("..", ()),
    ],
)
def test_a_folder_is_found_by_its_path_or_the_end_of_it(vault, name, folders):
    assert vault.find_folder(name) == folders


def test_folders_with_the_same_name_are_all_found(make_vault):
    assert make_vault({"a/x/n.md": "", "b/x/n.md": ""}).find_folder("x") == ("a/x", "b/x")


@pytest.mark.parametrize(
    ("tag", "notes"),
    [
        ("#vascular", ["Neurology/Stroke.md"]),
        ("VASCULAR", ["Neurology/Stroke.md"]),
        ("#neuro", ["Neurology/ALS.md"]),
        ("#neuro/motor/", ["Neurology/ALS.md"]),
        ("#motor", []),
        ("#", []),
    ],
)
def test_a_tag_covers_the_tags_nested_in_it(vault, tag, notes):
    assert list(vault.tagged(tag)) == notes


def test_the_nearest_names_are_stems_titles_and_aliases(vault):
    assert vault.nearest("Strok")[:2] == ["Cardio/Stroke.md", "Neurology/Stroke.md"]
    vault.load_names()
    assert vault.nearest("Amyotrofic sclerosis", 1) == ["Neurology/ALS.md"]
    assert vault.nearest("Lou Gerig", 1) == ["Neurology/ALS.md"]
    assert vault.nearest("xqzw") == []


def test_initials_find_a_name(make_vault):
    assert make_vault({"Amyotrophic lateral sclerosis.md": "", "Balsam.md": ""}).nearest("als", 1) == [
        "Amyotrophic lateral sclerosis.md"
    ]
