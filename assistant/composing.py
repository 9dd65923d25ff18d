"""The extractive composer: the statements of the passages that answer best, in the order a person would say them.

Nothing is rewritten. Each statement is scored by its features (its own vector, the question's terms that it holds, its passage's rank, the
kind of answer asked for…); the best comes first, then what completes it without repeating it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.asking import AskedValue, asked_value, near_share
from assistant.chunking import Statement
from assistant.documents import Document
from assistant.french import fold, terms
from assistant.precedents import ANSWERING
from assistant.searching import Found, Searcher
from assistant.understanding import LAST_OF_PHASE_1, Question


@dataclass(frozen=True)
class Features:
    """What speaks for quoting a statement; each between 0 and 1."""

    vector: float  # its cosine with the question, from 0.76 (0) to 0.92 (1); by the tuned model from 0.70 to 0.90
    vector_gap: float  # 1 for the nearest statement of all, 0 for one 0.08 of cosine behind, 0.12 by the tuned model
    words: float  # share, by idf, of the question's terms that it holds, or its lead-in, or the questions known to be answered in its section
    passage: float  # its passage's score over the best passage's
    section_key: float  # nearness of its section's heading and known questions, relative to the best of all, 0.10 of cosine wide
    section: float  # share of the asked kinds of answer that its heading announces (« Combien ? », « Quel calendrier ? »)
    asked: float  # how far it states the value asked for, with the words that it is asked of near by; ½ when none is asked
    plain: float  # 0 for a statement that says that the sources do not say, 1 for any other
    precedent: float  # nearness of a precedent that it answers, from 0.80 of cosine (0) to 0.95 (1); 0 when there is none


# Fitted by `python -m eval.calibrate statements` on the golden questions that serve to tune (docs/adr/0005).
WEIGHTS: dict[str, float] = {
    "vector": 0.66,
    "vector_gap": 1.74,
    "words": 1.37,
    "passage": 1.08,
    "section_key": 0.74,
    "section": 0.25,
    "asked": 0.8,
    "plain": 0.49,
    "precedent": 0.0,  # there is none
}
TUNED_WEIGHTS: dict[str, float] = {
    "vector": 0.46,
    "vector_gap": 1.24,
    "words": 0.73,
    "passage": 0.93,
    "section_key": 0.68,
    "section": 0.13,
    "asked": 0.39,
    "plain": 0.86,
    "precedent": 1.77,
}  # with the tuned model
MAX_TEXT_STATEMENTS = 5
MAX_ITEMS = 12
KEEP_ABOVE = 0.74  # share of the best score below which a statement is left out
BOTH_PHASES = 0.96  # what a statement about both phases keeps of its score when one is asked for
NEARLY_AS_GOOD = 0.9  # share of the best score
DEFINES = 1.25  # what an entry of a glossary gains when it defines what is asked
OTHER_PHASE_YEARS = 0.85  # what a statement keeps of its score when all its years are those of the other phase
OTHER_ARTICLE = 0.5  # what the row of an article keeps when others are asked about
REDUNDANT = 0.93  # cosine between two statements above which the second says nothing new

# What says where, not what: a line that points to sources, a section of references, a reference (« title, publisher, date, address »).
_POINTER = re.compile(r"\s*(?:sources?|legende|note)\s*(?:du tableau|des tableaux|de cette partie|:)")
_SECTION_OF_REFERENCES = re.compile(
    r"(?:\W|\d)*(?:autres |principales |liste des )?(?:sources?|references?|bibliographie|webographie|sitographie)(?: (?:officielles?|citees?|consultees?|utilisees?|bibliographiques?|et liens|et references))*\W*"
)
_REFERENCE = re.compile(
    r",\s*(?:sans date|s\. ?d\.?|n\. ?d\.?|(?:\d{1,2}(?:er)? )?(?:[a-z]+ )?(?:19|20)\d{2}(?:-\d{2}){0,2}),\s*(?:https?://\S+|sans adresse)\W*$|^\s*\[\d{1,3}\]\s.*https?://\S+\W*$"
)
_ARTICLE_OF_A_ROW = re.compile(r"article (\d{1,3}) [—–-]")
OUTSIDE_PASSAGES = 0.4  # passage share of a statement near the question in a passage that was not found
WHOLE_DOCUMENTS = 3  # passages whose whole document is looked at
_UNKNOWN = re.compile(
    r"\b(?:les |aucune? )?(?:sources?|elements?|documents?|pages?)(?: \w+){0,4} (?:consultees?|releve(?:e?s)|lues?|trouvees?)\b.{0,60}\b(?:ne|n'|pas)\b"
    r"|\bn'(?:est|a|ont|etait|etaient) pas (?:ete )?(?:etabli|trouve|donne|indique|precise|connu|vu|lu|confirme)"
    r"|\b(?:n'apparai\w+|ne figure\w*|n'est (?:donnee?|indiquee?|confirmee?)) (?:dans|par) aucun|\baucune? [^.;]{0,80}\bn'(?:a|ont|est) (?:\w+ )?(?:ete )?(?:trouvee?s?|confirmee?s?|donnee?s?|vue?s?|lue?s?|etablie?s?|precisee?s?)\b"
    r"|\baucune source\b[^.;]{0,60}\bne (?:donne|dit|confirme|precise|indique)|\breste\w* (?:inconnue?s?|sans source|a etablir)\b|\bon ne sait pas\b"
    r"|\b(?:objet|contenu|texte|calendrier|montant|taux|date) non vue?s?\b|\breste\w* a (?:confirmer|etablir|verifier)\b|\brest\w+ sans reponse\b|\bn'ont? ete lue?s? que\b|\bn'a pu etre lu\w*|\bviennent d'un instantane\b|\bpeu(?:t|vent) manquer\b"
)


def says_where(text: str, heading_path: Sequence[str]) -> bool:
    """True for a line of a bibliography or a pointer to one, which answers nothing.

    >>> says_where("Le plan de relance, La Gazette, 2021-03, https://example.org/plan", ())
    True
    >>> says_where("Déposez le dossier en ligne avant le 31 mars 2026 : https://example.org/depot", ("Comment demander ?",))
    False
    """
    return _says_where(text, heading_path[-1] if heading_path else "")


@lru_cache(maxsize=20_000)  # like what follows, read for each question of the same statements
def _says_where(text: str, heading: str) -> bool:
    folded = fold(text)
    return bool(_POINTER.match(folded) or _REFERENCE.search(folded) or (heading and _SECTION_OF_REFERENCES.fullmatch(fold(heading))))


@lru_cache(maxsize=20_000)
def _admits_ignorance(text: str) -> bool:
    return bool(_UNKNOWN.search(fold(text)))


@dataclass
class Candidate:
    """A statement that may be quoted. A score has no unit; `cosine` is between 0 and 1."""

    position: int  # in the index's statements
    document: Document
    statement: Statement
    score: float
    cosine: float
    rank: int  # of its passage, from 0
    features: Features | None = None

    @property
    def text(self) -> str:
        return self.document.text[self.statement.start : self.statement.end]

    @property
    def admits_ignorance(self) -> bool:
        """True when the statement says that the sources do not say."""
        return _admits_ignorance(self.text)


@dataclass
class Draft:
    """Candidates chosen, in the order of the answer; those of one list stand together."""

    chosen: list[Candidate] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)  # all, best first

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def rank_statements(question: Question, found: Found, searcher: Searcher, weights: Mapping[str, float] | None = None) -> list[Candidate]:
    """Every statement of the passages with its score, best first, ties in reading order."""
    positions, passage_share, ranks = _positions(found, searcher)
    if not positions:
        return []
    index = searcher.index
    cosines = searcher.statement_vectors(positions) @ found.vectors.statements
    nearest = float(cosines.max())
    nearest_key = max(float(found.key_cosines.max(initial=0.0)), 0.0)
    wanted = {term: searcher.idf(term) for term in question.terms} | {term: 0.35 * searcher.idf(term) for term in question.expansions}
    total = sum(wanted.values()) or 1.0
    asked = asked_value(question.text)
    candidates = []
    weights = weights or (TUNED_WEIGHTS if searcher.tuned else WEIGHTS)
    whole = sum(weights.values())
    answering = index.precedents.answering(found.precedents)
    low, high, gap = (0.70, 0.90, 0.12) if searcher.tuned else (0.76, 0.92, 0.08)
    for position, share, rank, cosine in zip(positions, passage_share, ranks, cosines, strict=True):
        document_id, statement = index.statements[position]
        document = index.documents[document_id]
        text = document.text[statement.start : statement.end]
        if says_where(text, statement.heading_path):
            continue
        heading = statement.heading_path[-1] if statement.heading_path else ""
        own = searcher.statement_terms(position)
        held = own | searcher.section_terms(document_id, heading)
        folded = fold(text)
        features = Features(
            vector=_scaled(float(cosine), low, high),
            vector_gap=_scaled(float(cosine), nearest - gap, nearest),
            words=sum(weight for term, weight in wanted.items() if term in held) / total,
            passage=share,
            section_key=_scaled(searcher.key_cosine(found, document_id, heading), nearest_key - 0.10, nearest_key),
            section=_section_fit(question, heading),
            asked=value_fit(asked, position, question, found, searcher) if asked.kind else 0.5,
            plain=0.0 if _admits_ignorance(text) else 1.0,
            precedent=_scaled(answering.get(position, 0.0), ANSWERING, 0.95),
        )
        score = sum(weights[name] * value for name, value in features.__dict__.items()) / whole
        score *= _time_fit(question, folded)
        if (article := _ARTICLE_OF_A_ROW.match(folded)) and question.law_references and article[1] not in question.law_references:
            score *= OTHER_ARTICLE
        if "definition" in question.answer_types and defines_what_is_asked(text, question):
            score *= DEFINES
        candidates.append(Candidate(position, document, statement, score, float(cosine), rank, features))
    candidates.sort(key=lambda c: (-c.score, c.rank, c.statement.start))
    return candidates if question.past else _open_first(candidates)


def _open_first(candidates: list[Candidate]) -> list[Candidate]:
    """The same order, but that a scheme which is open comes before a closed one nearly as good: what is over is no first answer."""
    if not candidates or candidates[0].document.metadata.status != "fermé":
        return candidates
    at = next((i for i, c in enumerate(candidates) if c.score < NEARLY_AS_GOOD * candidates[0].score), len(candidates))
    first = candidates[:at]
    return [*(c for c in first if c.document.metadata.status == "ouvert"), *(c for c in first if c.document.metadata.status != "ouvert"), *candidates[at:]]


def _positions(found: Found, searcher: Searcher) -> tuple[list[int], list[float], list[int]]:
    """Statements worth a look: those of the passages, the rest of the first documents at half their passage's share, the nearest of the whole index."""
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
    for position in found.statements:
        share_of.setdefault(position, (OUTSIDE_PASSAGES, len(found.passages)))
    ordered = sorted(share_of)
    return ordered, [share_of[i][0] for i in ordered], [share_of[i][1] for i in ordered]


def _scaled(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def value_fit(asked: AskedValue, position: int, question: Question, found: Found, searcher: Searcher) -> float:
    """How far a statement states the value asked for, 0 to 1; its lead-in, its heading and the nearest question known of its section count as near the value."""
    document_id, statement = searcher.index.statements[position]
    document = searcher.index.documents[document_id]
    around = terms(document.text[slice(*statement.lead_in)]) if statement.lead_in else []
    held = frozenset((*around, *nearest_terms(position, found, searcher)))
    same = frozenset(term for term, names in question.equivalents.items() if any(set(name) <= searcher.statement_terms(position) for name in names))
    return near_share(asked, document.text[statement.start : statement.end], question=question.text, weight=searcher.idf, around=held | same)


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


_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ENTRY = re.compile(r"([^:;.]{2,60}?) ?: ")
_IS_A = re.compile(r"([^,;:.]{2,90}?) (?:est|sont|désignent?|signifie)\b(?:,[^,]{0,60},)? (?:un|une|le|la|les|des|l['’]|du)\b")


def is_entry_for(text: str, question: Question) -> bool:
    """True for « EPCI : établissement public… » when the question asks what an EPCI is."""
    match = _ENTRY.match(text)
    defined = set(terms(match[1])) if match else set()
    return bool(defined) and defined <= set(question.terms)


def defines_what_is_asked(text: str, question: Question) -> bool:
    """The same, and true for « Un projet d'intérêt national majeur (PINM) est un… » when the question asks what a PINM is."""
    if is_entry_for(text, question):
        return True
    match = _IS_A.match(text)
    return bool(match) and bool(question.terms) and set(question.terms) - _ASKS_A_DEFINITION <= set(terms(match[1]))  # type: ignore[index]


_ASKS_A_DEFINITION = frozenset(
    term for word in "veut dire définition signifie désigne sigle acronyme exactement quoi what mean".split() for term in terms(word)
)


def nearest_terms(position: int, found: Found, searcher: Searcher) -> frozenset[str]:
    """Terms of the heading above a statement, and of the nearest question known to be answered under it."""
    document_id, statement = searcher.index.statements[position]
    heading = statement.heading_path[-1] if statement.heading_path else ""
    row = searcher.nearest_key(found, document_id, heading)
    return frozenset(terms(f"{heading} {searcher.index.keys[row].text if row is not None else ''}"))


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
        years = [int(year) for year in _YEAR.findall(folded)]
        if question.phase == 1 and years and min(years) > LAST_OF_PHASE_1 and not re.search(own, folded):
            return OTHER_PHASE_YEARS  # « au 14 janvier 2025 » tells of phase 2
        return 1.0
    if not re.search(own, folded):
        return 0.8
    return 1.0 if "comparison" in question.answer_types else BOTH_PHASES


def compose(question: Question, found: Found, searcher: Searcher) -> Draft:
    """The draft of an answer: empty when the passages hold no statement."""
    candidates = rank_statements(question, found, searcher)
    draft = Draft(candidates=candidates)
    if not candidates:
        return draft
    best = candidates[0]
    # What completes a definition is compared with its score before it was put first.
    raised = "definition" in question.answer_types and defines_what_is_asked(best.text, question) and not is_entry_for(best.text, question)
    reach = KEEP_ABOVE * best.score / (DEFINES if raised else 1.0)
    asked = asked_value(question.text)
    valued_lists = {(c.document.id, c.statement.list_id) for c in candidates if c.features and c.features.asked > 0}
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
        if candidate.score + bonus < reach or candidate.position in taken:
            continue
        if (
            asked.kind
            and "list" not in question.answer_types
            and candidate.statement.list_id >= 0
            and (candidate.document.id, candidate.statement.list_id) not in valued_lists
        ):
            continue  # « montant max ? » is not completed by the steps of the request
        if (
            candidate.text.rstrip().endswith(":")
            and "list" not in question.answer_types
            and _is_glossary([c.text for c in _with_its_list(candidate, question, candidates, searcher)[1:]])
        ):
            continue  # a whole glossary completes nothing
        if candidate.admits_ignorance and not best.admits_ignorance:
            continue
        if _time_fit(question, fold(candidate.text)) < 1.0:
            continue  # what completes the answer never brings in the other phase
        if _redundant(candidate, [member for group in groups for member in group], searcher):
            continue
        take(candidate)
    first, rest = groups[0], groups[1:]
    rest.sort(
        key=lambda group: (group[0].document.id != best.document.id, group[0].rank if group[0].document.id != best.document.id else 0, group[0].statement.start)
    )
    draft.chosen = [candidate for group in (first, *rest) for candidate in group]
    return draft


def _with_its_list(candidate: Candidate, question: Question, candidates: Sequence[Candidate], searcher: Searcher) -> list[Candidate]:
    """The candidate alone; or, when it belongs to a list, its lead-in and the items asked for."""
    statement, index = candidate.statement, searcher.index
    if statement.list_id < 0 or statement.kind == "row" or ("definition" in question.answer_types and is_entry_for(candidate.text, question)):
        return [candidate]
    members = [
        i
        for i in index.statements_of_document[candidate.document.id]
        if index.statements[i][1].list_id == statement.list_id
        and index.statements[i][1].kind in ("item", "sentence")
        and not says_where(candidate.document.text[index.statements[i][1].start : index.statements[i][1].end], index.statements[i][1].heading_path)
    ]
    items = [candidate.document.text[index.statements[i][1].start : index.statements[i][1].end] for i in members if index.statements[i][1].kind == "item"]
    if statement.kind == "item" and "list" not in question.answer_types and _is_glossary(items):
        return [candidate]
    scores = {c.position: c for c in candidates}
    wants_all = (
        bool(question.answer_types & {"list", "steps", "condition", "who", "definition", "why", "where"})
        or statement.kind == "sentence"
        or statement.ordinal > 0
    )
    if wants_all and (len(members) <= MAX_ITEMS + 1 or statement.kind == "sentence"):  # a longer list would be cut before the item that brought it
        kept = members[: MAX_ITEMS + 1]
    else:
        kept = [
            i
            for i in members
            if i == candidate.position or index.statements[i][1].kind == "sentence" or (i in scores and scores[i].score >= 0.92 * candidate.score)
        ]
    return [scores.get(i) or Candidate(i, candidate.document, index.statements[i][1], 0.0, 0.0, candidate.rank) for i in kept]


def _is_glossary(items: Sequence[str]) -> bool:
    """True for six entries or more, most of the form « EPCI : établissement public… »: each stands alone."""
    return len(items) >= 6 and sum(bool(_ENTRY.match(item)) for item in items) > len(items) / 2


def _redundant(candidate: Candidate, chosen: Sequence[Candidate], searcher: Searcher) -> bool:
    """True when a chosen statement says the same; never for one that holds a figure that none of them holds."""
    own = searcher.statement_terms(candidate.position)
    if {term for term in own if term[0].isdigit()} - {term for other in chosen for term in searcher.statement_terms(other.position)}:
        return False
    for other in chosen:
        theirs = searcher.statement_terms(other.position)
        shared = len(own & theirs) / max(1, min(len(own), len(theirs)))
        if shared > 0.85 or (shared > 0.6 and _cosine(candidate, other, searcher) > REDUNDANT):
            return True
    return False


def _cosine(one: Candidate, other: Candidate, searcher: Searcher) -> float:
    first, second = searcher.statement_vectors([one.position, other.position])
    return float(first @ second)
