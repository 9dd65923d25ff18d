"""Acronyms and synonyms of the field: « TI » and « Territoires d'industrie » find the same passages, both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.french import fold, terms


@dataclass(frozen=True)
class Entry:
    """An acronym and the words it stands for; `synonyms` are other ways people say the same."""

    acronym: str
    expansion: str
    synonyms: tuple[str, ...] = ()


class Glossary:
    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries = tuple(entries)
        # Made ready once: each question is compared with every form of every entry.
        self._forms = [[tuple(terms(form)) for form in (e.acronym, e.expansion, *e.synonyms) if form] for e in self.entries]
        self._acronyms = [(re.compile(rf"(?<![\w-]){re.escape(fold(e.acronym))}(?![\w-])"), e.expansion) for e in self.entries if e.acronym]

    def expansion_terms(self, text: str) -> list[str]:
        """Index terms of the other forms of what the text names, without those it already has.

        >>> Glossary([Entry("ZAN", "zéro artificialisation nette")]).expansion_terms("le zan, c'est quoi")
        ['zero', 'artificialis', 'net']
        """
        already = set(terms(text))
        found: list[str] = []
        for alternatives in self.equivalents(text).values():
            found += [term for other in alternatives for term in other if term not in already and term not in found]
        return found

    def spelled_out(self, text: str) -> list[str]:
        """Expansions of the acronyms that the text uses.

        >>> Glossary([Entry("ZAN", "zéro artificialisation nette")]).spelled_out("le ZAN ?")
        ['zéro artificialisation nette']
        """
        folded = fold(text)
        return [expansion for pattern, expansion in self._acronyms if pattern.search(folded)][:3]

    def equivalents(self, text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Term of each form that the text uses → the terms of every other form of it: a document that holds one of them holds the thing.

        >>> Glossary([Entry("", "priorité", ("axe",))]).equivalents("les axes du programme")
        {'axe': (('priorit',),)}
        """
        present = set(terms(text))
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for forms in self._forms:
            for form in forms:
                if form and present.issuperset(form):
                    others = tuple(other for other in forms if other and other != form)
                    for term in form:
                        found[term] = tuple(dict.fromkeys((*found.get(term, ()), *others)))
        return found
