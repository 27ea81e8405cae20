"""Every sentence a person sees has its Chinese, with the same places, and no translation is left over."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from app.models.words import RESOURCES, catalogue

ROOT = Path(__file__).resolve().parents[1]
PLACES = re.compile(r"\{(\w+)[^}]*\}")
DOORS = frozenset({"tr", "mark"})


def sources() -> dict[str, str]:
    """Return every string literal given to ``tr`` or ``mark`` in the product, with where it first stands."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOORS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                found.setdefault(node.args[0].value, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def problems(language: str = "zh_CN") -> Iterator[str]:
    """Yield a line for each sentence without a translation, with other places, or left over."""
    known = catalogue(language)
    used = sources()
    for source, where in used.items():
        if source not in known:
            yield f"{where}: no {language} for {source!r}"
        elif set(PLACES.findall(source)) != set(PLACES.findall(known[source])):
            yield f"{where}: other places in {known[source]!r}"
    said: dict[str, tuple[str, str]] = {}

    for path in sorted((RESOURCES / "i18n" / language).glob("*.json")):
        for source, text in json.loads(path.read_text(encoding="utf-8")).items():
            if source in said and said[source][1] != text:
                yield f"{path.name}: {source!r} says {text!r}, {said[source][0]} says {said[source][1]!r}"
            said[source] = (path.name, text)
