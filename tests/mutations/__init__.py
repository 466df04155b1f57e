"""Notes and queries that nobody wrote: real ones, changed by chance, go through parser, layout and search.

`python -m tests.mutations --notes 10000 --queries 1000 --seed 1` from the checkout counts what goes wrong: an exception,
more than a second, a control character, a row that is too wide. `pytest` tries a small share.
"""
