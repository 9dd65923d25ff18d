"""Words that announce or follow a head-count, and those that make of a figure something else."""

from __future__ import annotations

import re

EMPLOYEES = r"(?:s[al]{1,3}r{1,2}[aiy]\w{0,4}|salaires?(?! (?:brut|net|mini|moyen|a )|s)|sal\b\.?|empl?o?y\w{0,4}\b(?<!emploi)|empl\b\.?|emplye\w*|etp\b|equivalents? temps plein|collab\w*|colab\w*|ouvri\w+|travailleu\w+|workers?\b|staff\b|workforce\b|pax\b|cdi\b|cdd\b|compagnons\b|bonn?s?hommes\b|bonshommes\b|mecs\b|loulous\b|(?:paires? de )?bras\b(?=\s*(?:$|[,;.!?)]))|agents? (?:de (?:prod\w*|fab\w*|maitrise)|technique\w*)|permanents?\b|temps pleins?\b)"
STAFF = rf"(?:{EMPLOYEES}|personnes?\b|pers?onn?es\b|presonnes?\b|perso?s?\b\.?|gars\b|gens\b|tetes\b|people\b|p\.?(?=\s*[,;)]|$)|p\.(?=\s))"
STAFF_AFTER = re.compile(rf"^[\s-]?(?:d'|de |x )?(?:seule?s? |petits? |bons? )?(?:(?!ans\b|mois\b)[a-z]+ (?=salari|employe))?{STAFF}")
SURE_STAFF = re.compile(rf"^[\s-]?(?:d'|de )?(?:seule?s? |petits? |bons? )?(?:[a-z]+ (?=salari|employe))?{EMPLOYEES}")
WHEN = r"(?:(?:fin|debut|mi|au|en|annee|moyen|exercice) ?(?:\d{1,2}/\d{1,2}/)?(?:20\d\d)?|20\d\d|au \d{1,2}/\d{1,2})"
HEADCOUNT_BEFORE = re.compile(
    r"(?:\bon est|\bc'est|\breste|\bon (?:bosse|travaille|tourne|vit|produit|fonctionne) a|\bon (?:doit|devrait|doit bien) etre|\bon n'est|\bnous sommes|\bns sommes|\bnous etes|\bsommes|\bon emploie|\b(?:elle|on|nous|il) en (?:compte|comptons|emploie|a)|\b(?:elle|entreprise|societe|boite|usine|atelier) (?:occupe|compte)|\bj'emploie|\bnous employons|\bemploie|\bemployons|\bheadcount|\beff(?:ectifs?|ectf|ect|ec)?\b\.?(?: (?:total|actuel|moyen|global|salarie|du site|du groupe|de l'entreprise|de la (?:boite|societe)))*|\bn(?:b|bre|ombre|br)\.? ?(?:total )?(?:de |d')?(?:s[al]{1,3}r\w*|sal\.?|emplo\w+|pers\w*|etp|collab\w*)|\b(?:salaries|employes|employees|personnel|staff|headcount|etp|equipe|team)\s?(?=:|=)|^\W*(?:salaries|effectif) |\b(?:equipe|team|effectif) (?:de|of)|\b(?:we )?employ(?:s|ing)?\b|\bwe have|\bon est passe a|\bon tourne a|\bon compte|\bnous comptons|\bwe are|\bon etait|\bvous etes|\bils sont|\belle (?:a|emploie|compte)|\bnous (?:ne )?sommes|\bsi (?:on est|nous sommes))"
    rf"(?:\s*(?:\(|\)|{WHEN}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|pas plus d[e']|pas moins d[e']|atteint|atteignons|avoisine|depasse|n'atteint pas|ne depasse pas|superieur a|inferieur a|compris|grosso modo|a|au moins|au plus|max|about|around|over|de|d'|:|=|est|a|sont|a peu pres|environ|que|plus que|bien|maintenant|actuellement|desormais|deja|aujourd'hui|entre|autour de|dans les|presque|pres de|exactement|plus de|moins de|plutot|en tout|au total|,|un peu))*\s*$"
)
FREE_AFTER = re.compile(
    r"^\s*(?:\(dont|la(?=\s*(?:$|[,.;!?]))|$|[,;:!?)/+]|\.(?:\s|$)|(?:(?:dans|ds|en) (?:la|l'|ma|notre|le|mon|les|prod\w*|tout|cdi)\b|en \w+|chez|a (?:faire|fabriquer|produire|plein temps|la prod\w*|y bosser|y travailler|bosser)|au (?:total|bureau|labo|siege|site)|a temps|au total|en tout|a l'atelier|a l'usine|in\b|at\b|and\b|a temps plein|a bosser|a travailler|et\b|mais\b|donc\b|avec\b|pour\b|pers\b|actuellement|aujourd'hui|maintenant|environ|a peu pres|sur le site|sur site|sur place|alors|du coup|en ce moment|en cdi|svp|stp|desormais|ca\b|c'est|on\b|est-ce|dont|ou\b|a ce jour|quoi|ici|permanents|bonjour|merci|apres|dans le groupe|tout compris|a l'annee)\b)"
)
PLAIN_BEFORE = re.compile(
    r"(?:^|[,;:(/+-]|\bde|\bd'|\bavec|\ba|\bcompte|\bemploie|\bemployons|\best|\bsommes|\bon a|\bnous avons|\bj'ai|\bentre|\benviron|\bequipe|\ben tout|\bavons|\b(?:pme|tpe|eti|sas|sarl|sasu|eurl|scop|boite|societe|entreprise|usine|site|atelier|association|asso|industrielle?s?|familiale?)|\bet|\bdes|\bmais|\bque|\bfait|\bactuellement|\bplus d[e'](?: une)?|\bmoins d[e'](?: une)?|\b\w+erie|\b(?:y a|ya|il y a|avoir|sa|ca|soit|donc|cela fait|c'est|with|of|a peu pres|bossons a|boite d'|depasse\w*|les)|\bdizaine|\bnon|\bfait)\s*$"
)
NOT_STAFF_BEFORE = re.compile(
    r"\b(?:recrut\w*|embauch\w*|form(?:er|ation|ations|ons|era|e)\b|cre(?:er|ation|ant|ons|era|eront|ait|erait)|supprim\w*|licenci\w*|depart\w*|passer|monter|atteindre|arriver|sera|serons|seront|serait|etait|etions|etaient|avions|avait|avant|perdu|perdre|dont|parmi|reunion|seuil|a plus de|apprenti\w*|interimaire\w*|stagiaire\w*|objectif|d'ici|formons|accueill\w*|reclass\w*|qualifi\w*|moitie|ajouter|besoin de|cherche|recherche|manque|faut)\b(?![^,;]*\b(?:on est|nous sommes|j'ai|de|avec)\s*$)[^,;]*$"
)
NOT_STAFF_BEFORE_CLOSE = re.compile(
    r"\b(?:recrut\w*|embauch\w*|former|formation (?:de|pour|des|a)|creer|creation de|supprimer|licencier|pass\w* (?:a|de)|mont\w* a|arriv\w* a|atteindre|dont|serons|sera|seront|serait|etait|etions|etaient|avions|avant|besoin de|manque|cherche|recherche|faut|perdu|parmi|pour former|licenciement de|depart de|accueillir)\s(?:\w+ ){0,2}$"
)
COMPANY_JUST_BEFORE = re.compile(
    r"\b(?:pme|pmi|tpe|eti|sas|sarl|sasu|eurl|scop|boite|societe|entreprise|usine|start-?up|atelier|asso|association)\b(?:\s\w+){0,3}\s*$"
)
COMPANY_OF = re.compile(r"\b(?:pme|pmi|tpe|eti|boite|societe|entreprise|equipe|start-?up|usine|atelier)(?: de|,)\s*$|\b(?:sarl|sas|sasu|eurl|scop|labo) de\s*$")
COMPANY = r"\b(?:pme|pmi|tpe|eti|boite|societe|entreprise|start-?up|usine|atelier|sas|sarl|scop|site|fabricant|manufacture)\b[^,;.?!\d]{0,25}"
MAKES_AT = re.compile(
    r"\b(?:on|nous|ns) (?:fabri\w+|fai\w+|produi\w+|transform\w+|assembl\w+|bosse\w*|travaill\w+|usin\w+|coud\w*|couson\w*|soud\w+|tourn\w+)\s[^,;.?!\d]{0,40}\ba\s*$"
)
# « nous sommes 12 à la Ferté-Bernard », « on est 45 a oyonnax, … »: a place follows; written small, it ends the clause and is no verb (« on est 12 à vouloir »).
WE_ARE = re.compile(r"\b(?:on est|nous sommes|ns sommes)\s*$")
IN_A_PLACE = re.compile(r"^\s(?:a|au|aux|en|pres d[e'u]|vers|sur)\s?(?:la |le |les |l')?(?P<place>[a-z][a-z'-]{3,})(?P<ends>(?: \(?\d{2,5}\)?)?\s*(?:$|[,;.!?]))?")
NO_PLACE = re.compile(r".*(?:er|ir|re|oir)$|tete|table|bord|terme|pied|cheval|jour|peine|moitie|temps|partir|partage|projet|place|retard|avance|retraite|equipe|reunion|greve|conges?|formation|attente")
TRADES_AFTER = re.compile(
    r"^\s(?!associe|fondat|cofondat|actionn|premiers|derniers|milliers|(?:\w+ )?a(?:ns|nnees)\b)[a-z]+(?:eurs|euses|iers|ieres|istes|iciens|iciennes)\b"
)
WENT_FROM = re.compile(r"\b(?:est|sommes|suis|a|avons) (?:\w+ )?passee?s? de $")
OTHERS = re.compile(
    r"\b(?:notre|nos|un|mon) (?:\w+ ){0,2}?clients?(?: (?:principal|historique))?(?:,? (?:une? |a |est |qui |c'est |fait |emploie ))[^,;]*$|"
    r"\b(?:adherents?|membres|fermeture d[eu'] ?\w*|(?:ai|a|avons|avait) (?:vendu|cede|ferme|revendu) (?:\w+ ){0,3}|ancienne? (?:boite|usine|entreprise|societe|employeur))\b[^,;.?!]*(?:\([^)]*)?$|"
    r"\b(?:concurrents?|fournisseurs?|voisins?|donneurs? d'ordres?|maison[- ]mere|predecesseurs?)\b(?: \w+){0,2} (?:a|ont|avait|fai\w+|emploi\w*|compt\w+|est|sont|d[e'])\b[^,;]*$"
)
PLACE_OF_WORK = r"(?:a|en|au|aux|dans|ds|sur)\s?(?:la |l'|les |le )?(?:cdi|cdd|prod\w*|atelier\w*|usine|bureaux?|siege|fab\w*|entrepot|depot|magasin|terrain|admin\w*|labo\w*|logistique|conditionnement|vente|chantiers?|administration|be|bureau d'etudes?|commerce|r&d)"
GROUP = re.compile(
    rf"^[\s-]?(?:(?:personnes?|pers\.?|salari\w+|sal\.?|gars|gens|employes?)\s)?(?:{PLACE_OF_WORK}|cdi|cdd|ouvri\w+|administratifs?|cadres|etam|commerciaux|technicien\w*|hommes|femmes|temps (?:pleins?|partiels?)|a temps (?:plein|partiel)|a mi-temps|mi-temps|operat\w+|productifs|indirects|directs|ingenieurs|agents?(?: de \w+)?|productions?|employes(?= (?:et|\+|,|plus) \d))\b"
)
# What a figure counts when it counts no people.
COUNTS_ELSE = re.compile(r"\s?(?:%|ans?\b|mois\b|jours?\b|h\b|heures?\b|m\b|m2|km|tonnes?\b|t\b|kg|kw|mw|gw|axes?\b|lignes?\b|sites?\b|machines?\b|°|/)")
SOLO = re.compile(
    r"\b(?:je suis|j'suis|jsuis|chuis|je bosse|je travaille|jtravaille|je tourne|je gere|j'exerce|i am|i work)\s(?:tou[ts]?e? |tt |tte |encore |pour l'instant |a |en |totalement |vraiment )*(?:seule?|solo|alone|on my own)\b(?=\s*(?:$|[,.;:!?()-]|dans|ds|et\b|pour l'instant|sans|sur|a bord|aux commandes|au|a l'atelier|mais|pr\b|actuellement|comme|en\b|chez|depuis))"
    r"|\b(?:tou[ts]?e? |tt )seule? (?:dans|ds|a bord|aux commandes|sur)\b|\b(?:il n'y a|y a|n'y a|ya|c'est) (?:que|juste|personne d'autre que) moi\b|\bpersonne (?:d'autre|sous mes ordres|a part moi|avec moi)\b|\b(?:je n'ai|j'ai|j ai) personne (?!(?:ne|n'|pour|qui|a )\b)|\bone[- ]man\b|(?:^|[,;.(]\s*)\s*(?:tou[ts]?e? )?seule?(?= (?:en|dans|ds|a|au|et|avec|pour l'instant)\b|\s*[,;).]|\s*$)|\b(?:unique|seule?) (?:employee?|salariee?)\b(?! de )"
)
NO_STAFF = re.compile(
    r"\b(?:pas|aucune?s?|sans|zero|0|ni|no|jamais eu|n'ai pas|without)\s(?:encore |pour l'instant |un seul |une seule |le moindre |la moindre |d'|de |un |any )*(?:s[al]{1,3}rr?i\w{0,3}|employe\w{0,2}|personnel|staff|employees?|collaborat\w+|main d'oeuvre salariee|effectifs?)\b(?!\s(?:supplementaire|de plus|en cdi|qualifie|forme|disponible))"
)
HEADING = re.compile(r"eff(?!orts?)|n(?:b|bre|ombre|br)\b|headcount|salaries|employes|personnel|staff")
KIN = re.compile(
    r"\bancienn?e? (?:patron\w*|proprietaire|exploitant|employeur|boite|entreprise|chef)\b(?:(?!\b(?:moi|nous|on)\b)[^;.?!])*$|"
    r"\b(?:ai|a|avons) (?:entendu|lu|vu)\b[^;.?!]*\bqu(?:e|') ?(?:une?|des|la|le)\b(?:(?!\b(?:moi|nous|on)\b)[^;.?!])*$|\bsi une? (?:actionnaire|associee?|entreprise|societe|boite|client|pme|groupe)\b[^;.?!]*$|\bdans (?:ma|notre) (?:commune|ville|agglo\w*|communaute)\b[^;.?!]*$|"
    r"\b(?:ma|mon|notre|son|sa|une|un|le|la) ?(?:voisine?|mari|femme|epou\w+|conjoint\w*|beau[- ]frere|belle[- ]\w+|frere|soeur|cousine?|copain|copine|ami|amie|oncle|pere|mere|fils|fille|connaissance)(?: lui| elle)? (?:en |y )?(?:avait|employait|avaient|travaille|bosse|a (?!cree|fonde|monte|repris|lance)|est|dirige|tient|gere|possede|emploie)\b(?:(?!\b(?:moi|nous|on|mais|j'ai|notre)\b)[^;.?!])*$"
)  # « mon beau-frère a une boîte de 50 salariés, moi … »
ADVISER = re.compile(r"^\W*(?:(?:bonjour|bjr|bonsoir|salut|slt|hello)\W+)?mon client\b|\b(?:expert[- ]comptable|comptable|cabinet|consultante?|conseil(?:ler|lere)?|j'accompagne|dossier)\b")
# « 8 couturières », « 31 ingénieurs », alone between two commas.
CREW = re.compile(
    r"(?:^|[,;.:(] ?|\bavec )(?P<n>\d{1,4}) (?:emplois(?: menaces| en jeu| sur place| permanents| directs)?|chauffeurs?|couturieres?|techniciens?|techniciennes?|ingenieurs?|devs?|developpeurs?|soudeurs?|usineurs?|tourneurs?|fraiseurs?|operat(?:eur|rice)s?|monteurs?|menuisiers?|chaudronniers?|mecaniciens?|mecanos|electriciens?|tailleurs?|brodeuses?|peintres|imprimeurs?|maroquini\w+|selliers?|bouchers?|boulangers?|patissiers?|cuisiniers?|artisans|chercheurs?|piqueuses?|coupeurs?|polisseurs?|decolleteurs?|regleurs?|magasiniers?|caristes|vendeurs?|livreurs?|conducteurs?|tisserands?|bijoutiers?|horlogers?|dessinateurs?|cableurs?|cableuses?|assembleurs?|formateurs?|consultants?|docteurs|tourneurs-fraiseurs|forgerons?|mouleurs?|fondeurs?|ebenistes?|tapissiers?|luthiers?|verriers?|potiers?|ceramistes?|brasseurs?|fromagers?|agents)"
    r"(?=\s*(?:$|[,;.)]))"
)

# A figure that somebody wrote or said as a rule: « vous parlez de 50 salariés », « votre site dit « moins de 250 salariés » ».
QUOTED = re.compile(
    r"\b(?:(?<!\bje )(?<!\bnous )(?<!\bde )(?<!\bj'ose )vous (?:parl|dit|ecriv|indiqu|mentionn|annonc|demand|evoqu)\w*|(?:votre|le|un|ce|cet) (?:site|guide|page|formulaire|brochure|reglement|decret|texte|article|plaquette|flyer|simulateur|conseiller)(?: \w+){0,3} (?:dit|parle|indique|mentionne|annonce|evoque|impose|fixe|exige|demande)\w*|(?:on m'a|on nous a|il m'a|elle m'a) (?:(?:dit|repondu) qu(?:e|')|parle d(?:e|'))|(?:j'ai|jai) (?:lu|vu|entendu) (?:dire )?qu(?:e|')|(?:il est|c'est) (?:ecrit|marque|indique)|impos\w+ (?:de|d'|que)|exig\w+ (?:de|d'|que|au moins|un minimum)|faut (?:avoir|etre|au moins|plus de|moins de|compter))"
    r"(?:(?!\b(?:nous sommes|on est|nous,|moi,|on en a|j'ai (?!lu|vu|entendu))\b)[^.;?!])*$"
)
# Staff of another firm, of a group that holds or buys, of a plant that a town speaks of.
THEIR_STAFF = re.compile(
    r"\b(?:(?:usine|entreprise|boite|societe|fonderie|scierie|\w{4,}erie|groupe|fabricant|constructeur) (?:d'a cote|voisine?|d'en face|du (?:coin|village|bourg)|concurrente?|qui (?:nous|m'|me) ?(?:rachete|a rachete|livre|fournit|paie|paye)\w*))\b(?:(?!\b(?:nous|moi|on)\b[ ,])[^.;?!])*$"
)
# Where a town, an agglomeration or a school speaks, the staff of a plant is not its own.
OF_A_PLANT = re.compile(r"\b(?:usines?|entreprises?|industriels?|societes?|boites?|fabricants?|employeurs?|groupe|pme|eti|site|\w{4,}erie)\b[^.;?!]{0,60}$")
# « … qui emploie 400 personnes et n'a rien à voir avec ma demande », « à 250 salariés on n'est plus une PME ».
NOT_THEIRS_AFTER = re.compile(r"^[^.;?!]{0,25}\b(?:n'a|ca n'a|rien) (?:rien )?a voir\b")
AT_A_LIMIT = re.compile(r"^,? (?:on|est-on|nous|je) (?:n'|ne )?(?:est|sommes|reste|compte|passe|perd|sort|peut|suis)\b")
# « 30 ou 40 % » is a rate.
SHARE_AFTER = re.compile(r"^\s*(?:ou|et|a|-|/|voire)\s*\d[\d,.]*\s?(?:%|pour ?cents?\b)")
# « la fac d'à côté a un pilote d'un million, nous on fait juste de la colle »: what a neighbour has or does.
NEXT_DOOR = re.compile(
    r"\b(?:fac|faculte|universite|ecole|lycee|labo\w*|usine|entreprise|boite|societe|groupe|concurrente?|commune|ville|mairie|agglo\w*|\w{4,}erie) (?:d'a cote|voisine?|d'en face|du (?:coin|village|bourg|dessus|dessous)) (?:a|ont|avait|fait|lance|achete|prepare|construit|monte|recoit|touche|veut|va)\b(?:(?!\b(?:nous|moi|on|je|notre|mon|ma)\b)[^.;?!])*$"
)

# « quatorze peintres », « 9 carriers », « avec deux couturières »: whoever works by trade, counted where nothing else is.
_NOT_TRADES = r"(?!fournisseurs|ateliers|chantiers|premiers|derni[e]r|papiers|dossiers|quartiers|metiers|leaders|moteurs|actionn|investisseurs|clients|acheteurs|visiteurs|usagers|adherents|particuliers|repreneurs|financeurs|partenaires|utilisateurs|constructeurs|distributeurs|donneurs|promoteurs|industriels|editeurs|secteurs|facteurs|valeurs|heures|couleurs|lecteurs|paniers|cahiers|escaliers|millions|milliers|deniers|pistes|listes|entiers|tiers|concessionn|ingenieurs|scieurs et|freres)"
TRADE_STAFF = re.compile(
    rf"^ (?:bons? |vieux |autres )?{_NOT_TRADES}(?:[a-z]{{3,}}(?:eurs|euses|iers|ieres|istes|iciens|iciennes|anciens)|ouvri\w+s|filles|peintres|soudeurs|salaries|compagnons|permanents|horlogers|bouchers|boulangers|mecanos|chercheurs|docteurs|luthiers|forgerons|artisans|cartonniers)"
    r"(?: (?:d'orgues|de precision|qualifies|salaries|polyvalents))?(?:(?:,? et| ou) (?!on\b|nous\b)(?:d?es |nos )?[a-z]{4,}s)?(?=\s*(?:$|[,;.:!?)]|et (?:une?|deux|trois|quatre|\d+) appren|(?:en|a|dans|sur) \w))"
)
TRADE_BEFORE = re.compile(r"(?:^|[,;.:(?!] ?|\b(?:avec|nos|mes|avec aujourd'hui|on est|nous sommes|atelier de|compte))\s*$")
# « nous emboutissons des éviers, à cinquante-cinq, … ».
WE_WORK = re.compile(r"\b(?:on|nous|qu'on)\b[^.;?!]*,? a $")
# Staff of the firm that is bought: « reprendre l'imprimerie, avec ses six ouvriers ».
WITH_ITS = re.compile(r"\b(?:avec|plus|garder|achat d?e?) ?(?:ses|leurs|les|des|tous les) $")
TAKEN_OVER = re.compile(
    r"\b(?:repren(?:dre|ds|d|ons|drais|drait)|reprise (?:d[eu']|familiale)|rachet\w+|rachat|me (?:cede|vend)|acheter (?:l'affaire|la concurrente|l'entreprise)|absorber|a reprendre|cedant)\b(?:(?!\b(?:nous sommes|on est|nous,|moi,|notre (?:entreprise|societe|boite|pme)|ma (?:boite|societe)|pour une?|nos|mes)\b)[^.;?!])*$"
)
# « on est deux associés », « nous sommes trois entreprises », « un salarié, lui, voudrait … »: no head-count.
NOT_EMPLOYEES = re.compile(r"^ (?:associee?s?(?! (?:et )?salarie)|freres?\b|soeurs?\b|cousin|amis?\b|copain|co-?fondat|fondat|conjoint|entreprises|societes|boites|pme|cogerant|co-gerant)|^ salariee?,? (?:lui|elle|part|qui|veut|voudrait|m'|nous)\b")
HEADS_OF_MACHINE = re.compile(r"\b(?:brode\w+|broderie|piqueuse|machines?|metiers?|\w+euse)\b[^.;]{0,20}$")
# « il nous faut un cariste, deux coupeurs », « former nos vingt opérateurs »: whom the company looks for or trains.
WANTED_STAFF = re.compile(r"\b(?:manque|faut|faudrait|cherch\w*|recrut\w*|embauch\w*|engager|prendre|besoin|form(?:er|ation)|pourvoir|trouver|envoyer|apprendre)\b[^.;?!]*$|\b(?:une?|deux|trois) [a-z]+(?:eurs?|iers?|istes?|iens?|euses?|ieres?), ?$")
TO_BE_TRAINED = re.compile(r"^ [a-z]+(?: [a-z]+)? (?:a|pour|au) (?:former|trouver|pourvoir|embaucher|recruter|dispo|la formation)")
# What the figure counts is to come, or no staff of the company: « trois CDI à pourvoir », « 8 salariés promis », « la filière y emploie 600 personnes », « je dirigeais une scierie de 40 personnes ».
TO_COME_AFTER = re.compile(r"^,? ?(?:(?:qui )?(?:seront|sera)\b|a (?:pourvoir|passer|creer|prendre|reprendre)\b|promis|nouveaux|concernee?s?\b|d'ici\b|de plus\b|repris\b(?! par))")
TO_COME_BEFORE = re.compile(
    r"\b(?:creerons|creerions|prendre|prendrons|promet\w*|ferait vivre|fera vivre|fera naitre) (?:\w+ )?$|\b(?:filiere|bassin|branche)\b[^.;?!]{0,30}$|\b(?:dirigeais|travaillais|bossais|gerais|tenais)\b[^.;?!]*$|\b(?:cree|monte|lance) (?:mon|ma|une) (?:entreprise|boite|societe), $"
)
