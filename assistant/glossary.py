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
        # A form short enough to be a common word (« TI », « PAT ») counts whole only; « est » is never read as « Est ».
        self._forms = [
            (form, re.compile(rf"(?<![\w-]){re.escape(fold(form))}(?![\w-])"), [other for other in (e.acronym, e.expansion, *e.synonyms) if other and other != form])
            for e in self.entries
            for form in (e.acronym, e.expansion, *e.synonyms)
            if form
        ]

    def expansion_terms(self, text: str) -> list[str]:
        """Index terms of the other forms of what the text names, without those it already has.

        >>> Glossary([Entry("ZAN", "zéro artificialisation nette")]).expansion_terms("le zan, c'est quoi")
        ['zero', 'artificialis', 'net']
        """
        folded = fold(text).replace("'", " ' ").replace(" ' ", "'")
        already = set(terms(text))
        found: list[str] = []
        for _, pattern, others in self._forms:
            if pattern.search(folded):
                found += [term for other in others for term in terms(other) if term not in already and term not in found]
        return found

    def spelled_out(self, text: str) -> list[str]:
        """Expansions of the acronyms that the text uses.

        >>> Glossary([Entry("ZAN", "zéro artificialisation nette")]).spelled_out("le ZAN ?")
        ['zéro artificialisation nette']
        """
        folded = fold(text)
        return [e.expansion for e in self.entries if e.expansion and re.search(rf"(?<![\w-]){re.escape(fold(e.acronym))}(?![\w-])", folded)][:3]

    def acronyms_in(self, text: str) -> dict[str, tuple[str, ...]]:
        """Term of each acronym of the text → terms of what it stands for."""
        present = set(terms(text))
        return {term: tuple(terms(e.expansion)) for e in self.entries for term in terms(e.acronym) if term in present and e.expansion}
