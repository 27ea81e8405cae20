"""Writes the results as the Markdown table that lies in docs/."""

from typing import Any

TARGETS = {
    "save": "≤ 40, ratio ≤ 3",
    "list": "≤ 50",
    "case": "≤ 30",
    "search": "≤ 100",
    "caller": "≤ 50",
    "figures": "≤ 200",
    "paper": "≤ 60",
    "papers": "≤ 15,000",
    "numbers": "lock ≤ 100",
    "live": "≤ 300",
    "export": "≤ 60 s a million rows",
    "memory": "≤ 250 MB",
    "start": "≤ 1,500",
    "window": "p99 ≤ 16",
    "desks": "the targets hold",
}
_HEAD = ("measure", "what", "login", "unit", "n", "p50", "p95", "p99", "max", "floor p50", "ratio", "target")


def markdown(table: dict[str, Any]) -> str:
    """Return the page's table with the machine and the conditions above it."""
    about, server = table["machine"], table["machine"]["server"]
    settings = ", ".join(f"{name} {value}" for name, value in server.items() if name != "server_version")
    conditions = (
        f"{about['cpu']}, {about['cores']} cores, {about['memory_gb']} GB, {about['system']}, "
        f"Python {about['python']}, "
        f"PostgreSQL {server['server_version']} ({settings}), database {about['database_gb']} GB, load average before "
        f"{about['load_before']}. Client and server share the machine. Every row is measured under the named person's "
        "own login; a result that differs from its slow reference fails the run."
    )
    lines = [
        f"## {table['cases']:,} cases, {about['events']:,} events",
        "",
        conditions,
        "",
        "| " + " | ".join(_HEAD) + " |",
        "|---|---|---|---|" + "---:|" * 7 + "---|",
    ]
    said = ""
    for row in table["results"]:
        again = row["measure"] == said
        said = row["measure"]
        cells = (
            "" if again else said,
            row["name"],
            row["login"],
            row["unit"],
            str(row["n"]),
            *(_number(row[key]) for key in ("p50", "p95", "p99", "max", "floor_p50", "ratio")),
            "" if again else TARGETS.get(said, ""),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
