"""Words that tell the state of the works, of the accounts and of the company: begun or not, in difficulty, up to date, in which zone."""

from __future__ import annotations

import re

WORK = r"(?:travaux|terrassements?|gros[- ]oeuvre|fondations?|demolition|maconnerie|dalle|amenagements?|coup de pioche|premiere pierre|1ere pierre|chantier|projet|operation|commande|investissement|construction|demarrage)"
SIGNED = r"(?:devis|bon de commande|commande|contrat|marche|compromis|marches|bons de commande|achat|acte de vente|acte|promesse)"
NOT_STARTED = re.compile(
    rf"\b(?:pas|rien|aucune?|jamais)\s(?:encore |ete )*(?:de )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*|entam\w*|debut\w*|fait de travaux|valid\w* (?:de|le|les) {SIGNED})|\b(?:pas|aucune?)\s(?:encore )?(?:de |d')?(?:{SIGNED}|travaux) (?:sign\w*|pass\w*|engag\w*|commenc\w*)|\b{SIGNED}s?\s(?:pas|non)\s(?:encore )?(?:sign\w*|pass\w*)"
    rf"|\b{WORK}s?\s(?:pas|non)\s(?:encore )?(?:commenc\w*|demarr\w*|lanc\w*|engag\w*|entam\w*)|\brien (?:n'est|n'a ete|d'|encore|de)\s?(?:encore )?(?:ete )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*|fait|acte)\b|\bavant (?:de|d') (?:signer|commencer|demarrer|lancer|engager|commander)|\bencore rien (?:sign\w*|command\w*|commenc\w*|engag\w*|fait)|\bn'(?:a|ont|avons|ai|est) (?:toujours )?(?:pas|rien) (?:encore )?(?:ete )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*)"
)
STARTED = re.compile(
    rf"\b(?:a|ai|avons|est|sont|ont|j'ai)\s(?:deja |bien |tout juste |juste )*(?:commence|demarre|signe|lance|engage|entame|commande|passe|debute|valide|accepte|paye|verse)\w*\s(?:le |la |les |un |une |des |nos |notre |mon |l')?(?:deja )?(?:gros |premiers? |premieres? )?(?:{WORK}|{SIGNED}|machines?|equipements?|acompte|four|chaudiere|ligne|presse|robot|materiel)s?"
    rf"|\b(?:{WORK}|{SIGNED})s?\s(?:(?:de|du|des|d'une?|pour) (?:\w+ ){{1,3}}(?=est|sont|a ete))?(?:(?:est|sont|ont|a|ete|deja|bien|en partie|vient d'etre|viennent d'etre)\s)*(?:commences?|commencees?|demarr(?:e|es|ee|ees)|signe(?:s|e|es)?|lances?|lancees?|engages?|engagees?|en cours|passee?s?(?! a\b)|entames?|acceptes?|faits?|finis?|termines?|realises?)\b"
    rf"|\bdeja (?:commence|demarre|signe|command|engage|lance|entame|achete|paye|investi)\w*|\b(?:acompte|arrhes) (?:est |a ete |deja )*(?:verse|paye)\w*|\b(?:machine|ligne|presse|chaudiere|robot|four|materiel|equipement)s? (?:est |sont |a ete |deja )+(?:command|achet|livr|install)\w*|\bc'est (?:deja )?signe\b|\bon vient de (?:signer|commencer|commander|lancer|demarrer)|\bcommence\w* (?:les )?travaux (?:en|le|il y a|depuis|hier|la semaine|le mois)"
)
NOT_STARTED_EITHER = re.compile(
    rf"\b{SIGNED}s?\s(?:pas|non)\s(?:encore )?(?:accept\w*|valid\w*|retourn\w*|lanc\w*|envoy\w*)|\bn'(?:a|ont|avons|ai) (?:encore |toujours )?(?:sign|command|engag|lanc|vers|pay|demarr|commenc)\w* (?:aucune?|rien|ni)\b|\bnothing (?:\w+ )?(?:ordered|signed|started|committed)|\b(?:not|haven't|hasn't|has not|have not) (?:yet |been )*(?:started|ordered|signed|begun)|\bno (?:order|contract|quote|work)s? (?:\w+ )?(?:placed|signed|started)|"
    rf"\bni (?:le |la |les |un |une |l'|d'|de )?(?:{SIGNED}|{WORK})?s?\s?(?:encore |ete )*(?:sign|command|engag|commenc|demarr|lanc|vers|pass|entam|debut|pay)\w*\b|\b(?:au stade|a l'etat|stade) (?:de |du |d')(?:la |l')?(?:simple )?(?:projet|devis|idee|reflexion|etude|ebauche|avant[- ]projet)s?\b"
    rf"|\bpas (?:encore )?(?:donne|pose|coule|fait|creuse) (?:le |la |les )?(?:premier |premiere |1er |1ere )?(?:coup|pierre|dalle|fondations|trou)\b|\bpas (?:un|une|le moindre|la moindre) (?:coup de pioche|pelletee|centime|bon de commande|devis|commande)\b|\baucun(?:e)? (?:engagement|commande|signature|acompte|coup de pioche)\b|\b(?:on n'a|on a|n'avons|n'ai|j'ai) (?:toujours )?(?:rien|pas) (?:encore )?(?:attaqu|touch|bouge|debut|vers)\w*|\brien (?:n'est |n'a )?(?:encore )?(?:attaqu|debut|entam|vers|achet|pay)\w*|\b(?:j'attends|on attend|attendons) [^,;.?!]{{0,40}}\b(?:pour|avant de) (?:signer|commencer|demarrer|lancer|commander|attaquer)\b"
)
STARTED_OTHERWISE = re.compile(
    r"\b(?:verse|paye|regle)\w* \d+ ?% (?:a la commande|d'acompte|d'avance)|\b(?:pelleteuses?|engins?|tractopelles?|macons|bulldozers?|grues?|terrassiers?) (?:est |sont )(?:deja )?la\b|\balready (?:ordered|signed|started|begun|bought)\b|\b(?:works?|construction) (?:has|have|is|are) (?:already )?(?:started|begun|underway)|"
    rf"\b(?:a|avons|ai) (?:deja )?tout (?:signe|commande|lance|engage|achete)\b|\b(?:machines?|equipements?|fours?|presses?|lignes?|robots?|materiels?|chaudieres?) (?:est |sont |viennent d'|vient d')*(?:deja )?(?:arrivee?s?|recue?s?|montee?s?|livree?s?)\b(?! (?:en fin|a bout|d'occasion|au bout))|\b(?:{SIGNED})s? (?:est |sont |ont ete |a ete |deja )*(?:envoye|parti|transmis|valide)\w*\b(?! par la (?:banque|region))|\b(?:acompte|arrhes) (?:est |a ete |deja )*(?:regle|vire|debite)\w*|\b(?:a|ont|avons|ai|j'ai)\s(?:deja |bien |tout juste )*(?:attaque|entame|debute|demarre|commence|ouvert)\s(?:le |la |les |l'|a |par |nos )*(?:{WORK}|creuser|construire|demolir|demonter|casser|couler|terrasser|chantier|travaux)\b|\b(?:pelleteuses?|engins?|tractopelles?|macons|bulldozers?|grues?|ouvriers|entreprises?|artisans) (?:est |sont )?(?:deja )?(?:sur place|arrive\w*|sur (?:le )?site|au travail|a l'oeuvre|en action|a pied d'oeuvre|creus\w+)\b"
    rf"|\b(?:{WORK}) (?:est |sont |a |ont |ete |deja |bien )*(?:coule\w*|donne\w*|posee?s?|attaque\w*|debut\w*|entam\w*|achev\w*)\b|\bpremiers? coups? de pioche\b(?! (?:prevu|en 20[3-9]|l'an prochain|bientot))|\bc'est (?:deja )?(?:parti|lance|commence|en cours|en route)\b|\bca a (?:deja )?(?:commence|demarre|debute)\b|\ben plein(?:s)? (?:travaux|chantier)\b|\b(?:chantier|travaux) (?:est |sont )?(?:deja )?(?:ouverts?|bien avances?|a moitie|en route)\b|\b(?:j'ai|on a|avons) (?:deja )?(?:verse|paye|regle) (?:l'|un |des |les )?(?:acompte|arrhes|avance)s?\b"
)
TO_COME = re.compile(
    r"^\s(?:en (?!20(?:[01]\d|2[0-5])\b)|au |a partir|debut |fin |mi-|dans |bientot|prochainement|l'an prochain|le mois prochain|la semaine prochaine|demain|lundi|apres|quand|des que|d'ici)"
)
HYPOTHESIS = re.compile(r"\b(?:peut|peux|puis|faut|doit|dois|pouvons|devons|pourra\w*)[- ]?(?:t-)?(?:on|il|je|nous)?\b[^,;]{0,40}$")
NO_AFTER = re.compile(r"\s?[:?=]\s*(?:non|nan|aucune?|jamais|pas du tout)\b")
TROUBLE = r"(?:redressement(?: judiciaire)?|liquidation(?: judiciaire)?|procedures? (?:de )?(?:sauvegarde|collectives?)|sauvegarde(?! de(?:s)? (?:l'|emploi|donnees|patrimoine))|cessation de paie?ments?|(?<=en )[rl]\.?j\b\.?|depot de bilan|depose (?:le |son |notre )?bilan|plan de sauvegarde(?! de l'emploi))"
LOST_CAPITAL = re.compile(r"\bperdu\w* (?:plus de )?(?:la )?moitie (?:du|de (?:notre|nos|mon|son)|des) (?:capital|capitaux|fonds propres)|\b(?:capitaux|fonds) propres (?:sont |tombes |passes )*(?:inferieurs? a la moitie|negatifs?)")
PROVED = re.compile(r"\b(?:prouver|preuve|justifi\w+|attest\w+|jugement)\b[^.;?!]{0,30}\b(?:sorti\w*|fin|cloture|plus en)\b[^.;?!]{0,25}\b(?:difficulte|redressement|sauvegarde|procedure)|\b(?:sortie? (?:de|du) (?:redressement|difficulte|sauvegarde)|fin de (?:procedure|plan)) prouvee?")
NOT_INDEPENDENT = re.compile(r"\b(?:pas|plus|non) independante?s?\b|\bfiliale a (?:100|\d\d) ?%")
_PER_YEAR = r"(?:\s?(?:/\s?an|par an|annuels?|/an))?"
ENERGY = re.compile(rf"(?<![\d.,])(?P<n>\d[\d ]{{0,9}}(?:[.,]\d+)?)\s?(?P<unit>gwh|mwh)\b(?!c){_PER_YEAR}")
CO2_AVOIDED = re.compile(
    r"\b(?:moins|reduire|reduction|baiss\w+|diminu\w+|evit\w+|econom\w+|gagn\w+|gain|supprim\w+|couper)\b[^.;?!\d]{0,30}(?P<n>\d[\d ]{0,9}(?:[.,]\d+)?)\s?(?P<unit>kt|tonnes?|teq|tco2e?q?|t)\b\s?(?:eq\w*\s?)?(?:de |d'|equivalent )?(?:co2|ges|carbone|/\s?an|par an|$)"
)
# What is told as done; asked about, it says nothing.
DONE_ONCE = frozenset(("bilan_ges_recent", "audit_a_jour", "deliberation_locale", "ancien_site_icpe_ou_minier", "site_disponible_avant_2030", "pret_bancaire_associe"))
FLAGS: tuple[tuple[str, str], ...] = (
    ("bilan_ges_recent", r"\b(?:bilan (?:carbone|ges|d'emissions)|beges) (?:est |a ete |deja |bien |tout juste )*(?:fait|realise|a jour|recent|boucle|termine|en poche|ok|de 202[4-9]|date de 202[4-9])\b|\b(?:on a|avons|j'ai|a) (?:deja |bien |tout juste )*(?:fait|realise|boucle|termine) (?:un |le |notre |son )?(?:bilan (?:carbone|ges)|beges)|\bpas (?:encore )?(?:de |fait de |fait le |fait notre )(?:bilan (?:carbone|ges)|beges)|\bjamais (?:fait )?(?:de |un )?bilan (?:carbone|ges)"),
    ("audit_a_jour", r"\baudit energetique (?:est |a ete |deja |bien )*(?:fait|realise|a jour|recent|de moins de 4 ans)\b|\bpas (?:encore )?d'audit energetique"),
    ("ancien_site_icpe_ou_minier", r"\banciens? (?:sites? |terrains? )?(?:classe )?(?:icpe|miniers?|seveso|industriel classe)\b|\bancienne (?:mine|installation classee|icpe|carriere miniere)\b"),
    ("site_disponible_avant_2030", r"\b(?:disponible|libre|pret|livrable|livre|amenage|commercialisable)s? (?:avant|d'ici) (?:fin )?(?:2030|2029|2028|2027|2026)\b"),
    ("deliberation_locale", r"\b(?:commune|conseil municipal|mairie|agglo\w*|com ?com|interco\w*|epci|metropole|communaute de communes|collectivite) (?:a |ont |avons |vient de |deja )+(?:bien )?(?:vote\w*|deliber\w*|adopt\w*|pris une deliberation)|\bdeliberation (?:a ete |est |deja )*(?:prise|votee|adoptee)|\bexoneration (?:a ete |est |deja )*votee"),
    ("pret_bancaire_associe", r"\b(?:la|ma|notre|une) banque (?:nous |me |m'|deja )*(?:prete|suit(?! le dossier)|finance|accompagne avec un pret|a (?:dit oui|accorde|accepte))|\b(?:avec|on a|j'ai|avons) (?:un |le |notre |deja un )?(?:pret|emprunt|credit) bancaire|\b(?:pret|emprunt|credit) (?:bancaire |de la banque )(?:accorde|obtenu|signe|associe|a cote|en parallele|pour le reste)"),
    ("soumis_ets", r"\b(?:site|usine|installation) (?:est )?(?:classee?|soumise?|sous) (?:a l'|aux |au )?(?:ets|eu[ -]ets|quotas)\b"),
    ("territoire_industrie", r"\blabellisee?s? territoires? d'industrie\b"),
    ("consortium", r"\b(?:en|un|notre) consortium|\bprojet collaboratif|\bavec (?:un |des )?partenaires? (?:industriels?|academiques?)"),
    ("soumis_ets", r"\bsoumis(?:e|es)? (?:aux|a l'|au) ?(?:quotas?|ets|eu ets|systeme (?:d'echange|europeen))|\bsite ets\b|\bdans l'ets\b|\bquotas? (?:de )?co2"),
    ("independante", r"\b(?:entreprise|societe|pme|on est|nous sommes|boite|familiale et)\s(?:\w+ ){0,2}?(?:totalement |completement |entierement )?independante?s?\b(?! d[eu] l'energie)|\b(?:n'appartient|n'appartenons|pas filiale|pas de groupe)\b"),
    ("zone_afr", r"\b(?:en|dans une|dans la|classee?s?) zone afr\b|\bcommune afr\b|\bzone d'aide a finalite regionale"),
    ("consortium", r"\bproject? porte par un consortium"),
)  # fmt: skip
COMPILED_FLAGS = [(name, re.compile(pattern)) for name, pattern in FLAGS]
BODY = r"(?:urssaf|ursaf|ursaff|impots?|tva|fisc\b|fiscal\w*|social(?:e|es|ement)?\b|charges|cotisations?|cotis\b|dgfip|msa\b|obligations|tresor public|caisses? de retraite|taxes)"
UP_TO_DATE = re.compile(
    rf"\b(?:a jour|en regle|carres?|reglo)\s(?:cote |niveau |au niveau |sur |avec |aupres |dans |pour |de |des |du |d'|tout |toutes? |tous |nos |mes |ses |leurs |les |le |la |l'|paiements? )*{BODY}|\b{BODY}(?:[\s,/+&-]|\bet\b|\bla\b|\bles\b|\bl'|patronales|cote|au niveau|tout\w*|tous|sont|est|on est|bien|parfaitement|ca|{BODY})*?\s?:?\s?(?P<late>pas )?(?:a jour|ok|okay|payee?s?|reglee?s?|en regle|nickel|carres?|ras|soldee?s?)\b"
    rf"|\b(?:doi[ts]|devons|dois)\s(?:plus )?rien (?:a |aux? )(?:l'|la |les )?{BODY}|\ba jour (?:partout|de tout|sur tout)\b"
)
ALL_PAID = re.compile(rf"\b(?:tout (?:est )?(?:paye|regle|a jour|en ordre|carre)|(?:rien|aucun) (?:retard|impaye|en retard))\b[^.;?!]{{0,15}}{BODY}|\bup to date (?:\w+ ){{0,3}}?(?:tax\w*|social)|\b(?:tax\w*|contributions) (?:\w+ )?(?:paid|up to date)")
LATE = re.compile(
    rf"\b{BODY}\s(?:nous |me |lui )?(?:reclame|poursuit|relance|court apres)\w*|\b(?:retards?|dettes?|ardoises?|arrieres?|impayes?|moratoire|etalement|echeancier|plan d'apurement|en defaut|redevables?)\b[^,;.?!\d]{{0,30}}{BODY}|\b{BODY}\s(?:\w+ )?(?:en retard|impayee?s?|en souffrance|pas (?:a jour|payee?s?|reglee?s?))\b|\b(?:doi[ts]|devons)\s(?:encore |toujours )?(?:\d[\d .,]*\s?(?:k€|k|m€|€|ke|euros?)?|de l'argent|des sous|un paquet|pas mal)[^,;.?!]{{0,20}}{BODY}|\b(?:dettes?|retards?) (?:fiscale|sociale)s?\b"
)
