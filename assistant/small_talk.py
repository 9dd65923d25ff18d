"""What is not a question about the documents: greetings, thanks, orders to the program, data about a person, an opinion asked for, everyday subjects.

Recognised by fixed patterns, which would rather let a question through than decline one that the documents answer.

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
# Data about a person, named or designated by a function: never looked for. What reaches a service (its switchboard, its address) is a question like any other.
_FUNCTION = (
    r"(?:(?:vice-?|sous-?|co-?|ex-?|ancien(?:ne)? |futur(?:e)? )?(?:mme|mlle|monsieur|madame|maires?|adjointe?s?|ministres?|prefete?s?|president(?:e|es|s)?|directeurs?|directrices?|chef(?:fe)?s?|commissaires?|inspect(?:eur|rice)s?|"
    r"dirigeante?s?|gerante?s?|patron(?:ne)?s?|pdg|dg|deleguee?s?|elue?s?|conseill(?:er|ere)s?|chargee?s?|animat(?:eur|rice)s?|instruct(?:eur|rice)s?|referente?s?|responsables?|deputee?s?|senat(?:eur|rice)s?|"
    r"juges?|magistrate?s?|ingenieure?s?|consultante?s?|rapporteure?s?|technicien(?:ne)?s?|fonctionnaires?|secretaires? (?:general|d'etat)\w*|agente?s?|assistante?s?|notaires?|commercial(?:e)?|comptables?|industriel(?:le)?s? qui|personnes? (?:qui|de|du|chargee?)|"
    r"collaborat(?:eur|rice)s?|salarie(?:e)? (?:qui|de)|voisine?s?|proprietaires?|associee?s?|fondat(?:eur|rice)s?|femme|mari|enfants)\b|m\. )"
)
_WHOSE = r"(?: (?:du|de la|des|de (?:mon|ma|mes|notre|nos|votre|leur|ce|cet|cette|chaque)|de) | de l'| d')(?:actuel(?:le)? |ancien(?:ne)? |nouve(?:au|lle) |cher |chere )?"
_PRIVATE = (
    r"(?:dates? de naissance|lieu de naissance|ages?|domiciles?|adresses? (?:perso(?:nnelle)?|privee|postale perso(?:nnelle)?|de residence|du domicile)|salaires?|remunerations?|paie|fiche de paie|indemnites?|revenus?|patrimoine|"
    r"vie privee|religion|opinions? politiques?|situation (?:familiale|matrimoniale)|etat de sante|numero de (?:securite sociale|secu)|casier judiciaire|orientation sexuelle|rib|iban|vacances)"
)
_CONTACT = r"(?:(?:numeros?(?: de)? )?(?:telephones?|tel|portables?|mobiles?|gsm)|numeros?(?: direct| perso(?:nnel)?| prive)?|0[67]|lignes? directes?|(?:adresses? )?(?:e-?mails?|mails?|courriels?)|whatsapp)"
_ALSO = r"(?:,? (?:et |ou )?(?:le |la |l'|les |son |sa |un |une )?(?:noms?|prenoms?|numeros?|direct|directe|directs|perso|personnel(?:le)?s?|prive(?:e)?|pro|professionnel(?:le)?s?|portable|mobile|exact(?:e)?|actuel(?:le)?|mensuel(?:le)?|annuel(?:le)?|brut|net|complet|complete|" + _PRIVATE + "|" + _CONTACT + r"))*"
_PERSONAL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!par )\b(?:{_PRIVATE}|{_CONTACT})\b{_ALSO}{_WHOSE}{_FUNCTION}",
        rf"\b(?:combien|que) (?:gagne|touche|est payee?|est remuneree?)(?:nt)?(?:-t-(?:il|elle))? (?:par mois |par an )?(?:le |la |l'|les |notre |votre |mon |ma |ce |cette ){_FUNCTION}",
        rf"\b(?:ou (?:habit|viv?t?|log|resid|demeur)\w*|quel age (?:a|ont)|quand (?:est|sont) nee?s?|est-(?:il|elle) (?:mariee?|divorcee?|malade))\b (?:le |la |l'|les |notre |votre |mon |ma |ce |cette ){_FUNCTION}",
        rf"{_FUNCTION}[^.!]{{0,80}}\b(?:son|sa|leurs?) (?:nom et (?:son |sa )?)?(?:{_PRIVATE}|{_CONTACT})\b",
        rf"{_FUNCTION}[^.!]{{0,60}}\b(?:(?:il|elle) (?:habite|vit|loge) (?:ou|dans quel)|(?:ou|quand|quel age) (?:est-ce qu')?(?:il|elle|ils|elles) (?:habit|vi[tv]|loge|est nee?|a\b)|(?:ou|quel age|quand) (?:habite|vit|loge|a|est)-?t?-?(?:il|elle)(?: nee?)?\b)",
        r"\b(?:phone number|mobile(?: number)?|cell(?: phone)?|e-?mail(?: address)?|home address|salary|date of birth|birth ?date|age|private address)\b (?:of|for) (?:the |our |my |this )?(?:\w+ )?(?:mayor|prefect|minister|director|manager|inspector|head|ceo|president|officer|commissioner|councillor)\b",
    )
)
# « le salaire du chef de projet est-il pris en charge ? », « faut-il donner l'âge du dirigeant ? » ask for a rule.
_ASKS_A_RULE = re.compile(
    r"\bpri(?:s|ses?) en charge\b|\b(?:co)?financ\w+|\beligib\w+|\bsubvention\w*|\bplafon\w+|\bcriteres?\b|\bconditions?\b|\blimites?\b|\baides?\b|\bl'etat\b|\bfaut-il\b|\best-ce qu'il faut\b|\bdoi(?:t|s|vent)\b|\bdoit-(?:on|il|elle)\b|\bdevons\b|\bobligatoire\w*|\bcompte-t-\w+|\bpieces?\b|\bassiette\b"
)
# A judgement asked of the assistant: a way of asking, with a word that judges.
_ASKS_OPINION = r"\b(?:selon (?:toi|vous)|d'apres (?:toi|vous)|a (?:ton|votre) avis|(?:ton|votre) (?:avis|opinion)|(?:tu|vous) (?:en )?(?:pens|trouv|croi|prefer)\w*|(?:pens|trouv|croy|prefer)\w*-(?:tu|vous)|crois-tu|(?:dis|dites)-moi franchement|honnetement|franchement|entre nous|in your opinion|do you (?:think|find|prefer|believe))\b"
_JUDGES = (
    r"(?:\b(?:nuls?|nulles?|meilleure?s?|pires?|injustes?|inutiles?|sert a rien|servent a rien|incompetent\w*|paresseu\w+|feignant\w*|honnetes?|malhonnetes?|bonne foi|mauvaise foi|scandal\w+|honteu\w+|ridicules?|"
    r"betes?|stupides?|idiot\w*|sympas?|beaux?|belles?|joli\w*|de gauche|de droite|voter|votent|lazi\w+|lazy|best|worst|bad|stupid|corrupt\w*|corromp\w+|dynamiques?|arnaque)\b"
    r"|\b(?:est|sont|c'est) (?:vraiment |tres |un |une |de )?(?:bons?|bonnes?|mauvais\w*)\b)"
)
_OPINION = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ASKS_OPINION}[^.!]{{0,160}}{_JUDGES}|{_JUDGES}[^.!]{{0,160}}{_ASKS_OPINION}",
        r"\bpour qui (?:[\w-]+ ){0,2}vot\w+|\bvot\w+ (?:pour )?qui\b|\bquel parti\b(?! (?:prendre|tirer))|\bwhich party\b",
        r"\btu (?:t'|te |l'|le |la )?(?!(?:pourr|saur|aur|devr|voudr|ser|fer)ais)\w+rais\b|\bwould you (?:vote|live|choose|prefer)\b|\b(?:vous|tu) (?:l[ea]s? )?trouve[sz] \w+ (?:l[ea]s? |l'|notre |nos )",
    )
)
_THEIR_PROJECT = re.compile(r"\b(?:mon|ma|mes|notre|nos) (?:projet|entreprise|boite|usine|pme|eti|tpe|societe|dossier|commune|collectivite|atelier|site|investissement)s?\b|\b(?:aides?|dispositifs?|subventions?|prets?|financements?|eligib\w+)\b")
# Everyday subjects, in the forms in which they are asked; a message that also speaks of ours is a question like any other.
_DAY = r"(?:aujourd'hui|ce (?:soir|matin|week-?end|midi)|cet apres-midi|cette (?:nuit|semaine)|demain|apres-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|la semaine prochaine)"
_ELSEWHERE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:(?:la|quelle|quelle est la|donne\w*(?:-moi)? la) )?meteo\b|\bquelle meteo\b|\bmeteo (?:de |pour |a |prevue )?.{{0,30}}{_DAY}|\b(?:va-t-il|il va|va|vont-ils) (?:pleuvoir|neiger|geler|faire (?:beau|chaud|froid|moche))\b|\bpleu(?:t-il|vra-t-il)\b|\bquel temps (?:fait|fera|il fait|va-t-il|aura|prevu)|\bweather (?:in|forecast|today|tomorrow)\b|\bwill it rain\b",
        r"\brecettes? (?:de cuisine|simples?|faciles?|rapides?)\b|\brecettes? (?:de la |de l'|du |des |de |d'une? |pour (?:faire )?(?:une? |des |le |la |les )?)(?:\w+ )?(?:tartes?|gateaux?|crepes?|soupes?|quiches?|pizzas?|cakes?|pain|mousse|sauces?|salades?|poulet|boeuf|lasagnes?|gratin|confiture|biscuits?|ratatouille|tartiflette|blanquette|cassoulet|choucroute|potee|risotto|couscous)\b|\brecipe for\b",
        rf"\bmatch\b.{{0,40}}(?:{_DAY}|\bscore|\bgagn|\bheure)|\b(?:a|ont) (?:gagne|perdu) (?:le match|{_DAY}|hier|contre)\b|\bjoue(?:nt)? (?:contre|a quelle heure|{_DAY})\b|\bscore (?:du|de la|de l'|des|entre)\b|\b(?:ligue 1|top 14|coupe du monde|tour de france|ballon d'or)\b",
        rf"\b(?:prochain|premier|dernier) (?:train|tgv|ter|bus|tram|avion|vol|metro)\b|\bhoraires? (?:du|des|de) (?:trains?|tgv|ter|bus|tram|metro|marees?|cinemas?|piscine)\b|\b(?:train|tgv|ter|bus|vol|avion) (?:pour|de) [\w' -]{{2,40}} {_DAY}",
        r"\b(?:raconte\w*|dis|connais)(?:-moi)? (?:une? |des )?(?:blagues?|histoires? drole)|\b(?:ecris|ecrivez|compose|redige)\w*(?:-moi)? (?:une? |le |la )?(?:poeme|chanson|sonnet|haiku|lettre d'amour|discours de mariage)|\bhoroscope\b|\bhoroscopes\b|\b(?:write|tell) (?:me )?a (?:poem|joke|song)\b",
        r"\b(?:restaurant|hotel|coiffeur|dentiste|cinema|boulangerie|pizzeria)s? (?:ouvert|sympa|pas cher|conseill|pres d|a cote|a [a-z-]+ (?:ce soir|demain))|\b(?:ou|quel\w*) (?:manger|diner|dormir) (?:a|ce soir|pres)\b",
        r"\b(?:mon|ma) (?:chat|chien|chatte|chienne|lapin|bebe) (?:vomit|tousse|boite|a mal|est malade|ne mange)|\bj'ai (?:mal (?:a la|au|aux) (?:tete|dos|dents?|ventre|genou|gorge)|de la fievre)\b",
    )
)
_OUR_SUBJECT = re.compile(r"\b(?:aides?|subventions?|dispositifs?|entreprises?|pme|eti|tpe|projets?|financ\w+|eligib\w+|territoires? d'industrie|industri\w+|loi|credits? d'impot|prets?|fonds|dossiers?|collectivites?|programme|usines?|investi\w+|ademe|bpifrance)\b")
_LOOKALIKES = str.maketrans("аеорсухіѕԁɡνοαρτιεκ", "aeopcyxisdgvoaptiek")  # Cyrillic and Greek letters that read as Latin ones
_DIGITS_AS_LETTERS = str.maketrans("0134578@$", "oieastbas")


def kind_of(text: str) -> str:
    """greeting | thanks | reset | order | personal | opinion | elsewhere, or "" for anything else."""
    folded = fold(without_hidden_characters(text)[0]).strip()
    for kind, pattern in (("greeting", _GREETING), ("thanks", _THANKS), ("reset", _RESET)):
        if pattern.match(folded):
            return kind
    if any(pattern.search(view) for view in _views(folded) for pattern in _ORDERS):
        return "order"
    if any(pattern.search(folded) for pattern in _PERSONAL) and not _ASKS_A_RULE.search(folded):
        return "personal"
    if any(pattern.search(folded) for pattern in _OPINION) and not _THEIR_PROJECT.search(folded):
        return "opinion"
    return "elsewhere" if any(pattern.search(folded) for pattern in _ELSEWHERE) and not speaks_of_ours(text) else ""


def speaks_of_ours(text: str) -> bool:
    """True when the text holds a word of our subject: the programme, an aid, a company's project…"""
    return bool(_OUR_SUBJECT.search(fold(text)))


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
