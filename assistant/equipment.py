"""Where a text names a machine or another piece of equipment: « une plieuse », « un four tunnel ». The names stand in `words/equipment.txt`. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.words import table

MARK = "ʘ"  # stands for each letter of a name in a marked text; a letter for `re`, and in no text
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 5
# Words in « -euse » that are adjectives or persons.
_NO_MACHINE = frozenset(
    "nombreuse serieuse precieuse dangereuse heureuse genereuse ambitieuse curieuse frileuse soucieuse furieuse couteuse vertueuse joyeuse rigoureuse courageuse fameuse lumineuse onereuse avantageuse ennuyeuse"
    " harmonieuse ingenieuse malheureuse orageuse prestigieuse religieuse respectueuse savoureuse soigneuse spacieuse speculeuse vigoureuse volumineuse cotonneuse ligneuse poreuse gazeuse mousseuse huileuse graisseuse"
    " boueuse epineuse monstrueuse affreuse peureuse chaleureuse amoureuse paresseuse vicieuse delicieuse astucieuse facheuse bitumineuse savonneuse ferreuse vitreuse osseuse nerveuse chanceuse hasardeuse desastreuse"
    " coiffeuse vendeuse serveuse chomeuse chanteuse danseuse chercheuse repreneuse entrepreneuse travailleuse monteuse bosseuse nettoyeuse blanchisseuse livreuse conteuse masseuse porteuse meneuse nourrisseuse voyageuse"
    " programmeuse developpeuse consommeuse acheteuse loueuse mecaniseuse souffleuse glaneuse fileuse tisseuse brasseuse tourneuse controleuse demandeuse prometteuse coupeuse berceuse menteuse ravageuse baigneuse".split()
)

_SEEKS = ("cherch", "recrut", "embauch", "form", "manqu", "trouv")  # « on cherche des remmailleuses »: persons


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@lru_cache(maxsize=1)
def _names() -> dict[str, set[tuple[str, ...]]]:
    """First word → the names that start with it, cut into words without their plural."""
    known: dict[str, set[tuple[str, ...]]] = {}
    for _, _, names in table("equipment.txt"):
        for name in names:
            words = tuple(_singular(word) for word in _WORD.findall(name))
            known.setdefault(words[0], set()).add(words)
    return known


def equipment(folded: str) -> list[tuple[int, int]]:
    """The span of each piece of equipment named in a folded text, the longest name first.

    >>> text = "une presse a injecter, deux tempereuses"
    >>> [text[start:end] for start, end in equipment(text)]
    ['presse a injecter', 'tempereuses']
    """
    tokens = [(_singular(match[0]), match.start(), match.end()) for match in _WORD.finditer(folded)]
    names = _names()
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        word, start, _ = tokens[at]
        length = 0
        for name in names.get(word, ()):
            size = len(name)
            if length < size <= len(tokens) - at and all(tokens[at + n][0] == name[n] and folded[tokens[at + n][1] - 1] in " '-" for n in range(1, size)):
                length = size
        if not length and len(word) >= 8 and word.endswith("euse") and word not in _NO_MACHINE and not any(before.startswith(_SEEKS) for before, _, _ in tokens[max(0, at - 3) : at]):
            length = 1
        if length:
            found.append((start, tokens[at + length - 1][2]))
        at += length or 1
    return found


def marked(folded: str) -> str:
    """The text with each name of equipment written in marks, offsets unchanged."""
    for start, end in equipment(folded):
        folded = folded[:start] + MARK * (end - start) + folded[end:]
    return folded
