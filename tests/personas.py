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
        Persona("administrator", "1091", "管立群"),
        Persona("operator", "1001", "王小梅"),
        Persona("operator_2", "1002", "李敏"),
        Persona("operator_cleared", "1003", ""),
        Persona("dispatcher", "1011", ""),
        Persona("dispatcher_cleared", "1012", ""),
        Persona("bureau_dispatcher", "1071", ""),
        Persona("handler", "1021", ""),
        Persona("handler_cleared", "1022", ""),
        Persona("station", "1023", ""),
        Persona("other_bureau", "1026", ""),
        Persona("other_station", "1027", ""),
        Persona("approver", "1041", ""),
        Persona("clerk", "1051", ""),
        Persona("centre_clerk", "1054", ""),
        Persona("supervisor", "1061", ""),
        Persona("bureau_supervisor", "1062", ""),
        Persona("liaison", "9001", "", "liaison"),
        Persona("other_liaison", "9002", "", "liaison"),
    )
}
