"""What hurried messages shorten, written out before they are read: « ds le jura » is « dans le jura », « g signé » is « j'ai signé »."""

from __future__ import annotations

import re

from assistant.numbers_in_text import FoldedText
from assistant.words import is_name

_MONTHS = {"janv": "janvier", "jan": "janvier", "fevr": "fevrier", "fev": "fevrier", "avr": "avril", "juil": "juillet", "sept": "septembre", "sep": "septembre", "oct": "octobre", "nov": "novembre", "dec": "decembre"}
_WORDS = {
    "ds": "dans", "pr": "pour", "ns": "nous", "tt": "tout", "tte": "toute", "ttes": "toutes", "bcp": "beaucoup", "qd": "quand", "pcq": "parce que", "pck": "parce que", "tjs": "toujours", "tjrs": "toujours", "tjr": "toujours",
    "avc": "avec", "ms": "mais", "jms": "jamais", "mtn": "maintenant", "mtnt": "maintenant", "auj": "aujourd'hui", "ajd": "aujourd'hui", "aujourdhui": "aujourd'hui", "cde": "commande", "cmde": "commande", "cmd": "commande",
    "bdc": "bon de commande", "trx": "travaux", "tvx": "travaux", "jai": "j'ai", "jsuis": "je suis", "jsui": "je suis", "chuis": "je suis", "chui": "je suis", "ya": "y a", "ss": "sans", "nlle": "nouvelle", "gd": "grand", "gde": "grande",
    "hte": "haute", "htes": "hautes", "dc": "donc", "dja": "deja", "kan": "quand", "lan": "l'an", "cetait": "c'etait", "dexistence": "d'existence", "danciennete": "d'anciennete", "dactivite": "d'activite",
    "cest": "c'est", "dun": "d'un", "dune": "d'une", "quil": "qu'il", "quon": "qu'on", "deau": "d'eau", "leau": "l'eau", "koi": "quoi", "kel": "quel", "kelle": "quelle", "kels": "quels", "ki": "qui", 
    "daide": "d'aide", "daides": "d'aides", "dinvest": "d'invest", "dinvestissement": "d'investissement", "veu": "veux", "ptit": "petit", "ptite": "petite", "ptites": "petites", "ptits": "petits", "nvelle": "nouvelle", "nvelles": "nouvelles", "nvel": "nouvel", "nveau": "nouveau", "nvx": "nouveaux", "gpt": "groupement",
    "fabrik": "fabrique", "fabriq": "fabrique", "fabric": "fabrique", "sub": "subvention", "subs": "subventions", "subv": "subvention", "fabrike": "fabrique", "indus": "industrielle", "fo": "faut", "faudrai": "faudrait", "voudrai": "voudrais", "construct": "constructeur", "kil": "qu'il", "kon": "qu'on",
}  # fmt: skip
_FOLLOWED: tuple[tuple[str, str], ...] = (  # (pattern, what is written out); a pattern ends where its word ends
    (r"\b(?:c|g)(?= [a-z])", ""),  # see `_written_out`
    (r"(?<=\ba )pa(?= [a-z]{4})|(?<=\b(?:ai|ya|on) )pa(?= [a-z]{4})|(?<=\b(?:est|ont) )pa(?= [a-z]{4})", "pas"),
    (r"\benv\.?(?=\s?\d|\s(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|quarante|cinquante|cent)\b)", "environ"),
    (rf"\b(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?(?=\s(?:20)?[2-4]\d\b)", ""),
    (r"\btrim\.?(?=\s(?:20)?[2-4]\d\b)", "trimestre"),
    (r"(?<=\b2e )sem\.?(?=\s)|(?<=\b(?:1er|2nd) )sem\.?(?=\s)|(?<=\b2eme )sem\.?(?=\s)", "semestre"),
    (r"(?<![\w'-])ste(?= (?:de|d'|est|a|fait|qui|familiale|creee|specialis\w+)\b)", "societe"),
    (r"(?<![\d.,])(?<![\d.,] )\b(?:0[1-9]|[1-9]\d)(?= \d{1,3} (?:sal|pers|empl|gars|etp|ouvr))", ""),  # « Oyonnax 01 28 salariés »
    (r"\b[ld] (?=[aeiouyh][a-z]{2})", ""),
    (r"(?<=\bon )(?:e|f[eé]|ve)(?= )|(?<=\b(?:je|il) )v[eé](?= )|(?<=\belle )v[eé](?= )|(?<=\bje )veu(?= )", ""),  # « on é 15, on fé des meubles, on ve … »
    (r"\bchais?(?= pas\b)", "je sais"),
    (r"\b[a-z]{3,}iks?\b", ""),  # « plastik »
    (r"(?<![\w'-])[ld][aeiouh][a-z]{4,}", ""),  # « linjection », « dencre »
)  # fmt: skip
_MISHEARD = {"chais": "je sais", "chai": "je sais", "e": "est", "fe": "fait", "ve": "veut"}
_SHORT = re.compile("|".join([rf"(?<![\w'.-])(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w'-])", *(f"(?:{pattern})" for pattern, _ in _FOLLOWED)]))


def _written_out(match: re.Match[str], text: str) -> str:
    short = match[0]
    if short in ("l ", "d "):
        return short[0] + "'" if not re.search(r"[\w'.-]$", text[: match.start()]) else short
    if short in ("c", "g"):  # « c trop tard », « g signé »; not « 20 c », « 500 g », « vitamine c »
        if re.search(r"(?:\d ?|['.-]|\b(?:vitamine|classe|plan|point) )$", text[: match.start()]):
            return short
        return "c'est" if short == "c" else "j'ai"
    if short.isdigit():
        return short + ","
    if short in _MISHEARD:
        return _MISHEARD[short]
    if re.fullmatch(r"[a-z]{3,}iks?", short):
        return re.sub(r"ik(s?)$", r"ique\1", short)
    if short not in _WORDS and re.fullmatch(r"[ld][aeiouh][a-z]{4,}", short):
        return f"{short[0]}'{short[1:]}" if is_name(short[1:]) and not is_name(short) else short
    bare = short.rstrip(".")
    return _WORDS.get(short) or _MONTHS.get(bare) or {"env": "environ", "trim": "trimestre", "sem": "semestre", "pa": "pas", "ste": "societe"}.get(bare, short)


def spelled_out(folded: FoldedText) -> FoldedText:
    """The text with its shorthand written out; what is added comes from the place of what it replaces.

    >>> from assistant.numbers_in_text import fold_in_place
    >>> long = spelled_out(fold_in_place("g signé ds le Jura"))
    >>> long.text, long.span(0, 4), long.span(11, 15)
    ("j'ai signe dans le jura", (0, 1), (8, 10))
    """
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for match in _SHORT.finditer(folded.text):
        long = _written_out(match, folded.text)
        if long == match[0]:
            continue
        pieces += [folded.text[at : match.start()], long]
        origins += folded.origins[at : match.start()]
        first, last = folded.origins[match.start()], folded.origins[match.end() - 1]
        origins += [first] + [last] * (len(long) - 1)
        at = match.end()
    if not at:
        return folded
    pieces.append(folded.text[at:])
    origins += folded.origins[at:]
    return FoldedText(folded.raw, "".join(pieces), tuple(origins))
