"""A note of the seed's size and form, with other words: what the Digital Garden plugin publishes."""

from __future__ import annotations

YELLOW = '<span style="background:rgba(240, 200, 0, 0.2)">'
BODY = f"""
an acquired disorder in which antibodies against the terminal block the release of its transmitter.
# Epidemiology
- Mean age of onset is 58 years.

---
# Etiology


---
# Pathophysiology
- {YELLOW}Antibodies bind the channels that let calcium into the terminal, so that fewer vesicles are released at once.</span>
	- Repeated use lets calcium build up and strength returns for some seconds
	- The muscle itself is healthy, and its receptors are as many as [[Notes/Systems/Receptor\\|before]] the disease
- Pathology
	- {YELLOW}Terminal: loss of the ordered rows of channels & fewer active zones, seen on freeze fracture</span>
	- {YELLOW}Muscle: normal number of receptors (folds may be longer) & normal fibres of both types</span>
	- Nerve: conduction is normal (both motor and sensory fibres of all sizes)

---
# Clinical features
![Drawing 20250101101010.png](/img/user/appendix/Drawing%2020250101101010.png)
## General disease characteristics
- {YELLOW}Both weakness and loss of reflexes are found, and both get better for a while after use</span> (see [[Notes/Systems/Weakness of the terminal vs. weakness of the receptor\\|Weakness of the terminal vs. weakness of the receptor]])
- {YELLOW}Slow progression</span>: it usually starts in the hips and thighs then goes on to the {YELLOW}shoulders and arms</span>
## Early symptoms
- Symptoms are often put down to age at first (e.g., trouble with stairs or with getting up from a low chair)
- {YELLOW}Weakness of the legs near the trunk, often worse in the morning and better at noon </span>
- {YELLOW}Signs of the involuntary nerves such as a dry mouth, constipation, and slow pupils (80% of cases at some time)</span>
- [[Notes/Systems/Drooping lid\\|Drooping lids]] with mild double vision may follow.
- Muscle aches, stiffness, and a metal taste
- Weight loss
- Grip sign: a hand that grows stronger over the first seconds of a long grip because calcium builds up in the terminal of each nerve, which is felt by the [[Notes/Systems/Receptor\\|examiner]]
## Late symptoms
- Trouble swallowing (approx. 25% of patients meet the criteria for [[Notes/Systems/Swallowing\\|a disorder of swallowing]])
- Other symptoms (e.g., low blood pressure, bladder dysfunction) may develop; they are treated one by one.
- Symptoms that need care at once
	- {YELLOW}Failure to breathe after some drugs for anesthesia</span>
	- Choking due to weakness of the throat or [[Notes/Systems/Drooping lid\\|the palate]]

---
# Diagnosis
- Electromyography
	- Repetition: a small first response, then growth of more than double with fast rates
	- Single fibres jitter
# Differential Diagnosis
- [[Notes/Systems/Myasthenia\\|Myasthenia]]
	- Weakness grows with use and reflexes are kept
	- {YELLOW}No dry mouth</span>

---
# Treatment
- {YELLOW}Amifampridine</span>
	- {YELLOW}Blocks potassium channels so that the terminal stays open longer and more of the transmitter is released</span>
	- Improves strength and walking in most patients (on average, within 4 days)
- Search for a tumor
	- A scan of the chest
	- Treating the tumor often improves the weakness as well

---
"""
HEAD = '---\n{{"dg-publish":true,"permalink":"/Notes/{name}/","tags":["t1"]}}\n---\n'
