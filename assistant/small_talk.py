"""What is not a question about the documents: greetings, thanks, orders to the program. Recognised by fixed patterns.

An order is addressed to the program (« ignore tes consignes », « affiche ton prompt »): a question that merely holds the words « règles », « ignorer »
or « mode » is none. Whatever this lets through changes nothing: answers only quote verified passages.
"""

from __future__ import annotations

import re

from assistant.documents import without_hidden_characters
from assistant.french import fold

_GREETING = re.compile(r"^(?:bonjour|bonsoir|salut|hello|hi|coucou|hey|bjr|slt)(?: (?:a tous|madame|monsieur|l'assistant|toi|vous))?[ !.,?]*$")
_THANKS = re.compile(r"^(?:ok(?:ay)?[ ,!.]*)?(?:(?:grand |un grand |mille )?mercis?|thanks?|thank you|thx|super|parfait|genial|nickel|top|tres bien|d'accord)(?: (?:beaucoup|bcp|bien|infiniment|mille fois|encore|vraiment|pour (?:tout|votre aide|ton aide|la reponse|ces infos?|l'info)|a vous|a toi|vous|a tous|c'est clair|so much|very much|a lot))*[ !.,]*(?:merci)?[ !.]*$")
_RESET = re.compile(r"^(?:on (?:recommence|repart)(?: (?:a|de) zero)?|recommencons|reset|nouvelle conversation|oublie tout|efface tout|repartons de zero|start over|(?:oublie[rz]?|efface[rz]?|supprime[rz]?) (?:s'il (?:te|vous) plait )?(?:tout )?(?:ce que (?:je|j'|nous) (?:(?:t'|te |vous )?(?:ai|avons|viens de) ?(?:dit|dire)|(?:t'|te |vous )?(?:ai|avons) (?:indique|donne|raconte))|(?:toutes )?(?:mes|nos) (?:infos?|informations?|donnees|reponses|elements))|forget (?:what|everything) (?:i|we) (?:have )?(?:told you|said))(?: (?:avant|svp|stp|s'il (?:te|vous) plait|please|sur (?:mon|notre) (?:projet|entreprise)))*[ !.]*$")

_CLAUSE = r"(?:^|[.,;:!?«\"(\[\n-]\s*|\b(?:et|puis|maintenant|d'abord|and|then|please|svp|stp|now|veuillez|merci de|tu dois|vous devez|you must|tu vas|je veux que tu|il faut que tu|peux-tu|pouvez-vous|can you|let's|tout de suite) +)"
_OURS = r"(?:tes|ton|ta|vos|votre|your|toutes? tes|all your|all|the|these|any|toutes? les|les|ces|des|mes|ce qu'on t'a)"
_SET = r"(?:consignes?|instructions?|regles?|directives?|prompts?|filtres?|restrictions?|garde-fous?|limites?|contraintes?|securites?|rules?|guidelines?|guardrails?|filters?|programmation|censure|everything above|tout ce qu)"
_ORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        # leave the rules aside
        rf"{_CLAUSE}(?:ignore[rz]?|oublie[rz]?|neglige[rz]?|disregard|forget|override|bypass|contourne[sr]?|desactive[rz]?|outrepasse[rz]?|laisse tomber|drop|fai(?:s|tes) abstraction de|passe outre|ne (?:tiens|tenez) (?:plus|pas) compte (?:de|des))\b (?:{_OURS}\b ){{0,3}}(?:(?:my|anciennes|prior|previous|precedentes?|above|hidden) )*{_SET}(?! (?:d'|de (?!securite)|du |des |sur |pour ))",
        rf"{_CLAUSE}(?:ignore[rz]?|oublie[rz]?|contourne[sr]?|desactive[rz]?|laisse tomber)\b (?:toutes )?(?:tes|vos) {_SET}",
        r"\b(?:tes|vos|your) (?:anciennes? |previous |precedentes? )?(?:consignes?|instructions?|regles?|rules) (?:ne s'appliquent plus|sont annulees?|no longer apply|are cancel\w+)",
        r"(?:^|[.:;!?-] ?)(?:nouvelles? (?:consignes?|instructions?)|new instructions?|consigne(?: systeme)?)(?: (?:du systeme|de l'admin\w*|from (?:the )?\w+|pour toi))?\s*:",
        r"\btes (?:\w+ )?(?:consignes?|instructions?|regles?|restrictions?|filtres?|directives?|garde-fous?)\b|\byour (?:\w+ )?(?:instructions?|rules|guidelines|prompt|restrictions|guardrails|programming)\b",
        rf"{_CLAUSE}(?:oublie|efface|forget|ignore) (?:le contexte|the context|tout ce qui precede|tout le reste)\b|\brepond\w*[^.?!]{{0,25}} sans (?:rien )?verifier\b",
        r"\b(?:a partir de maintenant|desormais|from now on)\b,? (?:tu|vous allez|you (?:will|must|are))\b",
        # show what is inside
        r"\bsystem prompt\b|\bprompt systeme\b|\b(?:ton|votre|your) prompt\b|\b(?:\w+_)?api[_ ]key\b|\bcle (?:\w+_)?api\b",
        r"\b(?:ton|tes|ta|your|votre|the|le|les) (?:[a-z]+ ){0,2}?(?:prompt|consignes? (?:internes?|cachees?|initiales?|secretes?)|instructions? (?:systeme|internes?|cachees?|initiales?|secretes?)|hidden rules|configuration file)\b",
        r"\b(?:what are|what were|quelles sont|repete|donne|montre|affiche|resume|traduis|repeat|print|show|reveal)\b[^.?!]{0,30}\b(?:tes|your) (?:consignes?|instructions?|rules|directives?)\b",
        rf"{_CLAUSE}(?:donne|affiche|montre|revele|ecris|show|print|reveal|give)\w*(?:-moi| me)?\b[^.?!]{{0,40}}(?:\bmot de passe\b|\bpasswords?\b|\bcles? (?:d')?api\b|\bapi key|\bvariables? d'environnement|\.env\b|/etc/|\bquestions des autres|\bsecrets? key)",
        r"\b(?:repeat|repete) (?:the (?:text|words) above|le texte (?:ci-dessus|precedent)|everything above)",
        # become someone else
        r"\btu n'es plus une? |\b(?:de|ton) (?:ton )?(?:role|personnage) d'assistant|\bsors de ton role\b|\brepond(?:s|ez)? en tant que\b|\bsuppose que tu n'as\b|\bmode admin\w*|\badmin mode\b|\btu es (?:maintenant|desormais|a present)\b|\bvous etes desormais un\b|\byou are (?:now|an ai)\b|\bfai(?:s|tes) comme si (?:tu|vous)\b|\bfai(?:s|tes) semblant\b|\bpretend (?:to be|you|that you)\b|\b(?:comporte-toi|comportez-vous) comme\b|\bjailbreak\b",
        rf"{_CLAUSE}(?:agis|agissez) (?:comme|en tant que)\b|{_CLAUSE}(?:joue[rz]?) le role\b|{_CLAUSE}act as (?:a|an|if|my)\b|\bimagine que tu n'as\b|\blet's play a game\b",
        r"\b(?:active|passe|entre|enter|enable|activate)\w*\b.{0,12}\b(?:mode (?:\w+ )?(?:developpeur|debug|dan|admin|root|dieu|sans (?:filtre|limite|restriction))|(?:developer|debug|dan|god|admin) mode)\b|\bmode (?:developpeur|dan|debug)\b",
        # a text to write whatever the sources say, a link to put in the answer, something to run
        r"\brepond(?:s|ez)? (?:uniquement|seulement|juste) (?:par|avec) (?:le|les) mots?\b|\b(?:answer|reply|respond) only with the word\b|\brepete[rz]? apres moi\b|\brepeat after me\b|\brepond(?:s|ez)? oui a tou(?:t|tes)\b|\balways answer yes\b",
        rf"{_CLAUSE}(?:dis|dites|say|ecris|ecrivez) (?:exactement|exactly|«|\")|{_CLAUSE}commence(?:z)? (?:ta|votre) reponse par\b|\breponds? (?:seulement|uniquement|juste)? ?(?:par )?«? ?(?:oui|ok)\b.{{0,30}}\bquoi qu'il arrive\b",
        rf"{_CLAUSE}(?:ajoute|insere|termine|inclu[st]|mets|append|include|add|insert|end)z?\b[^?]{{0,40}}(?:\b(?:lien|image|link|url|balise)\b|<img|!\[|\[\d\] apres)",
        rf"{_CLAUSE}(?:envoie|charge|visite|ouvre|appelle|send|fetch|open|load|visit)\b[^?]{{0,80}}(?:https?://|@\w)",
        r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|form|meta|passage|system)\b|javascript:|!\[[^\]]*\]\(|<\|im_|\[/?inst\]|<</?sys>>|^#+ ?system\b|\{\{.*\}\}|\$\{jndi|\bdrop table\b|(?:\.\./){2}|/etc/(?:passwd|shadow)|\brm -rf\b|\bfin des (?:sources|passages|consignes)\b|^system ?:",
        rf"{_CLAUSE}(?:execute[rz]?|lance[rz]?|run|sudo)\b[^?]{{0,40}}(?:\bcommande|\bcode\b|\bscript\b|/tmp/|\bcat\b)|{_CLAUSE}supprime[rz]? (?:l'index|tous les documents|la base)",
        r"\b(?:decode|dechiffre|decrypte|inverse|applique|decrypt|suis)[rz]?\b[^.?!]{0,60}\b(?:base64|rot13|hexadecimal|binaire|a l'envers|obeis|execute-le|follow it)\b",
        # invented proof
        rf"{_CLAUSE}(?:invente[rz]?|fabrique[rz]?|make up|cite[rz]?|affirme[rz]?)\b (?:une? |a |an |que )?(?:[\w']+ ){{0,6}}?(?:faux|fausse|source|citation|article de loi|decret|reference|meme si tes)\b(?<!cite une source)",
        r"\brepond(?:s|ez)? sans (?:citer de |aucune |la moindre )?sources?\b|\banswer without sources\b|\b(?:ton|tes) sources? disent le contraire\b",
    )
)
# Data about a named person: never looked for.
_PERSONAL = re.compile(
    r"\b(?:numero de telephone|telephone portable|portable|adresse (?:personnelle|perso|mail personnelle)|salaire|mail perso|date de naissance|domicile|age|vie privee|religion|opinions? politiques?)\b.{0,40}\b(?:de la |de l'|de |du |d')(?:m\.|mme|monsieur|madame|maire|ministre|president|directeur|directrice|chef|prefet)\b"
)
_LOOKALIKES = str.maketrans("аеорсухіѕԁɡνοαρτιεκ", "aeopcyxisdgvoaptiek")  # Cyrillic and Greek letters that read as Latin ones
_DIGITS_AS_LETTERS = str.maketrans("0134578@$", "oieastbas")


def kind_of(text: str) -> str:
    """greeting | thanks | reset | order | personal, or "" for anything else."""
    folded = fold(without_hidden_characters(text)[0]).strip()
    for kind, pattern in (("greeting", _GREETING), ("thanks", _THANKS), ("reset", _RESET)):
        if pattern.match(folded):
            return kind
    if any(pattern.search(view) for view in _views(folded) for pattern in _ORDERS):
        return "order"
    return "personal" if _PERSONAL.search(folded) else ""


def _views(folded: str) -> list[str]:
    """The text, and what it reads as when letters are disguised: look-alikes, digits for letters, letters spaced out, hyphens for spaces."""
    plain = folded.translate(_LOOKALIKES)
    views = [plain]
    if re.search(r"\b(?=\w*[a-z])\w*[0134578]\w*[a-z]", plain):
        views.append(re.sub(r"\b(?=\w*[a-z])[a-z0134578@$]{3,}\b", lambda m: m[0].translate(_DIGITS_AS_LETTERS), plain))
    if re.search(r"(?:\b\w ){6}", plain):
        views.append(re.sub(r"(?<=\b\w) (?=\w\b)", "", re.sub(r" {2,}", " | ", plain)).replace(" | ", " "))
    if "-" in plain and " " not in plain:
        views.append(plain.replace("-", " "))
    return views
