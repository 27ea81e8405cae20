"""Settlement orders for one enterprise, given through the door as an operator gives them."""

from typing import Any
from uuid import uuid4

from tests.benchmarks.place import Place
from tests.factories import GYM, a_person

WANTED = 150


def some_orders(place: Place) -> int:
    """Give the gym as many open orders as are missing, and return how many orders it has in all."""
    desk = place.desk("operator")
    there: int = place.value("SELECT count(*) FROM settlement_order WHERE enterprise_id = %s", GYM)
    for turn in range(there, WANTED):
        desk.command("send_order", _order(place, turn))
    return max(there, WANTED)


def _order(place: Place, turn: int) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "mode": "before_complaint",
        "chosen_how": "phone",
        "enterprise_id": str(GYM),
        "facts": place.told[turn % len(place.told)],
        "claim": "退还余款",
        "amount": f"{100 + turn}.00",
        "parties": [a_person("consumer", phone=f"139{turn:08d}")],
    }
