"""Searching one to four Chinese characters, frequent and rare, phone tails and numbers; equal to a full scan."""

from collections.abc import Iterator

from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result

WORDS = {
    "one character": ["退"],
    "frequent": ["退款"],
    "two words": ["退款", "押金"],
    "rare": ["砗磲"],
    "rarer": ["榫卯"],
    "not there": ["量子纠缠"],
}
N = 30


def run(place: Place) -> Iterator[Result]:
    """Measure the first fifty hits for the operator, the root supervisor and the smallest unit."""
    for persona in ("operator", "supervisor", "station"):
        desk = place.desk(persona)
        for name, words in WORDS.items():
            values = measure(lambda _, desk=desk, words=words: desk.database.call_rows("search_cases", words, 50), N)
            yield result(f"search {name}", persona, values)
        values = measure(
            lambda turn, desk=desk: desk.database.call_rows("search_numbers", f"{turn * 37 % 10000:04d}", 50), N
        )
        yield result("search phone tail", persona, values)
    with place.owner() as owner:
        for words in (["砗磲"], ["榫卯"]):
            slow = owner.execute(
                "SELECT count(*) FROM case_text t JOIN cases c ON c.id = t.case_id "
                "WHERE t.body LIKE %s AND c.kind <> 'report'",
                (f"%{words[0]}%",),
            ).fetchone()[0]
            fast = len(place.desk("operator").database.call_rows("search_cases", words, 100_000))
            if fast != slow:
                raise AssertionError(f"search finds {fast} of {slow} for {words}")
