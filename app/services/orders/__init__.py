"""Settlement orders (和解工单): sent to an enterprise, answered by it, settled only by the consumer's own word."""

from app.services.orders.office import Orders
from app.services.orders.own import OwnOrders
from app.services.orders.records import (
    BeforeComplaint,
    Chosen,
    Consumer,
    NewComplaint,
    OrderDetail,
    OrderEvent,
    OrderRow,
    OrderShelf,
    OwnOrder,
    Reply,
    Sent,
    WithinComplaint,
)

__all__ = [
    "BeforeComplaint",
    "Chosen",
    "Consumer",
    "NewComplaint",
    "OrderDetail",
    "OrderEvent",
    "OrderRow",
    "OrderShelf",
    "Orders",
    "OwnOrder",
    "OwnOrders",
    "Reply",
    "Sent",
    "WithinComplaint",
]
