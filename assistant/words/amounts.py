"""Words that give an amount its role: turnover, balance sheet, investment, aid asked for."""

from __future__ import annotations

import re

LINK = r"(?:\s|passee?(?= de )|(?:les )?(?:\d|trois|deux) (?:derni\w+ )?(?:ans|annees|exercices)|ne|n'|pas|[<>≥≤~]|excede|atteint pas|maxi?|au plus|de l'ordre|aux alentours|prev\.?|previ|\(?ht\)?|tout compris|de|d'|du|des|la|le|l'|un|une|a|au|est|sont|sera|serait|etait|fait|:|=|-|\(|annuel\w*|total\w*|hors taxes?|ht|ttc|environ|entre|autour|proche|pres|dans les|moins|plus|depasse|(?<=remonte),|(?<=progresse),|(?<=augmente),|(?<=baisse),|(?<=recule),|remonte|progresse|augmente|stagne|baisse|recule|grimpe|plafonne|superieur a|inferieur a|jusqu'a|au moins|estime\w*|evalue\w*|prevu\w*|previsionnel\w*|d'environ|global\w*|moyen|actuel\w*|en|sur|pour|consolide|quelque|dernier|represente\w*|s'eleve|montant|nous|on|genre|presque|seulement|(?:en |de )?20\d\d|tourne|atteint|avoisine|[(]?hors taxe[)]?|net)"
ROLES: tuple[tuple[str, int, str], ...] = (  # (field, strength, cue); an empty field is a role that is not a fact
    ("chiffre_affaires_eur", 2, r"(?:ca|c\.a\.?|chif\w*\s?d?\s?'?\s?af+ai?r\w*|chiffre|turnover|revenues?|sales|facturation annuelle|ventes annuelles|recettes|ventes)"),
    ("bilan_eur", 2, r"(?:(?:total )?(?:de |du )?bilan(?! (?:carbone|ges|d'emission|de (?:nos )?(?:gaz|emissions)))|total bilan)"),
    ("aide_demandee_eur", 2, r"(?:(?:demand\w*|solicit\w*|sollicit\w*|obtenir|aurait besoin d|besoin d|cherch\w*)[ '](?:une? |d'?e? ?)?(?:aide|subvention|avance)s?|aide demandee|subvention demandee)"),
    ("minimis_recus_eur", 3, r"(?:aides? )?(?:de |des |du |au titre d\w* )?minimis(?:\s(?:deja|recue?s?|percue?s?|touchee?s?|obtenue?s?|cumulee?s?|consomm\w+))*"),
    ("investissement_eur", 2, r"(?:invest\w*|inv\b\.?|investissemnt|investisement|capex|cout(?:s|e|ent|er|era\w*|erai\w*|ait)?|budg\w*|bugdet\w*|budjet\w*|billet|prix(?! (?:de l'|du |des |de vente|de la ))|ticket|mise de fonds|enveloppe(?: projet| travaux| globale| prevue| previsionnelle| d'investissement| totale)*|facture (?:sera|serait|totale|finale|s'eleve|monte|prevue)|chiffrage|estimation|mt\b\.?|devis|depens\w*|travaux|projets?|chantier|operation|enveloppe projet|montant|montant du projet|mettre|acheter|achats?|acquisition|acquerir)"),
    ("investissement_eur", 1, r"(?:machines?|equipements?|lignes?|robots?|chaudieres?|fours?|extension|agrandissement|batiments?|ateliers?|usine|modernisation|financer|financement|renovation|installation|materiel|presse|centre d'usinage|demenagement|etude|prototype|programme d'investissement|diag\w*)"),
    ("", 2, r"(?:prete\w*|preter|emprunt\w*|apport|autofinanc\w*|aides?|subventions?|prets?|emprunts?|capital|dettes?|pertes?|salaires?|loyers?|amendes?|plafond\w*|seuil\w*|plancher|enveloppe (?:d'aides?|de subventions?|nationale|regionale|de l'etat|du fonds|du programme)|dotes?|dotee?s?|dotation|programme(?! (?:de |d')(?:r ?& ?d|recherche|r et d|invest\w*|travaux|formation|modernisation))|levee|leve|tresorerie|resultat|benefices?|marge|ebitda|fonds propres|credits?|cotisations?|impots?|factures? d'(?:energie|electricite|gaz)|minimum|maximum|facture|fonds|avance|garantie|rachete|valorisee?|cheque|prime|milliards?)"),
)  # fmt: skip
ROLES_BEFORE = [(name, strength, re.compile(rf"(?<![\w]){cue}(?P<gap>{LINK}*)$")) for name, strength, cue in ROLES]
ROLES_BEFORE_FAR = [(name, strength, re.compile(rf"(?<![\w]){cue}(?![\w])(?P<gap>(?:(?!\b{ROLES[0][2]}\b)[^,;]){{0,45}})$")) for name, strength, cue in ROLES]
ROLES_AFTER = [
    (
        name,
        strength,
        re.compile(
            rf"^(?P<gap>\s?(?:ht |ttc |hors taxe )?(?:de |d'|du |en |des |pour (?:le |la |les |un |une |l'|des |notre |mon |nos |mes )?|d'un |d'une |dans (?:un |une |des |le |la )?|annuels? de |par an de |annuel de |total de |total d')){cue}(?!\w)"
        ),
    )
    for name, strength, cue in ROLES
]
ROLES_RIGHT_AFTER = [(name, strength, re.compile(rf"^(?P<gap>\s?(?:ht |ttc )?){cue}(?!\w)")) for name, strength, cue in ROLES]
DOES = re.compile(
    r"\b(?:on fait|nous faisons|je fais|on realise|nous realisons|je realise|on tourne a|fait|faisons|elle fait|il fait|facturons|on facture|(?:il|elle|entreprise|societe|boite|qui|client) (?:realise|genere|facture|degage))(?:\s(?:dans les|un peu|environ|a peu pres|autour de|pas loin de|presque|plus de|moins de|entre|que))*\s*$"
)
SPENDS = re.compile(
    r"\b(?:invest\w*|mettre|met|mets|mettons|depens\w+|inject\w+|debloqu\w+|engag\w+|acheter|achete|prevo\w+|prevu\w*|planifi\w+|envisag\w+|claqu\w+|lach\w+|debours\w+|aligner|cramer|tabl\w+ sur|va chercher|part\w* sur|chiffr\w+|estim\w+|revien\w+|(?:en|on) (?:a|avons|ai|aura|aurait|avoir) pour|financer|sortir|budg\w*)(?:\s(?![^\s]*\b(?:ca|chiffre|pret|aide|subvention)\b)[^\d\s,;.]+){0,4}\s*$"
)
RECEIVED = re.compile(r"\b(?:deja|recu\w*|touch\w+|percu\w*|obtenu\w*|eu|consomm\w+|utilis\w+|beneficie|cumul\w*)\b")
CLAIMED = re.compile(r"\b(?:urssaf|impots|fisc|msa|banque)\s(?:nous |me )?(?:reclame|demande|doit)\w*[^,;]*$")
OWED = re.compile(r"^\s?(?:€|euros? )?\s?(?:a|aux?) (?:l'|la |les )?(?:urssaf|impots|fisc|tresor|banque|msa|dgfip)")
# A thing and its price: « un séchoir à 260 000 € », « une plieuse (130 000 €) », « presse numérique 380 000 ».
_THING = r"(?:machines?|equipements?|lignes?|robots?|cobots?|chaudieres?|fours?|presses?|tours?|fraiseuses?|materiels?|centres? d'usinage|cuves?|stand|logiciel|erp|panneaux|hangar|batiments?|local|locaux|halle?|hall|entrepot|terrain|pont roulant|laser|cnc|banc|broyeurs?|drague|grue|scie|bruleurs?|pilote|proto\w*|numerique|camions?|chariots?|silos?|pompes?|extension|agrandissement|fournil|atelier|compresseur\w*|moules?|extrudeuse|imprimante\w*|transstockeur|metiers?|pressoir|alambic|affuteuse|\w{4,}(?:euses?|oirs?|trices?|uses)|torrefacteur|refroidisseur|echangeurs?|separateur|condenseur|convoyeur\w*|evaporateur|accumulateur|sechoir)"
PRICE_OF = re.compile(
    rf"\b{_THING}(?: (?!(?:ca|chiffre|pret|aide|subvention|bilan|dans|depuis|et|on|nous|qui|pour|avec)\b)[a-z'-]+){{0,5}}(?: \d(?:,\d)? axes)?\s*(?:\(|a|=|:|pour|->|,|entre|vaut|a environ|environ|coute\w*|est a|a moins de)?\s*$"
)
WANTED = re.compile(
    rf"\b(?:besoin (?:de|d')|faut|faudrait|faudra|voudr\w+|veut|veux|voulons|souhait\w+|aimer\w+|achat|acheter|achetons|acquerir|acquisition|remplac\w+|changer|monte(?:r|ns|ons)?|ouvr(?:ir|e|ons)|creer|lancer|part de zero|nouvelle demande|installer|moderni\w+|agrandi\w*|construi\w+|doit etre|renouvel\w+|automatis\w+|robotis\w+|projet|devis|chiffrage|installateur|decarbon\w*|isoler|isolation|nouve(?:au|lle) {_THING}|(?:(?<=^)|(?<=[,;.] )){_THING}|{_THING} (?:neuve?s?|d'occasion)|le nouveau)\b"
)
ANOTHER_PAYS = re.compile(
    r"\b(?:le maire|l'agglo\w*|la region|ma region|la ville|ma ville|le departement|l'etat|le president|la prefecture|le prefet|l'ademe|la metropole|le conseil (?:regional|departemental|general)|le departement)\b[^,;.?!]*\b(?:a|avait|avaient|ait|donn\w+|accorde|depense|promis|promet|donne|met|verse|propose|debloque|reserve)\b[^;.?!]*$|\b(?:banque|banquier|elle|il|credit agricole|associes?)\b(?! fait)[^.;?!]{0,50}\b(?:met|prete|avance|apporte|couvre|pretent|mettent)\s*$|\bbanques?\b[^.;?!]{0,30}\b(?:engagee?s?|mobilisee?s?)\b[^.;?!,]*$|\bau gagnant"
)
PART_OF_A_WHOLE = re.compile(r"\bdont\b[^.;?!]*$")
GRANTED = re.compile(r"\b(?:a|ai|avons|ont) (?:deja )?(?:eu|recu|touche|obtenu|percu|encaisse) (?:environ |deja |une? )?$")  # « on a eu 40 000 € de la région »
OTHER_SUM = re.compile(r"\b(?:accord\w*|touche\w*|(?<!offre )(?<!devis )(?<!prix )recu\w*|plante\w*|doit|doivent|dois|devons|laiss(?:e|ons|ent)|reclam\w+|devait|impaye\w*|perdu\w*|pertes?|vol\w*|amende|rachete\w* (?:pour|a)|vendu\w*|facture d[eu'] ?(?:gaz|electricite|energie))\b[^,;]*$")
SPENT_BEFORE = re.compile(
    r"\b(?:en|(?<!celle )(?<!celui )de|depuis) (?:19\d\d|20(?:[01]\d|2[0-4]))\b(?! a 20)(?:(?!\b(?:maintenant|nouveau|cette fois|aujourd'hui|on veut|on voudrait|il (?:nous |me )?faut|reste|besoin)\b)[^;.?!])*\||\b(?:(?:l'an|l'annee) (?:dernier|derniere|passee?)|il y a (?:\d+|deux|trois|quatre|cinq|quelques) ans?)\b(?:(?!\b(?:maintenant|nouveau|cette fois|aujourd'hui|on veut|on voudrait|il (?:nous |me )?faut|reste|besoin|cette annee)\b)[^;.?!])*\b(?:a|ai|avons|avions|avait) (?:deja )?(?:achet|investi|install|depens|mis|construit|pay)\w*[^;.?!]*\||\b(?:a|ai|avons|avions) (?:deja |tout )*(?:achete|investi|installe|depense|construit|agrandi|paye)\b[^;.?!]*\|[^,;.?!]*\b(?:(?:l'an|l'annee) (?:dernier|derniere|passee?)|il y a (?:\d+|deux|trois|quatre|cinq|quelques) ans?|en 20(?:[01]\d|2[0-4]))\b"
)
AIMED_AT = re.compile(r"\b(?:vis(?:e|ons|er)|objectif|atteindre|passer|arriver|d'ici|cible|reve\w*|ambition\w*)\b[^,;]*$")
# « 4 millions ca, 32 salariés »: at the end of its clause « ca » is the turnover.
CA_AFTER = re.compile(r"^\s?(?:euros |€ ?)?(?:de )?ca(?=\s*(?:$|[,;.)]|\d))")
ASKED = re.compile(r"\b(?:cherch(?:e|ons|ent)|demand(?:e|er|ons)|sollicit(?:e|ons)|aurai[ts]? besoin de|avons besoin de|ai besoin de) (?:environ |encore |dans les |au moins )?$")
SELLER = re.compile(r"\b(?:vendeu\w+|cabinet|consultant\w*|prestataire|bureau d'etudes|cedant\w*|proprietaire|patron|fournisseur|organisme|formateur|fabricant|installateur|constructeur|notaire)\b[^,;.?!]{0,20}\b(?:demande|veut|reclame|annonce|parle d[e']|propose)(?:nt)? (?:environ )?$|\b(?:il|elle|on) (?:m'|nous |lui )?en (?:demande|veut|reclame) (?:environ )?$")
OWN_TURNOVER = re.compile(r"\b(?:ca|chiffre|chiffre d'affaires|turnover)\b[^.;?!]*\b(?:moi|nous|on en est a|nous on est a|on est a|chez nous c'est|chez moi c'est|moi c'est|nous c'est|on fait|je fais)\s*$")
AID_ASKED_AFTER = re.compile(r"^\s?(?:€|euros?)? ?(?:demandee?s?|sollicitee?s?|souhaitee?s?|visee?s?|esperee?s?|attendue?s?|suffirai(?:t|ent)|a demander)\b")
SPENT_IN = re.compile(r"^\s?(?:ht |ttc )?(?:en|debut|fin|depuis) (?:janvier |mars |juin |septembre )?(?:19\d\d|20(?:[01]\d|2[0-4]))\b")
_KIN = r"(?:papa|maman|(?:mes|nos|ses) (?:parents|beaux[- ]parents|grands[- ]parents|amis|proches|enfants)|(?:mon|ma|le|la|son|sa|notre) (?:pere|mere|oncle|tante|frere|soeur|cousine?|grand[- ](?:pere|mere)|beau[- ](?:pere|frere)|belle[- ](?:mere|soeur)|mari|femme|compagne?|compagnon|conjointe?|copain|copine)|la famille)"
# Money of the family or of the founders: what they bring, not what the project costs.
OWN_OR_KIN_MONEY = re.compile(
    rf"\b{_KIN}(?: (?:du|de la|de l'|de) ?\w+)? (?:m'|nous |lui |y )?(?:(?:a|ont|avait|avaient) (?:deja |aussi )?(?:mis|prete|donne|avance|apporte|offert|laisse)|mets?|mettent|pretent?|donnent?|avancent?|apportent?|pour les) (?:environ |quelque )?$"
    r"|\b(?:de quoi|pouvons|peux|peut|pourrons) (?:mettre|apporter|poser) (?:environ |jusqu'a |de notre poche |nous[- ]memes )*$"
)
# What one has, « j'ai 35 000 €, », « nos épargnes, 45 000 € », and the size of a fund: none is what the project costs.
HAS_MONEY = re.compile(r"\b(?:j'ai|nous avons|on a) (?:environ |deja |a peine |juste )?$")
HAS_MONEY_AFTER = re.compile(r"^ ?(?:€|euros?)?\s*(?:$|[,;.]|et (?:c'est tout|la banque|ma banque|notre banque|rien)\b)")
SAVED = re.compile(r"\b(?:epargnes?|economies|pecule|bas de laine)\b[^.;?!]{0,12}$")
SIZE_OF_FUND = re.compile(r"\bfonds(?: d'investissement| de capital\w*| regional)?(?: dote)? (?:de |d'environ )$")
RECEIVED_AFTER = re.compile(r"^ ?(?:€|euros?)? ?(?:deja )?(?:recus?|percus?|touches?|obtenus?|encaisses?)\b")
OWN_MONEY_AFTER = re.compile(r"^\s?(?:€|euros?)?\s?(?:a (?:nous|tous les|eux) (?:deux|trois|quatre|cinq|six|\d+)\b|(?:de|sur) (?:notre|ma|sa|leur) poche\b|d'economies?\b(?! d')|de cote\b)")
# « le dernier nous a coûté 3 000 euros »: paid already.
HAS_COST = re.compile(r"\b(?:(?:m'|nous |lui |leur )?(?:a|ont|avait|avaient)) (?:deja |quand meme |bien )?coute (?:environ |pres de |plus de |au moins |la bagatelle de )?$")
# A plain figure between two stops, « je change le tunnel de lavage. 720 000. »: nothing counts it.
ALONE_BEFORE = re.compile(r"(?:^|[,;:.=(?!]|\b(?:c'est|total(?: de)?|coute\w*|vaut|soit|ca fait|environ|devis (?:a|de)|un neuf c'est|demande))\s*$")
ALONE_AFTER = re.compile(r"^\s*(?:$|[,;?!)]|\.(?:\s|$)|h\.?t\b|ttc\b|hors taxes?\b|environ\b|tout compris\b|et\b|on\b|pas\b|dont\b)")
WHOLE_BEFORE = re.compile(r"\b(?:sur(?: un)? total d[e']|(?:au |en )?total(?: de l'\w+| du projet)?(?: de| :| =)?|ca fait|soit en tout|en tout) ?$")
# The aid that is hoped for: « aide espérée : 100 k€ », « notre demande : 200 000 € », « dont 40 000 € demandés à l'État ».
_AID = r"(?:aides?|subventions?|coup de pouce|soutien|avance remboursable)"
AID_HOPED = re.compile(
    rf"\b{_AID} (?:esperee?|attendue?|souhaitee?|sollicitee?|demandee?|visee?|voulue)s?\s?:?\s*(?:de |d'|est de |environ )*$|\b(?:notre|ma|la) demande(?: d'aide| de subvention)?\s?:?\s*(?:de |est de |porte sur |s'eleve a )?$|(?:^|[,.;:] ?)demande (?:d'aide |de subvention )?de $"
    rf"|\bne (?:demandons|demande|sollicitons) qu(?:e\b|')[^.;?!]*$|\bje (?:vous )?(?:en )?(?:demande|sollicite) (?:la moitie|le tiers|un tiers|un quart|\d+ ?%),? (?:soit )?$|\besper(?:e|ons|ions|ais) (?:une? )?(?:environ )?$"
)
AID_HOPED_AFTER = re.compile(r"^ ?(?:€|euros?)? ?(?:(?:a ete |sont |est |etant )?(?:demandee?s?|sollicitee?s?) ?(?:a l'(?:etat|ademe)|a la region|aupres|au titre)?\b|que (?:nous|je|j'|on) ?(?:vous )?(?:demand|sollicit|esper)\w+|(?:d'aide|de subvention|d'aides|de subventions)\b(?! (?:de minimis|recue?s?|obtenue?s?|percue?s?|accordee?s?))|esperes?\b)")
A_UNIT = re.compile(r"^ ?(?:€|euros?)? ?(?:(?:ht|ttc) )?(?:(?:de |d')\w+ (?=par ))?(?:/ ?|par |l'|la |le |chaque )(?:ans?\b|annee|mois\b|tonne|heure|jour|kg|kilo|m2|m²|m3|litre|piece|personne\b|stagiaire|salarie\b|tete|poste)")
# Money that somebody else brings, promises or lends.
FUNDER = re.compile(
    r"\b(?:crowdfunding|financement participatif|cagnotte|levee(?: de fonds)?)\b[^.;?!]*$|\b(?:tresorerie|chacune?)\b[^.;?!]{0,30}$"
    r"|\b(?:business angels?|fondation|fonds|banques?|banquiere?|bancaire|credit (?:agricole|mutuel|cooperatif)|caisse (?:d'epargne|des depots)|bpi\w*|bnp|investisseu\w+|mecene\w*|reseau|ademe|region|departement|actionnaires?|ecole|universite|client|\w+erie locale)\b[^.;?!]{0,70}?"
    r"\b(?:apport\w+|entre(?:nt)? (?:au capital )?(?:avec|a hauteur)|met|mettent|mettra|donne(?:nt)?|accord\w+|participe\w*|venue? avec|confirme|s'engage(?:nt)?|verse(?:nt)?|pret\w+|avance(?:nt)?|feu vert|oui|garantit|a taux zero)\b(?! (?:soit|pour que)\b)[^.;?!]{0,40}$"
)
LOST_AFTER = re.compile(r"^ ?(?:€|euros?)? ?(?:jetes?|perdus?|par la fenetre|en l'air|ca\b|a taux zero)\b")
COUNTS_THINGS = re.compile(r"^ ?(?:de |d')(?!(?:ca|chiffre|bilan|invest\w*|travaux|budget|projet|depenses?|cout|devis|total|materiel|machines?|equipements?|subvention|aide|pret|besoin|financement|euros?|frais)\b)[a-z]+")
LACKED = re.compile(r"\b(?:il )?(?:nous |me |lui )?manque (?:environ |encore |dans les |au moins |juste )?$")
OUT_OF = re.compile(r"(?:\d\d\d\s?(?:€|euros?)?|\d ?(?:k€|k|m€)|d'aide|de subvention|demandee?s?) sur (?:les |un total d[e'] ?|un budget d[e'] ?|un cout d[e'] ?)?$")  # « 50 000 € sur 200 000 »
