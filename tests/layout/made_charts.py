"""Flowcharts as medical notes have them, made from a seed: the source, and what it says."""

from __future__ import annotations

import random
from typing import NamedTuple

FINDINGS = """Chest pain;Syncope;Acute dyspnea;Fever and neck stiffness;Hyponatremia <135 mEq/L;Painless jaundice
Polyuria and polydipsia;Palpable thyroid nodule ≥1 cm;Hematuria;Acute monoarthritis;Secondary amenorrhea;Microcytic anemia
ST elevation in 2 contiguous leads;Elevated anion gap;Low PTH;High TSH, low free T4;Positive Coombs test
Suspected pulmonary embolism (Wells >4);Thrombocytopenia <50,000/µL;Nephrotic-range proteinuria;Bilateral hilar adenopathy
New-onset atrial fibrillation >48 h;Neonatal bilious emesis;Abdominal pain in pregnancy, first trimester;Blood pressure 180/120
Serum osmolality <280 mOsm/kg;Urine Na⁺ >40 mEq/L;β-hCG above the discriminatory zone;Fractional excretion of Na⁺ <1%
Ascites, SAAG ≥1.1 g/dL;Loss of consciousness with lateral tongue biting;Painful genital ulcer;Rapidly growing mole"""
STEPS = """Obtain ECG and troponin;CT without contrast;Lumbar puncture;Start ceftriaxone + vancomycin + dexamethasone;Check ferritin
Fine-needle aspiration;Echocardiography;IV normal saline bolus;Urgent surgical consult;Anticoagulate with heparin, then DOAC
Measure 24-hour urine cortisol;Dexamethasone suppression test;MRI of the pituitary;Adrenal vein sampling;Observe and repeat
Transvaginal ultrasound;Administer methotrexate 50 mg/m²;Colonoscopy within 24 hours;Stop the offending drug;Biopsy
Endoscopic retrograde cholangiopancreatography;Synchronized cardioversion;Amiodarone 150 mg IV over 10 min;Insulin drip 0.1 U/kg/h
Beta-blocker, ACE inhibitor, statin, aspirin;Repeat TSH in 6–8 weeks;Plasma exchange, avoid platelets;Hypertonic saline 3%
Discharge with follow-up;Thrombolysis (alteplase) if <4.5 h;Rate control: diltiazem or metoprolol;Bone marrow biopsy
Intubate;Refer to nephrology;Kidney biopsy;Pelvic examination and culture;Splenectomy vaccines;Radioactive iodine uptake scan"""
CAUSES = """Primary hyperaldosteronism;SIADH;Sarcoidosis;IgA nephropathy;Ectopic pregnancy;Hirschsprung disease;Graves disease
Thrombotic thrombocytopenic purpura;Familial hypocalciuric hypercalcemia;Septic arthritis;Gout, pseudogout;Melanoma;Chancroid
Hypertrophic cardiomyopathy;Congestive heart failure, cirrhosis, nephrotic syndrome;Iron deficiency;α-Thalassemia trait;Asthma
Subarachnoid hemorrhage;Autoimmune hemolytic anemia (warm IgG);Posterior urethral valves;Diabetes insipidus;Primary polydipsia
Minimal change disease;Meckel diverticulum;Pheochromocytoma;Toxic adenoma;Cholangiocarcinoma;Aplastic anemia;Tension headache"""
LABELS = [
    "yes",
    "no",
    "positive",
    "negative",
    "high",
    "low",
    "normal",
    ">300 mm Hg",
    "150–300",
    "after 5 min",
    "stable",
]
LABELS += [
    "unstable",
    "no response",
    "ferritin <30",
    "if refractory after 2 doses",
    "age >50 or alarm features",
    "inhibits",
    "↑ cAMP",
]
SHAPES = [
    ("[", "]"),
    ("(", ")"),
    ("([", "])"),
    ("{", "}"),
    ("[[", "]]"),
    ("[(", ")]"),
    ("((", "))"),
    ("{{", "}}"),
    ("[/", "/]"),
    (">", "]"),
]
FORMS = ["-->|{}|", "-- {} -->", "-.->|{}|", "==>|{}|", "-. {} .->", '-->|"{}"|']


class Made(NamedTuple):
    """A source, the texts of its nodes, its edges (source, target, label; by text) and the titles of its frames."""

    source: str
    nodes: list[str]
    edges: list[tuple[str, str, str]]
    titles: list[str]


def made_chart(seed: int) -> Made:
    """A chart of 5 to 40 nodes: a tree of decisions with shared ends, ways back, and perhaps frames."""
    rng = random.Random(seed)
    count = rng.choice([5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 33, 40])
    pool = [text for words in (FINDINGS, STEPS, CAUSES) for text in words.replace("\n", ";").split(";")]
    texts = rng.sample(pool, count)
    lines = [
        f"{rng.choice(['graph', 'flowchart'])} {rng.choice(['TD', 'TD', 'TB', 'LR', 'LR', 'RL', 'BT'][: 5 + (seed % 9 == 0) * 2])}"
    ]
    if rng.random() < 0.3:
        lines.insert(0, "%%{init: {'theme': 'base'}}%%")
    shown = {}
    for number, text in enumerate(texts):
        opener, closer = rng.choice(SHAPES) if rng.random() < 0.4 else SHAPES[0]
        written = text.replace(", ", ",<br/>") if rng.random() < 0.3 else text
        plain = not set(written) & set("()<>[]{}/") and opener[0] != ">" and rng.random() < 0.5
        shown[f"N{number}"] = (
            f"N{number}{opener}{written}{closer}" if plain else f'N{number}{opener}"{written}"{closer}'
        )
    edges: list[tuple[int, int, str]] = []
    fan = rng.choice([1, 2, 2, 3])
    for number in range(1, count):
        source = max(0, (number - 1) // fan + rng.choice([0, 0, 0, 1, -1]))
        edges.append((min(source, number - 1), number, rng.choice(LABELS) if rng.random() < 0.5 else ""))
    for _ in range(rng.choice([0, 0, 1, 2, count // 6])):
        left, right = sorted(rng.sample(range(count), 2))
        edges.append((left, right, rng.choice(["", "no", "if persistent"])))
    if rng.random() < 0.3:
        left, right = sorted(rng.sample(range(count), 2))
        edges.append((right, left, rng.choice(["", "negative feedback"])))
    said: set[str] = set()
    inside = _frames(rng, count) if rng.random() < 0.3 else {}
    titles = [f"Phase {name}" for name in sorted(set(inside.values()))]
    for name in sorted(set(inside.values())):
        lines.append(f"  subgraph S{name}[Phase {name}]")
        for number, group in inside.items():
            if group == name:
                lines.append(f"    {shown[f'N{number}']}")
                said.add(f"N{number}")
        lines.append("  end")
    for left, right, label in edges:
        arrow = rng.choice(FORMS).format(label) if label else rng.choice(["-->", "-->", "-->", "-.->", "==>", "--->"])
        ends = [f"N{each}" if f"N{each}" in said else shown[f"N{each}"] for each in (left, right)]
        said |= {f"N{left}", f"N{right}"}
        lines.append(f"  {ends[0]} {arrow} {ends[1]}" + rng.choice(["", "", ";"]))
    if rng.random() < 0.4:
        lines += [
            "  classDef red fill:#f96,stroke:#333",
            "  class N0,N1 red",
            "  style N2 fill:#bbf",
            "  linkStyle 0 stroke:red",
        ]
    return Made("\n".join(lines), texts, [(texts[left], texts[right], label) for left, right, label in edges], titles)


def _frames(rng: random.Random, count: int) -> dict[int, str]:
    size = max(2, count // 4)
    start = rng.randrange(0, count - size)
    inside = dict.fromkeys(range(start, start + size), "A")
    if rng.random() < 0.5 and start >= 2:
        inside |= dict.fromkeys(range(max(0, start - size), start), "B")
    return inside
