"""How a message is built: what speaks of the person, what speaks of rules, names of schemes, negations, other people's doings, corrections, answers."""

from __future__ import annotations

import re

CORRECTS = re.compile(
    r"^\s*(?:ah |euh |oups |ha )?(?:non|nan|nn|pardon|erreur|en fait|enfait|plutot|finalement|rectif\w*|correction|je me suis trompe\w*|desole\w*|sorry|je voulais dire|attention)\b"
)
LOST_APOSTROPHE = re.compile(r"(?<=\b[dljn]) (?=[aeiouy])|(?<=\bqu) (?=[aeiouy])|(?<=\bc) (?=est\b|etait\b)|(?<=\b[dl]) (?=h[aeiou])")  # « d un », « l usine »
CORRECTION_INSIDE = re.compile(r"\b(?:non|nan|pardon|en fait|plutot|enfin|finalement|je voulais dire|correction|erreur|je me trompe)\b")
POLITE = re.compile(
    r"\b(?:je|j'|nous|on|vous)\s?(?:voudrais|voudrait|aimerais|aimerait|souhaite\w*|souhaiterais|cherche a|cherchons a|veux|veut|aurais besoin de|besoin de|pouvez|peux|pourriez)?[ -]*(?:me |nous |vous )?(?:savoir|connaitre|comprendre|dire|expliquer|renseigner|demande\b|une question)\b"
    r"|\b(?:dites|dis|expliquez|explique|donnez|donne|rappelez)[- ](?:moi|nous)\b|\b(?:pouvez|peux|pourriez)[- ](?:vous|tu) (?:me|nous)\b|\bs'il (?:te|vous) plait\b|\bj'ai une question\b"
)
SELF = re.compile(
    r"\b(?:j'|je|moi|mon|ma|mes|notre|nos|nous|chez nous)\b|\bon (?!(?:peut|doit|fait pour|appelle|parle|entend|dit|trouve|depose|demande)\b)|\b(?:j|ns|jsuis|jfais|jfait|jcherche|jveux|jai|chui[st])\b|\bg (?=(?:deja |pas )?[a-z]{4,}e\b)"
    r"|\b(?:une?|cette|cet|ce|la|l'|leur|son|sa)\s?(?:entreprise|societe|pme|tpe|eti|boite|usine|start-?up|site|association|commune|industriel|restaurant|commerce|atelier|groupe)\s(?:\w+ ){0,3}?(?:d[e'] ?\d|qui|avec|\d|en redressement|dans)"
    r"|\bporteur de projet|(?:^|[?!.,;:] ?)(?:fab\.?|fabricante?s?|fabrique|producteurs?|constructeurs?|sous-traitants?) (?:de |d'|en )|\b(?:mon|ma|un|une) (?:client|usager|adherent)|\belle (?:a|est|fabrique|emploie|compte)\b|\bil (?:a|emploie|fabrique) (?!y)"
    r"|\b(?:aides?|subventions?|financements?|dispositifs?|prets?)\s(?:\w+ ){0,2}?(?:pour|a un|a une)\b"
)
ABOUT_RULES = re.compile(
    r"\bqu'?\s?est[- ]ce (?:que|qu')|\bc'?\s?(?:est )?(?:quoi|koi)\b|\bquel(?:le)?s? (?:est|sont|etait|etaient|sera|seront|territoires?|communes?|montants?|plafonds?|taux|conditions?|criteres?|entreprises?|sont)\b|\bqui (?:peut|peuvent|est|sont|decide|a|finance)\b"
    r"|\bque (?:dit|prevoit|finance|contient|fait|signifie)\b|\bdefinition|\bdifference|\bsignifie|\bveut dire|\ba quoi (?:sert|servent)|\bpourquoi\b|\bcombien\b|\bcomment\b|\bquand\b|\bliste d|\best[- ](?:il|elle|ce)\b|\bsont[- ](?:ils|elles)\b|\b(?:peut|doit|faut|a|existe)[- ](?:t-)?(?:on|il|elle)\b"
    r"|\b(?:article|loi(?! (?:de )?1901)|decret|circulaire|phase [12]|dote|enveloppe(?! ?(?::|de \d|projet|travaux|globale|prevue|previsionnelle|totale|max|d'environ|\d))|plafond|seuil|programme(?! (?:de r\b|de rd\b|de recherche|d'invest|de formation|de travaux|de recrutement|de modernisation|industriel)))\b|^\s*(?:le|la|les|l'|un|une|des)\s[^,;]{3,60}\?\s*$"
)
STRONG_SELF = re.compile(
    r"\bon (?:est|a|fait|fabrique|emploie|produit|veut|va|compte|cherche|n'|existe)\b|\bnous (?:sommes|avons|employons|fabriquons|produisons|voulons|envisageons)\b|\b(?:notre|nos|mon|ma|mes)\b|\bje suis\b|\bj'ai\b"
)
# « les entreprises de plus de 250 salariés »: a rule about all of them, not a description.
GENERIC = re.compile(
    r"\b(?:les|des|aux|toutes les|tous les|certaines|quelles?|quels?|entre les)\s(?:\w+ ){0,1}?(?:entreprises|pme|tpe|eti|pmi|societes|industriels|industries|projets|associations|collectivites|communes|porteurs|beneficiaires|intercommunalites|epci)\b[^,.;?!]*"
    r"|\b(?:plafond|plancher|seuil|(?<!au )(?<!a )minimum|(?<!au )maximum|limite)s?\b[^,;?!]{0,40}|\breservee?s? aux\b[^,.;?!]*"
)
SCHEME_NAMES = re.compile(
    r"\b(?:ibac|pret industrie|france num)[ -]pme\b|\btremplin(?: pour la transition ecologique)?(?: des)?(?: pme)?\b|\bprets? (?:verts?(?: ademe)?|economies? d'energies?|energie\b(?: aura| auvergne[- ]rhone[- ]alpes)?|action climat|croissance industrie|nouvelle industrie|industrie(?: pme)?)"
    r"|\bdiag(?:nostic)?s? (?:decarbon\w*(?:[' ]?action)?|eco[- ]?flux|eco[- ]?conception|adaptation)|\bcredits? d'impots? (?:recherche(?: collaborative)?|innovation|(?:\w+ ){0,6}(?:l')?industrie verte)|\bcontrats? (?:innovation|chaleur renouvelable|entreprise d'avenir)"
    r"|\bfonds? (?:verts?|chaleur)(?: renouvelable| friches?)?|\bfonds pour une transition juste|\bgarantie developpement|\bvisite energie|\bpacte industrie|\bdecarb (?:flash|ind)\w*|\bappels? a projets? [^.?!,]{0,12}premiere usine|\b(?:loi )?(?:relative a l')?industrie verte"
    r"|\bterritoires? d'industrie(?: en transition ecologique)?|\bsites? (?:industriels? )?cles? en mains?|\baide a l'immobilier d'entreprise|\bjeunes? entreprises? innovantes?|\bcompetences et metiers d'avenir|\bcertificats? d'economies? d'energies?|(?<!faire un )(?<!faire notre )(?<!realiser un )(?<!realiser notre )\bbilan (?:carbone|ges|d'emissions)|\baide pour le developpement de l'innovation"
    r"|\bpass (?:transitions?|transformation ecologique)|\bcheque vert|\b(?:aide a la )?reindustrialisation \(?ari\b|\bcedre investissement|\bbanque des territoires|\bchambres? (?:de|d') ?\w+|\bjeune pousse|\brebond industriel|\bagence de l'eau|\bagence nationale\b[^.,;?!]*|\bbooster transformation(?: rev3)?|\betincelles\b|\bassociations? (?:agreee|de mon|syndicale)"
)
# Words of a trade that are part of another name.
NOT_A_TRADE = re.compile(
    r"\b(?:usines?|ateliers?)[- ]relais\b|\bauto[- ]?entrepr\w*|\bnous (?:n')?(?:y )?avions\b|\brestaurants? d'entreprise\b(?= )|\benveloppe\b|\bagglo (?:de|du|d')(?! (?:bois|beton))|\bdans (?:le|un) (?:train|bus|tram|metro|avion|camion)\b|\blocation d(?:e|'une?|u) (?:locaux|local|batiment|terrain|bureaux?|hangar)\b|\ben (?:voiture|train|bateau|avion)\b|\bsur le carreau\b|\b(?:et|&|mon|mes|ses|son|leurs?|notre|pere|petit|petit-) ?fils\b|\bfils (?:et|de (?!soie|lin|laine|cuivre|coton)|d'un)\b|\bfils d'\w+(?:eurs?|iers?|istes?)\b|\b(?:dans|ds) le calvados\b|\bde cote\b|\bouvre-boites?\b|\bcycles? de vie\b|\bconseil(?:s|ler\w*)? (?:departement|region|municip|communaut|general)\w*|\bplaquettes? forestieres?|\bservice (?:eco\w*|developpement)[\w ]*"
)
# An abbreviation's full stop ends no sentence.
SENTENCE_END = re.compile(r"[;?!\n]|(?<!\beff)(?<!\beffect)(?<!\bsal)(?<!\bpers)(?<!\benv)(?<!\bnb)(?<!\bmt)(?<!\binv)(?<!\binvest)(?<!\bapprox)\.(?:\s|$)")
NEGATED = re.compile(
    r"\b(?:pas|plus|ni|jamais|aucune?|sans)\s(?:(?:encore|du tout|vraiment|non plus|dans)\s)?(?:une?\s|d[e']\s?|des\s|du\s|le\s|la\s|les\s|l'\s?|en\s|de la\s|en train d[e']\s?|projets?\s|intention\s|besoins?\s|envie\s)*$"
)
# What a third party does is no project of the person: « nos clients achètent des robots ». « mon client » may be the company an adviser speaks for.
OTHERS_DO = re.compile(
    r"(?:^|[,;.?!:]\s?|\b(?:et|mais|que|car|comme|si)\s|\bqu')(?:(?:nos|mes|les|des|d'autres|certains) (?:clients?|fournisseurs?|concurrents?|voisins?|confreres?|donneurs? d'ordres?|sous-traitants?|banques?)|(?:une?|le|la|l'|notre|mon|ma|ce|cette) ?(?:concurrent\w*|fournisseu\w+|voisine?|confrere|donneur d'ordres?|banque|banquier|banquiere|assureur|assurance|comptable|expert-comptable|proprietaire|bailleur|ami|copain|copine|frere|beau[- ](?:frere|pere|fils)|cousine?|soeur|mari|femme|fils|fille|epouse|conjointe?|neveu|gendre|maire(?! (?:veut|souhaite|voudrait|demande|aimerait|envisage|cherche|projette|compte))))\b"
    r"(?! (?:et (?:moi|nous|on)|pour|d[eu]\b))(?:(?!\b(?:on|nous|je|j'|moi|pour que)\b)[^,;.?!])*$"
)
YES_ANSWER = re.compile(r"^\s*(?:oui|ouais|ouep|yes|tout a fait|exact\w*|c'est (?:le cas|ca)|bien sur|effectivement|o)\b")
NO_ANSWER = re.compile(r"^\s*(?:non|nan|pas du tout|aucun\w*|no|pas (?:encore|le cas)|jamais|n)\b")
LABELS = {
    "effectif": r"effectif|nombre de salaries|salaries", "chiffre_affaires_eur": r"ca|chiffre d'affaires", "bilan_eur": r"bilan", "investissement_eur": r"montant|investissement|budget",
    "taille": r"taille", "naf": r"activite|secteur|code naf", "projet": r"projet", "region": r"region", "departement": r"departement", "forme_juridique": r"forme juridique|statut",
}  # fmt: skip
