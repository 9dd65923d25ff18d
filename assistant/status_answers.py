"""« Est-ce encore ouvert ? Jusqu'à quand ? » of a scheme that is named: what its rule says of its window on the day asked, each sentence proved by the rule.

Nothing is promised: a scheme is « donné comme ouvert », and one of which no recent source speaks is said to be so. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answers import ANSWERED, Answer
from assistant.chunking import Statement
from assistant.company_facts import CompanyFacts, day_in_words
from assistant.documents import Document
from assistant.eligibility import FINISHED, NOT_CERTAIN, OPEN, Rule, Verdict, evaluate
from assistant.eligibility_answers import FactWriter
from assistant.facts_in_text import read_facts
from assistant.french import fold, terms
from assistant.phrases import phrase
from assistant.rendering import french_date
from assistant.rule_sheets import document_of
from assistant.schemes_in_text import SchemeNames, asks_for_eligibility
from assistant.understanding import day_asked

MOST = 3  # schemes, or editions of one, that a question may name: beyond, it is not asked of one scheme
_AGREES = {OPEN: "ouvert", NOT_CERTAIN: "inconnu", FINISHED: "fermé"}  # the status under which the sheet of a scheme was written
MOST_QUOTED, MOST_QUOTED_EACH = 4, 1  # sentences of the sheet of the scheme, of each one of several

_WINDOW = re.compile(
    r"\br?e?-?ouvert(?:e|s|es|ure)?\b(?! (?:a|aux|au|pour|a tou\w+)\b)|\br?e?-?ouvr(?:e|ent|ira|iront|ir|era)\b|\bferme(?:e|s|es|ra|ront|ture)?\b|\bclos(?:e|es)?\b|\bclotur\w*"
    r"|\b(?:existe|existent|disponibles?|valables?|en vigueur|actif|active|actifs|d'actualite|en cours|accessibles?|possible)\b.{0,12}\b(?:encore|toujours|tjs|tjrs)\b|\b(?:encore|toujours|tjs|tjrs) (?:\w+ ){0,1}?(?:possible|valables?|temps|disponibles?|en vigueur|d'actualite|actifs?|actives?|la|en place|en cours|accessibles?)\b"
    r"|\bexiste(?:nt)?(?:[- ]t?-?(?:il|elle)s?)? (?:encore|toujours|tjs|tjrs)\b|\b(?:encore|toujours) (?:existant|exister)\b|\bjusqu'?a? ?quand\b|\bjusqu'a quelle date\b|\bdates? (?:limites?|butoirs?|de (?:fin|depot|candidature|lancement|debut))\b|\bdeadlines?\b|\btrop tard\b"
    r"|\b(?:prend|termine|s'arrete|finit|expire|demarre|commence|debute)\w* (?:fin )?quand\b|\bquand (?:\w+ ){0,4}?(?:prend fin|se termine|s'arrete|finit|expire|demarre|commence|debute|ferme|ouvre|rouvre)|\best[- ](?:il|elle) (?:termine|fini)e?\b|\bc'est (?:termine|fini|mort)\b"
    r"|\bstill (?:open|available|running|exists?|in force|possible|accepting)\b|\b(?:closed|closing date|closes?|open until|reopen\w*|opens?|expired?)\b|\bexists? (?:still|anymore)\b"
)
_STILL_APPLY = re.compile(r"\b(?:encore|toujours|tjs|tjrs|still) (?:\w+ ){0,1}?(?:candidater|postuler|deposer|demander|faire (?:une|la) demande|solliciter|s'inscrire|envoyer|apply)\b")
_ABOUT_THE_WINDOW = frozenset(
    term
    for word in (
        "ouvert ouverte ouverture rouvert rouverte rouvre ouvre ouvrir ouvrira fermé fermée ferme fermera fermeture clos close clôture clôturé encore toujours tjs tjrs existe existent exister disponible valable temps possible vigueur actif "
        "active actualité cours accessible place jusque jusqu quand date dates limite limites butoir fin début dépôt dépose déposer candidature candidatures candidater postuler demander demande dossier dossiers faire deadline tard prend "
        "termine terminé terminée finit fini expire démarre commence début lancement dispositif aide aides programme appel projets guichet guichets campagne fenêtre période plateforme statut aujourd hui actuellement maintenant en cette année prochaine session nouvelle édition relève "
        "still open available running exist exists force accepting applications closed closing close closes until reopen opens expired apply scheme now when date what till today year can is "
        "court courent vaut valent reste restent rester arrête arrêté échéance terme finir lancé lancée relance relancé peut peux pouvons est-ce que savoir entreprise entreprises mort là là-bas depuis janvier février mars avril mai juin juillet août septembre octobre novembre décembre bonjour merci svp"
    ).split()
    for term in terms(word)
)


SaidOf = Callable[[str], Sequence[tuple[Document, Statement]]]


def _nothing(scheme: str) -> Sequence[tuple[Document, Statement]]:
    return ()


def asks_about_window(text: str, names: SchemeNames) -> bool:
    """Whether a text asks when one scheme that it names opens or closes, and nothing else of it.

    >>> from types import SimpleNamespace
    >>> names = SchemeNames([SimpleNamespace(id="pret-vert", name="Prêt Vert")])
    >>> [asks_about_window(t, names) for t in ("le prêt vert est-il encore ouvert ?", "le prêt vert est-il ouvert aux associations ?", "prêt vert : quel taux ?")]
    [True, False, False]
    """
    folded = fold(text)
    if not (_WINDOW.search(folded) or _STILL_APPLY.search(folded)):
        return False
    rest = text
    for mention in reversed(names.mentions(text)):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    if any(term not in _ABOUT_THE_WINDOW and not term.isdigit() for term in terms(rest)):
        return False  # a word of its own: something else is asked
    return not asks_for_eligibility(text) or (bool(_STILL_APPLY.search(folded)) and not set(read_facts(rest).facts.known()) - {"type_demandeur"})


def answer_status(text: str, base: Answer, rules: Mapping[str, Rule], names: SchemeNames | None, *, on: date | None, today: date, said_of: SaidOf = _nothing) -> Answer | None:
    """What is known of the opening of the scheme named, on the day asked; None when the text asks something else.

    `said_of` gives what the sheet of a scheme says of it first, then of its calendar: quoted when the window has not changed since it was written, the
    first only when the day asked is today, of which it speaks.
    """
    if names is None or not asks_about_window(text, names):
        return None
    ids = list(dict.fromkeys(scheme for mention in names.mentions(text) for scheme in mention.ids if scheme in rules))
    if not 0 < len(ids) <= MOST:
        return None
    day = on or day_asked(text, today) or today
    verdicts = sorted((evaluate(rules[scheme], CompanyFacts(), on=day) for scheme in ids), key=_most_useful_first)
    writer = FactWriter(base)
    writer.frame("window", base.language)
    for verdict in verdicts:
        _tell_window(writer, verdict, today=today, layout="item" if len(verdicts) > 1 else "text")
        if _AGREES[evaluate(verdict.rule, CompanyFacts(), on=today).window] == verdict.rule.status:
            for n, (document, statement) in enumerate(said_of(verdict.rule.id)[: MOST_QUOTED if len(verdicts) == 1 else MOST_QUOTED_EACH]):
                if n > 0 or day == today:
                    writer.quote(document, statement.start, statement.end, sources=statement.sources, layout="item" if len(verdicts) > 1 else "text", only_if_new=n > 0)
    now = [evaluate(verdict.rule, CompanyFacts(), on=today) for verdict in verdicts]
    best = next((verdict for verdict in now if verdict.window != FINISHED), now[0])
    _tell_next_step(writer, best, day, today=today)
    if best.window == FINISHED:
        _tell_what_is_near(writer, best.rule, rules, named=ids, today=today, language=base.language)
    if not any(sentence.kind == "fact" for sentence in writer.sentences):
        return None
    return replace(
        base,
        status=ANSWERED,
        sentences=tuple(writer.sentences),
        citations=tuple(writer.citations),
        notices=(*base.notices, phrase("indicative", base.language)),
        engine={**base.engine, "composer": "rules"},
    )


def _most_useful_first(verdict: Verdict) -> tuple[int, int, str]:
    """Open, then not certain, then finished; the newest edition first."""
    rank = {OPEN: 0, NOT_CERTAIN: 1, FINISHED: 2}[verdict.window]
    return rank, -(verdict.rule.closes or date.max).toordinal(), verdict.rule.id


def _record(verdict: Verdict, today: date) -> Document:
    """The published rule, and what it gives on the day asked, then today."""
    sheet = document_of(verdict.rule)
    applied = (verdict, *((evaluate(verdict.rule, CompanyFacts(), on=today),) if verdict.on != today else ()))
    return replace(sheet, text="\n".join([*(f"{_on(one.on)}{one.criteria[0].explanation}" for one in applied), sheet.text]))


def _on(day: date) -> str:
    """How the line of a record that tells the window on a day begins."""
    return f"Au {day_in_words(day)} : "


def _tell_window(writer: FactWriter, verdict: Verdict, *, today: date, layout: str) -> None:
    """The window on the day asked, the dates known, the day of the source."""
    rule, record = verdict.rule, _record(verdict, today)
    told, window = verdict.criteria[0].explanation, (verdict.criteria[0].source_url,)
    if verdict.on != today:
        past = told.replace(" est donné ", " était donné ", 1) if verdict.on < today else told
        writer.fact(f"{_on(verdict.on)}{past}", record, said_in=(_on(verdict.on),), addresses=window, layout=layout)
        present = evaluate(rule, CompanyFacts(), on=today)
        if present.window != verdict.window:
            writer.fact(f"Aujourd'hui : {present.criteria[0].explanation}", record, said_in=(_on(today),), addresses=window, layout=layout)
    else:
        writer.fact(told, record, said_in=(_on(today),), addresses=window, layout=layout)
    dates = [
        f"ouverture le {day_in_words(rule.opens)}" if rule.opens and day_in_words(rule.opens) not in told else "",
        f"clôture le {day_in_words(rule.closes)}{' (à vérifier)' if rule.end_doubt or verdict.window == NOT_CERTAIN else ''}" if rule.closes and day_in_words(rule.closes) not in told else "",
    ]
    if any(dates):
        writer.fact(f"Calendrier connu : {' ; '.join(part for part in dates if part)}.", record, said_in=("Ouverture : ", "Clôture : "), addresses=window, layout=layout)
    if rule.status_date:
        writer.fact(f"Statut d'après une source du {french_date(rule.status_date)} ; sources relues le {day_in_words(rule.checked_on)}.", record, said_in=("Statut : ", "Sources relues "), addresses=(rule.status_source,), layout=layout)


def _tell_next_step(writer: FactWriter, verdict: Verdict, day: date, *, today: date) -> None:
    rule = verdict.rule
    record = _record(evaluate(rule, CompanyFacts(), on=day), today)
    writer.fact(rule.next_step and f"Démarche : {rule.next_step}", record)
    contact = rule.contact or rule.operator
    if contact and fold(contact) not in fold(rule.next_step or ""):
        writer.fact(f"Contact : {contact.rstrip('.')}.", record, said_in=("Contact : " if rule.contact else "Opérateur : ",))


def _tell_what_is_near(writer: FactWriter, rule: Rule, rules: Mapping[str, Rule], *, named: Sequence[str], today: date, language: str) -> None:
    """Of the schemes that the rule points to: the first that is open today, else the first of which nothing recent is known."""
    near = [evaluate(rules[scheme], CompanyFacts(), on=today) for scheme in rule.see_also if scheme in rules and scheme not in named and rules[scheme].nature != "regle"]
    chosen = next((v for v in near if v.window == OPEN), None) or next((v for v in near if v.window == NOT_CERTAIN), None)
    if chosen:
        writer.frame("near_open" if chosen.window == OPEN else "near_unknown", language)
        writer.fact(chosen.criteria[0].explanation, _record(chosen, today), said_in=(_on(today),), addresses=(chosen.criteria[0].source_url,), layout="item")
