"""Write the compact tables of this folder from the lists of the ANCT and the municipal division of Etalab.

    python corpus/territories/build_tables.py --from DIR [--words-from FILE_OR_DIR] [--to DIR]

DIR holds five CSV files (UTF-8, comma, one header line, inner lists separated by « ; »):
  territoires_industrie_phase1.csv               id_ti, nom_ti, code_region, nom_region, siren_groupement, nom_groupement, nature
  territoires_industrie_phase2.csv               id_ti, nom_ti, region, code_region, statut, source_url, confiance, remarque, …
  territoires_industrie_phase2_groupements.csv   same columns as phase 1, one line a member
  communes_territoires_industrie.csv             code_insee, nom_commune, code_departement, code_region, codes_postaux, siren_epci, siren_ept,
                                                 id_ti_phase1, id_ti_phase2, verif_phase2, note_phase2
  communes_alias.csv                             code_insee_ancien, nom, type, code_insee_actuel

Everything is read and checked before anything is written: when a check fails, the tables in place are kept.
`--words-from` (a text, or a folder of texts, in ordinary French) rewrites `common_words.txt`: the words that a free question must not mistake for a commune.
Only the standard library is used; the script runs from any folder.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
Row = dict[str, str]

LIST_DATE = {"1": "2026-07-20", "2": "2024-07-04"}  # phase 1: the layer of the ANCT (list closed at the end of 2022); phase 2: the list itself
PHASE_1_SOURCE = "https://github.com/anct-carto/superposeur-V2"
EXPECTED_TERRITORIES = {"1": 149, "2": 183}
# Ids were given again to other territories: this pair tells a phase-1 file from a phase-2 file.
WITNESS = {"1": ("ti-8413", "Lezoux - Thiers - Ambert - Montbrison"), "2": ("ti-8413", "Plastics Vallée – Oyonnax")}

# Groupings that changed their name under the same SIREN since the lists, found by their label in the list.
RENAMED = {
    "CC de Flandre Intérieure": "CA Cœur de Flandre",
    "CA de Saint-Dizier Der et Blaise": "CA du Grand Saint-Dizier Der et Vallées",
    "CA Agglomération du Choletais": "CA Cholet Agglomération",
    "CC Lauragais Revel Sorezois": "CC Aux sources du Canal du Midi",
    "CC du Pays Bellegardien (CCPB)": "CC Terre Valserhône",
    "CC du Pays de Montfaucon": "CC Haut Pays du Velay",
    "CC de Saulieu": "CC de Saulieu-Morvan",
    "CC des Monts de Lacaune et de la Montagne du Haut Languedoc": "CC du Haut-Languedoc",
}
# Groupings that are members of no territory but whose name the reader needs. The lists give no name for the others.
NOT_MEMBERS = {
    "200054781": ("Métropole du Grand Paris", "METRO"),
    "200066744": ("CC Haute-Corrèze Communauté", "CC"),
    "246600548": ("CC du Haut Vallespir", "CC"),
    "200057867": ("EPT Plaine Commune", "EPT"),
    "200057875": ("EPT Est Ensemble", "EPT"),
    "200057941": ("EPT Paris Est Marne et Bois", "EPT"),
    "200057966": ("EPT Vallée Sud Grand Paris", "EPT"),
    "200057974": ("EPT Grand Paris Seine Ouest", "EPT"),
    "200057982": ("EPT Paris Ouest La Défense", "EPT"),
    "200058006": ("EPT Grand Paris Sud Est Avenir", "EPT"),
    "200058790": ("EPT Grand Paris Grand Est", "EPT"),
}
# Communes that a merger removed and that no register of delegated communes keeps: found, but never answered yes or no.
WITHOUT_SUCCESSOR = [
    ("Gouzangrez", "95"), ("Le Gratteris", "25"), ("Ciel", "71"), ("Filain", "02"), ("Le Mont-Dieu", "08"), ("Saint-Gervais-en-Belin", "72"),
    ("La Côte-en-Couzan", "42"),
]  # fmt: skip

REGIONS = {
    "01": "Guadeloupe", "02": "Martinique", "03": "Guyane", "04": "La Réunion", "06": "Mayotte", "11": "Île-de-France", "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté", "28": "Normandie", "32": "Hauts-de-France", "44": "Grand Est", "52": "Pays de la Loire", "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie", "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur", "94": "Corse",
}  # fmt: skip
# Official geographic code: code, name, article of « dans … », region.
DEPARTMENTS = """
01|Ain|dans l'Ain|84
02|Aisne|dans l'Aisne|32
03|Allier|dans l'Allier|84
04|Alpes-de-Haute-Provence|dans les Alpes-de-Haute-Provence|93
05|Hautes-Alpes|dans les Hautes-Alpes|93
06|Alpes-Maritimes|dans les Alpes-Maritimes|93
07|Ardèche|en Ardèche|84
08|Ardennes|dans les Ardennes|44
09|Ariège|en Ariège|76
10|Aube|dans l'Aube|44
11|Aude|dans l'Aude|76
12|Aveyron|dans l'Aveyron|76
13|Bouches-du-Rhône|dans les Bouches-du-Rhône|93
14|Calvados|dans le Calvados|28
15|Cantal|dans le Cantal|84
16|Charente|en Charente|75
17|Charente-Maritime|en Charente-Maritime|75
18|Cher|dans le Cher|24
19|Corrèze|en Corrèze|75
21|Côte-d'Or|en Côte-d'Or|27
22|Côtes-d'Armor|dans les Côtes-d'Armor|53
23|Creuse|dans la Creuse|75
24|Dordogne|en Dordogne|75
25|Doubs|dans le Doubs|27
26|Drôme|dans la Drôme|84
27|Eure|dans l'Eure|28
28|Eure-et-Loir|en Eure-et-Loir|24
29|Finistère|dans le Finistère|53
2A|Corse-du-Sud|en Corse-du-Sud|94
2B|Haute-Corse|en Haute-Corse|94
30|Gard|dans le Gard|76
31|Haute-Garonne|en Haute-Garonne|76
32|Gers|dans le Gers|76
33|Gironde|en Gironde|75
34|Hérault|dans l'Hérault|76
35|Ille-et-Vilaine|en Ille-et-Vilaine|53
36|Indre|dans l'Indre|24
37|Indre-et-Loire|en Indre-et-Loire|24
38|Isère|en Isère|84
39|Jura|dans le Jura|27
40|Landes|dans les Landes|75
41|Loir-et-Cher|dans le Loir-et-Cher|24
42|Loire|dans la Loire|84
43|Haute-Loire|en Haute-Loire|84
44|Loire-Atlantique|en Loire-Atlantique|52
45|Loiret|dans le Loiret|24
46|Lot|dans le Lot|76
47|Lot-et-Garonne|dans le Lot-et-Garonne|75
48|Lozère|en Lozère|76
49|Maine-et-Loire|dans le Maine-et-Loire|52
50|Manche|dans la Manche|28
51|Marne|dans la Marne|44
52|Haute-Marne|en Haute-Marne|44
53|Mayenne|en Mayenne|52
54|Meurthe-et-Moselle|en Meurthe-et-Moselle|44
55|Meuse|dans la Meuse|44
56|Morbihan|dans le Morbihan|53
57|Moselle|en Moselle|44
58|Nièvre|dans la Nièvre|27
59|Nord|dans le Nord|32
60|Oise|dans l'Oise|32
61|Orne|dans l'Orne|28
62|Pas-de-Calais|dans le Pas-de-Calais|32
63|Puy-de-Dôme|dans le Puy-de-Dôme|84
64|Pyrénées-Atlantiques|dans les Pyrénées-Atlantiques|75
65|Hautes-Pyrénées|dans les Hautes-Pyrénées|76
66|Pyrénées-Orientales|dans les Pyrénées-Orientales|76
67|Bas-Rhin|dans le Bas-Rhin|44
68|Haut-Rhin|dans le Haut-Rhin|44
69|Rhône|dans le Rhône|84
70|Haute-Saône|en Haute-Saône|27
71|Saône-et-Loire|en Saône-et-Loire|27
72|Sarthe|dans la Sarthe|52
73|Savoie|en Savoie|84
74|Haute-Savoie|en Haute-Savoie|84
75|Paris|à Paris|11
76|Seine-Maritime|en Seine-Maritime|28
77|Seine-et-Marne|en Seine-et-Marne|11
78|Yvelines|dans les Yvelines|11
79|Deux-Sèvres|dans les Deux-Sèvres|75
80|Somme|dans la Somme|32
81|Tarn|dans le Tarn|76
82|Tarn-et-Garonne|dans le Tarn-et-Garonne|76
83|Var|dans le Var|93
84|Vaucluse|dans le Vaucluse|93
85|Vendée|en Vendée|52
86|Vienne|dans la Vienne|75
87|Haute-Vienne|en Haute-Vienne|75
88|Vosges|dans les Vosges|44
89|Yonne|dans l'Yonne|27
90|Territoire de Belfort|dans le Territoire de Belfort|27
91|Essonne|dans l'Essonne|11
92|Hauts-de-Seine|dans les Hauts-de-Seine|11
93|Seine-Saint-Denis|en Seine-Saint-Denis|11
94|Val-de-Marne|dans le Val-de-Marne|11
95|Val-d'Oise|dans le Val-d'Oise|11
971|Guadeloupe|en Guadeloupe|01
972|Martinique|en Martinique|02
973|Guyane|en Guyane|03
974|La Réunion|à La Réunion|04
976|Mayotte|à Mayotte|06
975|Saint-Pierre-et-Miquelon|à Saint-Pierre-et-Miquelon|
977|Saint-Barthélemy|à Saint-Barthélemy|
978|Saint-Martin|à Saint-Martin|
984|Terres australes et antarctiques françaises|dans les Terres australes et antarctiques françaises|
986|Wallis-et-Futuna|à Wallis-et-Futuna|
987|Polynésie française|en Polynésie française|
988|Nouvelle-Calédonie|en Nouvelle-Calédonie|
989|Clipperton|à Clipperton|
"""


class BadSource(Exception):
    """The files given cannot be used; the tables in place are kept."""


def read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSource(f"{path} ne peut pas être lu : {error}") from error


def write(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    """One CSV, or one gzip of it with no date inside: the same input gives the same bytes. The old file stays until the new one is complete."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    data = buffer.getvalue().encode("utf-8")
    if path.suffix == ".gz":
        data = gzip.compress(data, compresslevel=9, mtime=0)
    replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    temporary.replace(path)


def check(phase: str, rows: list[Row], communes: list[Row]) -> None:
    names = {row["id_ti"]: row["nom_ti"] for row in rows}
    if len(names) != EXPECTED_TERRITORIES[phase]:
        raise BadSource(f"phase {phase} : {len(names)} territoires lus, {EXPECTED_TERRITORIES[phase]} attendus")
    identifier, name = WITNESS[phase]
    if names.get(identifier) != name:
        raise BadSource(f"phase {phase} : {identifier} se nomme « {names.get(identifier)} », « {name} » attendu (fichier d'une autre phase ?)")
    unknown = {row[f"id_ti_phase{phase}"] for row in communes} - set(names) - {""}
    if unknown:
        raise BadSource(f"phase {phase} : communes rattachées à des territoires inconnus, {sorted(unknown)[:3]}")


def territory_rows(members: dict[str, list[Row]], phase_2: list[Row], communes: list[Row]) -> Iterator[list[str]]:
    counts = {phase: Counter(row[f"id_ti_phase{phase}"] for row in communes) for phase in ("1", "2")}
    first_rows = {row["id_ti"]: row for row in reversed(members["1"])}
    for identifier, row in sorted(first_rows.items()):
        yield ["1", identifier, row["nom_ti"], row["code_region"], row["nom_region"], "", LIST_DATE["1"], PHASE_1_SOURCE, "", "", str(counts["1"][identifier])]
    statuses = {"reconduit": "renewed", "nouveau": "new"}
    confidences = {"haute": "high", "moyenne": "medium", "basse": "low"}
    for row in sorted(phase_2, key=lambda row: row["id_ti"]):
        yield ["2", row["id_ti"], row["nom_ti"], row["code_region"], row["region"], statuses[row["statut"]], LIST_DATE["2"], row["source_url"],
               confidences[row["confiance"]],
               row["remarque"], str(counts["2"][row["id_ti"]])]  # fmt: skip


def epci_rows(members: dict[str, list[Row]]) -> Iterator[list[str]]:
    """One line a grouping whose name is known: the newest label first, the other ones after it."""
    labels: dict[str, list[str]] = {}
    natures: dict[str, str] = {}
    for row in [*members["2"], *members["1"]]:
        if row["nature"] == "COM":
            continue
        known = labels.setdefault(row["siren_groupement"], [])
        if row["nom_groupement"] not in known:
            known.append(row["nom_groupement"])
        natures[row["siren_groupement"]] = row["nature"]
    used = set()
    for known in labels.values():
        if known[0] in RENAMED:
            used.add(known[0])
            known.insert(0, RENAMED[known[0]])
    if missing := set(RENAMED) - used:
        raise BadSource(f"groupements renommés introuvables dans les listes : {sorted(missing)}")
    for siren, (name, nature) in NOT_MEMBERS.items():
        if siren not in labels:
            labels[siren], natures[siren] = [name], nature
    for siren, known in sorted(labels.items()):
        yield [siren, known[0], natures[siren], ";".join(known[1:])]


def fold(text: str) -> str:
    """Lower case, no accents, one space between words. The same as `place_key` of assistant/territories.py, saints aside."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", text))


def lower_case_words(source: Path) -> Counter[str]:
    """Words written without a capital, folded, with how many times they are."""
    files = [source] if source.is_file() else sorted(p for p in source.rglob("*") if p.suffix in {".txt", ".md", ".json", ".html"})
    counts: Counter[str] = Counter()
    for file in files:
        for word in re.findall(r"[^\W\d_]+", file.read_text(encoding="utf-8", errors="ignore")):
            if word.islower():
                counts[fold(word)] += 1
    return counts


def shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter (without two, from eight letters on). Words that share one of these are one or two letters apart.

    >>> sorted(shortened("agen"))
    ['aen', 'age', 'agen', 'agn', 'gen']
    """
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    twice = {left[:i] + left[i + 1 :] for left in once for i in range(len(left))} if len(word) >= 8 else set()
    return {word} | once | twice


def common_words(communes: list[Row], aliases: list[Row], counts: Counter[str]) -> list[str]:
    """Ordinary words that are, or look like, the (last word of the) name of a commune."""
    names = {fold(re.sub(r"\(.*\)", "", row.get("nom_commune") or row["nom"])) for row in [*communes, *aliases]}
    names = {re.sub(r"^(?:l|la|le|les) ", "", name) for name in names}
    names = {name for name in names if " " not in name}
    near = {left for name in names if len(name) >= 5 for left in shortened(name)}
    return sorted(word for word in counts if len(word) >= 2 and (word in names or (len(word) >= 5 and not near.isdisjoint(shortened(word)))))


def build(source: Path, target: Path, words_from: Path | None) -> None:
    members = {"1": read(source / "territoires_industrie_phase1.csv"), "2": read(source / "territoires_industrie_phase2_groupements.csv")}
    phase_2 = read(source / "territoires_industrie_phase2.csv")
    communes = read(source / "communes_territoires_industrie.csv")
    aliases = read(source / "communes_alias.csv")
    codes = {row["code_insee"] for row in communes}
    check("1", members["1"], communes)
    check("2", members["2"], communes)
    check("2", phase_2, communes)
    if len(codes) != len(communes) or len(codes) < 34_000:
        raise BadSource(f"communes : {len(communes)} lignes, {len(codes)} codes distincts")
    if lost := {row["code_insee_actuel"] for row in aliases} - codes:
        raise BadSource(f"communes_alias.csv renvoie à des communes inconnues : {sorted(lost)[:3]}")
    departments = [line.split("|") for line in DEPARTMENTS.strip().splitlines()]
    if odd := {row["code_departement"] for row in communes} - {code for code, *_ in departments}:
        raise BadSource(f"départements inconnus : {sorted(odd)}")
    epcis = list(epci_rows(members))
    words = common_words(communes, aliases, lower_case_words(words_from)) if words_from else None

    target.mkdir(parents=True, exist_ok=True)
    write(target / "territories.csv", ["phase", "id", "name", "region_code", "region", "status", "list_date",
                                        "source_url", "confidence", "note", "commune_count"],
          territory_rows(members, phase_2, communes))  # fmt: skip
    write(target / "members.csv", ["phase", "territory_id", "siren", "name", "nature"],
          ([phase, row["id_ti"], row["siren_groupement"], row["nom_groupement"], row["nature"]] for phase in ("1", "2") for row in members[phase]))  # fmt: skip
    write(target / "communes.csv.gz", ["insee", "name", "department", "postal_codes", "epci", "ept", "phase_1", "phase_2", "to_check", "note"],
          ([row["code_insee"], row["nom_commune"], row["code_departement"], row["codes_postaux"], row["siren_epci"], row["siren_ept"], row["id_ti_phase1"],
            row["id_ti_phase2"], "1" if row["verif_phase2"] else "", row["note_phase2"]]
           for row in sorted(communes, key=lambda row: row["code_insee"])))  # fmt: skip
    write(target / "former_communes.csv", ["insee", "name", "kind", "present_insee", "department"],
          [[row["code_insee_ancien"], row["nom"], row["type"], row["code_insee_actuel"], ""] for row in aliases]
          + [["", name, "commune-disparue", "", department] for name, department in WITHOUT_SUCCESSOR])  # fmt: skip
    write(target / "epcis.csv", ["siren", "name", "nature", "other_names"], epcis)
    write(target / "departments.csv", ["code", "name", "located_in", "region_code", "region"],
          ([code, name, located, region, REGIONS.get(region, "")] for code, name, located, region in departments))  # fmt: skip
    if words is not None:
        replace_file(target / "common_words.txt", ("\n".join(words) + "\n").encode("utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Écrit les tables compactes des Territoires d'industrie.")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="dossier des cinq fichiers CSV")
    parser.add_argument("--to", dest="target", type=Path, default=HERE, help="dossier des tables (défaut : celui du script)")
    parser.add_argument("--words-from", type=Path, default=None, help="textes français d'où tirer les mots courants (facultatif)")
    options = parser.parse_args()
    try:
        build(options.source, options.target, options.words_from)
    except BadSource as error:
        print(f"Tables inchangées : {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
