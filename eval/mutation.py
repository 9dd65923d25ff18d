"""Does verification see a changed fact? True sentences of the corpus, harmless rewritings of them, and mutants in which one thing is false.

`python -m eval.mutation [--corpus DIR] [--sentences 1000] [--examples 3]` prints the share refused of each kind. Each sentence is checked against itself
(« quote »), then against the whole passage that holds it (« passage »): there, another figure or name of the passage takes its place.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.chunking import chunks_of, context_line, statements_of
from assistant.documents import Document
from assistant.french import squash
from assistant.verifying import unsupported

REPOSITORY = Path(__file__).resolve().parent.parent
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@dataclass(frozen=True)
class Case:
    """A sentence and what it cites. `kind` names what was changed; `harmless` says that it still says the same."""

    kind: str
    text: str
    evidence: tuple[str, ...]
    original: str
    harmless: bool = False
    context: tuple[str, ...] = ()


@dataclass(frozen=True)
class Truth:
    """A sentence of the corpus, the passage that holds it, its headings, and a passage that does not hold it."""

    text: str
    passage: str
    headings: str
    elsewhere: str

    @property
    def dice(self) -> random.Random:
        return random.Random(zlib.crc32(self.text.encode()))


def truths(documents: Sequence[Document], *, count: int) -> list[Truth]:
    """`count` sentences spread over the documents, the same ones each time."""
    found = []
    for document in documents:
        chunks = [(chunk.start, chunk.end, chunk.text_in(document)) for chunk in chunks_of(document)]
        for statement in statements_of(document):
            text = document.text[statement.start : statement.end]
            holder = next((chunk for chunk in chunks if chunk[0] <= statement.start and statement.end <= chunk[1]), None)
            others = [chunk[2] for chunk in chunks if chunk is not holder and squash(text) not in squash(chunk[2])]
            if holder and 30 <= len(text) <= 400:
                found.append(Truth(text, holder[2], context_line(document, statement.heading_path), others[0] if others else ""))
    found.sort(key=lambda truth: zlib.crc32(truth.text.encode()))
    picked = found[:count]
    return [truth if truth.elsewhere else Truth(truth.text, truth.passage, truth.headings, picked[i - 1].passage) for i, truth in enumerate(picked)]


# --- mutants: one fact changed ---------------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"(?<![\w.,/-])(?<!n° )(?<!phase )(?<!Phase )\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?(?![\d.,/-]*\d)(?! ?(?:janv|févr|mars|avril|mai |juin|juil|août|sept|oct|nov|déc|er\b|e\b|sexies|bis|ter))(?!\w)")
_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?!\d|-\d{3}|-\d\d\b)")
_DATE = re.compile(rf"\b(1er|\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{4}})")
_DURATION = re.compile(r"\b(un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|\d+) (ans?|années?|mois|jours?|semaines?|heures?)\b")
_PERCENT = re.compile(r"(\d+(?:,\d+)?)( ?%| pour cent)")
_ARTICLE = re.compile(r"\b[LRD]\. ?\d+(?:-\d+)*|\b(?<=article )\d+|(?<=articles )\d+|(?<=n° )\d{2,4}-\d+")
_NAME = re.compile(r"(?<![.!?…:«—] )(?<!^)(?<![«(])\b(?!L\.|R\.|D\.)[A-ZÉÈÎÔÂ][\w&]*[a-zA-ZéèA-Z0-9](?:[ -](?:(?:de|du|des|la|le|sur|en)[ -])?[A-ZÉÈÎÔÂ][\w]+)*")
_FOREIGN_NAMES = ("Vierzon", "Bourges", "CNRS", "Limoges", "Peugeot", "Agen", "Morbihan", "DGFiP", "Châteauroux", "Nantes Métropole", "Siemens", "Lozère")
_NUMBERS = "deux trois quatre cinq six sept huit neuf dix".split()


def _replace(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def _pick(pattern: re.Pattern[str], truth: Truth) -> re.Match[str] | None:
    matches = list(pattern.finditer(truth.text))
    return truth.dice.choice(matches) if matches else None


def _other_in_passage(pattern: re.Pattern[str], truth: Truth, own: str) -> list[str]:
    """What else of this kind the passage holds and the sentence does not."""
    return sorted({m[0] for m in pattern.finditer(truth.passage) if truth.passage[: m.start()].rstrip(" ")[-1:] not in "\n;:"} - {m[0] for m in pattern.finditer(truth.text)} - {own})


def _change_figure(truth: Truth) -> Iterator[str]:
    match = _pick(_FIGURE, truth)
    if match and not _YEAR.fullmatch(match[0]):
        digits = re.sub(r"\D", "", match[0].split(",")[0])
        yield _replace(truth.text, match, str(int(digits) + truth.dice.choice((1, 2, 7))))
        for other in _other_in_passage(_FIGURE, truth, match[0])[:1]:
            yield _replace(truth.text, match, other)


def _change_magnitude(truth: Truth) -> Iterator[str]:
    for pattern, by in ((r"\bmillions?\b", "milliards"), (r"\bmilliards?\b", "millions"), (r"M€", "Md€"), (r"k€", "M€"), (r"Md€", "M€"), (r"(?<=\d)[ \u00a0\u202f]000\b", "")):
        if match := re.search(pattern, truth.text):
            yield _replace(truth.text, match, by)
            return


def _change_unit(truth: Truth) -> Iterator[str]:
    for pattern, by in ((r"(?<=\d) ?€", " hectares"), (r"(?<=\d) ?%", " €"), (r"\bhectares?\b", "m²"), (r"(?<=\d )euros\b", "hectares"), (r"\bd'euros\b", "d'hectares"), (r"(?<=\d )mois\b", "ans"), (r"(?<=\d )ans\b", "mois"), (r"(?<=\d )jours\b", "mois"), (r"(?<=\d )salariés\b", "communes"), (r"(?<=\d )territoires\b", "communes"), (r"(?<=\d )projets\b", "usines"), (r"(?<=\d )emplois\b", "logements")):  # fmt: skip
        if match := re.search(pattern, truth.text, re.IGNORECASE):
            yield _replace(truth.text, match, by)
            return


_VERB = re.compile(r"\b(?<!qui )(est|sont|a|ont|peut|peuvent|doit|doivent|finance|financent|permet|vise|visent|concerne|ouvre|reçoit|prend|donne|donnent|couvre|propose|reste|garde|s'applique)\b(?! (?:pas|plus|ni)\b)")


def _change_negation(truth: Truth) -> Iterator[str]:
    denied = re.search(r"\b(?:ne |n')(\w+(?: \w+)?) (?:pas|plus|jamais)\b", truth.text)
    if denied:
        yield _replace(truth.text, denied, denied[1])
        return
    if match := re.search(r"\bsans\b", truth.text):
        yield _replace(truth.text, match, "avec")
        return
    match = _VERB.search(truth.text)
    if match and not re.search(r"\bne\b|\bn'", truth.text):
        verb = match[1]
        if verb.startswith("s'"):
            yield _replace(truth.text, match, f"ne {verb} pas")
        else:
            yield _replace(truth.text, match, f"n'{verb} pas" if verb[0] in "aeo" else f"ne {verb} pas")


def _change_modality(truth: Truth) -> Iterator[str]:
    for word, by in (("peut", "doit"), ("peuvent", "doivent"), ("doit", "peut"), ("doivent", "peuvent"), ("obligatoire", "facultatif"), ("pourra", "devra")):
        if match := re.search(rf"\b{word}\b", truth.text):
            yield _replace(truth.text, match, by)
            return


def _change_name(truth: Truth) -> Iterator[str]:
    match = _pick(_NAME, truth)
    if match and not re.match(r"[^;—]{0,40} :", truth.text[match.end() :]) and not re.fullmatch(r"Ce|Date|Taille", match[0]):  # a column's name is no name
        foreign = [name for name in _FOREIGN_NAMES if name not in truth.passage]
        yield _replace(truth.text, match, truth.dice.choice(foreign))
        own = {m[0] for m in _NAME.finditer(truth.text)}
        others = [n for n in _other_in_passage(_NAME, truth, match[0]) if not any(set(n.split()) & set(o.split()) for o in own) and (n.isupper() == match[0].isupper())]
        if others:
            yield _replace(truth.text, match, truth.dice.choice(others))


def _change_date(truth: Truth) -> Iterator[str]:
    match = _pick(_DATE, truth)
    if match:
        day, month, year = match.groups()
        number = 1 if day == "1er" else int(day)
        yield _replace(truth.text, match, truth.dice.choice((f"{number % 27 + 2} {month} {year}", f"{day} {MONTHS[(MONTHS.index(month) + 3) % 12]} {year}", f"{day} {month} {int(year) + 1}")))
    elif match := _pick(_MONTH_YEAR, truth):
        yield _replace(truth.text, match, truth.dice.choice((f"{match[1]} {int(match[2]) - 1}", f"{MONTHS[(MONTHS.index(match[1]) + 5) % 12]} {match[2]}")))
    elif match := _pick(_YEAR, truth):
        yield _replace(truth.text, match, str(int(match[0]) + truth.dice.choice((-1, 1, 3))))
    if match := _pick(_DATE, truth):
        for other in _other_in_passage(_DATE, truth, match[0])[:1]:
            yield _replace(truth.text, match, other)


def _change_duration(truth: Truth) -> Iterator[str]:
    match = _pick(_DURATION, truth)
    if match:
        count = match[1]
        more = str(int(count) + 1) if count.isdigit() else truth.dice.choice([n for n in _NUMBERS if n != count])
        unit = match[2] if match[2] in ("mois",) or match[2].endswith("s") else match[2] + "s"
        yield _replace(truth.text, match, f"{more} {unit}")


def _change_percentage(truth: Truth) -> Iterator[str]:
    match = _pick(_PERCENT, truth)
    if match:
        value = int(float(match[1].replace(",", ".")))
        yield _replace(truth.text, match, f"{value + 5 if value < 90 else value - 10}{match[2]}")
        for other in _other_in_passage(_PERCENT, truth, match[0])[:1]:
            yield _replace(truth.text, match, other)


def _change_article(truth: Truth) -> Iterator[str]:
    match = _pick(_ARTICLE, truth)
    if match:
        last = re.search(r"\d+$", match[0])
        if last:
            yield _replace(truth.text, match, match[0][: last.start()] + str(int(last[0]) + 1))
        for other in _other_in_passage(_ARTICLE, truth, match[0])[:1]:
            if other[0].isdigit() == match[0][0].isdigit() and ("-" in other) == ("-" in match[0]):
                yield _replace(truth.text, match, other)


def _change_phase(truth: Truth) -> Iterator[str]:
    match = _pick(re.compile(r"\b([Pp])hase (1|2)\b(?: \(20\d\d-20\d\d\))?"), truth)
    if match:
        yield _replace(truth.text, match, f"{match[1]}hase {3 - int(match[2])}{' (2018-2022)' if '(' in match[0] and match[2] == '2' else ' (2023-2027)' if '(' in match[0] else ''}")
        yield re.sub(rf"phase {match[2]}\b", f"phase {3 - int(match[2])}", truth.text, flags=re.IGNORECASE)


def _swap(pattern: re.Pattern[str]) -> Callable[[Truth], Iterator[str]]:
    def swapped(truth: Truth) -> Iterator[str]:
        matches = [] if pattern is _NAME and " — " in truth.text else list(pattern.finditer(truth.text))
        pairs = [(a, b) for a in matches for b in matches if a.end() < b.start() and squash(a[0]) != squash(b[0]) and not (set(squash(a[0]).split()) & set(squash(b[0]).split()))]
        # « A et B », « A, B » and « A ou B » say the same either way.
        pairs = [(a, b) for a, b in pairs if not re.fullmatch(r"(?:[\s,;()]|\bet\b|\bou\b|\bpuis\b|\bcomme\b|\bni\b|\bl'|\bd'|\b(?:le|la|les|de|du|des|à|au|avec|par|%|€|en)\b|M€|[A-ZÉ][\w-]*)*", truth.text[a.end() : b.start()])]
        if pairs:
            a, b = truth.dice.choice(pairs)
            yield truth.text[: a.start()] + b[0] + truth.text[a.end() : b.start()] + a[0] + truth.text[b.end() :]

    return swapped


def _change_bound(truth: Truth) -> Iterator[str]:
    for phrase, by in (("au moins", "au plus"), ("au plus", "au moins"), ("jusqu'à", "à partir de"), ("plus de", "moins de"), ("moins de", "plus de"), ("environ ", ""), ("au maximum", "au minimum"), ("maximum", "minimum")):
        match = re.search(rf"\b{phrase} ?(?=\d)", truth.text)
        if match:
            yield _replace(truth.text, match, f"{by} " if by else "")
            return


def _drop_doubt(truth: Truth) -> Iterator[str]:
    match = re.search(r", à vérifier|, selon [^,;.]+|\b[Ss]elon [^,;.]+, |, d'après [^,;.]+", truth.text)
    if match:
        rest = _replace(truth.text, match, "")
        if rest.count("(") == rest.count(")") and not re.search(r"\b(?:à vérifier|selon|d'après|non daté\w*|non confirmé\w*|prévue?s?|annoncé\w*|diverge\w*|semble\w*|en principe)\b", rest, re.IGNORECASE):
            yield rest[0].upper() + rest[1:]


def _change_actor(truth: Truth) -> Iterator[str]:
    for word, by in (("le préfet", "le maire"), ("la région", "la commune"), ("l'État", "la région"), ("les entreprises", "les communes"), ("le ministre", "le préfet"), ("une entreprise", "une commune"), ("l'intercommunalité", "l'entreprise"), ("PME", "ETI")):
        match = re.search(rf"\b{word}\b", truth.text)
        if match and by not in truth.passage:
            yield _replace(truth.text, match, by)
            return


MUTATIONS: dict[str, Callable[[Truth], Iterator[str]]] = {
    "figure": _change_figure,
    "unit": _change_unit,
    "order of magnitude": _change_magnitude,
    "negation": _change_negation,
    "modality": _change_modality,
    "name or place": _change_name,
    "date": _change_date,
    "duration": _change_duration,
    "percentage": _change_percentage,
    "article": _change_article,
    "phase": _change_phase,
    "two figures swapped": _swap(_FIGURE),
    "two names swapped": _swap(_NAME),
    "two years swapped": _swap(_YEAR),
    "bound of a figure": _change_bound,
    "doubt dropped": _drop_doubt,
    "who acts": _change_actor,
}

# --- harmless rewritings: the same said otherwise --------------------------------------------------------------------------------------------

_SPELLED = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf", 10: "dix", 12: "douze", 15: "quinze", 20: "vingt", 30: "trente", 36: "trente-six", 40: "quarante",
            50: "cinquante", 60: "soixante", 80: "quatre-vingts", 90: "quatre-vingt-dix", 100: "cent", 149: "cent quarante-neuf", 183: "cent quatre-vingt-trois", 250: "deux cent cinquante", 300: "trois cents"}  # fmt: skip


def _spell_figure(truth: Truth) -> Iterator[str]:
    match = _pick(_FIGURE, truth)
    if match and match[0].isdigit() and int(match[0]) in _SPELLED:
        yield _replace(truth.text, match, _SPELLED[int(match[0])])


def _digits(truth: Truth) -> Iterator[str]:
    match = re.search(r"\b(deux|trois|quatre|cinq|six|sept|huit|dix|douze|vingt|trente)\b(?! et)", truth.text)
    if match:
        yield _replace(truth.text, match, str(next(value for value, word in _SPELLED.items() if word == match[1])))


def _spell_amount(truth: Truth) -> Iterator[str]:
    for pattern, by in ((r"(\d) ?M€", r"\1 millions d'euros"), (r"(\d) ?Md€", r"\1 milliards d'euros"), (r"(\d) millions d'euros", r"\1 M€"), (r"(\d) milliards d'euros", r"\1 Md€"), (r"(\d) 000 €", r"\1 k€"), (r"(\d) ?€", r"\1 euros")):
        if re.search(pattern, truth.text):
            yield re.sub(pattern, by, truth.text)
            return


def _date_in_digits(truth: Truth) -> Iterator[str]:
    match = _pick(_DATE, truth)
    if match:
        yield _replace(truth.text, match, f"{1 if match[1] == '1er' else int(match[1]):02d}/{MONTHS.index(match[2]) + 1:02d}/{match[3]}")


def _per_cent(truth: Truth) -> Iterator[str]:
    if "%" in truth.text:
        yield re.sub(r"[ \u00a0\u202f]?%", " pour cent", truth.text)


def _connective(truth: Truth) -> Iterator[str]:
    opening = truth.dice.choice(("Par ailleurs, ", "Concrètement, ", "En effet, ", "Ainsi, ", "De plus, ", "À noter : ", "En résumé, ", "Enfin, "))
    keep = re.match(r"(?:[A-Z0-9][A-Z0-9]|[^ ]*[A-Z0-9][A-Z]|[A-Z]\.)", truth.text) or not re.match(r"(?:Les?|La|L'|Une?|Des|Du|En|Pour|Depuis|Cette|Ce|Selon|Au|À|Dans|Si|Son|Ses|Sa)\b", truth.text)
    yield opening + (truth.text if keep else truth.text[0].lower() + truth.text[1:])


_CARRIES = re.compile(r"\b(?:ne|n'|pas|sans|sauf|selon|d'après|vérifier|peut|peuvent|doit|doivent|seule?s?|uniquement|environ|non|aucune?|jusqu)\b|rai(?:t|ent)\b|\d")


def _drop_clause(truth: Truth) -> Iterator[str]:
    match = re.search(r", (?:qui|dont|où|en application de) [^,;.:()]+(?=[,.])", truth.text)
    if match and not _CARRIES.search(match[0]) and len(match[0]) < 0.6 * len(truth.text):
        rest = _replace(truth.text, match, "")
        yield rest[: match.start()] + rest[match.start() :].removeprefix(",") if rest[match.start() :].startswith(", ") else rest


def _drop_parenthesis(truth: Truth) -> Iterator[str]:
    match = re.search(r" \([^()]*\)", truth.text)
    if match and not re.search(r"\b(?:ne|n'|pas|sans|sauf|selon|d'après|vérifier|non|doute|environ|peut|serait|prévu\w*|annonc\w*|au moins|minimum|maximum)\b", match[0]):
        yield _replace(truth.text, match, "")


_ACTIVE = re.compile(r"^((?:Le|La|Les|L'|Un|Une|Bpifrance)[^,;:()]{2,70}?) (finance|financent|pilote|gère|porte|soutient|accompagne|publie|crée|modifie|remplace|complète|abroge|instruit|anime|modifient) ((?:le|la|les|l'|un|une|des) ?[^,;:()]{3,90})\.$")
_PASSIVE = re.compile(r"^((?:Le|La|Les|L'|Un|Une)[^,;:()]{2,70}?) (est|sont) (\w+[ée]e?s?) par ((?:le|la|les|l'|un|une|des|Bpifrance|[A-Z])[^,;:()]{2,90})\.$")
_PARTICIPLES = {"finance": "financé", "financent": "financé", "pilote": "piloté", "gère": "géré", "porte": "porté", "soutient": "soutenu", "accompagne": "accompagné", "publie": "publié", "crée": "créé", "modifie": "modifié", "modifient": "modifié", "remplace": "remplacé", "complète": "complété", "abroge": "abrogé", "instruit": "instruit", "anime": "animé"}  # fmt: skip


def _low(text: str) -> str:
    return text[0].lower() + text[1:] if re.match(r"(?:Les?|La|L'|Une?|Des)\b", text) else text


def _voice(truth: Truth) -> Iterator[str]:
    if (match := _ACTIVE.match(truth.text)) and not re.search(r"\b(?:qui|que|dont)\b", match[1]):
        agent, verb, patient = match.groups()
        plural = patient.startswith(("les ", "des "))
        yield f"{patient[0].upper()}{patient[1:]} {'sont' if plural else 'est'} {_PARTICIPLES[verb]}{'s' if plural else ''} par {_low(agent)}."
    elif match := _PASSIVE.match(truth.text):
        patient, _, participle, agent = match.groups()
        verb = next((verb for verb, form in _PARTICIPLES.items() if participle.startswith(form)), "")
        if verb:
            yield f"{agent[0].upper()}{agent[1:]} {verb} {_low(patient)}."


def _typography(truth: Truth) -> Iterator[str]:
    changed = truth.text.replace("'", "’").replace(" %", "\u202f%").replace(" €", "\u00a0€").replace("2018-2022", "2018–2022").replace("« ", "«\u00a0")
    if changed != truth.text:
        yield changed.rstrip(".;") + "."


def _moved(truth: Truth) -> Iterator[str]:
    """« En phase 2, X fait Y. » → « X fait Y en phase 2. »"""
    match = re.match(r"((?:En|Depuis|Pour|Au|À|Dans) [^,;:.]{3,45}), ([^;:]{20,200})\.$", truth.text)
    if match and "," not in match[2]:
        yield f"{match[2][0].upper() if match[2][0].isalpha() else match[2][0]}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}."


REWRITINGS: dict[str, Callable[[Truth], Iterator[str]]] = {
    "as it is": lambda truth: iter((truth.text,)),
    "figure in words": _spell_figure,
    "figure in digits": _digits,
    "amount otherwise": _spell_amount,
    "date in digits": _date_in_digits,
    "« pour cent »": _per_cent,
    "connective added": _connective,
    "clause dropped": _drop_clause,
    "parenthesis dropped": _drop_parenthesis,
    "active ↔ passive": _voice,
    "complement moved": _moved,
    "typography": _typography,
}


def cases(found: Sequence[Truth]) -> Iterator[Case]:
    """Every rewriting and every mutant of every sentence, against the sentence alone and against its passage."""
    for truth in found:
        for evidence in ((truth.text,), (truth.passage,)):
            for kind, make in REWRITINGS.items():
                for text in make(truth):
                    yield Case(kind, text, evidence, truth.text, harmless=True, context=(truth.headings,))
            for kind, make in MUTATIONS.items():
                for text in make(truth):
                    if squash(text).rstrip(" .;:") not in squash(truth.passage):
                        yield Case(kind, text, evidence, truth.text, context=(truth.headings,))
        if squash(truth.text).rstrip(" .;:") not in squash(truth.elsewhere):
            yield Case("citation of another passage", truth.text, (truth.elsewhere,), truth.text)


def read_markdown_corpus(corpus: Path) -> list[Document]:
    from assistant.adapters.corpus_files import list_files, read_corpus

    files, _ = list_files(corpus)
    return read_corpus([file for file in files if file.name.endswith(".md")])[0]


@dataclass
class Tally:
    refused: int = 0
    total: int = 0
    wrong: list[tuple[Case, list[str]]] | None = None

    @property
    def share(self) -> float:
        return self.refused / self.total if self.total else 0.0


def tally(all_cases: Iterator[Case]) -> dict[tuple[bool, str], Tally]:
    """(harmless, kind) → how many were refused, and those that should have gone the other way."""
    counts: dict[tuple[bool, str], Tally] = defaultdict(lambda: Tally(wrong=[]))
    for case in all_cases:
        reasons = unsupported(case.text, case.evidence, context=case.context)
        count = counts[(case.harmless, case.kind)]
        count.total += 1
        count.refused += bool(reasons)
        if bool(reasons) == case.harmless and count.wrong is not None:
            count.wrong.append((case, reasons))
    return dict(counts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Share of mutants and of harmless rewritings that verification refuses.")
    parser.add_argument("--corpus", type=Path, default=REPOSITORY / "corpus")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--only", default="", help="one kind, with all its examples")
    options = parser.parse_args(arguments)
    counts = tally(cases(truths(read_markdown_corpus(options.corpus), count=options.sentences)))
    for harmless, title in ((False, "Mutants (to refuse)"), (True, "True sentences (to keep)")):
        rows = {kind: count for (is_harmless, kind), count in counts.items() if is_harmless == harmless}
        refused, total = sum(c.refused for c in rows.values()), sum(c.total for c in rows.values())
        print(f"\n{title}: {refused}/{total} refused = {refused / max(total, 1):.2%}\n\n| kind | cases | refused |\n| --- | ---: | ---: |")
        for kind, count in rows.items():
            print(f"| {kind} | {count.total} | {count.share:.1%} |")
        print()
        for kind, count in rows.items():
            if options.only and kind != options.only:
                continue
            for case, reasons in (count.wrong or [])[: 40 if options.only else options.examples]:
                where = "passage" if case.evidence[0] != case.original else "quote"
                print(f"- {kind} ({where}) : {case.text}\n    ← {case.original}" + (f"\n    refusée : {' ; '.join(reasons)}" if reasons else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
