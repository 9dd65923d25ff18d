"""What is wrong with the sheets that we write: each sentence must be true on its own, with a dated source behind it.

Pure: `lint` gets documents that were read (adapters/lint_files.py) and returns faults, each a French sentence with the file's name and line.
The extractive composer quotes any sentence alone, hence the rules: a named subject, no « ci-dessus », a source with its address and date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.chunking import statements_of
from assistant.documents import Document
from assistant.french import fold, sentence_spans, terms
from assistant.front_matter import KEYS

OPTIONAL_KEYS = frozenset(("status", "status_date"))  # only schemes have them
LONG = 45  # words from which a sentence is reported as long (not a fault)
SAME_SENTENCE = 0.8  # Jaccard index of their terms above which two sentences say the same thing
SAME_SHEET = 0.5  # share of its sentences that another sheet repeats, from which a sheet is one too many
FEWEST = 4  # sentences a sheet must have to be compared

_PRONOUN = re.compile(
    r"(?:ils?|elles?|celui-(?:ci|la)|celles?-(?:ci|la)|ceux-(?:ci|la)|cela|ceci|ca|(?:ce|ces) derniers?|(?:cette|ces) dernieres?|c'est|ce sont|c'etait|lui|eux)\b(?!-)"
)
# « Ce rapport », « Pour cette aide »: the thing was named in another sentence.
_DEMONSTRATIVE = re.compile(r"(?:(?:a|pour|dans|selon|avec|sur|de) )?(?:ce|cet|cette|ces) (?:meme\w* )?(?!que\b|qui\b|dont\b|sont\b|n'|sera)[a-z]")
# « il » that stands for nothing.
_IMPERSONAL = re.compile(
    r"ils? (?:ne |n')?(?:s'agi\w*|faut|faudra|faudrait|fallait|existe\w*|reste\w*|manqu\w+|suffi\w+|convien\w+|importe|appartien\w+|peut (?:exister|arriver|y avoir|etre (?:demande|necessaire|utile|prevu))"
    r"|y (?:a|en a|avait|aura|aurait)|n'y|est (?:\w+ )?(?:possible|necessaire|interdit|prevu|conseille|recommande|utile|question|a noter|impossible|obligatoire|prudent|preferable|permis|demande|inutile))\b"
)
_ELSEWHERE = re.compile(r"\b(?:ci-(?:dessus|dessous|apres|avant|contre|joint\w*)|voir (?:plus haut|plus bas|supra|infra)|(?:cite|vu|mentionne|decrit|indique|evoque)\w* plus haut|comme (?:vu|dit|indique) (?:plus haut|precedemment)|susmentionne\w*|susvise\w*)\b")


@dataclass(frozen=True)
class Sheet:
    """A document with its front matter as written and its file's text ("" for a PDF), where lines are counted."""

    document: Document
    head: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, order=True)
class Fault:
    path: str
    line: int  # 0 when it is not known
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}{f', ligne {self.line}' if self.line else ''} : {self.message} [{self.rule}]"


@dataclass
class LintReport:
    documents: int = 0
    sentences: int = 0
    words_p50: int = 0
    words_p95: int = 0
    words_max: int = 0
    faults: list[Fault] = field(default_factory=list)
    long: list[tuple[int, str, str]] = field(default_factory=list)  # words, file, sentence; longest first

    @property
    def summary(self) -> str:
        count = len(self.faults)
        return (
            f"{self.documents} documents, {self.sentences} phrases (médiane {self.words_p50} mots, 95 % sous {self.words_p95}, la plus longue {self.words_max}, "
            f"{len(self.long)} de plus de {LONG}) : {count} défaut{'s' if count > 1 else ''}."
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "sentences": self.sentences,
            "words": {"p50": self.words_p50, "p95": self.words_p95, "max": self.words_max},
            "faults": [{"path": f.path, "line": f.line or None, "rule": f.rule, "message": f.message} for f in self.faults],
            "long": [{"words": words, "path": path, "sentence": sentence} for words, path, sentence in self.long],
        }


def lint(sheets: Sequence[Sheet], *, today: date, found: Iterable[Fault] = ()) -> LintReport:
    """Every fault of the sheets, by file and line, with those already `found` (files that could not be read, schemes and their rules)."""
    report = LintReport(documents=len(sheets), faults=list(found))
    known = {sheet.document.id: sheet.document for sheet in sheets}
    lengths: list[int] = []
    for sheet in sheets:
        report.faults += [*_head_faults(sheet), *_date_faults(sheet, known, today), *_mark_faults(sheet)]
        for sentence in _sentences(sheet.document):
            words = len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", sentence))
            lengths.append(words)
            if words > LONG:
                report.long.append((words, sheet.document.path, sentence))
            report.faults += _sentence_faults(sheet, sentence)
    report.faults += _repeated_sheets(sheets)
    report.faults.sort()
    report.long.sort(key=lambda row: (-row[0], row[1]))
    lengths.sort()
    report.sentences = len(lengths)
    if lengths:
        report.words_p50, report.words_p95, report.words_max = lengths[len(lengths) // 2], lengths[int(0.95 * (len(lengths) - 1))], lengths[-1]
    return report


def _sentences(document: Document) -> Iterator[str]:
    """What the composer may quote: sentences and list items (an item is read after its lead-in, and rows have their own form)."""
    for statement in statements_of(document):
        text = document.text[statement.start : statement.end]
        for a, b in sentence_spans(text) if statement.kind != "row" else ():
            yield text[a:b]


def fault(sheet: Sheet, rule: str, message: str, *, near: str = "") -> Fault:
    """A fault of the sheet, on the line where `near` begins."""
    line = 0
    if near and sheet.text:
        at = sheet.text.find(near[:60])
        line = sheet.text.count("\n", 0, at) + 1 if at >= 0 else 0
    return Fault(sheet.document.path, line, rule, message)


def _head_faults(sheet: Sheet) -> Iterator[Fault]:
    metadata = sheet.document.metadata
    for key in sorted(KEYS - OPTIONAL_KEYS - set(sheet.head)):
        yield fault(sheet, "en-tête", f"la clé « {key} » manque : écrivez-la, avec null si elle n'a pas de valeur.")
    for key in ("publisher", "licence", "checked_on", "published_on"):
        if key in sheet.head and not getattr(metadata, key):
            yield fault(sheet, "en-tête", f"« {key} » est vide.", near=f"{key}:")
    raw = sheet.head.get("sources")
    if not metadata.sources or not isinstance(raw, list):
        yield fault(sheet, "source", "aucune source.", near="sources:")
        return
    for number, (source, written) in enumerate(zip(metadata.sources, raw, strict=True), start=1):
        keys = written if isinstance(written, Mapping) else {}
        for key, name, without in (("url", "adresse", "sans adresse"), ("date", "date", "sans date")):
            explicit = key in keys and keys[key] is None
            told = without in fold(f"{source.title} {source.publisher} {source.date}")
            if not getattr(source, key) and not explicit and not told:
                yield fault(sheet, "source", f"la source {number} n'a pas de « {key} » : donnez sa {name}, ou écrivez null.", near=source.title)
    if not any(source.url or (isinstance(w, Mapping) and "url" in w and w["url"] is None) for source, w in zip(metadata.sources, raw, strict=True)):
        yield fault(sheet, "source", "aucune source n'a d'adresse.", near="sources:")


def _date_faults(sheet: Sheet, known: Mapping[str, Document], today: date) -> Iterator[Fault]:
    metadata = sheet.document.metadata
    for key in ("published_on", "checked_on"):
        day = getattr(metadata, key)
        if day and day > today:
            yield fault(sheet, "date", f"« {key} » ({day.isoformat()}) est dans l'avenir.", near=f"{key}:")
    if metadata.valid_from and metadata.valid_to and metadata.valid_from > metadata.valid_to:
        yield fault(sheet, "date", "« valid_to » précède « valid_from ».", near="valid_to:")
    if metadata.status == "ouvert" and metadata.valid_to and metadata.valid_to < today:
        yield fault(sheet, "date", f"le statut est « ouvert » et « valid_to » ({metadata.valid_to.isoformat()}) est passé.", near="status:")
    if metadata.replaces:
        old = known.get(metadata.replaces)
        if old is None:
            yield fault(sheet, "date", f"« replaces » nomme « {metadata.replaces} », qui n'existe pas.", near="replaces:")
        elif old.id == sheet.document.id:
            yield fault(sheet, "date", "« replaces » nomme le document lui-même.", near="replaces:")
        elif metadata.valid_from and old.metadata.valid_to and old.metadata.valid_to >= metadata.valid_from:
            yield fault(sheet, "date", f"le document remplacé vaut jusqu'au {old.metadata.valid_to.isoformat()}, après le début de celui-ci.", near="valid_from:")


def _mark_faults(sheet: Sheet) -> Iterator[Fault]:
    count = len(sheet.document.metadata.sources)
    for block in sheet.document.blocks:
        for a, b, numbers in block.marks:
            for number in numbers:
                if not 1 <= number <= count:
                    near = sheet.document.text[a:b]
                    yield fault(sheet, "renvoi", f"« [^{number}] » ne correspond à aucune des {count} sources : {_short(near)}", near=near)
    for match in re.finditer(r"\[\^[^\]]*\]", sheet.document.text):
        yield fault(sheet, "renvoi", f"le renvoi « {match[0]} » n'est pas lisible.", near=match[0])


def _sentence_faults(sheet: Sheet, sentence: str) -> Iterator[Fault]:
    folded = fold(sentence)
    if _PRONOUN.match(folded) and not _IMPERSONAL.match(folded) and not sentence.startswith("CA "):  # « CA du Grand Guéret » is no « ça »
        yield fault(sheet, "pronom", f"la phrase commence par un pronom, et sera citée seule : {_short(sentence)}", near=sentence)
    elif _DEMONSTRATIVE.match(folded):
        yield fault(sheet, "pronom", f"la phrase commence par un démonstratif, et sera citée seule : nommez ce dont elle parle. {_short(sentence)}", near=sentence)
    found = _ELSEWHERE.search(folded)
    if found:
        yield fault(sheet, "renvoi", f"« {found[0]} » ne veut rien dire dans une citation : {_short(sentence)}", near=sentence)


def _repeated_sheets(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Pairs of sheets of which the smaller has half its sentences in the other.

    Two cards of the tables (kind « donnees » with a territory) are left alone when they are about different territories, or different phases of one: they come from
    one template, on purpose, so that the same fact stands in the same words; what they say differs by names and figures, which this measure hardly sees.
    """
    owner: list[int] = []
    sets: list[frozenset[str]] = []
    for i, sheet in enumerate(sheets):
        distinct = {frozenset(terms(sentence)) for sentence in _sentences(sheet.document)}
        kept = [found for found in sorted(distinct, key=sorted) if len(found) >= 5]
        owner += [i] * len(kept)
        sets += kept
    holders: dict[str, list[int]] = defaultdict(list)
    for position, found in enumerate(sets):
        for term in found:
            holders[term].append(position)
    repeated: dict[tuple[int, int], set[int]] = defaultdict(set)  # (sheet, other sheet) → positions of its sentences that the other has
    for position, found in enumerate(sets):
        # Two sets that share 4 terms in 5 share one of the rarest quarter of either.
        rarest = sorted(found, key=lambda term: (len(holders[term]), term))[: len(found) // 4 + 1]
        for other in {p for term in rarest for p in holders[term] if owner[p] != owner[position]}:
            if len(found & sets[other]) >= SAME_SENTENCE * len(found | sets[other]):
                repeated[owner[position], owner[other]].add(position)
    sizes = [owner.count(i) for i in range(len(sheets))]
    for (i, j), positions in sorted(repeated.items()):
        share = len(positions) / sizes[i]
        if _card(sheets[i]) and _card(sheets[j]) and _card(sheets[i]) != _card(sheets[j]):
            continue
        if sizes[i] >= FEWEST and share >= SAME_SHEET and (sizes[i], i) <= (sizes[j], j):
            yield fault(sheets[i], "doublon", f"{share:.0%} de ses phrases sont dans {sheets[j].document.path}.".replace("%", " %"))


def _card(sheet: Sheet) -> tuple[int | None, str] | None:
    """Phase and territory of a card of the tables; None for any other sheet."""
    metadata = sheet.document.metadata
    return (metadata.phase, metadata.territory) if metadata.is_card else None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"« {flat[:110]}… »" if len(flat) > 110 else f"« {flat} »"
