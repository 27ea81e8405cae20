"""Files beside a recording that say who called and when: same name, ending in .json, .txt, .xml or .csv."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

EXTENSIONS = (".json", ".txt", ".xml", ".csv")
MAX_BYTES = 64 * 1024
_SEPARATORS = ("=", ":", "：", "\t")


def is_sidecar(path: Path) -> bool:
    """Tell whether a file only describes another one."""
    return path.suffix.lower() in EXTENSIONS


def sidecars_of(path: Path, beside: Iterable[Path]) -> tuple[Path, ...]:
    """Return those of ``beside`` that describe ``path``: first ``a.wav.json``, then ``a.json``, case not minded."""
    whole, stem = path.name.lower(), path.stem.lower()
    named = sorted(other for other in beside if other != path and is_sidecar(other))
    exact = [other for other in named if other.stem.lower() == whole]
    return (*exact, *(other for other in named if other.stem.lower() == stem))


def files_beside(path: Path) -> tuple[Path, ...]:
    """Return the files in the folder of ``path``; none when it cannot be listed."""
    try:
        return tuple(path.parent.iterdir())
    except OSError:
        return ()


def values_of(sidecar: Path) -> dict[str, str]:
    """Read the named values of a sidecar file; what cannot be read counts as nothing said."""
    try:
        if not 0 < sidecar.stat().st_size <= MAX_BYTES:
            return {}
        text = _decoded(sidecar.read_bytes()).strip()
    except OSError:
        return {}
    if text.startswith(("{", "[")) and sidecar.suffix.lower() != ".txt":
        return _from_json(text)
    if text.startswith("<"):
        return _from_xml(text)
    if sidecar.suffix.lower() == ".csv":
        return _from_csv(text)
    return _from_lines(text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _from_json(text: str) -> dict[str, str]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    while isinstance(said, list) and len(said) == 1:
        said = said[0]
    return _flat(said) if isinstance(said, Mapping) else {}


def _flat(said: Mapping[str, object]) -> dict[str, str]:
    """Flatten one level of nesting; the outer value wins."""
    inner: dict[str, str] = {}
    outer: dict[str, str] = {}
    for name, value in said.items():
        if isinstance(value, Mapping):
            inner |= {key: str(part) for key, part in value.items() if isinstance(part, str | int | float)}
        elif isinstance(value, str | int | float):
            outer[name] = str(value)
    return inner | outer


def _from_xml(text: str) -> dict[str, str]:
    if "<!" in text.replace("<!--", ""):
        return {}  # a sidecar needs no DOCTYPE, and entities are how XML is attacked
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 no DOCTYPE, at most 64 KiB
    except ET.ParseError:
        return {}
    found: dict[str, str] = {}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        found |= dict(element.attrib)
        if element.text and element.text.strip():
            found[name] = element.text
    return found


def _from_csv(text: str) -> dict[str, str]:
    """Read a heading and one row, or a name and a value in each row."""
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:2048], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if row]
    except csv.Error:
        return {}
    if len(rows) == 2 and len(rows[0]) > 2:  # noqa: PLR2004 a heading and its row
        return dict(zip(rows[0], rows[1], strict=False))
    pairs = {row[0]: row[1] for row in rows if len(row) >= 2}  # noqa: PLR2004 a name and its value
    return pairs or _from_lines(text)


def _from_lines(text: str) -> dict[str, str]:
    """Read ``name=value`` lines, as voicemail systems write them: sections and comments are passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        line = line.strip()  # noqa: PLW2901 only the text of the line matters
        if not line or line[0] in ";#[":
            continue
        places = [(line.index(mark), mark) for mark in _SEPARATORS if mark in line]
        if places:
            name, _, value = line.partition(min(places)[1])
            found.setdefault(name, value.strip().strip("\"'") if "<" not in value else value)
    return found
