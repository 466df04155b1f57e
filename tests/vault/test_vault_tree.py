from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.vault import Folder
from studytui.vault.names import natural_key


def labels(folder: Folder) -> list[str]:
    return [f"{child.name}/" if isinstance(child, Folder) else child.label for child in folder.children()]


def test_pinned_then_folders_then_notes_in_natural_order(make_vault):
    vault = make_vault(
        {
            "10 a.md": "",
            "2 b.md": "",
            "A/n.md": "",
            "a10/n.md": "",
            "A2/n.md": "",
            "z.md": "---\npinned: true\n---\n",
            "Éa.md": "",
            "f.md": "",
            "c.md": "---\ntitle: 1 first\n---\n",
        }
    )
    assert labels(vault.tree()) == ["z", "A/", "A2/", "a10/", "1 first", "2 b", "10 a", "Éa", "f"]


def test_hidden_notes_are_there_and_say_so(make_vault):
    vault = make_vault({"a.md": '---\n{"hide":true}\n---\n', "b.md": '---\n{"hideInFiletree":true}\n---\n', "c.md": ""})
    assert [(leaf.label, leaf.hidden) for leaf in vault.tree().leaves()] == [("a", True), ("b", True), ("c", False)]


def test_counts_are_of_notes_at_any_depth_and_folders_without_notes_are_left_out(make_vault):
    vault = make_vault({"a/n.md": "", "a/b/c/n.md": "", "img/p.png": b"", "n.md": ""})
    root = vault.tree()
    assert (root.notes, root.path, root.name) == (3, "", "vault")
    (folder, _) = root.children()
    assert (folder.path, folder.name, folder.notes) == ("a", "a", 2)
    assert [leaf.path for leaf in root.leaves()] == ["a/b/c/n.md", "a/n.md", "n.md"]
    assert vault.topics.folders() == ("a", "a/b", "a/b/c")


def test_titles_are_read_only_for_the_folder_that_is_listed(make_vault, monkeypatch):
    vault = make_vault({"a/n.md": "---\ntitle: T\n---\n", "m.md": ""})
    read = []
    real = type(vault._disk).read
    monkeypatch.setattr(
        type(vault._disk), "read", lambda self, path, *rest: read.append(path) or real(self, path, *rest)
    )
    labels(vault.tree())
    assert read == ["m.md"]
    assert labels(vault.topics.folder("a")) == ["T"]
    assert read == ["m.md", "a/n.md"]


def test_an_empty_vault_has_an_empty_tree_and_no_home(make_vault):
    vault = make_vault({"p.png": b""})
    assert vault.tree().children() == ()
    assert vault.home() is None


def test_a_title_is_text_and_nothing_else(make_vault):
    vault = make_vault({"[red]/n.md": "---\ntitle: '[/b] [link=x]y[/]'\n---\n[red]x[/]"})
    assert [leaf.label for leaf in vault.tree().leaves()] == ["[/b] [link=x]y[/]"]


@given(st.lists(st.text(max_size=12)))
def test_any_labels_can_be_sorted(names):
    names.sort(key=natural_key)
    assert names == sorted(reversed(names), key=natural_key)  # noqa: C414 - another order to begin with


@pytest.mark.parametrize(
    ("files", "home"),
    [
        ({"index.md": "", "x/h.md": "---\ndg-home: true\n---\n"}, "x/h.md"),
        ({"README.md": "", "h.md": '---\n{"tags":["gardenEntry"]}\n---\n'}, "h.md"),
        ({"Home.md": "", "README.md": "", "INDEX.md": ""}, "INDEX.md"),
        ({"Home.md": "", "readme.md": ""}, "readme.md"),
        ({"home.md": "", "a.md": ""}, "home.md"),
        ({"x/index.md": "", "b.md": "", "a.md": '---\n{"hide":true}\n---\n'}, "x/index.md"),
        ({"b.md": "", "a.md": '---\n{"hide":true}\n---\n'}, "b.md"),
        ({"a.md": '---\n{"hide":true}\n---\n'}, "a.md"),
        ({"index.md": "---\ndg-home: false\n---\n", "a.md": ""}, "index.md"),
    ],
)
def test_the_home_note(make_vault, files, home):
    assert make_vault(files).home() == home
