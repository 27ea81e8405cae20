"""The people of the test office: each signs in under an own login, as everybody does in a real one."""

from dataclasses import dataclass

PASSWORD = "Xiao-12315-话务"


@dataclass(frozen=True)
class Persona:
    """One person of the test office."""

    key: str
    staff_number: str
    name: str
    kind: str = "desk"


PERSONAS = {
    persona.key: persona
    for persona in (
        Persona("administrator", "A001", "管理员"),
        Persona("operator", "1001", "王小梅"),
        Persona("operator_2", "1002", "李敏"),
        Persona("dispatcher", "2001", "赵建国"),
        Persona("handler", "3001", "孙丽"),
        Persona("approver", "4001", "周正"),
        Persona("clerk", "5001", "吴文"),
        Persona("supervisor", "6001", "郑立"),
        Persona("cleared", "7001", "冯密"),
        Persona("liaison", "E001", "陈经理", "liaison"),
    )
}
