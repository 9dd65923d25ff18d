"""Words around a year: when a company was born, when a project will start."""

from __future__ import annotations

import re

from assistant.signs import MONTHS

MONTH_NAMES = "|".join(MONTHS)
CREATED = r"(?:cree(?:e|es|s)?|creee|creer|fonde(?:e|es|s)?|lance(?:e|es)?|immatricule(?:e|s)?|nee|montee?s?(?: (?:ma|la|notre|mon) (?:boite|societe|entreprise))?|repris(?:e)?|reprise de l'entreprise|existe\w*|existons|creation|date de creation|ouvert(?:e)?|demarre (?:mon|notre) activite|installee?s?|immatriculation|depuis)"
BORN = re.compile(
    rf"\b(?P<cue>{CREATED})\b(?:\s(?:l'entreprise|la societe|la boite|ma boite|ma societe|mon entreprise|notre societe|notre entreprise|nous|depuis|en|le|est|a|ete|date|de|:|du|dans|au mois|fin|debut|mi|l'usine|on|par|mon|pere|grand|industriels?|familiale?|il|c'est))*\s*:?\s*(?:(?P<day>1er|\d{{1,2}})\s)?(?:(?P<month>{MONTH_NAMES})\s)?(?P<year>19\d\d|20[0-3]\d|(?<=\ben )[4-9]\d)\b(?!\s?(?:€|k|sala|euro|%|pers|ans|mois|machines|[.,]\d))"
    r"|\b(?P<cue2>cree\w*|fonde\w*|creation|immatricul\w*|(?:(?<=boite )|(?<=societe )|(?<=entreprise )|(?<=start-up )|(?<=startup )|(?<=sas )|(?<=sarl )|(?<=pme )|(?<=tpe ))(?:est )?(?:nee?|ouverte?|lancee?|montee?))\s(?:\w+ ){0,2}?(?:le |du )?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})\b"
)
_NUMBER = r"(?:\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix[- ](?:sept|huit|neuf)|vingt(?:[- ](?:et[- ]un|deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[- ](?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|quarante(?:[- ]\w+)?|cinquante|soixante(?:[- ](?:et[- ])?\w+)?|cent(?: (?:dix|vingt|trente|quarante|cinquante|soixante))?)"
YEARS = re.compile(
    rf"(?:\b(?P<since>depuis|ca fait|cela fait|ca va faire|fait|il y a|y'?\s?a|voila|voici) )?(?P<about>(?:a peu pres |environ |plus d[e'] ?|pres d[e'] ?|presque |bientot |deja |seulement |que |tout juste |moins d[e'] ?|maintenant |quasi |quasiment |au moins |a peine )*)(?<![\w.,/-])(?:(?P<n>{_NUMBER})\s?|(?:une? )?(?:petite |bonne )?(?P<round>dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine) d'?\s?)(?P<unit>ans?|annees?|mois)\b(?P<half> et demie?)?"
)
OF_EXISTENCE = re.compile(r"\s*(?:au compteur\b|de bouteille\b|de (?:boite|societe|service|maison d'activite)\b|d'? ?(?:existence|anciennete|activites?|histoire|age)\b(?! (?:moyen|minimum|legal))|que (?:l'entreprise|la (?:boite|societe|pme|maison)|l'affaire|notre \w+) (?:existe|tourne|est)|qu'(?:on|elle) (?:existe|tourne)|de vie\b)")
# What lives for so many years is the company: it exists, it is open, it makes.
LIVES = re.compile(
    r"\b(?:(?:on est|sommes) la|en nom propre|a (?:mon|notre) compte|exist\w*|actives?|ouverte?s?|ouvert\w*|installee?s?|implantee?s?|etablie?s?|en activite|lancee?s?|cree\w*|fondee?s?|montee?s?|immatricul\w*|tourn(?:e|ons)|vit|vivons|fabri\w+|produi\w+|produc\w+|fai(?:t|s|sons)|transform\w+|usin\w+|assembl\w+|tiss\w+|coud\w*|couson\w*|forge\w*|moul\w+|distill\w*|brass\w*|concev\w*|concoi\w*|constru\w+|edit\w+|conditionn\w+|exploit\w+|familiale?s?|soud\w+|sommes (?:dans|sur) (?:le|la|les|l')|on est (?:dans|sur) (?:le|la|les|l')|dans le metier|independante?s?|leaders?|specialis\w*)\b[^,;]*$"
)
A_FIRM = re.compile(r"\b(?:boite|societe|entreprise|pme|pmi|tpe|eti|sarl|sasu?|eurl|scop|start-?up|maison|manufacture|atelier|usine|affaire|fabrique|asso|association|\w{3,}(?:erie|age))\b[^,;]*$")
PERSON_SINCE = re.compile(r"\b(?:je suis|je dirige|je preside|je travaille|j'ai|je gere|gerante?|dirigeante?|directeur|directrice|presidente?|a la tete|patron|salariee?|en poste|il est|je m'occupe|responsable|comptable|retraitee?|conseiller)\b")
# What else lasts or ages: machines, buildings, people, procedures, projects, searches.
AGE_OF_ELSE = re.compile(
    r"\b(?:redressement|sauvegarde|liquidation|procedure|r\.?j|panne|vide|friche|fermee?s?|arret\w*|cherch\w*|recherch\w*|attend\w*|attente|retraite|four|fours|machines?|presses?|chaudieres?|lignes?|tours?|toit\w*|batiments?|hangar|robots?|materiel|camions?|equipement\w*|fours?|parc|compresseur\w*|bail|loyer|louon?s?|locataires?|loue|contrat|amorti\w*|garantie|pret|emprunt|rembours\w*|invest\w*|projet\w*|travaux|chantier|dossier|programme|dispositif|loi|aide\w*|subvention\w*|zone|classee?|certifi\w*|label\w*|iso|reflech\w*|reflexion|marie\w*|mari|femme|fils|fille|client\w*|fournisseur\w*|concurrent\w*|voisin\w*|stagiaire|apprenti\w*|moyenne d'age|age moyen|baiss\w*|augment\w*|mont\w* en|perd\w*|stagn\w*|travaille\w* (?:dessus|sur)|bosse\w* (?:dessus|sur)|develop\w*|mis\w* au point|essa\w*|propose|sur|pendant|dans les|d'ici|prochain\w*|etal\w*|duree|amortissement|pollue\w*|deliberation|audit|bilan|diagnostic|embauche\w*|recrut\w*|manqu\w*|difficulte\w*|crise|covid|plan|depose\w*|demande\w*|promi\w*|accord|gel|salaires?|retours?|proto\w*|pilote|demonstrat\w*|(?:qu'on|que (?:je|nous)) (?:reprend|rachet)\w*|reprendre|racheter|vendre|ceder|transmettre|ruines?|abandonn\w*|desaffect\w*|inoccup\w*)\b[^,;]*$"
)
TIME_OF_ELSE = re.compile(r"\s*(?:d'experience|de metier|de recherche|de garantie|de travaux|de recul|de contrat|de developpement|de pret|d'attente|de chomage|de maison|de bail|de formation|d'etudes?|de loyer|d'amortissement|de retard|minimum|maximum|de carriere|dans le metier|de chantier|de projet|renouvelable|fermes?|de moins|de plus|par\b|apres|avant|plus tard|plus tot|que (?:je|j'|nous attend|le (?:batiment|four|site|dossier)|les)(?! ?(?:existe|ai (?:cree|monte|lance|fonde|repris) (?:la|ma|mon|l')))|qu'on (?:attend|cherche|demande|veut|pense|essaie|travaille|bosse|reflechit|est en|a (?:depose|demande)|n'|a plus|a pas))")
SINCE_WHEN = re.compile(
    r"\s*(?:(?:maintenant |deja )?(?:que|qu') ?(?:j'ai|on a|nous avons|mon \w+ a|ma \w+ a|je|on|nous|l'entreprise|la boite|la societe|la maison|l'atelier|l'usine|mes \w+ ont) ?(?:existe\w*|existons|est (?:ouvert|installe|cree|la|dans)\w*|sommes (?:ouvert|installe|la|dans)\w*|tourn\w+|fabri\w+|produi\w+|fai\w+ (?:du|de|des)\b|monte\w*|cree\w*|fonde\w*|lance\w*|ouvert\w*|repris\w*|a (?:ouvert|ete cree|demarre|ete fonde)\w*|suis (?:a mon compte|installe\w*)|me suis (?:mis|installe)\w*|s'est (?:lance|installe|monte)\w*|vend\w*|usin\w+|brass\w+))"
)
BEGUN_AGO = re.compile(
    r"\b(?:(?:mise?|installe\w*) a (?:mon|notre) compte|cree\w*|fonde\w*|monte\w*|lance\w* (?:la boite|l'entreprise|la societe|l'activite|mon|ma|notre)|immatricule\w*|nee?s?|ouvert\w* (?:la boite|l'atelier|l'usine|la societe|mon|ma|notre|les portes)|(?:atelier|boite|societe|usine|brasserie|entreprise|\w+erie) (?:a )?ouvert\w*|demarre\w* (?:l'activite|la boite|mon|notre)|repris\w* (?:la boite|l'entreprise|la societe|l'affaire|l'usine)|reprise|lancee?s?|que (?:j'ai|nous avons|on a|mon pere a) (?:ouvert|cree|fonde|monte|lance)e?s?)\b[^,;]*$"
)
_COMPANY = r"(?:boite|societe|entreprise|pme|pmi|tpe|eti|start[ -]?up|affaire|maison|manufacture|fabrique|usine|atelier|cooperative|coop?e?|scop|scic|sas|sasu|sarl|eurl|auto-?entreprise|filiale|micro-?entreprise|(?!chauff|batt|tuyaut|gal|sech|machin|loterie|serie)[a-z]{3,}erie)"
_MAKE = r"(?:fabri[qc]\w+|produi\w+|transform\w+|usin\w+|assembl\w+|tiss\w+|coud\w*|couson\w*|forge\w*|moul\w+|distill\w*|brass\w*|concev\w*|concoi\w*|constru\w+|edit\w+|conditionn\w+|soud\w+|fai(?:t|s|sons)|mont(?:e|ons)|vend\w*|recycl\w+|tourn\w+|imprim\w+|decoup\w+|grav\w+|taill\w+|torref\w+|cultiv\w+|confectionn\w+|emball\w+|extrud\w+|inject\w+|lamin\w+|repar\w+|restaur\w+|embouteill\w+|elabor\w+|commercialis\w+|fond\w*|tann\w+|brod\w+|polis\w+|decollet\w+|broy\w+|realis\w+)"
# « nous construisons des machines depuis 22 ans »: what is made does not age, the company does; not « on fabrique un four depuis 2 ans ».
WHERE_I_WORK = re.compile(r"\bou (?:je|j') ?\w+ $")  # « la ganterie où je couds depuis vingt ans »
MAKES_SINCE = re.compile(rf"\b(?<!\bou )(?:nous|on|je|qui) {_MAKE} (?:(?:\w+ )?(?:des|du|de la|de l'|de|d'|les|nos|mes)\b[^,;]*)?$|\b(?:c'est|notre|mon) (?:le |notre |mon )?metier $|\ba (?:notre|mon) compte\b[^,;]*$|\bje (?:travaille|bosse|exerce) seule?\b[^,;]*$|\b(?:j'ai|nous avons|on a) (?:ma|mon|notre) (?:petite )?" + _COMPANY + r"\b[^,;]*$|^\W*(?:on est |nous sommes )?ici $|\b(?:auto|micro)[- ]?entrepreneu\w+ $|^\W*(?:nous sommes |on est )?(?:fabricante?s?|producteurs?|constructeurs?|artisane?s?|sous-traitante?s?) [^,;]*$")
# « notre société d'engrenages a 9 ans », « la boîte n'a que deux ans », « une affaire qui a 45 ans »: the company opens the clause, or is no complement of another noun.
_IS_AGED = r"(?: (?!qui\b|a\b|ont\b|est\b|avec\b|dont\b|ou\b|que\b|depuis\b|qu'|de (?:la|ma|notre|mon) )[\w'-]+){0,6}(?: qui)?,? ?(?:elle |n')?(?:a|aura|vient d'avoir|fete|vient de feter|va feter|va avoir|affiche)(?: (?:aujourd'hui|deja|maintenant|bientot|presque|tout juste|seulement|environ|a peine|que|ses|desormais|pile|exactement|plus de))* $"
OPENS_AGED = re.compile(rf"^\W*(?:(?:et|mais|bonjour|bonsoir|salut|cher \w+|merci)\W+)?(?:ma|mon|notre|la|l'|une|cette) ?(?:jeune |petite |belle )?{_COMPANY}\b{_IS_AGED}")
FIRM_AGED = re.compile(rf"(?:(?<!\bde )(?<!dans )(?<!\bpour )\b(?:ma|mon|notre|une|cette|la)|(?<!de )(?<!dans )\bl')\s?(?:jeune |petite |belle )?{_COMPANY}\b{_IS_AGED}|\bon vient (?:d'avoir|de feter) (?:nos )?$|^\s*vient de feter ses $")
# « ça fait vingt ans que nous moulons des jouets », « deux ans que ça existe », « trente ans que notre société tisse ».
WHO_LASTS = re.compile(
    rf"^(?: et demie?)?,?(?: maintenant| deja| tout juste| pile)* (?:que |qu')(?:(?:la|ma|mon|notre|cette|l') ?(?:jeune |petite )?{_COMPANY}\b(?! (?:attend|cherche|demande|veut|voudrait|reflech|perd|stagne|galere|est (?:en |a )|n'|a (?:perdu|arret)|souffre|paie|loue))|(?:ca|on|elle|nous|je) (?:existe|existons|tourne|tournons|marche|roule)\b(?! (?:a perte|au ralenti|avec|sur))|(?:nous|on|je) {_MAKE}\b(?! (?:attention|une? ))|(?:j'ai|nous avons|on a) (?:ouvert|cree|fonde|monte|lance)e?s?\b(?! (?:un (?:dossier|projet)|une (?:etude|demande))))"
)
MAKERS_VERB = re.compile(r"^ (?:que |qu')(?:nous|on|je) (?!(?:cherch|attend|veu|voul|demand|reflech|essa|bricol|pens|dit|dis|parl|lou|pai|n'|ne |a |ai |avons |est |sommes |suis |perd|gal|recrut|utilis|subi))")
# « SAS, 5 ans, capteurs »: an age alone between two commas, after what the company is or how many it employs.
AFTER_ITS_FORM = re.compile(r"(?<!\d )\b(?:sas|sasu|sarl|eurl|scop|scic|sa|snc|pme|pmi|tpe|eti|start[ -]?up|\d+ ?(?:sal|salaries?|pers|personnes|employes?|gars|etp)\.?) *$|^\W*(?:bonjour\W+)?(?:petite |jeune |notre |ma |une )*" + _COMPANY + r"(?: (?:de|d'|du|des|en|sur|familiale|artisanale|a) ?(?:(?!(?:qui|a|est|avec|vend\w*|veut)\b)[\w'-]+ ?){0,6})? *$")
SEASON = {
    "debut": (1, 4),
    "fin": (9, 12),
    "mi": (5, 8),
    "courant": (1, 12),
    "premier semestre": (1, 6),
    "second semestre": (7, 12),
    "deuxieme semestre": (7, 12),
    "premier trimestre": (1, 3),
    "deuxieme trimestre": (4, 6),
    "troisieme trimestre": (7, 9),
    "quatrieme trimestre": (10, 12),
    "1er semestre": (1, 6), "2e semestre": (7, 12), "2eme semestre": (7, 12), "2nd semestre": (7, 12), "s1": (1, 6), "s2": (7, 12),
    "1er trimestre": (1, 3), "2e trimestre": (4, 6), "2eme trimestre": (4, 6), "3e trimestre": (7, 9), "3eme trimestre": (7, 9), "4e trimestre": (10, 12), "4eme trimestre": (10, 12), "dernier trimestre": (10, 12),
    "t1": (1, 3), "t2": (4, 6), "t3": (7, 9), "t4": (10, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "rentree": (9, 9),
}  # fmt: skip
_TERMS = "|".join(sorted((term for term in SEASON if term not in ("debut", "fin", "mi", "courant")), key=len, reverse=True))
TERM = re.compile(rf"\b(?P<season>{_TERMS}|debut|fin|mi|courant)[ -]?(?:de |d'|en )?(?P<year>20[2-4]\d)\b")
DURATION = re.compile(
    rf"(?:\b(?=\d+ mois de (?:projet|travaux|programme|chantier)\b)|\b(?:projet|r&d|travaux|chantier|duree|programme|realisation|dure\w*|etale\w*|operation|s'etal\w*|these|cifre|etude|mission|form\w+|plan)\b[^;.?!]{{0,40}}?(?:\b(?:sur|de|:|durer\w*|pendant|en)\s|,\s)"
    rf"|(?:\d\s?(?:k€|m€|ke|€|k|m)|euros?|millions?)(?:,? (?:ht|ttc))?,? (?:etale\w* )?sur |\bduree (?:totale |prevue |du projet |estimee )*)(?:environ )?(?P<n>{_NUMBER})\s(?P<unit>mois|ans?|annees?)\b(?! (?:d'|de )(?:recul|experience|existence|anciennete|garantie))"
)
# Any length of time, « un an et demi », « entre 12 et 15 mois »; what makes of it the length of the project stands after it or before it.
LENGTH = re.compile(rf"(?:(?<=entre )(?P<low>{_NUMBER}) et |(?<![\d.,-])(?P<from>\d{{1,2}}) (?:a|ou) )?(?<![\w.,/-])(?P<n>{_NUMBER}) ?(?P<unit>mois|ans?|annees?)\b(?P<half> et demie?)?")
LENGTH_OF = re.compile(
    r"^ (?:de |d')(?:travaux|chantier|montage|programme|projet|mission|cours|construction|mise au point|soufflerie|effort|recherche|r&d|developpement|dev|essais?|tests?|travail|remise en etat)\b(?! (?:et |de |d')*(?:infructueu\w+|pour rien|derriere|reussi\w*|concluants?))|^ pour (?:refaire|construire|batir|monter|poser|demolir|installer|developper|mettre au point|former|amenager|rehabiliter|depolluer|realiser)\b"
)
# A time that is never a project's.
NO_LENGTH = re.compile(r"^ ?(?:d'experience|de (?:metier|garantie|recul|contrat|pret|chomage|maison|bail|loyer|retard|carriere|moins|plus|boite|service|conges?)|d'(?:attente|etudes?|amortissement|avance|existence|anciennete|activites?)|minimum|renouvelables?|fermes?|apres|avant|plus (?:tard|tot)|dans le metier)\b")
LASTS = re.compile(
    r"\b(?:dure(?:ra|rait|raient|ront|e|nt)?|duree(?: \w+)?(?: estimee| prevue| totale)? ?:?|s'etal\w+ (?:sur|en)|s'etend\w+ (?:sur|a)|cour(?:t|ra|rait) sur|calendrier (?:de|sur|:)|echelonn\w+ sur|etale\w* sur|repartie?s? sur|prendr(?:a|ait|ont|aient)|demander(?:a|ait|ont)|necessiter(?:a|ait)|compte[rz]|prevoi[rts]|prevoyez|il (?:nous )?faudra(?:it)?|va (?:nous |me )?(?:prendre|durer|demander)) "
    r"(?:environ |a peu pres |bien |au moins |au total |encore |une? |pres de |quelque |entre )*$"
)
# What is held for a time: somebody's post, a course, a support, research.
HELD_FOR = re.compile(
    r"\b(?:(?:co)?financ\w+|payer|poste|parcours|cursus|cycle|accompagnement|suivi\w*|accompagne\w*|conseill\w+|cabinet|consultant\w*|binome|agent|cdp|(?:chef|charge|directeur|pilote)\w* de (?:projets?|mission)(?: \w+)?|animateur|chercheurs?|volontariat|vte|volontaire|compagnon|r ?(?:&|et) ?d|recherche|recherches|essais?|labo\w*|programme|consortium|prototype|pilote|demonstrateur|developpement|temps plein|postes|coach)\b"
    r"(?:(?!\b(?:depuis|existe|date|sas|sarl|salari\w+|qui|dont)\b)[^,;.?!:(\d]){0,45}?(?: (?:pendant|durant|sur|de|d'|pour|en|encore|environ))* ?$"
)
LENGTH_OF_ELSE = re.compile(
    r"\b(?:depuis|il y a|y'? ?a|voila|voici|ca fait|cela fait|apres|d'ici(?: a)?|dans|avant|tous les|toutes les|il a|elle a|j'ai|passe|perdu|durant|pendant vingt|au bout d[e'] ?|ont|a|mes|ses|nos|(?:ai|a|avons|ont) (?:deja )?(?:fait|eu|vecu|mis)|plus d[e'] ?|moins d[e'] ?)(?: (?:environ|plus de|moins de|pres de|une?|presque|deja|bien|que))* ?$"
    r"|\b(?:prets?|emprunts?|credits?|rembours\w*|leasing|bail|loyers?|garantie|contrat|retour|retard|(?:plan|periode) (?:de|d') ?\w+|redressement|sauvegarde|minimis|amorti\w*|attend\w*|attente|delai|engagement|alternan\w*|apprenti\w*|portage|strategie|emplois?|crees?|naitre|anciennete|existence|experience|vieux|vieille|carnet|stock|tresorerie|avance|conges?|retraite)\b[^,;.?!]*$"
)
RESEARCH = re.compile(r"\b(?:r ?(?:&|et) ?d|recherche|these|consortium|programme|labo\w*|essais?|proto\w*|pilote|demonstrat\w*|developp\w+|mise au point|mettre au point)\b")
PERIOD = re.compile(
    rf"(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20[2-4]\d)\b|(?<![\d/])(?P<month_no>0[1-9]|1[0-2])[/.-](?P<year_no>20[2-4]\d)\b|(?P<season>{'|'.join(sorted(SEASON, key=len, reverse=True))})?[ -]?(?:de |d'|en |du mois de |mois de )?(?:(?P<day>1er|\d{{1,2}}) )?(?:(?P<month>{MONTH_NAMES}) )?(?P<year>20[2-4]\d)\b"
    rf"|(?:debut |fin |mi-|courant |mi )?(?P<short_month>{MONTH_NAMES}) (?P<short_year>2[6-9]|3\d)(?=\s*(?:$|[,;.)!?]))"
)
# A month and a year that no verb announces, in a message about a project: « tour 5 axes, 210 k€, mars 2027 ».
MONTH_ALONE = re.compile(rf"\b(?<!automne )(?:(?P<day>1er|\d{{1,2}}) )?(?P<month>{MONTH_NAMES}) (?P<year>20(?:2[6-9]|[34]\d))\b|\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20(?:2[6-9]|[34]\d))\b")
YEAR_ALONE = re.compile(r"(?:\b(?:en|pour)|(?:^|[,;])) (?P<year>20(?:2[7-9]|3\d))(?=\s*(?:$|[,;.!?:)]|et\b|on\b|pour\b|avec\b|si\b|je\b|nous\b|a\b|au\b|dans\b|chez\b|sur\b|grace\b|la\b|le\b|les\b|l'|une?\b))")
NOT_A_TARGET = re.compile(r"\b(?:vis\w+|objectif\w*|cible|ca|chiffre|ventes|salaries?|pers|atteindre|neutralite|horizon|france|retraite|oblig\w*|interdi\w*|norme\w*|reglement\w*|d'ici|jusqu\w*|fin de|plan|feder|cpier|espere\w*|emplois?|zonage|effectifs?|etp|resultats?)\b[^,;.?!]*$")
NOT_A_START = re.compile(
    r"\b(?:cree\w*|fonde\w*|depuis|loi|ca|chiffre\w*|bilan|exercice|cloture\w*|audit\w*|retraite|facture\w*|reunion|rendez-vous|rdv|appel|appels|aap|ami|guichet|deposer|depot du dossier|dossier|deadline|date limite|limite|jusqu'a|jusqu'au|avant|fin d[eu]|finir|termine\w*|acheve\w*|livraison finale|immatricul\w*|ne le|nee le|echeance|bail|contrat|certifi\w*|(?:a|ai|avons) (?:embauch|recrut)e(?!r)\w*|comite|decision|jury|dehors|expuls\w*|conge|recuper\w*|arrive\w* d|dispositif|programme|fonds|decret|valable|expire\w*|ferme\w*|vote\w*|deliber\w*|recu\w*|obtenu\w*|obtenir|signe en|en (?:redressement|sauvegarde))\b[^,;.?!]{0,40}$"
)
PROJECT_DATE = re.compile(
    rf"\b(?:travaux|demarr\w*|commenc\w*|debut\w*|lanc\w*|part(?:ira?|irait|irions|ons|ent)|attaqu\w*|command\w*|signatur\w*|signer\w*|recept\w*|arriver\w*|install\w*|demenag\w*|emmenag\w*|mise en (?:route|place)|mettre en (?:route|place)|coup d'envoi|top depart|operationnel\w*|calendrier|planning|echeancier|date (?:de|du|prevue)|vis(?:e|ons)|souhait\w*|compt(?:e|ons)|extension|agrandi\w*|ligne|machine|construct\w*|amenag\w*|recrut\w*|formation|livr\w*|mise en service|prevu\w*|projet\w*|chantier|invest\w*|realis\w*|construire|d'ici|horizon|ouverture|immatriculation|ouvr\w+|cartons|planifi\w*|achat|achet\w*)\b(?:[^,;.?!\d]|\b\d{{1,3}}(?: \d{{3}})*(?:[.,]\d+)?\s?(?:m2|m²|k€|m€|€|k\b|m\b|euros|%|postes?|salaries)){{0,40}}?(?:\b(?=(?:{MONTH_NAMES}) (?:20)?[2-4]\d\b)|\ben |\ba partir de |\bpour |\bd'ici |\bau |\bhorizon |\ble |\bfin |\bdebut |\bcourant |\bmi-?|\ba l'automne |\bl'horizon |\bprevue?s? (?!(?:pour|en|au|a|le|debut|fin|vers|courant|des|dans|mi)\b)|\bvers |\bcourant |\bdes |\bdans le |\bavec |\(|: ?|\bpourrait etre |\bfixee? |(?<=projet )|\b(?=[stq][1-4] 20|rentree 20))"
)
BETWEEN_MONTHS = re.compile(rf"\b(?:entre|de) (?P<first>{MONTH_NAMES})(?: (?P<first_year>20[2-4]\d))? (?:et|a) (?P<last>{MONTH_NAMES}) (?P<year>20(?:2[6-9]|[34]\d))\b")
# What is dated is no project: a meeting, a decision, a quote, a contract made, staff who leave, money that stops.
TOLD_OF_THEN = re.compile(r"^,? ?(?:nous|on|j'|je|il|elle|ils|elles|la \w+|le \w+)(?: nous| s'| en| y)? ?(?:avons|a|ai|avait|etait|etions|ont|avaient)\b")
DATE_OF_ELSE = re.compile(
    r"\b(?:comite|jury|depot (?:(?:du|d'un) dossier )?(?:est )?prevu|decision|commission|conseil d'administration|assemblee|(?:devis|offre|etude|audit|rapport|diagnostic|courrier|lettre|mail)\b[^,;.?!]{0,40}\bdat(?:e|ee|es|ant)|dehors|expuls\w*|conge|ferme(?:ra|r|ture)?|n'est plus|ne sera plus|statuts?|(?:marche|contrat|commande|accord|convention|bon de commande|devis|compromis) (?:a ete |est |ete )?(?:passee?s?|signee?s?|conclue?s?|notifiee?s?|validee?s?)"
    r"|(?:\d+|salaries|personnes|ouvriers|tiers|moitie|quart|collegues|anciens)\b[^,;.?!]{0,20}\b(?:part(?:ira|iront|ent|ants?)|depart\w*)|automne|printemps|hiver|refusera|interdira|(?:a|ont) ete [a-z]+ee?s?|(?:embauch|emploi|poste)e?s? [^,;.?!]{0,15}d'ici)\b[^,;.?!]*$"
)
# « démarrage 2028 », « chantier 2027 »: the year follows the word.
HIRES = re.compile(r"\b(?:creer|creons|embauche\w*|recrut\w+) [^,;.?!]{0,20}\b(?:emplois?|personnes|postes|salaries) $")  # « on embauche 15 personnes en 2027 »
WORKS_IN = re.compile(r"\b(?:demarrage|lancement|livraison|travaux|chantier|construction|ouverture|mise en service|installation|reprise|creation|projet|immatriculation|arrivee [^,;.?!\d]{0,20}prevue|prevue?s?) (?:prevue?s? )?(?:en )?(?P<year>20(?:2[6-9]|3\d))\b(?! ?(?:€|k|m))")
# « j'ai créé une société de chaudières, en SAS, le 17 mai 2024 », « constituée le 7 juillet 2017 ».
CREATED_ON = re.compile(
    rf"\b(?:(?:cree|creee|fonde|fondee|constituee?|immatriculee?|monte) (?:(?:une|la|ma|notre|cette) (?:societe|entreprise|boite|sas|sarl|sasu|eurl|scop|affaire|start-?up)\b[^.;?!\d]{{0,60}} )?le|(?<!de la )(?<!de l')(?<!de ma )(?<!de notre )(?<!d'une )(?:societe|entreprise|boite|sas|sarl|scop|affaire|start-?up|maison|manufacture|fabrique)(?:,? elle)?,? (?:date|est nee le|existe depuis le)(?: du)?) (?P<day>1er|\d{{1,2}}) (?P<month>{MONTH_NAMES}) (?P<year>19\d\d|20[0-3]\d)\b"
)
