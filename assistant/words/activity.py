"""Words around a name of activity that make it the company's own, or somebody else's. The names themselves stand in `activities.txt`."""

from __future__ import annotations

import re

SIZE = re.compile(
    r"\b(?P<size>pme|pmi|tpe|eti|grands? groupes?|grandes? entreprises?|petites? et moyennes? entreprises?|entreprise de taille intermediaire|(?:tres |toute )?petite entreprise(?! (?:et|ou) )|(?:(?<=\bune )|(?<=, )|(?<=pers )|(?<=salaries ))ge(?! d))\b"
)
SIZES = {"pme": "PME", "pmi": "PME", "tpe": "TPE", "eti": "ETI", "grand": "GE", "petit": "PME", "entre": "ETI", "tres ": "TPE", "toute": "TPE", "ge": "GE"}
ASKED_FOR_THEM = re.compile(
    r"\b(?:aides?|dispositifs?|subventions?|financements?|prets?)\s(?:\w+ ){0,3}?(?:pour|des)\s(?:les )?(?P<size>pme|tpe|eti|pmi)s?\b"
)
MAKES = r"(?:(?<=\ba )(?:forger|tisser|coudre|souder|mouler|fabriquer|produire|brasser|tourner|sculpter|tailler|imprimer|assembler|usiner|transformer|filer|tricoter|broder|tanner|scier|couler|fondre)|carross(?:e|ons|ent)|tourn(?:ons|ent)|frais(?:ons|ent)|tricot(?:e|ons|ent)|tiss(?:e|ons|ent)|forge(?:ons|nt)|souffl(?:ons|ent)|torrefi\w+|distill(?:e|ons|ent)|formul(?:e|ons|ent)|malt(?:e|ons)|sculpt(?:e|ons|ent)|grav(?:ons|ent)|rabot(?:e|ons|ent)|stratifi\w+|tremp(?:ons|ent)|galvanis(?:e|ons)|peign(?:ons|ent)|fil(?:ons|ent)|(?<=qui )develop\w+|(?<=qui )propose|fabri\w+|concue?s?|pli(?:e|ons|ent)|cintr(?:e|ons|ent)|invent(?:e|ons|er|ee?s?)|refabri\w+|extray\w+|extrai\w*|mis au point|met(?:tons)? au point|(?<=on )sort|sortons|usin(?:e|ons)|assembl\w+|(?<=on )monte|mont(?:ons|ent)|jfai[st]|(?:ce )?qu'on vend,? c'est|mais nous,? c'est|(?<=nous )c'est|(?<=nous )c|(?<=moi )c|(?<=moi )c'est|fab|fabs|construct|extrud\w+|mouline|inject(?:e|ons)|imprim(?:e|ons)|ger(?:e|ons)|condition(?:ne|nons|nent)|collect(?:e|ons)|tri(?:e|ons)|boss(?:e|ons)|fond(?:s|ons|ent)?|coul(?:e|ons|ent)|jfabri\w+|moul(?:e|es|ons|ent)|taill(?:e|es|ons|ent)|decoup(?:e|es|ons|ent)|soud(?:e|es|ons|ent)|cous(?:ons|ent)|coud|brod\w+|edit(?:e|es|ons|ent)|elabor\w+|prepar(?:e|es|ons|ent)|realis(?:e|es|ons|ent)|(?:y|pour) faire|createurs?|creatrices?|creations? de(?= )|travaill(?:e|es|ons|ent)|(?:on|nous|je) develop\w+|fait|confection\w+|real|maker?s?|making|manufactur\w+|produc(?:e|es|ing|ers?)|build(?:s|ing|ers?)?|factory|plant|produi\w+|productions?|prods?|concevons|concoit|concois|conception|constructions?|construi[st]\w*|constructeurs?|on fait|nous faisons|je fais|fait|faisons|transform\w+|assembl\w+|usines?|ateliers?|manufactures?|fabricants?|producteurs?|industriels?|unites? de production|gigafactor\w+)"
TRADE = r"(?:entrepreneu\w*|salari\w+|sal|pers|personnes|employes|ouvriers|gars|people|employees|company|business|industry|supplier|we are|in|labos?|laboratoires?|exploitations?|patrons? d'une|gerante? d'une|travail dans|bosse dans|repren\w+|reprise|repreneur\w*|rachat|rachet\w+|monter|ouvrir|lancer|entreprises?|societes?|boites?|pme|pmi|tpe|eti|start-?up|groupe|secteurs?|activites?|metiers?|specialis\w+|filieres?|industries?|sous-?traitants?|artisans?|leader|domaine|je suis|on est|nous sommes|branche|naf|sas|sarl|sasu|eurl|scop|site|acteur)"
LINKS = r"(?:\s|(?:(?<=duit )|(?<=ique )|(?<=uons )|(?<=sons )|(?<=fait ))\d[\d .]*\d (?:t |tonnes? (?:de |d')|milliers? de |millions? de )?|et \w+(?:ons|ent)(?= )|\w+(?:ons|ent)(?= (?:et|des|du|de la|de l'|les|nos|tous|toutes)\b)|(?<=et )\w+e(?= (?:des|du|de la)\b)|\w{3,}(?:ais|ois|ien|and|een|ain)(?:e|ne)?s?(?= (?:de|d'|du|des)\b| d')|\d+ (?:p|pers|personnes|salaries?|sal|etp|employes?|gars)\.?(?= )|\w+ (?=(?:et|ou|en|and) )|equipements?|materiels?|systemes?|surtout|essentiellement|principalement|uniquement|beaucoup|divers(?:es)?|tous types?|toutes sortes|plein|un peu|ou|and|of|for|custom|small|family|a|emballages?|pieces?|produits?|articles?|composants?|objets?|elements?|structures?|accessoires?|de|d'|des|du|la|le|l'|les|dans|ds|en|:|-|un|une|nos|notre|mes|mon|ma|et|sur|dans le|pour|est|industrielle?s?|familiale?s?|specialise\w*|principale?|petits?|petites?|grande?s?|haut de gamme|bio|tout|type|genre|localement|aussi|sur mesure|propres?)"
ACTIVITY_CUE = re.compile(rf"\b(?:{MAKES}|{TRADE})(?:\b|(?<=e)){LINKS}*$")
SHOP_CUE = re.compile(r"\b(?P<shop>magasins?|boutiques?|commerces?|vente|revente|vendeur|negoce|grossiste|distributeur)\s(?:\w+ )?(?:de |d'|des |du |en )$")
# A machine, a site or a service is named by what it is for: « centre d'usinage », « ligne de conserverie », « cabinet de conseil en … ».
MACHINE_FOR = re.compile(
    r"\b(?:machines?|centres?|lignes?|presses?|fours?|robots?|tours?|bancs?|postes?|cabines?|outils?|equipements?|materiels?|ilots?|cellules?|bacs?|installations?|chaines?|systemes?|logiciels?|bras|table|ponceuse|scie|stations?|tetes?|postes?)\s(?:\w+ )?(?:(?:de |d'|a |pour |en )(?:la |le |les |l')?(?:\w+ (?=(?:de|d'|du|des|pour|en|a)\b))?)+(?:\w+ )?$"
)
# What a place was before, or somebody else's trade, is not the company's own.
FORMER = re.compile(
    r"\b(?:ancien(?:ne|s|nes)?|ex|vieille|vieux|friches?|defunte?|feue?)[ -](?:(?:usine|site|locaux|atelier|batiments?|friche|terrain|propriete|siege)s? )?(?:industrielle?s? )?(?:\w+ (?=d))?(?:de |d'|du |des |de la )?(?:la |l'|une? )?$"
    r"|\b(?:(?:c')?etait|etaient|fut|fait avant|servait (?:de|a)|abrit\w+|accueillait|logeait|hebergeait|(?:occup|laiss|abandonn|quitt)\w* par|appartenait a|appartenant a|celui d'|a l'origine)\s(?:avant |autrefois |jadis )?(?:une? |l'|la |le |les |de |d'|des |du )*(?:\w+ (?=d))?(?:de |d')?$"
)
CLOSED_AFTER = re.compile(
    r"^\s(?:(?!et |on |nous )\w+ ){0,3}(?:a|ont|est|avait) ferm\w+|^\s(?:(?:de |d')?\w+ )?(?:fermee?s?|abandonnee?s?|desaffectee?s?|liquidee?s?|en faillite|en friche|disparue?s?|au depart|a l'origine|au debut|a la base|dans une autre vie|pendant (?:\d+|dix|quinze|vingt|trente) ans|qui a ferme|a l'abandon|avant\b|autrefois|jadis)\b|^(?: [a-z]+){0,3} non,? (?:pardon|de|des|du|plutot)\b|^(?: [a-z']+){0,3} ?\?+ ?(?:(?:ah |euh |enfin )?non\b|pas (?:exactement|tout a fait|vraiment|du tout)\b|plutot\b|presque\b|(?:ca )?c'etait\b)|^ ?,? non\b|^ (?:\w+ )?de (?:formation|metier)\b(?:,? mais)?"
)
WORKERS_SOUGHT = re.compile(
    r"\b(?:faut|faudrait|alternan\w+|recrut\w*|embauch\w*|form(?:er|ation|ons)|(?:re)?cherch\w*|trouv\w*|manque|besoin|penurie|poste|metier|apprenti\w*|cap|bac|bts|reunion|avec|par)\b[^,;.?!]{0,30}$"
)
ENGLISH_CUE = re.compile(r"\b(?:makes?|making|manufactur(?:e|es|ing)|produc(?:e|es|ing)|builds?|building)\s(?:\w+ ){0,2}$")
ENGLISH_AFTER = re.compile(r"^\s(?:workshop|factory|company|business|maker|manufacturer|producer|supplier|plant|firm|industry)s?\b")
OPENING = re.compile(r"^(?:\s(?!pour\b|par\b|est\b|a\b|ou\b)[a-z']+){0,3}\s*(?:$|[,;(/+-]|et\b|\d)")
REPAIRS = re.compile(r"\b(?:sav|depannage|entretien\w+|repar\w+|reconditionn\w+|revis\w+|retap\w+|retrofit\w*|renov\w+|depann\w+|entretien|entreten\w+|maintenance|remise en etat)\s(?:de |des |du |d'|les |nos |la |l')*$")
NAMED_ALONE = frozenset([f"{division:02}" for division in (1, 3, *range(10, 25), 31, 32)])  # divisions whose products are not equipment that anybody buys
BUYS = re.compile(
    r"\b(?:achet\w+|acquerir|install\w+|remplac\w+|financer|chang\w+|investi\w+ dans|achat|poser|louer|renouvel\w+|equip\w+|raccord\w+|mettre|(?<!aide )(?<!aides )(?<!pret )(?<!subvention )(?<!subventions )(?<!financement )(?<!financements )(?<!dispositifs )pour|visit\w+|tenai\w+|clients?\b[^,;]{0,20}|fourni\w+|fournisseurs?|banque|assurance|convertir|avec|notre|mon|ma|nos|mes)\s(?:(?:de|d'|des|du|le|la|les|l'|un|une|nos|notre|en|dans|a|pour|nouvelle?s?|nouveau|petite?)\s?)*$"
)
OWN = re.compile(r"\b(?:notre|mon|ma)\s(?:petite? )?$")
# « la laiterie », « la nouvelle fonderie »: a place of production named with its article is the speaker's, whatever is done to it.
ITS_PLACE = re.compile(r"(?:\b(?:la|notre|ma|cette|ancienne ma)\s|\bl')(?:petite |nouvelle |future )?$")
A_PLACE = re.compile(r"(?:\w{3,}(?<!mach)(?<!batt)eries?|scieries?|filatures?|abattoirs?|moulins?|acieries?|cimenteries?|tanneries?|papeteries?)\b")
# A range of its own products: « notre gamme de chaussures », « nos emballages carton », « industrialisation de nos batteries ».
ITS_PRODUCTS = re.compile(
    r"\b(?:procedes?|technologies?|brevets?|r&d|invent\w+|gammes?|collections?|protos?|prototypes?|industrialiser|fabrication|production|industrialisation|conception|eco-?\s?conception|series?|modeles?|developp\w+|concevoir|eco-?\s?concev\w+|industrialis\w+|fabriqu\w+|relocali\w+)\s(?:(?:une?|des|de|d'|du|nos|notre|mes|la|les|l'|nouve\w+|gammes?|fabrication|production|propres?)\s?)*$"
    r"|\beco-?\s?concev\w+ (?:nos|notre|mes|des|une|la|les) $"
)
# « dans l'atelier de soudure », « un démonstrateur de recyclage », « deux alternants en chaudronnerie »: a part of the plant, a trial, a course.
INSIDE = re.compile(r"\b(?:l'|nos |cet )(?:ateliers?|postes?|zones?|pole|service|secteur) (?:de |d')(?:la )?$|\b(?:demonstrateurs?|pocs?|pilotes?) (?:de |d'|pour (?:le |la |l')?)$|\b(?:alternants?|alternance|apprentis?|stagiaires?|jeunes?|cap|bts|bac pro|titre) (?:en |de )$")
WORKS_METAL = re.compile(r"\b(?:transform|travaill|soud|pli|decoup|assembl|boss)\w*\b[^,;.]*$")
COMPANY_NAME = re.compile(r"(?:entreprise|societe|boite|agence|cabinet|fabricant|constructeur|usine|industrie|filiere|laboratoire|magasin|bureau) ")
TOLD_BEFORE_COMMA = re.compile(r"(?:personnes|pers\.?|salaries?|sal|employes|gars|etp|pme|tpe|eti|boite|societe|entreprise|start-?up|sas|sarl|sasu|eurl|scop),\s*$")
ELLIPSIS = re.compile(r"\b(?:non|plutot|pas exactement|seulement|mais)[, :]+(?:plutot |nous |on fait |ce sont |c'est )?(?:de |des |du |de la |d'|de l')$|\b(?:nous|moi),?\s(?:c'est\s|on fait\s)?(?:du|de la|des|de l'|de|d')\s?$")  # « eux font du plastique, nous du carton »
# A service that is looked for, paid or given is no activity of the speaker: « besoin d'un conseil en stratégie », « une formation d'usinage ».
SERVICE_SOUGHT = re.compile(r"\b(?:besoin|cherch\w*|recherch\w*|financ\w*|aides?|payer|faire appel|recour\w*|avec|par|trouver|voudr\w*|voulons|souhait\w*|aimer\w*|demand\w*|veut|veux|prendre|engager|accompagn\w*|pour)\b[^,;.?!]{0,25}$")
IN_TRAINING = re.compile(r"\b(?:formations?|metiers|former|apprendre|cours|stages?|diplomes?|titres? pro|filieres?|eleves?|apprentis?)\s(?:\w+ ){0,3}?(?:d'|de |en |a la |au |aux |a l'|sur (?:la |le |l')?)$")
BRANCH = re.compile(r"\bbranche (?:de la |du |de l'|: ?)?(?P<branch>metallurgie|chimie|plasturgie|interindustriel\w*)\b")
BRANCHES = {"metallurgie": "métallurgie", "chimie": "chimie", "plasturgie": "plasturgie"}
GREEN = {
    "pompes à chaleur": r"(?:pompes? a chaleur|pac|heat pumps?)",
    "batteries": r"batteries?(?! de cuisine)",
    "éolien": r"(?:eoliennes?|wind turbines?|eolien|pales? d'eolienne)",
    "panneaux solaires": r"(?:panneaux? (?:solaires?|photovoltaiques?)|solar panels?|(?:cellules?|modules?) (?:photovoltaiques?|solaires?)|photovoltaique)",
}
PART_OF = re.compile(
    r"\b(?:composants?|pieces?|materiaux?|matieres?|sous-ensembles?|anodes?|cathodes?|electrolytes?|pales|mats|nacelles)\s(?:\w+ )?(?:pour |de |d'|des )(?:les |la |l')?$"
)
# « une société de chez nous », « mon client »: a body or an adviser that speaks for a company.
SPEAKS_FOR = re.compile(
    r"\b(?:une?|l'|cette|cet|le|la) ?(?:petite? )?(?:entreprise|societe|usine|pme|tpe|eti|boite|industriel|fabrique|atelier|artisan|adherent\w*|ressortissant\w*)s? (?:de chez nous|d'ici|locale?|du (?:coin|village|territoire|canton)|(?:d[eu]|dans|sur) (?:ma|mon|notre|la|le) (?:ville|commune|village|territoire|canton|secteur|zone)|(?:m'|me |nous )a?\s?\w+|qui (?:fait vivre|veut|souhaite|voudrait|cherche|m'a|nous a))|\b(?:mon|un|une|ma|notre) (?:client\w*|adherent\w*|ressortissant\w*)\b|\bun(?:e)? de (?:mes|nos) (?:clients?|adherents?|ressortissants?|entreprises?|industriels?|artisans?)|\bl'un(?:e)? d'(?:eux|elles)\b|\b(?:une|l') ?entreprise que je (?:suis|conseille|connais)\b"
)
# Who makes or sells machines does not buy them: « on fabrique des fours ».
MAKER_BEFORE = re.compile(rf"\b(?:{MAKES}|vend\w*|revend\w*|distribu\w+|negoce|loue|louons|location|repar\w+|install(?:e|ons)|entret\w+|mainten\w+|maintenance|specialis\w+|constructeur|concepteur|integrateur|sous-traitants?)(?:\b|(?<=e)){LINKS}*$")
# « notre client principal, un constructeur de … »: what a client does is not the speaker's.
CLIENT_IS = re.compile(r"\b(?:notre|nos|mes|un|une|un autre|leur|principal) (?:(?:gros|principal|premier|plus gros|autre) )?(?:clients?|donneurs? d'ordres?|fournisseurs?)(?: \w+)?,? (?:(?:qui )?(?:c'est|est|sont|fabriqu\w+|fait|font) )?(?:une?|des|la|le|l') ?[^,;.?!]{0,40}$|\b(?:notre|nos|mon|mes|le|la) (?:voisine?s?|concurrent\w*|confreres?) (?!et (?:moi|nous)\b)(?:(?!\b(?:on|nous|je|moi)\b)[^,;.?!]){0,50}$|\b(?:pour|chez|comme|a|aux?|vers) (?:nos|des|les|mes|plusieurs|un|une|de gros|de grands)? ?(?:clients?|donneurs? d'ordres?)\b[^.;?!]{0,45}$")
# Names read only right after a verb or a noun of making: elsewhere an office, a place or a purchase is meant.
ONLY_MADE = re.compile(r"(?:bureaux?|calvados|tables?|portes?|fours?|lignes?|bancs?|sols?|dalles?|plaques?|etudes?|plats?|bacs?|cabines?|postes?|ascenseurs?|ponts?|tours?|chaises?|caissons?|casiers?|batteries|moteurs?)")
MADE_BEFORE = re.compile(rf"\b{MAKES}\s(?:{LINKS}|\w{{3,}} et\b|\w{{3,}},)*$")
# Persons of a trade to whom one sells: « nos emballages partent chez les vignerons », « pour des menuisiers ».
SOLD_TO = re.compile(r"\b(?:chez|pour|aupres|vers|a|aux?|fournit|fournissons|livre|livrons|equipe|equipons) (?:de |d'|les |des |nos |plusieurs |quelques |de grandes? |de gros(?:ses)? |deux |trois |certains |tous les |toutes les )*$")
PERSONS = re.compile(r"\w+(?:eurs|euses|iers|ieres|istes|iens|ons|ants|istes|urgistes|culteurs)\b.*|fabricants? .*|constructeurs? .*")
# A machine nobody listed, as the object of a verb of making: « on conçoit des nettoyeurs de légumes ».
MACHINE_MADE = re.compile(r"\b(?:fabriqu\w+|concev\w+|concoi\w+|construi\w+|constructeurs?|fabricants?|concepteurs?) (?:et \w+ )?(?:des|de|d'|les|nos) ?(?:petite?s? |grande?s? |gros(?:ses)? )?(?P<machine>(?!couleur|liqueur|saveur|fleur|valeur|vapeur|odeur|interieur|exterieur|ordinateur|transformateur|moteur|accumulateur|connecteur|condensateur|radiateur|tracteur|propulseur|amortisseur|ascenseur|moniteur|ecouteur|haut|detecteur|locotracteur|capteur|afficheur|amplificateur|onduleur|interrupteur|disjoncteur|alternateur|aspirateur|refrigerateur|congelateur|scooter|projecteur|calculateur|compteur|adaptateur|convertisseur|chargeur|variateur|isolateur|extincteur|pull|traceur|simulateur|stimulateur|respirateur|tuteur|nettoyeur haute|heur|leur|plusieurs|ailleurs|meilleur|nombreu|divers|preci|series|bailleur|acteur|vendeur|client)\w{4,}(?:eurs?|euses?)) (?:de|d'|a|pour|automatique|industriel|electrique)")
WASTE_TRADE = re.compile(r"\b(?:on|nous|je|qui) (?:recuper\w+|collect\w+|ramass\w+|rachet\w+) (?:aussi )?(?:des|les|de) (?:vieux|vieilles|dechets|ferrailles?|\w+ (?:usage\w*|hors d'usage|en fin de vie))\b")
NOUN_OF = re.compile(r"\W*(?:(?:bonjour|bjr|bonsoir|slt|salut)[,.! ]+)?(?!(?:achat|projet|besoin|aide|remplac|subvention|demand|recherch|cherch|reduction|baisse|prix|manque|vente|stock|plus|trop|beaucoup|pas|peu|economie|consommation|recup|question|etude|mise|formation|location|transport|livraison|pose|install|rejet|traitement|fin|cause|cout|facture|hausse|client|fourniss|usage|achet|friche|dechet|ancien|vieux|machine|ligne|four|chaudiere|isolation|chauffage|cuve|dossier|quel|combien|comment|bonjour|entretien|reparation|maintenance|agent|chef|elu|maire|directeur|responsable)\w*)[a-z]{4,}s (?:techniques? )?(?:en|de|d'|a base de) ?$")
SUBCONTRACTS_TO = re.compile(r"\b(?:sous-?\s?traitan\w+|fournisseurs?|equipementiers?) (?:\w+ )?(?:de |d'|du |des |pour |dans |en )?(?:l'|la |le |les )?$")
# What follows a product and says of what it is made: « des poutres en béton ».
MADE_OF = re.compile(r"^(?:s)?(?:,? (?:et |ou )?(?:de |d'|des |du )?(?!en\b|pour\b|dans\b|avec\b|on\b)\w+){0,4}? en (?:vrai |beau )?(?P<stuff>bois|beton|acier|inox|alu|aluminium|metal|tole|fonte|laiton|fer|plastique|pvc|polyester|composite|resine|caoutchouc|verre|ceramique|porcelaine|pierre|granit|marbre|terre cuite|cuir|carton|papier|osier|liege|tissu)\b")
STUFF = {"bois": "16", "liege": "16", "osier": "16", "beton": "23", "verre": "23", "ceramique": "23", "porcelaine": "23", "pierre": "23", "granit": "23", "marbre": "23", "terre cuite": "23", "acier": "25", "inox": "25", "alu": "25", "aluminium": "25", "metal": "25", "metallique": "25", "tole": "25", "fonte": "25", "laiton": "25", "fer": "25", "plastique": "22", "pvc": "22", "polyester": "22", "composite": "22", "resine": "22", "caoutchouc": "22", "cuir": "15", "carton": "17", "papier": "17", "tissu": "13"}
OF_A_STUFF = frozenset(("16", "17", "22", "23", "24", "25"))  # divisions told apart by what the thing is made of
CLIENT_SECTOR = re.compile(r"(?:aeronautique|aero|automobile|ferroviaire|nucleaire|defense|spatial|aerospatiale?|luxe|medical|agroalimentaire|agro|naval|batiment|btp|pharmaceutique|pharma|energie|eolien|electronique|chimie|petrochimie|horlogerie|cosmetique|nautisme)s?")
MADE_ITSELF = re.compile(r"^s?(?: \w+)? (?:fabriquee?s?|produite?s?|concue?s?|assemblee?s?|faite?s?) (?:ici|en (?:france|bretagne|normandie|interne)|dans (?:l'|le|la|les|notre|nos)|a la main|chez nous|par nos|localement|sur place)|^s?(?: \w+){0,2},? (?:et )?(?:on|nous|j'|je) ?(?:les |l'|en |le |la )(?:fabriqu\w+|produi\w+|fais\w*|fait|concev\w+|assembl\w+|mont\w+)\b")
# « tisseur de lin », « composteur de déchets verts » at the head of the message: who does it, then to what.
AGENT = re.compile(r"^\W*(?:(?:bonjour|bjr|bsr|bonsoir|slt|salut|hello|on est|nous sommes|je suis|chez nous|petite?|une?|tpe|pme|eti|sarl|sas)[,.! ]+)*(?!(?:vend|revend|pos|install|repar|chauff|livr|lou|distribut|import|fourniss|achet|invest|conseill|ingeni|direct|charg|format|consult|employ|entrepren|secteur|lead|act|animat|coordinat|metier|chanti|quart|dossi|atelier|premier|derni|dern|financ|dir|gest|chercheur|acc|aut|ouvri|technic|ancien|usage|salarie|port|moyen|lieu|bien|lien|rien|combien|repren)\w*\b)\w{3,}(?:eurs?|euses?|istes?) (?:pro |professionnels? |industriels? |bio |artisanale? )?(?:de |d'|des |du )$")
# A trade in a few words whose material changes the division: « menuiserie ext alu », « usinage bois ».
TRADE_OF_STUFF = re.compile(r"^(?: (?:ext|exterieure|interieure|industrielle|fine|de|en|sur))* (?:et \w+ )?(?P<stuff>bois|pierre|alu|aluminium|acier|metal|metallique|pvc|plastique|verre|beton)\b")
MANY_STUFFS = re.compile(r"(?:menuiserie|usinage|tournage|fraisage|chaudronnerie|decoupe|fenetres?|portes?|volets?|palettes?|emballages?|charpente|construction|sculpture|taille|moulage|tuyauterie|cuves?|escaliers?|mobilier urbain|bardage|clotures?|portails?)s?")
# A process before what it is done to: « couture de sacs en cuir ».
PROCESS = re.compile(r"(?:couture|confection|decoupe|decoupage|tournage|assemblage|moulage|teinture|broderie|peinture|vernissage|impression|gravure|conditionnement|taille|soudure|soudage|pliage|reparation|decoration|finition|montage|production|fabrication|creation|conception|restauration|renovation|negoce|vente)s?")
HOUSEHOLD = re.compile(r"(?:smartphones?|telephones?|tablettes?|ordinateurs?|pc|imprimantes?|tele\w*|electromenager|lave[- ]\w+|frigos?|refrigerateurs?|cafetieres?|aspirateurs?|velos?|trottinettes?|meubles?|chaises?|fauteuils?|vetements?|chaussures?|bijoux?|montres?|horloges?|pendules?|jouets?|guitares?|pianos?|violons?|seche-\w+|grille-pain|machines a coudre)")
SOFTWARE_MADE = re.compile(r"\b(?:develop\w+|cod(?:e|ons|eurs?)|program\w+|sur mesure)\b[^,;.?!]{0,15}$")
# « nos fours de verrerie »: what its ovens are for is its trade.
OUR_OVENS = re.compile(r"\b(?:nos|notre|mes|mon) (?:\w+ )?(?:fours?|sechoirs?|cuves?|lignes?|etuves?|chaudieres?) (?:de |d'|a |pour )(?:la |le |l')?$")
SELLS = re.compile(r"\b(?P<sells>revend\w*|vends|vend|vendons|import(?:e|ons)|distribu(?:e|ons)|negoci(?:e|ons))\s(?:(?:des|du|de la|de|d'|les|nos|surtout|aussi|en gros)\s?)*$")
MAKES_TOO = re.compile(r"\b(?:fabri\w+|produi\w+|usinons|atelier|usine|confection\w*|manufactur\w+|brass\w+)\b(?<!fabrique rien)(?<!ne fabrique pas)(?<!ateliers)(?<!usines)(?! rien)")
TO_TRADE = re.compile(r"\b(?:en gros|aux? (?:pros?|professionnels?|ateliers?|usines?|entreprises?|artisans?|magasins?|industriels?|distributeurs?|revendeurs?|restaurants?)|a des (?:ateliers|usines|pros?|entreprises|industriels|artisans|magasins)|b ?to ?b|b2b)\b")
SHOP = re.compile(r"\b(?:magasins?|boutiques?|commerce|au detail|vitrine|aux particuliers|e-commerce|en ligne)\b")
INSTALLS = re.compile(r"\b(?:install(?:e|ons)|mont(?:e|ons)|demenage|demenageons|remont(?:e|ons)) (?:des |les |de grosses |toutes sortes de )$")
NOTHING_BEFORE = re.compile(
    r"\s*(?:(?:bonjour|bonsoir|bjr|bsr|slt|salut|hello|re|alors|donc|nous|moi|on est|et|pme|tpe|eti|pmi|sas|sarl|sasu|eurl|sa|scop|secteur|activite|dans|ds|en|petite?|chez nous|notre metier|metier|domaine|usine|atelier|fabrique|vieille?|belle|tout|surtout|specialite|du|de|de la|des|d'|c'est|c|cote)\s?)*"
)
NO_VERB_AFTER = re.compile(
    r"(?:\s(?!(?:est|sont|etait|a (?:ete|deja|une?|besoin|fait|ferme|demarre|debute|commence|brule|pris|perdu|coute|\d+)|sort|sortent|tourne\w*|produi\w+|debite\w*|ont|avons|veut|veux|voul\w+|voudr\w+|fait|font|consomm\w+|coute\w*|tomb\w+|fuit|neu(?:f|fs|ve|ves)|d'occasion|d'occase|sur (?:le|la|les|l'|nos|notre)|a changer|a remplacer|qui|que|trop|mort\w*|hs|commande\w*|cherch\w+|pour (?:remplacer|chauffer|secher)|contre|en panne|on|nous|je|faut|besoin)\b)(?:a (?=[a-z]+\b)(?:(?:la|l|le|cote|saint|\w{4,})\b)|[\w'/&+.-]+)){0,8}\s*"
)
PURCHASE_BEFORE = re.compile(r"\b(?:achats?|acheter|investissements?|invest|projets?|besoins?|financer|financement|subventions?|aides?|pour|remplacer|installer|devis|commande|clients?|fournisseurs?|concurrents?|formations?|former|recruter|recrutement|machines?|equipements?)\b[^.;!?]{0,12}\s?:?\s*$")
TAKEN_OVER = re.compile(r"\b(?:repren\w+|reprise|rachet\w+|rachat)\b[^,;.?!]{0,25}$")
# What speaks for many companies has no trade of its own; what only works for a maker is none.
MANY = re.compile(r"(?<!un de )(?<!une de )(?<!l'un de )\b(?:cluster|syndicats? (?:d'entreprises|professionnel|patronal)|federation|interprofession|pole de competitivite|grappe d'entreprises|mes adherents|nos adherents)\b")
THEIR_MAKER = re.compile(r"\b(?:sous-?\s?traitants?|fournisseurs?|prestataires?|filiale|client) (?:d'une?|d'un gros|de plusieurs|des?) (?:gros |grands? )?(?:(?:constructeurs?|fabricants?|groupes?|producteurs?|geants?) )?(?:de |d'|du )?$")
# A place named before the product: « mayotte emballage plastique ».
PLACE_BEFORE = re.compile(r"\s*(?!(?:achat|projet|besoin|aide|vieux|vieille|vieil|remplac\w+|nouve\w+|nos|notre|mes|mon|ma|des|les|un|une|pour|avec|sans|client\w*|machine\w*|stock\w*|dechets?|cherch\w+|veut|veux|plus|trop|moins|pas|chauff\w*|chaudieres?|poeles?|fours?|isol\w*|toit\w*|reseau|panneaux?|local|hangar|batiment|etude|etre|moi|[a-z]+(?:er|ir|ation|ement))\b)[a-z-]+(?:(?: [a-z-]{2,}){0,2} (?:\d{2,5}|97\d))?\s*")
PRODUCTS = NAMED_ALONE | {"25", "29", "30"}  # a panel or a pump named alone may as well be bought
NOT_A_PRODUCT = re.compile(
    r"\b(?:achet\w*|acquer\w*|acquisition|achat|install\w*|poser?|pose|remplac\w*|chang\w*|chauff\w*|chaudieres?|brul\w*|dechets?|rebuts?|chutes?|recycl\w*|valoris\w*|supprim\w*|virer|sans|moins|eclairage|facture|prix|vieux|vieille|ancien\w*|pas|plus|ni|client\w*|fournisseu\w*|concurrent\w*|stock\w*|isol\w*|toit\w*|financ\w*|aides?|sur|par|au|aux|contre|avec|vers|pour|pr|en|former|formations?|recrut\w*|cherch\w*|veu[tx]|voul\w+|voudr\w+|besoin|projet|investi\w*|nouve\w+|machines?|nos|notre|mes|mon|ma|met|mettre|rehauss\w+|proteg\w+|consomm\w+|utilis\w+)\b[^,;:.?!]{0,30}$|\d\s?$"
)
USED_AFTER = re.compile(r"^\s(?:a (?:changer|remplacer|isoler|refaire|recycler)|neu(?:f|ve|fs|ves)|d'occasion|trop|qui)\b")
KIN_BEFORE = re.compile(r"\b(?:mon|ma|notre|un|une) (?:beau[- ](?:frere|pere|fils)|belle[- ](?:soeur|mere)|frere|soeur|mari|femme|cousine?|oncle|tante|voisine?|amie?|copain|copine|conjointe?|neveu|gendre|epouse?|pere|mere|associee?),? (?:qui )?(?:,? ?(?:lui|elle),? )?(?:est |etait )?(?:une? |ancien(?:ne)? )?$")
WE_REPAIR = re.compile(r"(?:^|[,;:.(] ?)(?:la )?(?:reparation|maintenance|entretien|sav|depannage|reconditionnement|revision)(?: (?:et|/) ?\w+)? (?:de |d'|des |du )(?:\w+ (?=et ))?$|\b(?:gars|equipes?|techniciens|mecaniciens|boite|societe|entreprise|atelier|asso|association|pme|tpe|sarl|sas|patron) (?:qui )?(?:repar\w+|depann\w+|reconditionn\w+|entretien\w+|revisent|revise) (?:des |les |de vieux |de vieilles )?$|\b(?:on fait|nous faisons|je fais|specialis\w+ (?:dans|en)|specialistes?|entreprises? d[e']|activite (?:de|:)|ateliers? d[e']|societe d[e']|boite d[e']|pme d[e']|tpe d[e']|sarl d[e']|metier(?: est| :)?|on est dans|nous sommes dans) ?(?:de )?(?:la |l'|le )?(?:reparation|maintenance|entretien|revision|reconditionnement|renovation|depannage|remise en etat|retrofit)(?: et (?:la |l'|le )?\w+)? (?:de |d'|des |du )(?:la |le |les )?$|\b(?:on|nous|je|qui|elle) (?:repar\w+|depann\w+|retap\w+|reconditionn\w+|revis\w+|entreten\w+|entretien[ts]?) (?:aussi |surtout )?(?:des |les |de vieux |de vieilles |toutes sortes de |de l')?$")
WE_MAKE = re.compile(r"\b(?:on|nous|je|qui|elle) (?:fabriqu\w+|conc\w+|fai[st]\w*|realis\w+|constru\w+|produi\w+|develop\w+|mont(?:e|ons)|assembl\w+)(?: et (?:fabriqu\w+|produi\w+|install\w+|realis\w+|vend\w*))? (?:des |aussi des |surtout des |de grosses )$")
ITS_OWN = re.compile(r"\s(?:de l'eau|des eaux|de (?:nos|notre|mes|la chaleur)|interne|en interne)\b")  # « recyclage de l'eau » is a project

# A size that is asked about, or the rule that names it: « jusqu'à combien de salariés on est PME ? », « une aide réservée aux PME ».
SIZE_ASKED = re.compile(r"\b(?:combien|considere\w*|reserve\w*|suis-je|est-on|sommes-nous|conditions? pour|critere\w*|plus que|seuils?)\b[^.;!]*\|")
# « en consortium avec un fabricant de batteries », « nos acheteurs, des fabricants de batteries »: the maker is somebody else.
SOLD_TO_MAKERS = re.compile(r"\b(?:avec|pour|chez|acheteurs?,?|clients?,?|fournisseurs?,?|partenaires?,?) (?:une?|des|deux|plusieurs|un gros) (?:fabricants?|constructeurs?|producteurs?|industriels?) (?:de |d')(?:\w+ )?$")
SIZE_DOUBTED = re.compile(r"^s? ?,? ?(?:ou (?:pas|non|bien|une?|pme|tpe|eti|pmi|ge|grande?)\b|oui ou non\b)")
# « accompagner 40 PME », « un fonds pour les PME »: those that a body helps.
SIZES_HELPED = re.compile(r"\b(?:accompagn|aid|soutien|souten|financ|feder|regroup|reuni|conseill|suiv|anim|form|pour)\w* (?:environ |pres de |plus de )?(?:\d{1,4}|plusieurs|quelques|une \w+aine de|nos|mes|ces) $")
