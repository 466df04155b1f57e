"""Names of LaTeX's symbols, and what kind of atom each is."""

from __future__ import annotations

from typing import Final

from studytui.formulas.atoms import Kind


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


_LETTERS: Final = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π
Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω
ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ
"""
_ORDINARY: Final = """
infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ angle ∠ measuredangle ∡
triangle △ square □ Box □ Diamond ◇ top ⊤ bot ⊥ prime ′ backslash \\ dots … ldots … dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯
vdots ⋮ ddots ⋱ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ checkmark ✓ complement ∁
$ $ # # & & _ _ S § P ¶ pounds £ yen ¥ euro € male ♂ female ♀ copyright © blacksquare ■ lozenge ◊ blacklozenge ⧫
blacktriangle ▲ bigstar ★ sphericalangle ∢
"""
_POSTFIX: Final = "% % degree °"
_BINARY: Final = """
pm ± mp ∓ times × div ÷ cdot · centerdot · ast ∗ star ⋆ circ ∘ bullet • cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨
lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ dagger † ddagger ‡
amalg ⨿ ltimes ⋉ rtimes ⋊ bmod mod diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷
bigcirc ◯ lhd ⊲ rhd ⊳
"""
_RELATIONS: Final = """
le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ approxeq ≊ sim ∼ simeq ≃ cong ≅
equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ eqqcolon ≕ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃
subseteq ⊆ supseteq ⊇
subsetneq ⊊ supsetneq ⊋
nsubseteq ⊈ nsupseteq ⊉ sqsubseteq ⊑ sqsupseteq ⊒ perp ⊥ parallel ∥ nparallel ∦
mid | nmid ∤ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ nless ≮ ngtr ≯
nleq ≰ ngeq ≱ lessgtr ≶ gtrless ≷ therefore ∴ because ∵ bowtie ⋈ smile ⌣ frown ⌢
to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ implies ⟹
impliedby ⟸ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺
mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ leftrightarrows ⇆ rightrightarrows ⇉
leftleftarrows ⇇ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ upuparrows ⇈ downdownarrows ⇊
nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏
nleftrightarrow ↮ twoheadrightarrow ↠ circlearrowright ↻ circlearrowleft ↺ curvearrowright ↷ curvearrowleft ↶
"""
_BIG: Final = """
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁
bigwedge ⋀ bigsqcup ⨆ biguplus ⨄
"""
_OPENING: Final = "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ ulcorner ⌜"
_CLOSING: Final = "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ urcorner ⌝"
_FENCES: Final = "| ‖ vert | Vert ‖"
_PUNCTUATION: Final = "colon :"

_FUNCTIONS: Final = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
Pr sec sin sinh sup tan tanh
"""

_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    (_LETTERS, "letter"),
    (_ORDINARY, "ord"),
    (_POSTFIX, "post"),
    (_BINARY, "bin"),
    (_RELATIONS, "rel"),
    (_BIG, "big"),
    (_OPENING, "open"),
    (_CLOSING, "close"),
    (_FENCES, "fence"),
    (_PUNCTUATION, "punct"),
)

SYMBOLS: Final[dict[str, tuple[str, Kind]]] = {
    name: (text, kind) for names, kind in _KINDS for name, text in _pairs(names)
}
"""Macro without arguments -> what it looks like, and its kind."""
SYMBOLS.update((name, (name.replace("lim", "lim ") if len(name) == 6 else name, "op")) for name in _FUNCTIONS.split())

CHARACTERS: Final[dict[str, Kind]] = {
    text: kind for text, kind in reversed(SYMBOLS.values()) if len(text) == 1 and not text.isascii()
}
"""Characters as they are written that are neither letters nor digits, and their kinds."""
_WRITTEN: Final[tuple[tuple[str, Kind], ...]] = (
    ("+-*−–", "bin"),
    ("=<>", "rel"),
    ("([", "open"),
    (")]", "close"),
    (",;", "punct"),
    ("!?.°′″‴", "post"),
    ("/:", "slash"),
    ("|", "fence"),
    ('@"`', "ord"),
)
CHARACTERS.update((character, kind) for characters, kind in _WRITTEN for character in characters)

NEGATED: Final = dict(
    _pairs(
        "= ≠ ∈ ∉ < ≮ > ≯ ≤ ≰ ≥ ≱ ∼ ≁ ≈ ≉ ≡ ≢ ≃ ≄ ≅ ≇ ⊂ ⊄ ⊃ ⊅ ⊆ ⊈ ⊇ ⊉ ∋ ∌ | ∤ ∥ ∦ ⊢ ⊬ ⊨ ⊭ "
        "→ ↛ ← ↚ ⇒ ⇏ ⇐ ⇍ ⇔ ⇎ ∃ ∄ ↔ ↮ ≺ ⊀ ≻ ⊁"
    )
)
"""Negated relations, as `\\not` makes them."""

SPACES: Final = {
    ",": " ",
    ":": " ",
    ";": " ",
    ">": " ",
    " ": " ",
    "\n": " ",
    "enspace": " ",
    "thinspace": " ",
    "medspace": " ",
    "thickspace": " ",
    "space": " ",
    "nobreakspace": " ",
    "quad": "  ",
    "qquad": "  ",
    "!": "",
    "negthinspace": "",
}

_STYLES: Final = """
displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits tiny scriptsize footnotesize small normalsize
large Large LARGE huge Huge rm bf it sf tt mit boldmath nonumber notag strut mathstrut allowbreak relax
"""
STYLES: Final = frozenset(_STYLES.split())
"""Macros without arguments that change only how things look, not what they say."""

SIZES: Final[dict[str, str]] = {
    f"{size}{side}": side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
}
"""Macros that make the next delimiter bigger -> on which side it stands."""

ACCENTS: Final = {
    "bar": "\u0304",
    "overline": "\u0304",
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "dddot": "\u20db",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "check": "\u030c",
    "mathring": "\u030a",
    "underline": "\u0332",
}
"""Macro -> the combining character that it puts on one letter."""

ALPHABETS: Final = {
    "mathbb": "DOUBLE-STRUCK",
    "Bbb": "DOUBLE-STRUCK",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
    "frak": "FRAKTUR",
}
"""Macro -> what Unicode calls letters of that kind."""

BOLD: Final = frozenset(("mathbf", "boldsymbol", "bm", "bold", "pmb", "symbf"))
UPRIGHT: Final = frozenset(
    ("mathrm", "mathit", "mathsf", "mathtt", "mathnormal", "mathup", "symup", "symrm", "mathord")
)
TEXTS: Final = frozenset(
    ("text", "textrm", "textit", "textbf", "textsf", "texttt", "textnormal", "textup", "textmd", "mbox", "hbox", "emph")
)
FRACTIONS: Final = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
BINOMIALS: Final = frozenset(("binom", "dbinom", "tbinom"))
LONG_ARROWS: Final = {
    "xrightarrow": ("─", "→"),
    "xleftarrow": ("←", "─"),
    "xleftrightarrow": ("←", "→"),
    "xRightarrow": ("═", "⇒"),
    "xLeftarrow": ("⇐", "═"),
}
"""Arrows with words on them -> what stands before and after the words."""
