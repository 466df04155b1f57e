"""How well and how fast names are found: studytui beside RapidFuzz's WRatio and fzf, in one run.

    python tests/benchmarks/bench_names.py [FOLDER …] [--headings] [--names 65000] [--per-kind 30] [--seed 1]

Each FOLDER of notes is a set of titles; the queries are made by rule (`known_items`) from half of them. Without a
folder, a set is generated. The second table is speed over `--names` generated names. fzf is left out if it is absent.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from known_items import KINDS, KnownItem, make, titles_of

from studytui.search.names.names import Name, NameIndex

STARTS_TEXT = """
hyper hypo anti endo peri para pre post intra extra neo poly oligo micro macro tachy brady dys myo cardio nephro
hepato gastro entero neuro osteo chondro arthro dermato hemato lympho spleno pneumo broncho rhino oto ophthalmo
encephalo cranio spondylo adeno thyro pancreato chole colo procto cysto uretero urethro salpingo hystero oophoro
mammo angio phlebo arterio veno thrombo leuko erythro cyto histo fibro lipo glyco kerato
"""
MIDDLES_TEXT = """
ter lo mi ra ste cor phy lin ga nu pla sca tri vo zel bro fen
"""
ENDS_TEXT = """
itis osis oma pathy ectomy otomy ostomy plasty scopy emia uria algia penia philia megaly stenosis sclerosis
rrhage rrhea plegia paresis trophy genesis lysis cele cyte blast gram graphy logy dynia malacia ptosis pexy
"""
PLAIN_TEXT = """
acute chronic syndrome disease disorder failure deficiency infection injury fracture lateral medial anterior
posterior inferior superior primary secondary familial congenital acquired diffuse focal multiple systemic
management diagnosis treatment overview of the and in with artery vein nerve muscle bone joint heart lung liver
kidney brain spinal cord skin blood type 1 2 3 signs causes drugs notes review case exam cycle pathway receptor
"""
STARTS, ENDS, PLAIN = STARTS_TEXT.split(), ENDS_TEXT.split(), PLAIN_TEXT.split()
MIDDLES = ["", *MIDDLES_TEXT.split()]


def generated(count: int, seed: int) -> list[str]:
    """Distinct names of one to seven words, of a vocabulary as large as that of so many real ones."""
    rng = random.Random(seed)
    rare = [start + middle + end for start in STARTS for middle in MIDDLES for end in ENDS]
    names: dict[str, None] = {}
    while len(names) < count:
        words = [rng.choice(PLAIN if rng.random() < 0.5 else rare) for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 5, 7)))]
        names[" ".join(words).capitalize()] = None
    return list(names)


Finder = Callable[[str], list[str]]


def studytui(titles: list[str]) -> Finder:
    """The first five by studytui."""
    index = NameIndex(Name(title, str(number), "title") for number, title in enumerate(titles))
    index.prepare()
    return lambda query: [hit.name.text for hit in index.search(query, 5)]


def wratio(titles: list[str]) -> Finder:
    """The first five by RapidFuzz's WRatio, case and punctuation folded."""
    from rapidfuzz import fuzz, process, utils

    folded = [utils.default_process(title) for title in titles]

    def find(query: str) -> list[str]:
        found = process.extract(utils.default_process(query), folded, scorer=fuzz.WRatio, limit=5)
        return [titles[at] for _, _, at in found]

    return find


def fzf(program: str, titles: list[str]) -> Finder:
    """The first five by `fzf --filter`, as a process of its own for every query."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt", delete=False) as listed:
        listed.write("\n".join(titles) + "\n")

    def find(query: str) -> list[str]:
        with Path(listed.name).open(encoding="utf-8") as lines:
            ran = subprocess.run([program, "--filter", query], stdin=lines, capture_output=True, text=True, check=False)
        return ran.stdout.splitlines()[:5]

    return find


def shares(find: Finder, items: list[KnownItem]) -> dict[str, tuple[int, float, float]]:
    """Of each kind: how many queries, and the share whose title comes first and among the first five."""
    table = {}
    for kind in KINDS:
        answers = [(item.title, find(item.query)) for item in items if item.kind == kind]
        if answers:
            first = sum(found[:1] == [title] for title, found in answers) / len(answers)
            five = sum(title in found for title, found in answers) / len(answers)
            table[kind] = (len(answers), first, five)
    return table


def print_shares(named: dict[str, dict[str, tuple[int, float, float]]]) -> None:
    """Kind by finder: first / among the first five."""
    print(f"{'kind':20}{'queries':>9}" + "".join(f"{name:>18}" for name in named))
    for kind in next(iter(named.values())):
        rows = [table[kind] for table in named.values()]
        print(f"{kind:20}{rows[0][0]:9}" + "".join(f"{first:10.3f} / {five:.3f}" for _, first, five in rows))
    means = [[statistics.mean(row[column] for row in table.values()) for column in (1, 2)] for table in named.values()]
    print(f"{'all kinds alike':29}" + "".join(f"{first:10.3f} / {five:.3f}" for first, five in means))


def keystrokes(items: list[KnownItem]) -> Iterator[str]:
    """Every beginning of every query, as it is typed."""
    for item in items:
        yield from (item.query[: end + 1] for end in range(len(item.query)))


def timed(find: Finder, queries: list[str]) -> list[float]:
    """Milliseconds a query, ascending."""
    taken = []
    for query in queries:
        start = time.perf_counter()
        find(query)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def print_speed(count: int, seed: int, fzf_program: str | None) -> None:
    """Building, keystrokes and whole queries over generated names, with the ratio to studytui."""
    titles = generated(count, seed)
    start = time.perf_counter()
    index = NameIndex(Name(title, str(number), "title") for number, title in enumerate(titles))
    built = time.perf_counter() - start
    index.prepare()
    print(f"\n{count} names: built in {built:.2f} s, ready for misspelt words in {time.perf_counter() - start:.2f} s")
    find = studytui(titles)
    find("warm up")
    rng = random.Random(seed)
    sample = rng.sample(titles, min(len(titles), 40))
    items = [KnownItem(kind, q, t) for kind, maker in KINDS.items() for t in sample[:12] if (q := maker(t, rng))]
    queries = [item.query for item in items]
    typed = list(keystrokes(rng.sample(items, min(len(items), 80))))
    finders: dict[str, tuple[Finder, list[str]]] = {
        "studytui, keystroke": (find, typed),
        "studytui, query": (find, queries),
        "WRatio, query": (wratio(titles), queries[:20]),
    }
    if fzf_program:
        finders["fzf, process"] = (fzf(fzf_program, titles), queries[:40])
    base = 0.0
    print(f"{'':22}{'runs':>6}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'p95 ratio':>11}")
    for name, (finder, asked) in finders.items():
        taken = timed(finder, asked)
        p95 = taken[int(len(taken) * 0.95)]
        base = base or p95
        print(f"{name:22}{len(taken):6}{statistics.median(taken):9.2f}{p95:9.2f}{taken[-1]:9.2f}{p95 / base:11.1f}")


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--headings", action="store_true", help="headings are titles too")
    parser.add_argument("--names", type=int, default=65_000)
    parser.add_argument("--per-kind", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fzf", default=shutil.which("fzf"), help="the program, if it is not on the path")
    given = parser.parse_args()
    sets = {str(folder): titles_of(folder, headings=given.headings) for folder in given.folders}
    for name, titles in (sets or {"generated": generated(2000, given.seed)}).items():
        print(f"\n{name}: {len(titles)} titles")
        items = list(make(titles, given.per_kind, given.seed))
        finders = {"studytui": studytui(titles), "WRatio": wratio(titles)}
        if given.fzf:
            finders["fzf"] = fzf(given.fzf, titles)
        print_shares({called: shares(finder, items) for called, finder in finders.items()})
    print_speed(given.names, given.seed, given.fzf)


if __name__ == "__main__":
    main()
