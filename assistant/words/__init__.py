"""The vocabulary of the facts read in messages, one module or text file a field; `facts_in_text` and `sectors` read them.

Look for an activity in `activities.txt` (its verbs in `activity_verbs.txt`), a kind of project in `projects.py`, a machine in `equipment.txt`, a kind of applicant or a legal form in
`applicants.py`, a région or a département in `places.py`, the role of an amount in `amounts.py`, what makes of a figure a head-count in `headcount.py`, the state
of the works, of the accounts, loans and studies in `situation.py`, dates and ages in `dates.py`, what hurried people shorten
in `shorthand.py`, and who speaks of what in `message.py`. Patterns read folded text: lower case, no accents.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

# Frequent words that follow « l' » or « d' » in such messages and are no name of a trade or a machine.
_COMMON = "atelier usine entreprise association assemblage aide aides energie electricite outil outillage industrie investissement emploi embauche emballage argent employeur employeurs installation extension achat agrandissement activite equipement usinage injection invention innovation aluminium autre oise ain aisne allier aude aube aveyron ardeche ardennes ariege eure herault indre isere orne essonne yonne"


@lru_cache(maxsize=1)
def _in_names() -> frozenset[str]:
    words = {word for file in ("activities.txt", "equipment.txt") for _, _, names in table(file) for name in names for word in name.replace("'", " ").replace("-", " ").split()}
    return frozenset(words | {f"{word}s" for word in words} | set(_COMMON.split()))


def is_name(word: str) -> bool:
    """Whether a word stands in a name of activity or of equipment.

    >>> is_name("injection"), is_name("linjection"), is_name("dentelle")
    (True, False, True)
    """
    return word in _in_names()


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
