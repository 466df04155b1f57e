from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studytui.vault.facts import SNIPPET, snippet
from studytui.vault.links.prefilter import link_key, link_keys


def outgoing(vault, path):
    return [(item.link.target, item.status, item.resolution.note) for item in vault.outgoing(path)]


def test_outgoing_links_are_occurrences_in_file_order(make_vault):
    vault = make_vault(
        {
            "s.md": "[[a\\|A]] ![[b]] [m](b.md) [[nope]] [x](https://x.org)\n\n[[a#H]] [[a#nope]] [[#Own]]\n# Own\n",
            "a.md": "# H\n",
            "b.md": "",
        }
    )
    assert outgoing(vault, "s.md") == [
        ("a", "ok", "a.md"),
        ("b", "ok", "b.md"),
        ("b.md", "ok", "b.md"),
        ("nope", "missing", None),
        ("https://x.org", "external", None),
        ("a#H", "ok", "a.md"),
        ("a#nope", "missing-heading", "a.md"),
        ("#Own", "ok", "s.md"),
    ]
    assert [item.link.embed for item in vault.outgoing("s.md")][:2] == [False, True]
    assert vault.outgoing("s.md")[7].line == 4


def test_images_and_attachments_are_no_links(make_vault):
    vault = make_vault(
        {
            "s.md": "![[p.png]] ![[gone.png|100]] ![x](/img/user/p.png) ![y](https://x.org/y.png)"
            " [[d.pdf]] [[gone.pdf]] [t](LICENSE) [z](/img/user/data.zip)",
            "p.png": b"",
            "d.pdf": b"",
            "LICENSE": "",
        }
    )
    assert outgoing(vault, "s.md") == []


def test_backlinks_know_their_line_and_words(make_vault):
    vault = make_vault(
        {
            "x/t.md": "[[t]] itself",
            "a.md": "one\n\n- see [[x/t|the **target**]] here\n- and [[T]]\n",
            "b.md": "![[t#H]]\n",
            "c.md": "`[[t]]` %%[[t]]%%\n\n```\n[[t]]\n```\n",
            "d.md": "[m](x/t.md) and [r][ref]\n\n[ref]: <x/t>\n",
            "e.md": "[[tt]] [[other/t]]",
            "h.md": '---\n{"hide":true}\n---\n[[t]]',
        }
    )
    assert [(link.note, link.line, link.snippet, link.hidden) for link in vault.backlinks("x/t.md")] == [
        ("a.md", 3, "see the target here", False),
        ("a.md", 4, "and T", False),
        ("b.md", 1, "t › H", False),
        ("d.md", 1, "m and r", False),
        ("d.md", 1, "m and r", False),
        ("h.md", 4, "t", True),
    ]


def test_backlinks_by_permalink_and_alias_are_found(make_vault):
    vault = make_vault(
        {
            "t.md": '---\n{"permalink":"/far/away-place/","aliases":["Lou/Gehrig"],"tags":["gardenEntry"]}\n---\n',
            "a.md": "[x](/far/away-place/)",
            "b.md": "[x](/Far/Away%20Place)",
            "c.md": "[[Lou/Gehrig]]",
            "d.md": "[home](/)",
        }
    )
    assert [link.note for link in vault.backlinks("t.md")] == ["a.md", "b.md", "c.md", "d.md"]


def test_a_transclusion_links_to_its_source(make_vault):
    embed = (
        '\n<div class="transclusion internal-embed is-loaded"><a class="markdown-embed-link" href="/t/#h" '
        'aria-label="Open link"><svg></svg></a><div class="markdown-embed">\n\nwords\n\n</div></div>\n'
    )
    vault = make_vault({"t.md": '---\n{"permalink":"/t/"}\n---\n# h\n', "a.md": embed})
    assert [link.note for link in vault.backlinks("t.md")] == ["a.md"]
    assert outgoing(vault, "a.md") == [("/t/#h", "ok", "t.md")]


def test_an_ambiguous_link_is_a_backlink_of_the_note_it_opens_only(make_vault):
    vault = make_vault({"a/t.md": "", "bb/t.md": "", "s.md": "[[t]]"})
    assert [link.note for link in vault.backlinks("a/t.md")] == ["s.md"]
    assert vault.backlinks("bb/t.md") == []


LINKS = st.sampled_from(
    [
        "[[{0}]]",
        "[[{0}.md|x]]",
        "[[d/{0}\\|x]]",
        "[[{0}#h]]",
        "![[{0}]]",
        "[x](<d/{0}.md>)",
        "[x]({1})",
        "[x]({1}.md#h)",
        "[x](d/{1})).",
        "[[[{0}]]]",
        "[[a [[{0}]]",
        "[x][r]\n\n[r]: {1}\n",
        "[r]\n\n[r]: <{0}>\n",
    ]
)
NAMES = ["t", "Neuron (UMN)", "a b.c", "x.md", "é β", "a&b", "100% [x", "it's", "a#b", "_-_", "日本"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
@given(
    st.sampled_from(NAMES), st.lists(LINKS | st.sampled_from(["text ", "\n", "`", "](", "[[", "]]", ")"]), max_size=5)
)
def test_the_quick_look_never_misses_a_link(vault_of_names, name, pieces):
    from urllib.parse import quote

    from studytui.markdown import links, parse

    text = "".join(piece.format(name, quote(name)) for piece in pieces)
    target = f"d/{name}.md"
    for link in links(parse(text).blocks):
        if vault_of_names.resolve_link("s.md", link).note == target:
            assert link_key(target) in link_keys(text)


@pytest.fixture
def vault_of_names(make_vault):
    return make_vault({f"d/{name}.md": "" for name in NAMES})


def test_a_short_line_is_its_own_snippet():
    assert snippet("  see t here ", 6, 7) == "see t here"


def test_of_a_long_line_the_sentence_round_the_link_is_shown():
    text = "First one. " * 20 + "Then the LINK comes. " + "Last one. " * 20
    at = text.index("LINK")
    assert snippet(text, at, at + 4) == "…Then the LINK comes.…"


@given(st.text(alphabet="ab .!", min_size=1, max_size=900), st.data())
def test_a_snippet_holds_its_link_and_is_short(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    cut = snippet(text, start, end)
    assert text[start:end].strip() in cut
    assert len(cut) <= SNIPPET + 2


def test_links_lead_to_places_that_html_names(make_vault):
    vault = make_vault(
        {"s.md": '[a](#x) [b](t.md#y) [c](t.md#z) [[t#y]]\n\n<a id="x"></a>', "t.md": '\n<p name="y">\n'}
    )
    assert [(out.status, out.line) for out in vault.outgoing("s.md")] == [
        ("ok", 3), ("ok", 2), ("missing-heading", None), ("ok", 2),
    ]  # fmt: skip


def test_links_lead_to_footnotes(make_vault):
    note = "[[#[^1]]] [[t#[^a]|x]] [[t#H#[^a]]] [f](t.md#[^a]) [[t#[^b]]]\n\n[^1]: y[[t]][^1]\n"
    vault = make_vault({"s.md": note, "t.md": "# H\nx[^a]\n\n[^A]: z\n"})
    assert [(out.link.target, out.status, out.line) for out in vault.outgoing("s.md")] == [
        ("#[^1]", "ok", 3), ("t#[^a]", "ok", 4), ("t#H#[^a]", "ok", 4), ("t.md#[^a]", "ok", 4),
        ("t#[^b]", "missing-heading", None), ("t", "ok", None),
    ]  # fmt: skip
    assert [link.line for link in vault.backlinks("t.md")] == [1, 1, 1, 1, 3]


def test_headings_with_blanks_are_found_by_markdown_links(make_vault):
    text = (
        "[a](n.md#My%20heading) [b](<n.md#My heading>) [c](#Own%20one) [d](n.md#My%20heading#Deep%20er)\n\n# Own one\n"
    )
    vault = make_vault({"s.md": text, "n.md": "# My heading\n\n## Deep er\n"})
    assert [item.status for item in vault.outgoing("s.md")] == ["ok"] * 4


def test_backlinks_stand_in_the_natural_order_of_titles_then_of_lines(make_vault):
    vault = make_vault(
        {
            "t.md": "",
            "a.md": "---\ntitle: Zebra\n---\n[[t]]",
            "m.md": "---\ntitle: 10 cats\n---\n[[t]]",
            "x/z.md": "---\ntitle: 2 Apes\n---\none [[t]]\n\ntwo [[t]]",
        }
    )
    found = [(link.note, link.line) for link in vault.backlinks("t.md")]
    assert found == [("x/z.md", 4), ("x/z.md", 6), ("m.md", 4), ("a.md", 4)]
