"""`corpus/rules/*.yaml` → rules. A file that does not follow `schema.json`, or contradicts itself, is refused with its name and the place."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped,unused-ignore]

from assistant.company_facts import FIELDS
from assistant.eligibility import Criterion, DatedValue, PointToCheck, Rule, RuleException, RuleSource, Test
from assistant.errors import CorpusError, DocumentError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(_Base):  # type: ignore[misc,unused-ignore]
    """Safe YAML that refuses the same key twice: the second date of a value would silently replace the first."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if not isinstance(key, Hashable):
                continue  # the parent refuses it
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"clé « {key} » écrite deux fois", key_node.start_mark)
            seen.add(key)
        return dict(super().construct_mapping(node, deep=deep))


def read_rules(folder: Path) -> dict[str, Rule]:
    """Every rule of the folder by id, in order. Raises CorpusError when there is none, DocumentError for the first file that is refused."""
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not paths:
        raise CorpusError(f"Aucune règle d'éligibilité dans « {folder} » (fichiers .yaml) : vérifiez --corpus ou ASSISTANT_CORPUS_DIR.")
    rules = {path.stem: read_rule(path) for path in paths}
    for rule in rules.values():
        for other in rule.see_also:
            if other not in rules:
                raise DocumentError(f"{rule.id}.yaml", f"« see_also » nomme « {other} », qui n'a pas de règle.")
    return rules


def read_rule(path: Path) -> Rule:
    """One rule. Raises DocumentError naming the file and the key."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(path.name, f"YAML mal formé ({getattr(error, 'problem', '') or 'syntaxe'}).", line=mark.line + 1 if mark else None) from error
    except OSError as error:
        raise DocumentError(path.name, f"le fichier ne peut pas être lu ({error.strerror or error}).") from error
    except ValueError as error:  # an impossible day, or bytes that are not UTF-8
        raise DocumentError(path.name, f"date impossible ou fichier qui n'est pas en UTF-8 ({error}).") from error
    plain = _plain(raw)
    problem = next(iter(sorted(_schema().iter_errors(plain), key=lambda e: list(map(str, e.absolute_path)))), None)
    if problem is not None:
        where = " > ".join(str(part) for part in problem.absolute_path) or "le fichier"
        raise DocumentError(path.name, f"{where} : ne suit pas schema.json ({problem.message[:300]}).")
    if plain["id"] != path.stem:
        raise DocumentError(path.name, f"« id » vaut « {plain['id']} » et devrait être le nom du fichier.")
    try:
        rule = _rule(plain)
    except ValueError as error:
        raise DocumentError(path.name, f"date ou valeur impossible ({error}).") from error
    _check(rule, path.name)
    return rule


@lru_cache(maxsize=1)
def _schema() -> Any:
    """The schema stands beside our rules; it holds for any other folder of rules."""
    path = Path(__file__).resolve().parents[2] / "corpus" / "rules" / "schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    """YAML's own dates as ISO text, so that the schema sees what JSON can say."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _rule(raw: Mapping[str, Any]) -> Rule:
    window = raw["window"]
    checked_on = date.fromisoformat(raw["checked_on"])
    sources = tuple(RuleSource(s["title"], s["publisher"], s["url"], s["date"] or "") for s in raw["sources"])
    return Rule(
        id=raw["id"],
        name=raw["name"],
        nature=raw["nature"],
        status=raw["status"],
        status_date=raw["status_date"] or "",
        status_source=raw["status_source"],
        operator=raw["operator"] or "",
        audience=tuple(raw["audience"]),
        beneficiaries=tuple(raw["beneficiaries"]),
        territory=raw["territory"] or "",
        projects=tuple(raw["projects"]),
        opens=_day(window["opens"]),
        closes=_day(window["closes"]),
        end_doubt=window["end_doubt"],
        window_note=window["note"] or "",
        window_source=window["source_url"] or "",
        checked_on=checked_on,
        amounts=raw["amounts"],
        criteria=tuple(_criterion(criterion, checked_on) for criterion in raw["criteria"]),
        points_to_check=tuple(PointToCheck(point["text"], point["source_url"]) for point in raw["to_check"]),
        next_step=raw["next_step"],
        contact=raw["contact"] or "",
        legal_basis=raw["legal_basis"] or "",
        see_also=tuple(raw["see_also"]),
        sources=sources,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _criterion(raw: Mapping[str, Any], checked_on: date) -> Criterion:
    tests = tuple(Test(t["field"], t["operator"], _values(t["values"], t["field"])) for t in raw.get("any_of") or [raw])
    return Criterion(
        id=raw["id"],
        tests=tests,
        explanation=raw["explanation"],
        question=raw["question"],
        mandatory=raw["mandatory"],
        kind=raw.get("kind", "condition"),
        doubt=raw.get("doubt", False),
        doubt_reason=raw.get("doubt_reason", ""),
        if_unknown=raw.get("if_unknown", "missing"),
        mismatch=raw.get("mismatch", "to_check"),
        exceptions=tuple(_exception(e, tests[0], checked_on) for e in raw.get("exceptions", ())),
    )


def _exception(raw: Mapping[str, Any], test: Test, checked_on: date) -> RuleException:
    when = raw["when"]
    first = test.values[0]
    value = DatedValue(date.min, _value(when["value"], when["field"]), first.source_url, checked_on)
    condition = Test(when["field"], when["operator"], (value,))
    return RuleException(condition, raw["effect"], raw["explanation"], _values(raw.get("values", {}), test.field))


def _values(raw: Mapping[str, Any], field: str) -> tuple[DatedValue, ...]:
    return tuple(
        DatedValue(
            since=date.fromisoformat(day),
            value=_value(dated["value"], field),
            source_url=dated["source_url"],
            checked_on=date.fromisoformat(dated["checked_on"]),
            alternatives=tuple((_value(other["value"], field), other["source_url"]) for other in dated.get("alternatives", ())),
            unsure=tuple(dated.get("unsure", ())),
        )
        for day, dated in sorted(raw.items())
    )


def _value(value: Any, field: str) -> Any:
    if field in FIELDS and FIELDS[field].kind == "date":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


_LISTS = frozenset(("in", "not_in", "overlaps", "naf_in", "naf_not_in"))
_NUMBERS = frozenset(("entier", "montant", "nombre", "phase"))


def _check(rule: Rule, name: str) -> None:
    """What a schema cannot say: every address is among the sources, values are of the kind of their field, choices exist."""
    known = {source.url for source in rule.sources}
    ids = [criterion.id for criterion in rule.criteria]
    if len(set(ids)) < len(ids):
        raise DocumentError(name, "deux critères portent le même « id ».")
    if rule.opens and rule.closes and rule.opens > rule.closes:
        raise DocumentError(name, "« closes » précède « opens ».")
    cited = [rule.status_source, rule.window_source, str(rule.amounts.get("source_url", "")), *(point.source_url for point in rule.points_to_check)]
    for criterion in rule.criteria:
        tests = [*criterion.tests, *(exception.condition for exception in criterion.exceptions)]
        for test in tests:
            values = [*test.values, *(value for exception in criterion.exceptions for value in exception.values if test is criterion.tests[0])]
            for dated in values:
                cited += [dated.source_url, *(address for _, address in dated.alternatives)]
                for value in (dated.value, *(other for other, _ in dated.alternatives)):
                    _check_value(test, value, f"{name}, critère « {criterion.id} »")
    for address in cited:
        if address and address not in known:
            raise DocumentError(name, f"l'adresse {address} n'est pas dans « sources ».")


def _check_value(test: Test, value: Any, where: str) -> None:
    if (test.operator in _LISTS) != isinstance(value, tuple):
        raise DocumentError(where, f"l'opérateur « {test.operator} » ne va pas avec la valeur « {value} ».")
    field = FIELDS.get(test.field)
    if field is None or test.operator.startswith("naf"):
        return
    for item in value if isinstance(value, tuple) else (value,):
        fits = {"bool": isinstance(item, bool), "date": isinstance(item, date)}.get(field.kind, True)
        if field.kind in _NUMBERS:
            fits = isinstance(item, int | float) and not isinstance(item, bool)
        if field.choices and item not in field.choices:
            fits = False
        if not fits:
            raise DocumentError(where, f"la valeur « {item} » ne convient pas au champ « {test.field} ».")
