"""Words of each kind of applicant and of each legal form."""

from __future__ import annotations

import re

APPLICANTS: tuple[tuple[str, str], ...] = (
    ("intercommunalité", r"^\W*(?:(?:bonjour|bjr|slt|salut)\W+)?(?:la )?(?:cc|comcom|com com|communaute de communes|agglo\w*) d[eu'](?! (?:saint|st) \w+ (?:m'|me))"),
    ("collectivité", r"(?:^|[,;:.] ?)mairie(?: de [a-z-]+)?(?: \d\d\d?)?\W*$|\b(?:adjointe?|elue?|conseillere?) (?:a l'\w+|au \w+|aux \w+|\w+ ){0,2}(?:d'une (?:petite )?(?:commune|ville)|de (?:la|ma) (?:commune|ville)|departementale?|regionale?|municipale?)\b"),
    ("intercommunalité", r"(?:^|[,;.!]\s*|\b(?:je|on|moi|bonjour|bjr|ici)\s)(?:suis |sommes |un |une |le |la )*(?:(?:agent\w*|charge\w*|chef\w* de projet|elue?s?|dgs|dga|technicien\w*|direct\w+|responsable\w*|dev ?eco\w*|animat\w+|manager|referent\w*|vice-president\w*|president\w*)\b[^,;.?!]{0,45}?\b(?:a|dans|pour|au sein de|chez)|(?:bosse|travaille?)\b[^,;.?!]{0,25}?\b(?:a|pour|au sein de|chez)|(?<=suis )a|(?<=est )a)\s?(?:la |l'|une |notre |ma )(?:epci|communaute de communes|comcom|com com|communaute d'agglo\w*|agglo\w*|communaute urbaine|metropole|interco\w*|cc\b)(?! (?:me|m'|nous|a |n'a|propose|veut bien|refuse))|\b(?:je suis|on est|nous sommes|je represente|nous representons|notre|mon|ma|president\w* d\w*|vice-president\w* d\w*|dgs d\w*|pour (?:la|notre|une)|elu\w* d\w*|^)\s?(?:(?!(?:dans|avec|pme|tpe|eti|sur|pres|boite|entreprise|usine|via|par|selon)\b)\w+ ){0,3}?(?:l'|un |une |d'une |la |de la |d'un )?(?:epci|communaute de communes|comcom|communaute d'agglo\w*|agglo\w*|communaute urbaine|metropole|interco\w*|(?<=la )cc\b|(?<=notre )cc\b|(?<=une )cc\b)(?! (?:d'industrie|territoire|me dit|m'a|nous a|propose|a refuse))"),
    ("collectivité", r"(?:^|[,;.!]\s*|\b(?:je|on|moi|bonjour|bjr|ici)\s)(?:suis |un |une )*(?:(?:agent\w*|charge\w*|elue?s?|dgs|dga|technicien\w*|direct\w+|responsable\w*|bosse|travaille?|adjoint\w*|conseill\w+|secretaire)\b[^,;.?!]{0,35}?\b(?:a|pour|au sein de)|(?<=suis )a)\s?(?:la |l'|une |notre |ma )(?:mairie|commune|ville|collectivite)\b|\b(?:je suis (?:le |la |l')?(?:maire|adjoint\w*|elue? municipal\w*|elue?\b(?! d'une? (?:epci|agglo|comm))|conseill\w+ (?:municipal|departemental|regional)\w*|secretaire de mairie|dgs)|(?:je represente|nous representons) (?:une|la|ma) (?:petite )?(?:commune|ville|mairie|collectivite)|(?<!le )(?<!du )(?<!au )(?<!mon )maire d[e'u]|(?:dgs|dga|adjoint\w*|elue?|secretaire) d(?:'une|e la|e) (?:petite )?(?:ville|commune|mairie)|nous sommes une (?:petite )?(?:commune|ville|collectivite|mairie)|on est une (?:petite )?(?:commune|ville|collectivite|mairie)|(?:notre|ma|la|une) (?:petite )?(?:commune|ville|mairie|collectivite)\s(?:\w+ )?(?:veut|souhaite|possede|porte|cherche|envisage|voudrait|a un projet|aimerait|a une friche|rachete|qui (?:veut|souhaite|cherche|possede|porte))|pour (?:ma|notre) (?:commune|collectivite|ville))"),
    ("association", r"\bloi (?:de )?1901\b|\b(?:asso|association)s?\b(?! (?:de commercants|des maires|professionnelle|agreee|syndicale|patronale|d'idees))"),
    ("groupement d'employeurs", r"\bgroupements? d'employeurs?"),
    ("établissement de formation", r"\b(?:je suis|on est|nous sommes|dirige|notre|pour|^)\s?(?:\w+ ){0,2}?(?:un |une |l')?(?:cfa|organisme de formation|institut de formation|centre de formation|ecole de production|lycee professionnel|lycee|universite|ecole d'ingenieurs?)\b"),
    ("SEM ou SPL", r"\b(?:une|la|notre) (?:sem|spl)\b|\bsociete d'economie mixte|\bsociete publique locale"),
    ("opérateur foncier", r"\betablissement public foncier|\b(?:un|l'|notre|nous sommes un) ?epf\b"),
    ("aménageur", r"\b(?:je suis|on est|nous sommes|un) (?:un )?amenageurs?\b"),
    ("promoteur", r"\b(?:je suis|on est|nous sommes) (?:un )?promoteurs?\b"),
    ("organisme de recherche", r"\b(?:je suis|on est|nous sommes|notre|un) (?:\w+ )?(?:laboratoire (?:de recherche|public|universitaire)|organisme de recherche|centre de recherche)"),
    ("particulier", r"\b(?:je suis|en tant que|pour) (?:un |simple )?(?:simple )?particuliere?\b"),
    ("entreprise", r"\b(?:our|my|we are an?|we're an?) (?:[\w-]+ ){0,3}company\b|^(?:[\w-]+ ){1,2}company\b|\bthe company (?:is|has|makes|employs)\b|(?<!-)\b(?:entreprise|boite|societe|start[ -]?up)\b(?<!ans de boite)(?<!comite d'entreprise)(?! (?:aidee|peut|doit|mere|individuelle|publique locale|d'economie mixte|de travaux|de nettoyage qui|etrang|a qui))(?!s)|\bje suis (?:un |une )?(?:chef\w* d'entreprise|industriel\w*|dirigeante?|entrepreneur\w*|patronn?e?|gerante?(?! (?:de|d'une?) (?:tpe|pme)))\b|(?<=\bma )ste\b|(?<=\bnotre )ste\b|\bste\b(?= (?:de|d'|familiale|a |specialis\w+|industriel\w*|qui))|\b(?:ma|mon|notre) (?:petite? )?(?<!creer mon )(?<!creer ma )(?:affaire|manufacture)\b|\bnous sommes un industriel"),
)  # fmt: skip
# The same kinds of applicant told by who writes (« je suis à la CCI », « proviseur d'un lycée pro ») or opening the message (« syndicat mixte, nous … »).
I_AM = (
    r"\b(?:je suis|j'?suis|chui[st]?|je (?:travaille|bosse|represente|dirige|preside)|j'anime|on (?:est|travaille|represente)|nous (?:sommes|representons)|(?<!\b[ld]es )(?<!\b[ld]e )(?<!\bla )(?<!l')(?<!\bdu )(?<!\bune )(?<!\bun )(?<!\bpar )(?<!tre )(?<!\bson )(?<!\bmon )(?<!\bma )(?<!\bau )(?:elue?s?|(?:vice-)?president\w*|direct(?:eur|rice)|proviseu\w+|principal\w*|dgs|dga|agente?|technicien\w*|chargee?s?|conseill\w+|responsable|animat\w+|chercheu\w+|ingenieu\w+|enseignant\w*|prof\w*|doctorant\w*))\b"
    r"(?:\s(?!(?:avec|par|via|contre|selon|comme|et|ou|mais|qui|que|suivi\w*|accompagn\w*|aide\w*|pres|passe\w*|alle\w*|inscrit\w*|adherent\w*|membre\w*|client\w*|locataire\w*|fournisseu\w+|sous-traitant\w*|prestataire\w*|voisine?s?|entreprise|pme|tpe|eti|societe|boite|contact|lien|cote|face|loin|km|diplome\w*|ancien\w*|issue?s?|sorti\w*|apprentissage|etudiant\w*|stage|formation)\b)[\w'-]+){0,5}?\s(?:(?:au|a|chez|dans|pour|de|du|d'une?|d'|le|la|l'|une?|notre|mon|ma)\s?)*"
)
OPENS = r"^(?:bonjour|bjr)?[\s,]*(?:ici (?:la |le |l')?)?(?:(?:nous|notre|une?|petite?)\s)*"
OPENS_UNTIL = r"(?=(?:\s(?!(?:on|je|nous|me|ne|est|sont|a|ont|dit|propose|refuse|finance|peut|doit|veut bien|ou)\b|m'|n')[\w'-]+){0,5}\s*(?:$|[,;.:(!]|\?|\s(?:on|nous|je|j'|qui)\b))"
NOT_SPEAKING = r"(?! (?:et (?:\w+ ){1,2})?(?:me|ne|nous (?:a|ont|dit|propose|demande|refuse)|refuse|propose)\b| m'| n')"
BODIES: tuple[tuple[str, str], ...] = (
    ("établissement public", r"(?:syndicat (?:mixte|intercommunal|departemental)|cci\b|cma\b|chambre (?:de commerce|de metiers?|d'agriculture|consulaire|d'industrie|regionale)(?: (?:et )?(?:d'industrie|de l'artisanat))?|etablissement public(?! foncier)\b|petr\b|pole d'equilibre|grand port\b)"),
    ("intercommunalité", r"(?:intercom\w*|interco\b|com(?:mu\w*)?\.? d'agglo\w*|communaute (?:de com\w*|urbaine)|comcom|com com|cc (?=de \d|d[eu] )|metropole|agglo\w*|epci)"),
    ("collectivité", r"(?:conseil (?:departemental|regional|municipal)|conseill\w+ (?:municipal|departemental|regional)\w*|mairie|(?<=suis )maire)"),
    ("établissement de formation", r"(?:lycee(?: (?:pro|tech|gen|agri|poly|indus)\w*)?|cfa|afpa|greta|iut|universite|ecole (?:de prod\w*|d'ingenieu\w+|technique)|organisme de formation|institut (?:de formation|superieur|national)|centre de formation|mfr|ecole superieure|gretas?|compagnons du devoir|campus des metiers)\b"),
    ("groupement d'employeurs", r"(?:geiq|groupement d'employeurs?)\b"),
    ("SEM ou SPL", r"(?:spl|sem|saem\w*)\b"),
    ("opérateur foncier", r"(?:operateur foncier|epf\w?|etablissement public foncier|safer)\b"),
    ("aménageur", r"amenageurs?\b"),
    ("promoteur", r"promoteurs?\b"),
    ("investisseur", r"(?:investisseurs?|fonds d'investissement|business angels?)\b(?! (?:qui|nous|m'|a|veut|veulent))"),
    ("organisme de recherche", r"(?:cnrs|inrae|cea|inserm|ifpen|onera|labo(?:ratoire)? (?:de recherche|public|universitaire)|unite de recherche|centre de recherche)\b"),
    ("administration", r"(?:(?:sous-)?prefecture|dreets|dreal|ddt\w?|ministere)\b"),
)  # fmt: skip
_CARRIES = r"(?:veut|souhaite|possede|porte|cherche|envisage|voudrait|aimerait|lance|amenage|viabilise|rachete|recrute|pilote|depollue|rehabilite|a (?:un projet|une friche|un terrain|une etude|vote|achete|rachete|recupere|lance|acquis|delibere))\b"
IN_FULL = (
    *((name, rf"(?:{I_AM}{noun}|{OPENS}{noun}{OPENS_UNTIL}|\b(?:comme |en tant qu[e'] ?|en qualite d[e'] ?)(?:une? )?{noun}|,\s*(?:une |petite |la |notre )?{noun}\s*$){NOT_SPEAKING}") for name, noun in BODIES),
    ("intercommunalité", rf"\b(?:la|notre|ma|cette) (?:com ?com|communaute de communes|agglo\w*|metropole|interco\w*|epci|communaute (?:urbaine|d'agglo\w*)) (?:\w+ )?{_CARRIES}"),
    ("collectivité", rf"\b(?:le|notre|mon) (?:departement|conseil (?:departemental|regional))\b(?: d[eu'] ?(?:la |l'|s )?[\w'-]+){{0,2}} (?:\w+ )?{_CARRIES}|\b(?:la|notre|ma) region\b(?: [\w'-]+){{0,2}} {_CARRIES}"),
    ("établissement de formation", r"\b(?:le|la|l'|notre|mon) ?(?:lycee|cfa|ecole|iut|universite|institut|centre de formation)\b[^,;.?!]{0,30} (?:que je dirige|dont je suis|ou je (?:travaille|suis|enseigne)|que je represente)"),
    ("groupement d'employeurs", r"\bgroupements? d'? ?employeurs?"),
    ("intercommunalité", r"^\s*(?:bonjour,? )?(?:une? )?(?:cc|com ?com|communaute de communes) de \d+ communes"),
    ("collectivité", r"^\s*(?:bonjour,? )?(?:la |une |le |petite )*(?:collectivite|region|departement|commune|mairie|ville)\b(?: [\w'-]+){0,3} (?:ici|:)|(?:^|[,;]\s*)collectivite\s*(?:$|[,;.:])|\badjoint\w* au maire\b"),
    ("particulier", r"^\s*(?:bonjour,? )?particuliere?\b[\s,:]"),
    ("administration", r"^\s*administration\b|^\s*(?:la |une )?(?:ddt\w?|dreets|dreal|sous-prefecture|prefecture)\b"),
    ("collectivité", r"\belue? (?:depuis|a l'economie|en charge|local\w*|de (?:ma|la) (?:petite )?(?:commune|ville))\b"),
    ("intercommunalité", r",\s*(?:com ?com|agglo\w*|metropole|communaute (?:de communes|urbaine|d'agglo\w*))\s*$"),
    ("collectivité", rf"\b(?:la|notre|ma) (?:petite )?(?:commune|ville|mairie|collectivite) (?:\w+ )?{_CARRIES}"),
    ("collectivité", rf"^\W*(?:(?:bonjour|bjr|slt)\W+)?(?:petite )?(?:commune|mairie|collectivite) (?:rurale )?{_CARRIES}"),
    ("collectivité", r"^\W*(?:(?:bonjour|bjr|slt)\W+)?(?:maire|mairie)\s*[,:]"),
    (
        "collectivité",
        r"(?:^|[,;.!]\s*|\bje suis )(?:elue?s?|adjoint\w*|maire|secretaire|agente?|technicien\w*) (?:\w+ )?(?:dans|d')\s?(?:une|ma|la) (?:petite )?(?:commune|ville)\b",
    ),
)
COMPILED_APPLICANTS = [(name, re.compile(pattern)) for name, pattern in (*APPLICANTS[:-1], *IN_FULL, APPLICANTS[-1])]
NOT_THE_APPLICANT = re.compile(
    r"\b(?:chambre|filiale d'une|chef d'|cheffe d'|cre(?:er|e|es|ons) une|achat d'une|rachat d'une|rachat de l'|rachat de la|reprise de la|amoureu\w+ d'une|acheter (?:une|l'|la)|achete\w* (?:une|l')|repreneu\w+ d'une|creation (?:d'une|d')|reprendre (?:une|la|l')|reprise d'une?|reprise d'|racheter une|premiere|nouvelle|seconde|deuxieme|construire (?:une|notre|la)|ouvrir (?:une|notre)|implanter (?:une|notre)|batir une|ancienne|une autre|zone d'|immobilier d'|territoire d'|hotel d'|restaurant d'|cantine d'|comite d'|vie en|en|membre d'une|avec une|dans une|mont(?:er|e|ons) une|lanc(?:er|e|ons) une|une seule|friche d'une|apprentis en|voisine|une ancienne|vendu (?:ma|mon|notre)|vend (?:ma|sa)|(?:frere|soeur|mari|femme|cousin|oncle|ami|copain|voisin|fils|pere) a une|accueillir une|qu'une|d'une ancienne|faire venir une|veut une|projet d'|implantation d'une)\s?(?:petite |nouvelle |premiere |1ere )?$"
)
FORMS: tuple[tuple[str, str], ...] = (
    ("SASU", r"sasu|sas unipersonnelle|societe par actions simplifiee unipersonnelle"), ("SAS", r"sas(?! unip)|s\.a\.s\.?|societe par actions simplifiee(?! uni)"), ("SARL", r"sarl|s\.a\.r\.l\.?|(?<!unipersonnelle )societe a responsabilite limitee"),
    ("EURL", r"eurl|e\.u\.r\.l\.?|entreprise unipersonnelle"), ("SCOP", r"(?<!a une )scop|societe cooperative(?! d'interet| agricole| maritime)"), ("SNC", r"snc|societe en nom collectif"), ("SCI", r"sci|societe civile immobiliere"), ("GIE", r"gie"),
    ("entreprise individuelle", r"auto[- ]?entrepr\w+|eirl|micro[- ]?entrepreneu\w+|e\.i(?!\.?r)|entreprise individuelle|entrepreneur individuel|(?:en )?nom propre"),
    ("association", r"(?:association |asso )?loi (?:de )?1901"),
    ("autre", r"scic|societe cooperative (?:d'interet collectif|agricole|maritime)|spl|societe publique locale|gaec|earl(?! grey)|scea|selarl|sica|cuma|coop(?:erative)? (?:agricole|laitiere|viticole|vinicole|ostreicole|cerealiere|fruitiere)|(?:cave|laiterie|fromagerie|distillerie|sucrerie) cooperative"),
    ("SEM", r"(?:une|la|notre) sem|^sem|(?<=[,;.:] )sem|societe d'economie mixte"),
)  # fmt: skip
COMPILED_FORMS = [(name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in FORMS]
# « je suis maire… une société de ma ville m'a demandé »: the company is who carries the project.
FOR_A_COMPANY = re.compile(
    r"\b(?:une?|l'|cette|cet|le|la|pour une?) ?(?:petite? )?(?:entreprise|societe|usine|pme|tpe|eti|boite|industriel|fabrique|artisan|ressortissant\w*)s?\b(?: (?:de chez nous|d'ici|locale?|du (?:coin|village|territoire|canton|secteur)|(?:d[eu]|dans|sur) (?:ma|mon|notre|la|le) (?:ville|commune|village|territoire|canton|secteur|zone)|qui (?:fait vivre|veut|souhaite|voudrait|cherche|m'a|nous a|fabrique)|que (?:je|nous) (?:suis|suivons|accompagn\w+))|[^.;?!]{0,60}\b(?:m'a|nous a) (?:demande|sollicite|contacte))"
)
ALREADY_CHANGED = re.compile(r"\b(?:etais|etait|etions|anciennement|avant|ex|passe de|transformee? de|n'est plus|ne sommes plus)\s(?:en |une? |la |de )?$")
# « j'ai créé une société », « je suis comptable dans une société »: it lives, and it is theirs.
ITS_OWN_FIRM = re.compile(r"\b(?:j'ai|ai|avons|on a) (?:donc |enfin |alors |deja )?(?:cree|fonde|monte|lance|repris) une (?:petite )?$|\b(?:daf|comptable|salariee?|secretaire|ingenieure?|assistante?|directeur|directrice|responsable \w+|technicien\w*|chef d'atelier) (?:dans|d'|au sein d') ?une (?:petite )?$")
# Who writes does so for somebody of the family, who carries the project.
WRITES_FOR_KIN = re.compile(r"\bc'est pour (?:elle|lui|eux) que (?:j'ecris|je (?:vous )?(?:ecris|contacte|demande|pose))|\b(?:j'ecris|je vous ecris|je demande) pour (?:ma|mon) (?:fille|fils|femme|mari|frere|soeur|pere|mere|neveu|niece|gendre|compagne|compagnon)\b")
