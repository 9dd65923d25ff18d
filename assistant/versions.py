"""Which document of a corpus replaces or amends which, and which one holds on a day.

A chain is followed to its end: A replaced by B, B by C. On a day, only the version in force is quoted as such; the others are shown as what they are,
with the name of the one that holds. Links come from front matter (`replaces`) and from what documents say of each other (`signs`). Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from assistant.checkable import DATE, FIGURE, ORDINAL, PHASE, REFERENCE, YEAR, tokens_of
from assistant.documents import Document
from assistant.french import fold, terms
from assistant.signs import Mention, mention_of, own_name

_FACTS = (FIGURE, DATE, YEAR, PHASE, REFERENCE, ORDINAL)
_NEGATION = re.compile(r"\b(?:ne|n'\w+|aucune?|ni|interdite?s?|exclue?s?|impossible|sans|pas)\b")
_ARTICLE = re.compile(r"\barticles? ([lrd]?\.? ?\d[\d-]*)")
_YEAR_OF_A_TITLE = re.compile(r"\b(?:19|20)\d\d\b")
_EARLIER = re.compile(r"\b(?:ancienne?s?|precedente?s?|vieille|vieux)\s+(?:version|texte|regle|\w+)|\bversion (?:d'avant|anterieure|precedente)|\bavant (?:la|le|l') ?(?:reforme|changement|modification|abrogation|remplacement)")


@dataclass(frozen=True)
class Versions:
    """Links between the documents of one corpus, by id. `starts` is the day from which each holds, None when it is not known."""

    replaced_by: Mapping[str, str] = field(default_factory=dict)
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    amended_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts: Mapping[str, date | None] = field(default_factory=dict)
    names: Mapping[str, Mention] = field(default_factory=dict)  # how the documents of a chain call themselves

    def started(self, document_id: str, on: date) -> bool:
        start = self.starts.get(document_id)
        return start is None or start <= on

    def current(self, document_id: str, on: date) -> str:
        """The document of the same chain that holds on that day; the first one when the chain had not begun."""
        while not self.started(document_id, on) and self.replaces.get(document_id):
            document_id = self.replaces[document_id][-1]
        while (newer := self.replaced_by.get(document_id)) and self.started(newer, on):
            document_id = newer
        return document_id

    def in_chain(self, document_id: str) -> bool:
        return document_id in self.replaced_by or document_id in self.replaces

    def amendments(self, document_id: str, on: date) -> list[str]:
        """The documents that have amended this one by that day, oldest first."""
        return [newer for newer in self.amended_by.get(document_id, ()) if self.started(newer, on)]

    def family(self, document_id: str) -> list[str]:
        """Every document that a chain links to this one, itself included, oldest first."""
        while newer := self.replaced_by.get(document_id):
            document_id = newer
        found, waiting = [document_id], [document_id]
        while waiting:
            older = self.replaces.get(waiting.pop(), ())
            found += older
            waiting += older
        return sorted(found, key=lambda i: (self.starts.get(i) or date.min, i))

    def set_aside(self, question: str, on: date) -> frozenset[str]:
        """Documents that are not to be quoted for a question: those of a chain that do not hold on the day, unless the question names them.

        « que disait la circulaire de 2024 ? » names one: then it is quoted, and the others of its chain are not.
        """
        aside: set[str] = set()
        seen: set[str] = set()
        folded = fold(question)
        for document_id in self.replaced_by:
            if document_id in seen:
                continue
            family = self.family(document_id)
            seen.update(family)
            named = [member for member in family if self._named(member, folded)]
            if not named and _EARLIER.search(folded):
                named = list(self.replaces.get(self.current(family[-1], on), ()))
            held = {self.current(member, on) for member in family} if not named or len(named) == len(family) else set(named)
            aside.update(set(family) - held)
        return frozenset(aside)

    def _named(self, document_id: str, question: str) -> bool:
        name, start = self.names.get(document_id), self.starts.get(document_id)
        if name is None:
            return False
        if name.number and re.search(rf"(?<![\w/-]){re.escape(name.number)}(?![\w/-])", question):
            return True
        years = {str(day.year) for day in (name.day, start) if day}
        first = name.name.split()[0].rstrip("s")
        said = re.search(rf"\b(?:{first}s?|version|edition|texte)\b(?: \w+){{0,3}}? (?:de |du |d'|en )?(?:1er |\d{{1,2}} )?(?:\w+ )?((?:19|20)\d\d)\b", question)
        return bool(said and said[1] in years)


def linked(documents: Iterable[Document]) -> tuple[dict[str, Document], Versions]:
    """The documents by id, each one that another replaces closed on the eve of the newer one; and the links between them."""
    by_id = {document.id: document for document in documents}
    names = {i: name for i, document in by_id.items() if (name := _name_of(document))}
    replaced_by: dict[str, str] = {}
    amended: dict[str, list[str]] = {}

    def replacing(older: str, newer: str, *, said: bool) -> None:
        first, second = _start(by_id[older]), _start(by_id[newer])
        if older == newer or older not in by_id or (not said and first and second and first > second):
            return
        at: str | None = newer
        while at is not None:  # never a circle
            if at == older:
                return
            at = replaced_by.get(at)
        known = replaced_by.get(older)
        if known is None or (_start(by_id[known]) or date.max) > (second or date.max):
            replaced_by[older] = newer

    for newer, document in sorted(by_id.items()):
        metadata = document.metadata
        if metadata.replaces in by_id:
            replacing(metadata.replaces, newer, said=True)
        for words in metadata.supersedes:
            if older := _found(words, newer, by_id, names):
                replacing(older, newer, said=False)
        for words in metadata.superseded_by:
            if later := _found(words, newer, by_id, names):
                replacing(newer, later, said=False)
        for words in metadata.amends:
            if older := _found(words, newer, by_id, names):
                amended.setdefault(older, []).append(newer)
        for words in metadata.amended_by:
            if later := _found(words, newer, by_id, names):
                amended.setdefault(newer, []).append(later)
    for older, newer in _editions(by_id):
        if older not in replaced_by:
            replacing(older, newer, said=False)

    closed = dict(by_id)
    for older, newer in replaced_by.items():
        metadata, start = by_id[older].metadata, _start(by_id[newer])
        eve = start - timedelta(days=1) if start else None
        if eve and (metadata.valid_to is None or metadata.valid_to > eve) and (metadata.valid_from is None or metadata.valid_from <= eve):
            closed[older] = replace(by_id[older], metadata=replace(metadata, valid_to=eve))
    replaces: dict[str, list[str]] = {}
    for older, newer in sorted(replaced_by.items()):
        replaces.setdefault(newer, []).append(older)
    starts = {i: _start(document) for i, document in by_id.items()}
    for olders in (*replaces.values(), *amended.values()):
        olders.sort(key=lambda i: (starts[i] or date.min, i))
    versions = Versions(
        replaced_by,
        {newer: tuple(olders) for newer, olders in replaces.items()},
        {older: tuple(dict.fromkeys(newers)) for older, newers in amended.items()},
        starts,
        names,
    )
    return closed, versions


def _start(document: Document) -> date | None:
    metadata = document.metadata
    if metadata.valid_from or not (metadata.valid_to and metadata.published_on and metadata.valid_to < metadata.published_on):
        return metadata.valid_from or metadata.published_on
    return None  # written after what it tells of had ended


def _name_of(document: Document) -> Mention | None:
    name = own_name(document.text, document.metadata.title)
    return replace(name, day=name.day or document.metadata.published_on) if name else None


def _found(words: str, by: str, documents: Mapping[str, Document], names: Mapping[str, Mention]) -> str | None:
    """The one document of the corpus that these words name: by its number, else by its title, else by its kind and day. None when several would do."""
    mention = mention_of(words)
    if mention is None:
        return None
    first = mention.name.split()[0].rstrip("s")
    same_kind = {i: name for i, name in names.items() if i != by and name.name.split()[0].rstrip("s") == first}
    if mention.number:
        found = [i for i, name in same_kind.items() if _same_number(name.number, mention.number)]
        if len(found) > 1 and mention.day:
            found = [i for i in found if names[i].day == mention.day]
        return found[0] if len(found) == 1 else None
    titled = {i: len(title) for i, document in documents.items() if i != by and len(title := fold(document.metadata.title)) >= 12 and len(title.split()) >= 3 and title in mention.words}
    longest = [i for i, length in titled.items() if length == max(titled.values())]
    if len(longest) > 1 and mention.day:
        longest = [i for i in longest if names.get(i, mention).day == mention.day or documents[i].metadata.published_on == mention.day]
    if len(longest) == 1:
        return longest[0]
    if mention.day:
        found = [i for i, name in same_kind.items() if name.day == mention.day or documents[i].metadata.published_on == mention.day]
        return found[0] if len(found) == 1 else None
    return None


def _same_number(one: str, other: str) -> bool:
    """« 05/2025 » and « 5/2025 »."""
    return bool(one and other) and [part.lstrip("0") for part in re.split(r"[-/.]", one)] == [part.lstrip("0") for part in re.split(r"[-/.]", other)]


def _editions(documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """(older, newer) among documents of one title, year aside, that each say from when they hold: the tariffs of 2025 and those of 2026."""
    groups: dict[str, list[Document]] = {}
    for document in documents.values():
        metadata = document.metadata
        if metadata.valid_from and not metadata.sources and not metadata.replaces:
            title = " ".join(_YEAR_OF_A_TITLE.sub("", fold(metadata.title)).split())
            if len(title.split()) >= 2:
                groups.setdefault(title, []).append(document)
    pairs = []
    for group in groups.values():
        group.sort(key=lambda d: (d.metadata.valid_from or date.min, d.id))
        for older, newer in pairwise(group):
            if older.metadata.valid_from != newer.metadata.valid_from:
                pairs.append((older.id, newer.id))
    return pairs


def says_otherwise(older: str, newer: Sequence[str]) -> bool:
    """True when a statement holds a figure, a date, a reference or a “no” that none of the newer ones on the same subject holds, or lacks one that they all hold.

    >>> says_otherwise("Le taux est de 20 %.", ["Le taux est de 35 %."]), says_otherwise("Le taux est de 20 %.", ["Le taux de l'aide est de 20 %."])
    (True, False)
    """
    subject, mine = _subject(older), _facts(older)
    related = [text for text in newer if 2 * len(subject & _subject(text)) >= max(1, min(len(subject), len(_subject(text))))]
    return bool(related) and all(mine != _facts(text) for text in related)


def amends(newer: str, older: str, heading_path: Sequence[str]) -> bool:
    """True when a statement changes another one: it names its article and holds a value that it has.

    >>> amends("À l'article 2, le montant de 30 000 € est remplacé par celui de 45 000 €.", "L'avance est plafonnée à 30 000 €.", ("Article 2",))
    True
    """
    articles = {number for heading in heading_path for number in _ARTICLE.findall(fold(heading))}
    return bool(articles & set(_ARTICLE.findall(fold(newer)))) and bool(_values(newer) & _values(older))


def _values(text: str) -> set[str]:
    return {token.key for token in tokens_of(text) if token.kind == FIGURE}


def _subject(text: str) -> set[str]:
    return {term for term in terms(text) if not term[0].isdigit()}


def _facts(text: str) -> tuple[frozenset[str], bool]:
    return frozenset(token.key for token in tokens_of(text) if token.kind in _FACTS), bool(_NEGATION.search(fold(text)))
