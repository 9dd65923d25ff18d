"""The vocabulary of the facts read in messages, one module or text file a field; `facts_in_text` and `sectors` read them.

Look for an activity in `activities.txt` (its verbs in `activity_verbs.txt`), a kind of project in `projects.py`, a machine in `equipment.txt`, a kind of applicant or a legal form in
`applicants.py`, a région or a département in `places.py`, the role of an amount in `amounts.py`, what makes of a figure a head-count in `headcount.py`, the state
of the works, of the accounts, loans and studies in `situation.py`, dates and ages in `dates.py`, what hurried people shorten
in `shorthand.py`, and who speaks of what in `message.py`. Patterns read folded text: lower case, no accents.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[tuple[str, str, list[str]]]:
    """The lines of a text file of this folder: (head, « : » or « ~ », its words), comments left out.

    >>> next(table("activities.txt"))[:2]
    ('01', ':')
    """
    for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines():
        mark = ":" if ":" in line and "~" not in line.partition(":")[0] else "~"
        head, _, rest = line.partition(mark)
        if rest.strip() and not line.startswith("#"):
            yield head.strip(), mark, [word.strip() for word in rest.split(",") if word.strip()]
