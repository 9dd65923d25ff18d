"""The extractive composer: the statements of the passages that answer best, in the order a person would say them.

Nothing is rewritten. Each statement is scored by its features (its own vector, the question's terms that it holds, its passage's rank, the
kind of answer asked for…); the best comes first, then what completes it without repeating it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.chunking import Statement
from assistant.documents import Document
from assistant.french import fold, stem, terms, words
from assistant.searching import Found, Searcher
from assistant.understanding import Question


@dataclass(frozen=True)
class Features:
    """What speaks for quoting a statement; each between 0 and 1."""

    vector: float  # its cosine with the question, from 0.76 (0) to 0.92 (1)
    vector_gap: float  # 1 for the nearest statement of all, 0 for one 0.08 of cosine behind
    own: float  # share, by idf, of the question's terms that it holds itself (or its lead-in)
    context: float  # share that its title and headings hold
    passage: float  # its passage's score over the best passage's
    document: float  # 1 for the first document, 1/2 for the second…
    key: float  # nearness of its document's title and known questions, relative to the best, 0.10 of cosine wide
    section_key: float  # the same for its own section: its heading and the questions known to be answered under it
    kind: float  # share of the asked kinds of answer that it looks like
    section: float  # share of the asked kinds of answer that its heading announces (« Combien ? », « Quel calendrier ? »)
    asked: float  # 1 when it holds the very figure, date or name asked for beside the word it is asked about
    opening: float  # 1 for the first statement of its document, ½ of its section
    length: float  # 1 for a short statement, 0 from 400 characters on


# Fitted by `python -m eval.calibrate statements` on the « dev » half of the golden questions (docs/adr/0005).
WEIGHTS: dict[str, float] = {
    "vector": 0.61, "vector_gap": 0.57, "own": 0.94, "context": 0.0, "passage": 0.67, "document": 0.28, "key": 0.08, "section_key": 0.3, "kind": 0.16, "section": 0.36, "asked": 0.53, "opening": 0.21,
    "length": 0.0,
}  # fmt: skip
MAX_TEXT_STATEMENTS = 6
MAX_ITEMS = 12
KEEP_ABOVE = 0.66  # share of the best score below which a statement is left out
REDUNDANT = 0.93  # cosine between two statements above which the second says nothing new

# What a statement of each answer type looks like (on folded text).
_SIGNS: dict[str, re.Pattern[str]] = {
    "amount": re.compile(r"\d[\d \u00a0\u202f.,]*\s?(?:€|%|k€|m€|md€|euros?|millions?|milliards?|pour cent)"),
    "count": re.compile(r"\d"),
    "date": re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"),
    "duration": re.compile(r"\b(?:\d+|deux|trois|quatre|cinq|six|neuf|douze) (?:mois|ans?|annees?|jours?|semaines?)\b"),
    "who": re.compile(r"\b(?:prefet|prefecture|region|ministre|ministere|anct|dge|ademe|bpifrance|elu|industriel|comite|epci|intercommunalite|chef de projet|banque des territoires|etat|entreprises?|collectivites?)\b"),
    "contact": re.compile(r"\b(?:contact|adress|aupres|prefecture|dreal|courriel|guichet|site|plateforme|demarches-simplifiees)"),
    "steps": re.compile(r"\b(?:deposer|depot|dossier|demande|etape|puis|d'abord|avant|candidature|en ligne)\b"),
    "condition": re.compile(r"\b(?:peut|peuvent|doit|doivent|eligib|reserve|condition|au moins|moins de|exclu|ouvert|salaries|critere)"),
    "definition": re.compile(r"\b(?:est un|est une|est le|est la|sont des|designe|c'est|signifie|vise)\b"),
    "why": re.compile(r"\b(?:vise|objectif|afin|pour|but|raison|car|argument)\b"),
    "where": re.compile(r"\b(?:territoires?|regions?|communes?|departements?|metropole|outre-mer|france)\b"),
    "comparison": re.compile(r"\b(?:alors que|contre|tandis|phase 1.*phase 2|plus|moins|passe de|difference)\b"),
}
_NOT_QUOTABLE = re.compile(r"\s*(?:Sources?|Légende|Note)\s*(?:du tableau|des tableaux|de cette partie|:)", re.IGNORECASE)  # says where, not what
_WRITTEN_NUMBERS = frozenset("deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante cent mille million millions milliard milliards".split())
WHOLE_DOCUMENTS = 3  # passages whose whole document is looked at
_UNKNOWN = re.compile(r"\b(?:les |aucune? )?(?:sources?|elements?|documents?|pages?)(?: \w+){0,4} (?:consultees?|releve(?:e?s)|lues?|trouvees?)\b.{0,60}\b(?:ne|n'|pas)\b|\bn'(?:est|a|ont|etait) pas (?:ete )?(?:etabli|trouve|donne|indique|precise|connu)")


@dataclass
class Candidate:
    """A statement that may be quoted. Scores have no unit; `cosine` and `coverage` are between 0 and 1."""

    position: int  # in the index's statements
    document: Document
    statement: Statement
    score: float
    cosine: float
    coverage: float
    rank: int  # of its passage, from 0
    features: Features | None = None

    @property
    def text(self) -> str:
        return self.document.text[self.statement.start : self.statement.end]

    @property
    def admits_ignorance(self) -> bool:
        """True when the statement says that the sources do not say."""
        return bool(_UNKNOWN.search(fold(self.text)))


@dataclass
class Draft:
    """Candidates chosen, in the order of the answer; those of one list stand together."""

    chosen: list[Candidate] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)  # all, best first

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def rank_statements(question: Question, found: Found, searcher: Searcher, weights: Mapping[str, float] = WEIGHTS) -> list[Candidate]:
    """Every statement of the passages with its score, best first, ties in reading order."""
    positions, passage_share, ranks = _positions(found, searcher)
    if not positions:
        return []
    index = searcher.index
    cosines = searcher.statement_vectors(positions) @ found.query_vector
    nearest = float(cosines.max())
    nearest_key = max(float(found.key_cosines.max(initial=0.0)), 0.0)
    wanted = {term: searcher.idf(term) for term in question.terms} | {term: 0.35 * searcher.idf(term) for term in question.expansions}
    total = sum(wanted.values()) or 1.0
    context_terms: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    document_rank = {document_id: i for i, document_id in enumerate(dict.fromkeys(passage.document.id for passage in found.passages))}
    sections: set[tuple[str, tuple[str, ...]]] = set()
    candidates = []
    whole = sum(weights.values())
    for position, share, rank, cosine in zip(positions, passage_share, ranks, cosines, strict=True):
        document_id, statement = index.statements[position]
        document = index.documents[document_id]
        text = document.text[statement.start : statement.end]
        if _NOT_QUOTABLE.match(text):
            continue
        own = searcher.statement_terms(position)
        section = (document_id, statement.heading_path)
        if section not in context_terms:
            context_terms[section] = set(terms(" ".join((document.metadata.title, *statement.heading_path))))
        first = position == index.statements_of_document[document_id][0]
        folded = fold(text)
        features = Features(
            vector=_scaled(float(cosine), 0.76, 0.92),
            vector_gap=_scaled(float(cosine), nearest - 0.08, nearest),
            own=sum(weight for term, weight in wanted.items() if term in own) / total,
            context=sum(weight for term, weight in wanted.items() if term in context_terms[section]) / total,
            passage=share,
            document=1.0 / (1 + document_rank[document_id]),
            key=_scaled(searcher.key_cosine(found, document_id), nearest_key - 0.10, nearest_key),
            section_key=_scaled(searcher.key_cosine(found, document_id, statement.heading_path[-1] if statement.heading_path else ""), nearest_key - 0.10, nearest_key),
            kind=_type_fit(question, folded, statement),
            section=_section_fit(question, statement.heading_path[-1] if statement.heading_path else ""),
            asked=1.0 if question.asked_about and holds_the_asked_value(question, text) else 0.0,
            opening=1.0 if first else 0.5 if section not in sections else 0.0,
            length=1.0 - min(1.0, len(text) / 400),
        )
        sections.add(section)
        score = sum(weights[name] * value for name, value in features.__dict__.items()) / whole
        score *= _time_fit(question, folded)
        candidates.append(Candidate(position, document, statement, score, float(cosine), min(1.0, features.own + 0.6 * features.context), rank, features))
    return sorted(candidates, key=lambda c: (-c.score, c.rank, c.statement.start))


def _positions(found: Found, searcher: Searcher) -> tuple[list[int], list[float], list[int]]:
    """Statements worth a look: those of the passages, and the rest of the first documents at half their passage's share."""
    index = searcher.index
    share_of: dict[int, tuple[float, int]] = {}
    top = found.passages[0].score if found.passages else 1.0
    for rank, passage in enumerate(found.passages):
        for position in index.statements_in(passage.chunk):
            share_of.setdefault(position, (passage.score / top, rank))
    for rank, passage in enumerate(found.passages[:WHOLE_DOCUMENTS]):
        around = index.statements_of_document.get(passage.document.id, [])
        if len(around) <= 80:
            for position in around:
                share_of.setdefault(position, (0.5 * passage.score / top, rank))
    ordered = sorted(share_of)
    return ordered, [share_of[i][0] for i in ordered], [share_of[i][1] for i in ordered]


def _scaled(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def holds_the_asked_value(question: Question, text: str) -> bool:
    """True when the text holds the kind of value asked for, near the word it is asked about (« combien de projets » → « 250 projets »)."""
    tokens = words(text)
    stems = [stem(token) for token in tokens]
    places = [i for i, s in enumerate(stems) if s in question.asked_about]
    if not places:
        return False
    values = [i for i, token in enumerate(tokens) if token[0].isdigit() or token in _WRITTEN_NUMBERS]
    return any(abs(i - j) <= 5 for i in places for j in values)


def _type_fit(question: Question, folded: str, statement: Statement) -> float:
    """Share of the asked kinds of answer that the statement looks like, 0 to 1."""
    asked = [kind for kind in question.answer_types if kind in _SIGNS]
    if not asked:
        return 0.5
    fits = sum(bool(_SIGNS[kind].search(folded)) for kind in asked) / len(asked)
    if "list" in question.answer_types and (statement.lead_in or statement.list_id >= 0):
        fits = min(1.0, fits + 0.4)
    return fits


# What a heading announces, by the kind of answer asked for (on folded text).
_HEADINGS: dict[str, re.Pattern[str]] = {
    "amount": re.compile(r"\bcombien|\bmontant|\btaux\b|\bplafond|\bbudget|\benveloppe|\bchiffres?\b|\bfinanc|\bcout"),
    "count": re.compile(r"\bcombien|\bnombre|\bchiffres?\b|\bbilan|\bresultat"),
    "date": re.compile(r"\bcalendrier|\bquand\b|\bdates?\b|\bdelai|\becheance|\bentree en vigueur|\bdepuis\b|\bjusqu"),
    "duration": re.compile(r"\bduree|\bdelai|\bcalendrier|\bcombien de temps|\btemps\b"),
    "who": re.compile(r"\bqui\b|\bbeneficiaires?\b|\bdecide|\bacteurs?\b|\bgouvernance|\bpartenaires?|\broles?\b"),
    "contact": re.compile(r"\ba qui\b|\bcontact|\badresser|\binterlocuteur|\bguichet"),
    "where": re.compile(r"^ou\b|\bterritoires?\b|\bzonage|\bcarte\b|\bperimetre|\bregions?\b"),
    "steps": re.compile(r"\bcomment\b|\bdemarche|\betapes?\b|\bdeposer|\bprocedure|\bfaire\b"),
    "condition": re.compile(r"\bqui peut|\bconditions?\b|\bcriteres?\b|\bexclu|\bquels projets|\bbeneficiaires?|\bobligatoire|\bpeut-on"),
    "definition": re.compile(r"qu'est-ce|\bdefinition|\bnature\b|\bprincipe|\bsignifie"),
    "why": re.compile(r"\bpourquoi|\bobjectif|\braison|\ba quoi"),
    "comparison": re.compile(r"\bdifference|\bcompar|\bchange|\bavant\b|\bapres\b|\bevolution"),
}


def _section_fit(question: Question, heading: str) -> float:
    asked = [kind for kind in question.answer_types if kind in _HEADINGS]
    folded = fold(heading)
    return sum(bool(_HEADINGS[kind].search(folded)) for kind in asked) / len(asked) if asked and folded else 0.0


def _time_fit(question: Question, folded: str) -> float:
    """Less than 1 for a statement about the other phase than the one asked for."""
    if question.phase is None:
        return 1.0
    own, other = (r"phase 1\b|2018.2022", r"phase 2\b|2023.2027") if question.phase == 1 else (r"phase 2\b|2023.2027", r"phase 1\b|2018.2022")
    if not re.search(other, folded):
        return 1.0
    if not re.search(own, folded):
        return 0.8
    return 1.0 if "comparison" in question.answer_types else 0.88


def compose(question: Question, found: Found, searcher: Searcher) -> Draft:
    """The draft of an answer: empty when the passages hold no statement."""
    candidates = rank_statements(question, found, searcher)
    draft = Draft(candidates=candidates)
    if not candidates:
        return draft
    best = candidates[0]
    groups: list[list[Candidate]] = []
    taken: set[int] = set()

    def take(candidate: Candidate) -> None:
        group = _with_its_list(candidate, question, candidates, searcher)
        group = [member for member in group if member.position not in taken]
        taken.update(member.position for member in group)
        if group:
            groups.append(group)

    take(best)
    for candidate in candidates[1:]:
        if len(groups) >= MAX_TEXT_STATEMENTS or sum(map(len, groups)) >= MAX_ITEMS + 2:
            break
        bonus = 0.04 if candidate.document.id == best.document.id else 0.0
        if candidate.score + bonus < KEEP_ABOVE * best.score or candidate.position in taken:
            continue
        if candidate.admits_ignorance and not best.admits_ignorance:
            continue
        if _time_fit(question, fold(candidate.text)) < 1.0:
            continue  # what completes the answer never brings in the other phase
        if _redundant(candidate, [member for group in groups for member in group], searcher):
            continue
        take(candidate)
    first, rest = groups[0], groups[1:]
    rest.sort(key=lambda group: (group[0].document.id != best.document.id, group[0].rank if group[0].document.id != best.document.id else 0, group[0].statement.start))
    draft.chosen = [candidate for group in (first, *rest) for candidate in group]
    return draft


def _with_its_list(candidate: Candidate, question: Question, candidates: Sequence[Candidate], searcher: Searcher) -> list[Candidate]:
    """The candidate alone; or, when it belongs to a list, its lead-in and the items asked for."""
    statement, index = candidate.statement, searcher.index
    if statement.list_id < 0 or statement.kind == "row":
        return [candidate]
    members = [
        i
        for i in index.statements_of_document[candidate.document.id]
        if index.statements[i][1].list_id == statement.list_id and index.statements[i][1].kind in ("item", "sentence")
    ]
    scores = {c.position: c for c in candidates}
    wants_all = bool(question.answer_types & {"list", "steps", "condition", "who", "definition", "why", "where"}) or statement.kind == "sentence" or statement.ordinal > 0
    if wants_all:
        kept = members[: MAX_ITEMS + 1]
    else:
        kept = [i for i in members if i == candidate.position or index.statements[i][1].kind == "sentence" or (i in scores and scores[i].score >= 0.92 * candidate.score)]
    return [
        scores.get(i) or Candidate(i, candidate.document, index.statements[i][1], 0.0, 0.0, 0.0, candidate.rank)
        for i in kept
    ]


def _redundant(candidate: Candidate, chosen: Sequence[Candidate], searcher: Searcher) -> bool:
    own = searcher.statement_terms(candidate.position)
    for other in chosen:
        theirs = searcher.statement_terms(other.position)
        shared = len(own & theirs) / max(1, min(len(own), len(theirs)))
        if shared > 0.85 or (shared > 0.6 and _cosine(candidate, other, searcher) > REDUNDANT):
            return True
    return False


def _cosine(one: Candidate, other: Candidate, searcher: Searcher) -> float:
    first, second = searcher.statement_vectors([one.position, other.position])
    return float(first @ second)
