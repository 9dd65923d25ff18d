"""Where a company is, how far its project is, how old and how sound it is, who lends: hurried wordings, on both sides of what they tell."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.facts_in_text import read_facts
from assistant.numbers_in_text import fold_in_place
from assistant.words.shorthand import spelled_out


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("01", "usine dans l'ain, 45 sal"), ("01", "on est ds l ain"), ("74", "on est dans le 7-4"), ("74", "on est basé 74, decolletage, 12 pers"), ("93", "boite du 9-3, on veut une presse"), ("93", "seine st denis, 20 pers"),
        ("38", "nos clients sont dans le Rhône, nous en Isère"), ("38", "usine a vienne (38), 10 sal"), ("38", "12 sal, Isère"), ("42", "on livre dans toute la Drôme, l'usine est dans la Loire"),
        ("42", "stephanoise, on est dans le 42, 12 pers"), ("43", "menuiserie en hte loire, 12 gars"), ("43", "basés en Haute Loire, 12 sal"), ("67", "tolerie bas rhin 30 pers"), ("67", "Bas-Rhin 67, 12 sal"),
        ("29", "on est dans le finistére nord"), ("29", "atelier dans le finisterre, 12 salariés"), ("29", "brest (29200), 12 sal"), ("56", "pme morbihanaise de 12 salariés"), ("56", "dans le morbian, on fait des voiles"),
        ("35", "ile et vilaine, 12 salariés, biscuits"), (None, "on est dans les 45 salariés"), (None, "réunion le 12 mars, on est 45"), (None, "on veut réduire la facture, 63 salariés"), (None, "chaudronnerie, 42, ca 3M"),
        (None, "on est 45, une presse"), (None, "4 personnes et 12 machines"), (None, "les bords de Marne, on est 12"), (None, "dans le nord de la france, on est 12"), (None, "on creuse une tranchée, 12 salariés"),
        (None, "investir la somme de 40000 euros"), (None, "usine à Vienne, 10 sal"), (None, "région Pays de la Loire, 12 salariés"), (None, "centre val de loire, 12 salariés"), (None, "on va allier robotique et métier, 12 pers"),
        (None, "Aude Martin, gérante, 12 salariés"), (None, "coutellerie (12 salariés)"), (None, "70 salariés dont 12 intérim"), (None, "le 06 12 34 56 78 pour me joindre, on est 12"), (None, "rdv le 04/05, on est 12"),
        (None, "mon concurrent est en Vendée, on est 12"), (None, "ma banque est dans le Tarn, on est 12"), (None, "on fait du calvados et du cidre, 12 pers"), (None, "pas de travaux, 12 pers"), (None, "18 mois, 12 sal"),
        (None, "taux de 20 %, 45 sal"), (None, "machine de 12 tonnes, 45 sal"), (None, "on travaille de 7 a 17, 45 sal"), (None, "iso 9001, 45 sal"), (None, "on est 25 dans la boite, presse 80 tonnes"), (None, "CA 12 M, 45 sal"),
        (None, "on livre dans le 69, 12 sal"), (None, "nos clients du 75 paient mal, 12 sal"), (None, "j'ai 55 ans, 12 sal"), (None, "le 12, on ferme, 45 sal"), (None, "tarif bleu, 36 kva, 45 sal"), (None, "on a 3 sites, 45 sal"),
        (None, "toyota 75 chariots, 45 sal"), (None, "la prime est de 35, 45 sal"), (None, "peugeot 33 machines, 45 sal"), (None, "il reste une place dans le train, on est 45"), (None, "on vend au nord et au sud, 45 sal"),
        (None, "machine à commande numérique série 85, 12 sal"), (None, "la loire déborde, 12 sal"), (None, "les vins du jura se vendent bien, 12 sal"), (None, "on s'approvisionne en bois des Landes, 12 sal"),
        (None, "vitesse 30, 45 sal"), (None, "on fait 2x8 du lundi au vendredi, 45 sal"), ("59", "chaudronnerie dans le nord, 60 pers"), ("59", "PME du Nord, 45 salariés"), ("59", "dunkerque nord 12 sal"),
        ("59", "on est ds le 59, 12 sal"), ("64", "pme béarnaise de 22 salariés"), ("23", "on est en creuse, 12 gars"), ("23", "scierie, creuse, 6 pers"), ("46", "fromagerie du Lot, 8 salariés"),
        ("80", "usine dans la somme, 80 pers"), ("80", "picardie, somme, 12 sal"), ("18", "atelier ds le cher, 10 pers"), ("50", "chantier naval dans la manche"), ("50", "fromagerie normande de la manche, 12 sal"),
        ("86", "on est dans la vienne, 10 sal"), ("51", "usine dans la Marne, 10 sal"), ("77", "je suis à Marne-la-Vallée en Seine et Marne, 12 sal"), ("2A", "boite en corse du sud, 8 sal"),
        ("13", "boite des bouches du rhône, 40 pers"), ("13", "bdr, 12 sal, menuiserie"), ("69", "metallurgie rhone 40 pers"), ("69", "12 pers, villefranche sur saone (rhone)"), ("76", "on est en seine mar, 30 sal"),
        ("19", "mégisserie de Corrèze, 15 pers"), ("24", "perigord, dordogne, 15 pers"), ("24", "périgueux dordogne, 12 sal"), ("60", "entreprise de l'oise, 60 pers"), ("03", "dans l'allier, 12 pers"),
        ("83", "PME du Var, 12 personnes"), ("11", "boite de l'aude, 12 pers"), ("39", "lunetier jurassien, 12 sal"), ("39", "lunetterie du jura, 12 sal"),
        ("89", "le siège est dans le 92 mais l'usine est dans l'Yonne, on investit"), ("92", "siège dans le 92, on est 45"), ("92", "hauts de seine, 12 sal"), ("63", "Thiers (63), coutellerie"),
        ("88", "usine textile vosgienne 45 pers"), ("48", "mairie de lozère, on veut une usine relais"), ("22", "PME des cotes d'armor, 20 sal"), ("22", "pme cotes darmor 20 sal"), ("22", "tolerie à Lamballe 22400, 12 sal"),
        ("21", "dijon (21) on assemble des vélos"), ("70", "Haute-Saône, 33 salariés"), ("90", "territoire de belfort, 33 sal"), ("95", "val d'oise, 37 pers"), ("33", "je vis à Bordeaux en gironde, sasu"),
        ("33", "siege paris, usine gironde, 12 sal"), ("85", "chez nous en vendée on est 33"), ("66", "pyrénées orientales, 12 sal"), ("974", "abattoir 974, 12 sal"), ("44", "on est à saint nazaire dans le 44 depuis 2001"),
        ("57", "on est 30 en moselle est"), ("57", "usine 57 salariés en Moselle"), ("57", "boite mosellane 12 sal"), ("72", "on habite le mans dans la sarthe, 12 sal"), ("49", "maine & loire, 12 sal"),
        ("17", "charente mar, chantier naval 15 pers"), ("07", "moulinage, fin fond de l'ardèche, 12 pers"), ("07", "moulinage ardechois, 12 sal"), ("30", "nimes, gard, 12 pers"), ("14", "caen calvados 12 pers"),
        ("40", "pme landaise de 12 pers"), ("31", "haut garonnaise ? pme haute garonne 12 pers"), ("31", "toulouse 31, 12 sal"), ("62", "pas de calais, 12 pers"), ("37", "tours indre et loire 12 pers"),
        ("27", "fabrique d'emballage de l'eure, 12 pers"), ("45", "boite loirétaine de 12 pers"), ("25", "usine à montbéliard dans le doubs"), ("02", "soissons (aisne) 12 sal"), ("34", "on est dans l Hérault"),
        ("81", "Tarn (81), granit"), ("41", "loir et cher, 12 sal"), ("84", "je suis du vaucluse, 12 sal"), ("54", "en meurthe et moselle, 12 sal"), ("71", "le creusot (71), 12 sal"), ("05", "hautes alpes, 12 sal"),
        ("53", "usine à laval en mayenne, 12 sal"), ("91", "essonne, 12 sal"), ("16", "on est en charente, 12 sal"),
    ],
)  # fmt: skip
def test_a_departement_is_read_by_name_number_or_adjective_and_not_from_a_river_a_client_or_a_figure(value: str | None, text: str) -> None:
    assert read_facts(text).facts.departement == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "la pelleteuse est déjà là, on est 12"), (True, "bon de commande parti, 12 salariés"), (True, "le contrat avec le fabricant est signé depuis mars et la machine arrive bientôt, on est 40"),
        (True, "on a signé hier pour la presse"), (True, "j'ai deja versé 30% d'acompte pour la machine"), (True, "on a versé un acompte au fournisseur, 12 sal"), (True, "les macons ont commencé lundi, atelier de 12 pers"),
        (True, "la dalle est coulée, on est 8"), (True, "on vient de passer commande d'un four"), (True, "le devis est accepté depuis 15 jours, notre boite fait des portes"),
        (True, "l'extension est sortie de terre, pme 30 pers, le chantier a demarré en juin"), (True, "le chantier est en cours, on est 20"), (True, "travaux bien avancés, on est 20 dans la boite"),
        (True, "j'ai signé le devis, 9 salariés"), (True, "Nous avons retourné le devis signé, 9 salariés"), (True, "la commande est passée, 9 salariés"), (True, "on a lancé les travaux en octobre"),
        (True, "la ligne est livrée et installée, on est 30"), (True, "leasing signé pour un tour, on est 8"), (True, "l'acompte est parti ce matin, usine de 40 pers"), (True, "machine commandée, devis signé, on est 12"),
        (True, "on a déjà commencé à démolir l'ancien hangar"), (True, "les terrassiers sont à l'oeuvre sur notre site"), (True, "commande ferme passée, 12 sal"), (True, "on a tout signé avec le constructeur, usine de 30 pers"),
        (True, "g payé l'acompte vendredi, 8 sal"), (True, "le four est déjà sur place, boulangerie indus 20 pers"), (True, "Les fondations sont coulées depuis mai, pme de 30 sal"),
        (True, "bon pour accord signé et renvoyé, 12 sal"), (True, "chantier lancé il y a 3 semaines, 12 sal"), (True, "on a déjà reçu la première machine, 12 sal"), (True, "la machine tourne déjà depuis 2 mois, 12 sal"),
        (True, "trop tard j'ai commandé, 12 sal"), (True, "marché de travaux notifié, 12 sal"), (True, "le gros oeuvre est terminé, 12 sal"), (True, "nous avons engagé les dépenses en septembre, 12 sal"),
        (True, "on a posé la première pierre, 12 sal"), (True, "les commandes sont parties, 12 sal"), (True, "contrat de location signé pour les machines, chantier démarré, 12 sal"),
        (True, "le chantier a débuté en septembre, est-ce rédhibitoire ? 12 sal"), (True, "Les premiers travaux ont été réalisés cet été, 12 sal"), (True, "J'ai accepté le devis du constructeur, 12 sal"),
        (True, "l'entreprise de maçonnerie est en train de couler la dalle, 12 sal"), (True, "on a versé 20 000 € d'acompte, 12 sal"), (True, "machine déjà payée, 12 sal"),
        (True, "La commande a été signée la semaine dernière, 12 sal"), (True, "on est déjà en chantier, 12 sal"), (True, "la presse est arrivée hier, 12 sal"), (True, "devis signé il y a 2 mois, 12 sal"),
        (True, "commande confirmée, 12 sal"), (False, "le bon de commande n'est pas parti, on est 12"), (False, "le devis est à 175 000, pas accepté, on est 12"), (False, "la commande est pas encore faite, notre boite"),
        (False, "j'ai recu un devis de 48 000 € mais je l'ai pas accepté, 7 salariés"), (False, "on attend votre réponse pour commander, on est 12"), (False, "on en est au stade des devis, 12 pers"),
        (False, "on a juste les devis, 12 pers"), (False, "aucune dépense engagée à ce jour, SAS de 12 pers"), (False, "travaux non démarrés, SAS 12 pers"), (False, "je signe rien avant d'avoir la réponse, 12 sal"),
        (False, "pas un euro engagé, on est 12"), (False, "pas de commande passée, on est 12"), (False, "on n'a pas encore lancé le chantier, on est 12"), (False, "je n'ai rien payé ni signé, 12 sal"),
        (False, "c pas signé, on est 12"), (False, "le chantier n'a pas démarré, 12 salariés"), (False, "on veut pas commander avant de savoir, on est 12"), (False, "les travaux n'ont pas débuté, on est 30"),
        (False, "rien d'engagé, pme 30 pers"), (False, "commande pas passée, on est 30"), (False, "aucun bon de commande émis, 12 sal"), (False, "on bouge pas tant qu'on a pas votre accord, rien signé, 12 sal"),
        (False, "projet au stade de la reflexion, 12 sal"), (False, "pas l'ombre d'un devis signé, 12 sal"), (False, "le devis dort dans un tiroir, pas validé, 12 sal"), (False, "nous n'avons pris aucun engagement, 12 sal"),
        (False, "rien n'est lancé de notre coté, 12 sal"), (False, "les travaux n'ont pas encore commencés, 12 sal"), (False, "commande pas lancée, 12 sal"), (False, "je n'ai encore signé aucun devis, 12 sal"),
        (False, "on attend la subvention avant de lancer, 12 sal"), (False, "pas de bon de commande pour le moment, 12 sal"), (False, "devis reçu mais non signé, 12 sal"),
        (False, "on est juste en train de chiffrer, rien de commandé, 12 sal"), (False, "Le projet n'est pas engagé, 12 sal"), (False, "nous n'avons encore rien engagé, 12 sal"), (False, "Aucuns travaux n'ont commencé, 12 sal"),
        (False, "Nous n'avons rien signé pour l'instant, 12 sal"), (False, "tout est encore sur le papier, rien de lancé, 12 sal"), (False, "le devis n'est pas signé, 12 sal"), (False, "pas commencé, 12 sal"),
        (False, "aucune commande n'est passée, 12 sal"), (False, "le projet n'a pas démarré, 12 sal"), (False, "ni commande ni travaux, 12 sal"), (False, "on n'a pas encore choisi le fournisseur, rien n'est signé, 12 sal"),
        (None, "les travaux débuteraient en 2028, on est 30"), (None, "on a signé un gros contrat avec airbus, on est 30"), (None, "nos clients ont commandé 200 pièces, on est 30"),
        (None, "on a acheté un robot en 2021, on est 30"), (None, "quand peut on signer le devis ? on est 30"), (None, "si je signe le devis maintenant je perds l'aide ? 12 sal"), (None, "le chantier démarrera en mars, on est 12"),
        (None, "un concurrent a commandé la même machine, on est 12"), (None, "on a beaucoup de commandes, on est 12"), (None, "peut on commencer les travaux avant la réponse ? on est 12"),
        (None, "on compte signer en mars, 12 sal"), (None, "mon voisin a commencé ses travaux, on est 12"), (None, "mon projet est fini depuis 2 ans, je veux le solde"),
        (None, "on est en pleine croissance, 30 salariés, on a lancé une nouvelle gamme"), (None, "on a passé le cap des 50 salariés"), (None, "entreprise de construction bois, 12 sal"),
        (None, "on fabrique des fours et on les installe chez nos clients, 12 sal"), (None, "on lancera les travaux dès que possible, 12 sal"), (None, "on envisage de commander une presse, 12 sal"),
        (None, "nous avons signé la charte, 12 sal"), (None, "on a lancé un nouveau produit, 12 sal"), (None, "on a commencé à recruter, 12 sal"), (None, "l'usine tourne à plein régime, 12 sal"),
        (None, "nos machines sont installées dans un vieux hangar, 12 sal"), (None, "la ligne est en service depuis 1998, 12 sal"), (None, "on est installés dans l'Ain, 12 sal"), (None, "on a posé des panneaux en 2019, 12 sal"),
        (None, "faut il avoir signé le devis avant ? 12 sal"), (None, "on fabrique des machines et on les livre installées, 12 sal"), (None, "nous avons passé un cap, 12 sal"), (None, "le marché est en cours de mutation, 12 sal"),
        (None, "on a validé le business plan, 12 sal"), (None, "notre contrat d'électricité est terminé, 12 sal"), (None, "on a reçu une commande de 2000 pièces, 12 sal"), (None, "les commandes sont en baisse, 12 sal"),
        (None, "on a démarré en 2012 dans un garage, 12 sal"), (None, "notre atelier est en cours de certification, 12 sal"), (None, "la région a lancé un appel à projets, 12 sal"),
        (None, "on n'a pas le temps de monter le dossier, 12 sal"), (None, "on a payé nos impôts, 12 sal"), (None, "c'est parti pour une belle année, 12 sal"), (None, "on a commencé à réfléchir à une extension, 12 sal"),
        (None, "on a lancé une étude de faisabilité, 12 sal"), (None, "j'ai rien compris à vos aides, 12 sal"), (None, "le permis est accordé, 12 sal"), (None, "on a payé la moitié du loyer, 12 sal"),
        (None, "on a signé un partenariat avec une université, 12 sal"), (None, "nous n'avons pas signé la convention avec la région, 12 sal"), (None, "j'ai acheté la boîte en 2015, 12 sal"),
        (None, "il ne faut rien signer avant ? 12 sal"), (None, "nous avons commandé une étude, 12 sal"), (None, "on n'a jamais payé de pénalités, 12 sal"), (None, "nos clients ont lancé leurs travaux, 12 sal"),
        (None, "on ne peut pas lancer la production sans presse, 12 sal"), (None, "on a achevé notre plan de formation, 12 sal"),
    ],
)  # fmt: skip
def test_works_are_begun_when_something_is_ordered_signed_or_on_the_site(value: bool | None, text: str) -> None:
    assert read_facts(text).facts.travaux_commences is value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "le tribunal nous a mis en RJ, on est 12"), (True, "on est en rj depuis mai, on a droit a quoi ?"), (True, "on est en RJ"), (True, "on est sous sauvegarde depuis mai"),
        (True, "notre boite est en procédure de sauvegarde"), (True, "la boîte est placée en redressement, 20 salariés"), (True, "on est en plan de continuation, 20 sal"), (True, "on a déposé le bilan le mois dernier, 20 sal"),
        (True, "nous sommes en cessation de paiement"), (True, "pme en difficulté, 30 sal, on cherche de l'aide"), (True, "nos capitaux propres sont négatifs"), (True, "nous avons un administrateur judiciaire depuis mars"),
        (True, "on est en liquidation judiciaire, que faire ?"), (True, "on est une entreprise en grande difficulté"), (True, "on est en procédure collective, 12 sal"), (True, "redressement judiciaire prononcé en mai, 12 sal"),
        (True, "le TC nous a placés en redressement, 12 sal"), (True, "la société est en sauvegarde, 12 sal"), (True, "boite en RJ, 12 sal"), (True, "on a plus de la moitié du capital social de perdu, 12 sal"),
        (True, "on est en grosse difficulté financière, 12 sal"), (True, "jugement d'ouverture de redressement le 3 mars, 12 sal"), (True, "la PME est placée sous sauvegarde, 12 sal"), (True, "en redressement depuis 2025, 12 sal"),
        (True, "nous sommes en redressement judiciaire mais le carnet est plein, 12 sal"), (True, "mes fonds propres sont négatifs, 12 sal"), (True, "entreprise en difficulté, 12 salariés, que faire ?"),
        (False, "pas de redressement, pas de liquidation, on est 12"), (False, "entreprise pas en difficulté, 12 sal"), (False, "aucune procédure collective, 12 sal"), (False, "nous ne sommes pas en difficulté financière"),
        (False, "ni redressement ni sauvegarde, 12 sal"), (False, "elle va plutot bien, pas de procedure ni rien, notre société est une sas"), (False, "zéro difficulté financière, 12 sal"),
        (False, "aucune difficulté financière, 12 sal"), (False, "pas en RJ ni rien, 12 sal"), (False, "ni en redressement ni en liquidation, 12 sal"), (False, "jamais été en redressement, 12 sal"),
        (False, "non, la boite n'est pas en difficulté, 12 sal"), (False, "l'entreprise se porte bien et n'est pas en difficulté, 12 sal"), (False, "pas d'entreprise en difficulté ici, 12 sal"),
        (False, "aucun redressement, 12 sal"), (None, "une entreprise en redressement judiciaire peut-elle avoir une aide ?"), (None, "les entreprises en difficulté sont-elles exclues ?"),
        (None, "on reprend une boite en liquidation judiciaire, 12 sal"), (None, "un de nos clients est en redressement, on est 12"), (None, "on a failli déposer le bilan, on est 12"),
        (False, "on est sorti du redressement en 2022, on est 12"), (None, "on veut racheter la fonderie voisine en redressement judiciaire, on est 30"), (None, "on a des difficultés à recruter, on est 12"),
        (None, "notre fournisseur a déposé le bilan, on est 12"), (None, "si on est en redressement on a droit a quoi ?"), (None, "on est en difficulté pour recruter"), (None, "on a du mal à recruter, 12 sal"),
        (None, "le secteur est en difficulté, 12 sal"), (None, "on rachète les actifs d'une boite en liquidation, 12 sal"), (None, "dispositif pour entreprises en difficulté ? 12 sal"),
        (None, "la sauvegarde de l'emploi nous tient à coeur, 12 sal"), (None, "on a traversé des difficultés pendant le covid, 12 sal"), (None, "redressement de la production prévu, 12 sal"),
        (None, "on est en liquidation de stock, 12 sal"), (None, "un redressement fiscal l'an dernier, 12 sal"), (None, "la procédure est longue, 12 sal"), (None, "on a racheté la boîte au tribunal en 2018, 12 sal"),
        (None, "on dépose un bilan carbone, 12 sal"), (None, "l'entreprise que je veux reprendre est en redressement, 12 sal"),
    ],
)  # fmt: skip
def test_difficulty_is_the_companys_own_and_present(value: bool | None, text: str) -> None:
    assert read_facts(text).facts.en_difficulte is value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6.0, "je fabrique des fours a pizza pro, la boite a 6 ans"), (6.0, "tpe de 6 ans"), (2.0, "jeune societe 2 ans, hydrogene electrolyseurs, belfort 90"), (2.0, "boite de 2 ans, drones"),
        (2.0, "Créée depuis 2 ans, notre société fait des drones"), (22.0, "Nous fabriquons des camping-cars depuis 22 ans (l'entreprise a été montée avec un ami)"), (15.0, "ca fait 15 ans qu'on existe, 12 sal"),
        (15.0, "notre PME a quinze ans d'existence"), (2.5, "boite créée il y a deux ans et demi, 12 sal"), (10.0, "on a 10 ans d'activité"), (10.0, "ancienneté 10 ans, tolerie"), (30.0, "cette année on fête nos 30 ans, 12 sal"),
        (30.0, "on tient la boutique depuis 30 ans, savonnerie"), (20.0, "voila 20 ans qu'on fait de la tolerie, 12 sal"), (20.0, "ça fait vingt ans que la boite tourne"), (8.0, "mon entreprise a huit ans, 12 sal"),
        (8.0, "on existe depuis 8ans, 12 sal"), (100.0, "maison vieille de 100 ans, 12 sal"), (3.0, "on s'est lancé il y a 3 ans, start-up de 12 pers"), (3.0, "3 ans d'activité, startup"), (5.0, "entreprise de 5 ans, 12 sal"),
        (5.0, "start up de 5 ans, capteurs"), (25.0, "tolerie existant depuis 25 ans, 12 sal"), (40.0, "pme familiale, 40 ans d'existence, 12 sal"), (40.0, "la société fête ses 40 ans"),
        (None, "on cherche un repreneur depuis 2 ans, 12 sal"), (None, "en redressement depuis 2 ans, 12 sal"), (None, "j'ai 55 ans, 12 sal"), (None, "le four a 30 ans, 12 sal"), (None, "je suis gérant depuis 5 ans, 12 sal"),
        (None, "20 ans d'expérience, 12 sal"), (None, "un bail de 9 ans, 12 sal"), (None, "on investit 2 M€ sur 3 ans, 12 sal"), (None, "machine de 15 ans, 12 sal"), (None, "on attend depuis 6 mois, 12 sal"),
        (None, "mon fils a 26 ans et veut monter sa boite"), (None, "il y a deux ans nous avions investi 1,5 M€"), (None, "nous étions une trentaine il y a cinq ans, nous sommes désormais 52"),
        (None, "budget de 450 000 € sur deux ans, 12 sal"), (None, "on a démenagé il y a 3 ans, 12 sal"), (None, "bâtiment vide depuis 10 ans, on est une commune"), (None, "on travaille sur ce projet depuis 2 ans, 12 sal"),
        (None, "mes salariés ont 50 ans de moyenne d'age"), (None, "former une dizaine de jeunes sur 2 ans, 12 sal"), (None, "on a acheté un robot il y a 3 ans"), (None, "une étude faite il y a 2 ans, 12 sal"),
        (None, "nous avons un client depuis 10 ans, 12 sal"), (None, "notre client historique depuis 10 ans, on est 12"), (None, "j'ai 12 ans d'ancienneté comme soudeur"), (None, "mon chef d'atelier a 20 ans de boite"),
        (None, "on loue depuis 3 ans, 12 sal"), (None, "il y a 3 ans on était 40, on est 12"), (None, "le site est fermé depuis 4 ans, commune"), (None, "amortissement sur 7 ans, 12 sal"), (None, "nos machines ont 25 ans, 12 sal"),
        (None, "un ouvrier qui a 30 ans de boite part, 12 sal"), (None, "les élèves ont 16 ans, cfa"), (None, "l'aide date d'il y a 2 ans, 12 sal"), (None, "je bosse ici depuis 8 ans, 12 sal"),
        (None, "croissance de 20 % depuis 3 ans, 12 sal"), (None, "on exporte depuis 5 ans, 12 sal"), (None, "dans 2 ans on sera 40, 12 sal"), (12.0, "12 ans d'existence, tolerie"), (18.0, "notre atelier existe depuis 18 ans"),
        (1.5, "on a démarré l'activité il y a 18 mois, drones"), (7.0, "société créée il y a sept ans"), (35.0, "maison fondée il y a 35 ans, reliure"), (50.0, "l'entreprise a 50 ans cette année"),
        (26.0, "savonnerie artisanale, en activité depuis 26 ans"), (4.0, "je me suis mis à mon compte il y a 4 ans, menuiserie"), (11.0, "Nous produisons du cidre depuis onze ans"), (9.0, "cela fait neuf ans que nous existons"),
        (70.0, "usine familiale de 70 ans"), (13.0, "depuis 13 ans on fait des skis"), (28.0, "on est là depuis 28 ans, tolerie"),
    ],
)  # fmt: skip
def test_the_age_is_that_of_the_company(value: float | None, text: str) -> None:
    assert read_facts(text).facts.anciennete_annees == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "la banque suit le projet, on est 12"), (True, "ma banque m'accompagne, on est 12"), (True, "La banque nous accompagne sur la moitié. on est 12"),
        (True, "Elles ont un accord de principe de leur banque. société de 12 pers"), (True, "310 k hors taxe pret bpi + credit agricole ok, 28 salaries"), (True, "le credit agricole nous prete 200k, on est 12"),
        (True, "emprunt accordé, on est 12"), (True, "pret signé avec la banque, on est 12"), (True, "j'ai l'accord de la banque, on est 12"), (True, "notre banquier est partant, on est 12"),
        (True, "prêt bancaire de 300 k€ obtenu, on est 12"), (True, "on emprunte 300k à la banque, le reste en fonds propres, on est 12"), (True, "la banque a dit oui, on est 12"),
        (True, "la moitié en emprunt bancaire, on est 12"), (True, "on complète avec un prêt de la banque, on est 12"), (True, "le CIC nous suit, on est 12"),
        (True, "le pret est accordé, on a droit a une aide en plus ? on est 12"), (True, "la bnp finance 60 %, 12 sal"), (True, "prêt accordé par la caisse d'épargne, 12 sal"), (True, "financement bancaire validé, 12 sal"),
        (True, "nos banquiers suivent, 12 sal"), (True, "la banque a donné son feu vert, 12 sal"), (True, "50% autofinancés et 50% en crédit bancaire, 12 sal"), (True, "le credit mutuel est ok, 12 sal"),
        (True, "on a un emprunt de 200k à la banque pop, 12 sal"), (True, "banque partante, 12 sal"), (True, "Notre banque s'est engagée à nous prêter 400 000 €, on est 12"),
        (True, "le reste sera financé par un emprunt déjà négocié, on est 12"), (True, "on a eu le pret, 12 sal"), (True, "crédit accepté par la banque hier, 12 sal"),
        (True, "La Société Générale et la BNP nous suivent sur ce dossier, 12 sal"), (True, "la banque couvre les deux tiers, 12 sal"), (True, "la banque est derrière nous, 12 sal"), (True, "banque d'accord pour 300k, 12 sal"),
        (True, "nous disposons d'un prêt bancaire de 1 M€, 12 sal"), (True, "avec un prêt de ma banque, 12 sal"), (True, "un prêt du crédit agricole est déjà en place, 12 sal"),
        (False, "Il n'a jamais emprunté un centime et ne compte pas le faire, entreprise individuelle"), (False, "la banque veut pas suivre, on est 12"), (False, "les banques nous ont refusé, on est 12"),
        (False, "pas de prêt, on est 12"), (False, "aucun emprunt, tout en fonds propres, on est 12"), (False, "la banque nous a lâché, on est 12"), (False, "aucune banque ne nous suit, on est 12"),
        (False, "on veut pas emprunter, on est 12"), (False, "refus de la banque, on est 12"), (False, "la banque ne suit plus, on est 12"), (False, "aucun prêt, 12 sal"), (False, "la banque nous ferme la porte, 12 sal"),
        (False, "on n'a pas de prêt bancaire, 12 sal"), (False, "la banque traine et finalement c'est non, 12 sal"), (False, "mon banquier refuse, 12 sal"), (False, "on finance sans emprunter, 12 sal"),
        (False, "le banquier ne veut rien savoir, 12 sal"), (False, "nos banques ne nous suivent pas, 12 sal"), (False, "les banques ne prêtent plus à notre secteur, refus partout, 12 sal"),
        (False, "la banque m'a dit non, 12 sal"), (False, "pas d'emprunt prévu, 12 sal"), (False, "sans crédit, 12 sal"), (False, "la banque n'a pas voulu suivre, 12 sal"), (False, "toutes les banques ont refusé, 12 sal"),
        (False, "je n'ai pas de crédit à la banque pour ça, 12 sal"), (False, "prêt refusé deux fois, 12 sal"), (None, "on attend la réponse de la banque, on est 12"), (None, "la banque demande un audit, on est 12"),
        (None, "si la banque suit on achète une presse, on est 12"), (None, "la banque suit si on a une aide, on est 12"), (None, "on cherche un prêt bancaire, on est 12"),
        (None, "est ce que la banque publique prete aux pme ? on est 12"), (None, "nous voulons un prêt de 200 k€, on est 12"), (None, "crédit d'impôt recherche obtenu, on est 12"),
        (None, "je cherche une aide, la banque hésite, on est 12"), (None, "pas de credit d'impot, on est 12"), (None, "notre concurrent a obtenu un prêt bancaire, on est 12"), (None, "le dossier est a la banque, on est 12"),
        (None, "on va demander un prêt à la banque, 12 sal"), (None, "j'ai rdv avec la banque, 12 sal"), (None, "la banque veut voir le dossier d'aide, 12 sal"), (None, "on rembourse encore un prêt de 2015, 12 sal"),
        (None, "la banque nous a conseillé de vous écrire, 12 sal"), (None, "notre banque est loin, 12 sal"), (None, "on n'a pas encore vu la banque, 12 sal"), (None, "la banque attend de voir l'aide, 12 sal"),
        (None, "pas de réponse de la banque pour l'instant, 12 sal"), (None, "prêt à démarrer, 12 sal"), (None, "je suis prêt à embaucher, 12 sal"), (None, "on est prêts, il manque juste le financement, 12 sal"),
        (None, "on hésite entre un prêt et une subvention, 12 sal"), (None, "un prêt à taux zéro existe ? 12 sal"), (None, "on fait du crédit client, 12 sal"), (None, "l'état ne fait pas crédit, 12 sal"),
        (None, "banque alimentaire, 12 sal"), (None, "la banque nous a demandé de trouver une aide, 12 sal"), (None, "la banque ne nous a pas encore répondu, 12 sal"), (None, "la banque est frileuse mais pas fermée, 12 sal"),
        (None, "on a un prêt de machine par le fabricant, 12 sal"), (None, "nous cherchons un crédit, 12 sal"), (None, "la banque fait trainer, 12 sal"), (None, "prêt croissance industrie possible ? 12 sal"),
    ],
)  # fmt: skip
def test_a_bank_lends_or_refuses_and_what_is_awaited_says_nothing(value: bool | None, text: str) -> None:
    assert read_facts(text).facts.pret_bancaire_associe is value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "dépolluer la friche de l'ancienne tannerie, 1,4 M€, l'étude préalable est faite, communauté de communes"), (True, "L'étude préalable a été réalisée par un bureau spécialisé. on est 145"),
        (True, "mon prédécesseur avait déjà fait réaliser l'étude d'impact, qui est bonne. usine de 95 personnes"),
        (True, "l'ingénieur d'une école voisine a calculé qu'on pourrait récupérer les calories. Son rapport fait 60 pages, on est 41"), (True, "on a fait faire un audit par un bureau d'études, on est 12"),
        (True, "le bureau d'études a rendu son rapport, on est 12"), (True, "diag réalisé l'an dernier, on est 12"), (True, "étude de faisabilité ok, on est 12"), (True, "le BE a chiffré le projet, on est 12"),
        (True, "nous disposons du rapport de l'étude de faisabilité, on est 12"), (True, "pré-étude terminée, on est 12"), (True, "un thermicien a dimensionné l'installation, on est 12"), (True, "étude thermique bouclée, 12 sal"),
        (True, "diagnostic fait par la cci, 12 sal"), (True, "nous avons mené une étude de faisabilité, 12 sal"), (True, "l'étude d'un cabinet est rendue, 12 sal"), (True, "faisabilité validée par un BE, 12 sal"),
        (True, "on a déjà un diagnostic, 12 sal"), (True, "le diag eco flux est fait, 12 sal"), (True, "étude préalable : ok, 12 sal"), (True, "Une étude préalable a été menée par l'agglo, 12 sal"),
        (True, "étude de structure réalisée, 12 sal"), (True, "le cabinet a remis son diagnostic, 12 sal"), (True, "on sort d'un diagnostic, le rapport est clair, 12 sal"),
        (True, "nous avons reçu les conclusions de l'étude de faisabilité, 12 sal"), (True, "audit réalisé par un bureau d'études, 12 sal"), (True, "l'étude est déjà faite, 12 sal"),
        (True, "etude préalable terminée en mars, 12 sal"), (False, "Aucune étude n'a été faite pour l'instant. J'aimerais être accompagnée. je monte un atelier"), (False, "on n'a pas encore fait d'étude, on est 12"),
        (False, "étude pas encore lancée, on est 12"), (False, "l'étude de faisabilité n'est pas faite, on est 12"), (False, "étude préalable : non, 12 sal"), (False, "on a pas fait d'étude, 12 sal"),
        (False, "pas la moindre étude, 12 sal"), (False, "zéro étude à ce stade, 12 sal"), (False, "l'étude reste à faire, 12 sal"), (False, "pas encore d'étude préalable, 12 sal"),
        (False, "aucun diagnostic réalisé à ce jour, 12 sal"), (False, "sans étude préalable, 12 sal"), (False, "nous n'avons mené aucune étude, 12 sal"), (False, "on a rien étudié, pas d'étude ni de diag, 12 sal"),
        (None, "on veut faire une étude de faisabilité, on est 12"), (None, "bilan carbone fait, on est 12"), (None, "faut il une étude préalable ? on est 12"), (None, "l'étude est en cours, on est 12"),
        (None, "j'ai fait des études de commerce et on est 12"), (None, "on est un bureau d'études de 12 personnes"), (None, "le bureau d'études nous a fait un devis, on est 12"),
        (None, "on souhaite réaliser une étude préalable, 12 sal"), (None, "qui finance les études de faisabilité ? 12 sal"), (None, "on est un bureau d'études et on a réalisé 40 projets, 12 sal"),
        (None, "nos ingénieurs ont réalisé un prototype, 12 sal"), (None, "les experts ont dit que c'était bien, 12 sal"), (None, "la cci a organisé une réunion, 12 sal"), (None, "le diagnostic coute combien ? 12 sal"),
        (None, "on veut un diagnostic, 12 sal"), (None, "mon fils fait ses études à Lyon, 12 sal"), (None, "l'audit ISO est passé, 12 sal"), (None, "un stagiaire ingénieur arrive, 12 sal"),
        (None, "on lance une étude de faisabilité, 12 sal"), (None, "ademe a fait un appel à projets, 12 sal"), (None, "il faut une étude, 12 sal"),
    ],
)  # fmt: skip
def test_a_study_was_made_or_not(value: bool | None, text: str) -> None:
    assert read_facts(text).facts.etude_prealable is value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2027-04-15,2027-04-15", "4,2 M€ de bâtiment au total, avec un démarrage au printemps, le 15 avril 2027 précisément. on est 12"), ("2026-03-01,2026-03-31", "agrandissement usine 6M en mars 2026, on est 12"),
        ("2026-01-15,2026-01-15", "recyclage de plastiques, ligne de broyage, 04, demarrage le 15 janvier 2026"), ("2026-06-01,2026-06-30", "Le notaire annonce une signature en juin 2026 si tout va bien, on est 12"),
        ("2026-10-01,2026-10-31", "ferrailleur 06 achat presse cisaille 1M2 debut chantier octobre 2026"), ("2027-09-01,2027-09-30", "on veut lancer les travaux en sept 2027"),
        ("2027-09-01,2027-09-30", "rentrée 2027, formation de 12 sal"), ("2027-09-01,2027-09-30", "on embauche en septembre 2027, 12 sal"), ("2027-01-01,2027-06-30", "on achète une presse au 1er semestre 2027"),
        ("2027-01-01,2027-06-30", "S1 2027, 12 sal"), ("2027-03-01,2027-03-31", "tour 5 axes, 210 k€, mars 2027, on est 12"), ("2027-03-01,2027-03-31", "demarrage mars 27, on est 12"),
        ("2027-03-01,2027-03-31", "le chantier commence fin mars 2027, on est 12"), ("2027-03-01,2027-03-31", "travaux prévus 03/2027, on est 12"), ("2027-03-01,2027-03-31", "chantier mars 2027, 12 sal"),
        ("2027-03-12,2027-03-12", "debut des travaux le 12/03/2027, on est 12"), ("2027-09-01,2027-12-31", "on veut démarrer fin 2027, on est 12"), ("2027-01-01,2027-12-31", "on investit courant 2027, on est 12"),
        ("2027-01-01,2027-12-31", "projet 2027, extension 2M, 12 sal"), ("2027-01-01,2027-12-31", "investissement prévu pour 2027, 12 sal"), ("2027-01-01,2027-03-31", "commande prévue au T1 2027, on est 12"),
        ("2027-05-01,2027-05-31", "on compte commander à partir de mai 2027, on est 12"), ("2027-05-01,2027-05-31", "debut : mai 2027, 12 sal"), ("2027-07-01,2027-12-31", "second semestre 2027, on est 12"),
        ("2028-01-01,2028-12-31", "les travaux commenceront en 2028, on est 12"), (None, "société créée en mars 2023"), (None, "CA 2027 prévu 3 M€, on est 12"), (None, "l'appel à projets ferme le 15 mars 2027, on est 12"),
        (None, "loi de 2027, on est 12"), (None, "on a acheté un robot en mars 2024, on est 12"), (None, "je pars à la retraite en juin 2027, on est 12"), (None, "la subvention a été obtenue en mars 2026, on est 12"),
        (None, "objectif 90 salariés en 2028, on est 12"), (None, "exercice clos le 31 mars 2026, on est 12"), (None, "France 2030, on est 12"), (None, "créée en janvier 2026, 12 sal"),
        (None, "en 2026 on a fait 3 M de CA, 12 sal"), (None, "bail jusqu'en mars 2028, 12 sal"), (None, "commande reçue en janvier 2026, 12 sal"), (None, "la réunion du 12 mars 2026 était bien, 12 sal"),
        (None, "audit de juin 2026, 12 sal"), (None, "le dispositif s'arrete en décembre 2027, 12 sal"), (None, "facture de mai 2026, 12 sal"), (None, "en redressement depuis mars 2026, 12 sal"),
        (None, "on a reçu la subvention en mars 2026"), ("2027-02-01,2027-02-28", "mise en service visée fevrier 2027, 12 sal"), ("2027-02-01,2027-02-28", "début prévu : février 2027, 12 sal"),
        ("2027-01-04,2027-01-04", "travaux au 4 janvier 2027, 12 sal"), ("2027-04-01,2027-06-30", "t2 2027 pour le lancement, 12 sal"), ("2028-01-01,2028-04-30", "début 2028 on construit, 12 sal"),
        ("2027-11-01,2027-11-30", "les travaux devraient commencer en novembre 2027, 12 sal"), ("2027-06-15,2027-06-15", "nous commencerons le 15 juin 2027, 12 sal"),
        ("2027-07-01,2027-07-31", "on aimerait lancer ça en juillet 2027, 12 sal"), ("2027-10-01,2027-12-31", "démarrage au 4e trimestre 2027, 12 sal"), ("2028-01-01,2028-01-31", "ouverture en janv 2028, 12 sal"),
        ("2027-05-03,2027-05-03", "livraison de la machine le 3 mai 2027, 12 sal"), ("2027-04-01,2027-04-30", "on démarre avril 2027, 12 sal"),
    ],
)  # fmt: skip
def test_the_start_of_the_project_is_dated(value: str | None, text: str) -> None:
    period = read_facts(text).project_period
    assert (f"{period[0]},{period[1]}" if period else None) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (300.0, "on économiserait 300 t de co2 par an, 12 sal"), (120.0, "gain 120 tCO2/an, 12 sal"), (1200.0, "soit 1 200 tonnes de CO2 en moins chaque année, 12 sal"), (None, "on émet 4 000 t de co2 par an, 12 sal"),
        (450.0, "réduction de 450 teqCO2 / an, 12 sal"),
    ],
)  # fmt: skip
def test_carbon_avoided_in_a_year_is_read(value: float | None, text: str) -> None:
    assert read_facts(text).facts.reduction_co2_t_an == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1200000.0, "ca 1,2m, 12 sal"), (800000.0, "800 k de ca, 12 sal"), (3000000.0, "3M de chiffre, 12 sal"), (2500000.0, "on fait 2,5 millions par an, 12 sal"),
    ],
)  # fmt: skip
def test_turnover_is_read(value: float | None, text: str) -> None:
    assert read_facts(text).facts.chiffre_affaires_eur == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4000000.0, "total bilan 4 M€, 12 sal"),
    ],
)  # fmt: skip
def test_the_balance_sheet_is_read(value: float | None, text: str) -> None:
    assert read_facts(text).facts.bilan_eur == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (80000.0, "on voudrait 80 000 € d'aide, 12 sal"), (100000.0, "on espère 100 k€ de subvention, 12 sal"), (None, "on a déjà eu 50 000 € d'aide, 12 sal"),
    ],
)  # fmt: skip
def test_the_aid_asked_for_is_not_the_aid_received(value: float | None, text: str) -> None:
    assert read_facts(text).facts.aide_demandee_eur == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (23, "23 bonhommes dans l'atelier, tolerie"), (14, "equipe de 14, tolerie"), (0, "je suis tout seul, pas de salarié"), (9, "nous sommes neuf, tolerie"), (52, "52 ETP, tolerie"), (None, "salle de 200 personnes"),
        (None, "on forme 12 personnes par an"), (None, "notre client a 300 salariés, on veut une presse"), (None, "repas pour 80 pers chaque midi, cantine"),
    ],
)  # fmt: skip
def test_a_crew_is_a_head_count_and_a_room_is_not(value: int | None, text: str) -> None:
    assert read_facts(text).facts.effectif == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "facture de gaz de 120 000 €, 12 sal"), (None, "on a perdu 300 000 € l'an dernier, 12 sal"), (None, "loyer de 24 000 €, 12 sal"), (None, "capital de 50 000 €, 12 sal"),
        (None, "on a eu 40 000 € de la région pour un four, 12 sal"), (None, "il nous reste 200 000 € de trésorerie, on veut une presse, 12 sal"), (None, "nos clients investissent 2 M€, 12 sal"),
        (None, "salaire moyen 32 000 €, on veut former 12 sal"), (150000.0, "un four à 150 000 € dont 50 000 € de génie civil, 12 sal"),
    ],
)  # fmt: skip
def test_what_is_paid_for_something_else_is_no_investment(value: float | None, text: str) -> None:
    assert read_facts(text).facts.investissement_eur == value


def test_shorthand_is_written_out_and_its_place_is_kept() -> None:
    long = spelled_out(fold_in_place("c pas signé ds l'Ain, 500 g, vitamine c"))
    assert long.text == "c'est pas signe dans l'ain, 500 g, vitamine c"
    assert len(long.text) == len(long.origins)
    read = read_facts("12 sal ds le Jura")
    assert "12 sal ds le Jura"[slice(*read.spans["departement"])] == "Jura"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("effectif", None, "2 ouvriers sont partis, on fait des meubles"), ("effectif", 40, "40 personnes sont employées sur le site"), ("effectif", None, "le taux c'est 30 ou 40 % pour ma boîte"),
        ("effectif", 7, "mon père avait 40 ouvriers, son père 120, et nous on est 7"), ("effectif", 30, "notre père a monté la boîte, on est 30"), ("effectif", None, "glaces artisanales, tpe, 83, on veut un four"),
        ("effectif", 8, "tpe, 8, boulangerie à Lyon"), ("investissement_eur", 90_000, "mes parents ont mis 20 000 €, je veux acheter une presse à 90 000 €"),
        ("investissement_eur", 80_000, "l'ancien four nous a coûté 30 000 €, le nouveau coûte 80 000 €"), ("investissement_eur", 120_000, "nous mettons 45 000 € de notre poche, la machine coûte 120 000 €"),
        ("investissement_eur", 200_000, "on peut mettre 200 000 € dans une nouvelle ligne"), ("investissement_eur", 90_000, "l'usine d'en face a une ligne à 3 M€, nous on veut une plieuse à 90 000 €"),
        ("investissement_eur", None, "je suis à la retraite, je veux isoler ma maison 20 000 €"), ("taille", None, "240 salariés, sommes-nous une PME ou pas ?"), ("taille", "TPE", "on est une PME, ou plutôt une TPE, 6 salariés"),
        ("taille", None, "la CCI veut accompagner 40 PME"), ("taille", "PME", "je forme ma PME au numérique"), ("en_difficulte", False, "notre situation n'est pas celle d'une entreprise en difficulté"),
        ("en_difficulte", False, "il ne faut pas dire que je suis en difficulté parce que je ne le suis pas"), ("en_difficulte", None, "il ne faut pas croire que je suis en difficulté, mais je le suis"),
        ("en_difficulte", True, "notre société est en redressement, ce n'est pas le cas de la filiale"), ("type_demandeur", None, "rachat de la société, je suis salarié"),
        ("type_demandeur", "entreprise", "trésorier d'une asso, j'écris pour ma fille, sa société fait des biscuits"), ("projet", ("investissement productif",), "la formation des soudeurs est terminée, on veut un robot"),
        ("projet", ("formation ou compétences",), "la formation des soudeurs est prévue en mars"), ("projet", None, "nous avions demandé une aide pour un prototype, refusée"), ("projet", None, "la fac d'à côté a un pilote, nous on fait de la colle"),
        ("projet", ("investissement productif",), "on n'arrive pas à recruter, alors on achète un robot à 200 000 €"), ("projet", ("recrutement", "investissement productif"), "impossible de recruter des soudeurs, aidez-nous, on veut aussi un robot"),
        ("projet", ("investissement productif",), "nous dépolluons des sols depuis 12 ans et voulons une presse à 200 000 €"), ("projet", ("dépollution de friche",), "la commune veut dépolluer un terrain pour des entreprises"),
        ("projet", ("chaleur renouvelable",), "forage géothermique pour chauffer l'atelier"), ("projet", ("eau",), "nous faisons un forage pour économiser l'eau du réseau"),
        ("projet", ("investissement productif",), "nous avons une ligne d'essai, on veut une vraie ligne de production"), ("projet", ("prototype ou pilote",), "on veut une ligne d'essai à 300 k€"),
        ("projet", ("adaptation au climat",), "une inondation a ravagé le stock, comment protéger l'usine ?"), ("projet", None, "la tempête a emporté le toit, je fais des bijoux"),
        ("projet", None, "notre société a trouvé un repreneur puis l'a perdu"), ("projet", ("reprise d'entreprise",), "je suis repreneur d'une fonderie"), ("etude_prealable", True, "une étude de faisabilité du réseau de chaleur biomasse est bouclée, on est 12"),
        ("etude_prealable", None, "l'étude de faisabilité du réseau de chaleur sera bouclée en mars, on est 12"), ("date_creation", date(1996, 6, 20), "L'entreprise, elle, date du 20 juin 1996"), ("date_creation", None, "le contrat de la société date du 3 mars 2020"),
    ],
)  # fmt: skip
def test_what_is_over_refused_in_doubt_or_others_is_not_read(field: str, value: object, text: str) -> None:
    assert getattr(read_facts(text).facts, field) == value
