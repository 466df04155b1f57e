"""What goes wrong outside the program, tried on the program itself: each trial runs it in processes of its own.

`python -m tests.faults` from the checkout prints a table of what was done, expected and seen; `--long` runs what takes
longer than some seconds too, and words choose trials by their names. `pytest` runs the short ones, `pytest --long` all.
"""
