"""What each group may do in the schema ``office``: exactly this. A table or function not named here fails the tests."""

from tests.personas import PERSONAS

CASE_CHILDREN = {
    "event",
    "case_clock",
    "pause",
    "distribution",
    "claim",
    "ledger_entry",
    "mediation",
    "follow_up",
    "external_ref",
    "material",
    "approval",
    "paper",
    "service_record",
}
OPEN_TO_DESKS = {
    "unit",
    "unit_line",
    "rule_set",
    "rule_clock",
    "ground",
    "law_article",
    "notice_duty",
    "work_calendar",
    "code",
    "indicator",
    "transition",
    "command_kind",
    "approval_rule",
    "role_permission",
    "template",
    "number_scheme",
    "person_role",
    "person",
    "enterprise",
}
SEEN_BY_RULE = {
    "cases",
    "case_access",
    "case_link",
    "contact",
    "contact_access",
    "contact_case",
    "call_back",
    "party",
    "paper_addressee",
    "settlement_order",
    "order_event",
    "order_access",
}
# Nobody reads these: identity, the spine, what the doors keep for themselves.
SHUT = {
    "party_identity",
    "identity_ticket",
    "installation",
    "scope",
    "person_scope",
    "door_file",
    "command",
    "audit",
    "audit_seal",
    "change",
    "job",
    "worker_beat",
    "figure_dims",
    "figure_delta",
    "figure_fold",
    "measured",
    "series",
    "case_text",
    "case_undo",
    "presence",
    "blob",
    "blob_chunk",
    "blob_holder",
    "alembic_version",
}
DESK_READS = CASE_CHILDREN | OPEN_TO_DESKS | SEEN_BY_RULE
LIAISON_READS = {"settlement_order", "order_event", "order_access", "enterprise", "code"}
HIDDEN_COLUMNS = {
    ("desk", "person"): {"login"},
    ("liaison", "settlement_order"): {
        "unit_id",
        "case_id",
        "case_kind",
        "contact_id",
        "followed_by_case_id",
        "chosen_at",
        "chosen_how",
        "confirmed_how",
    },
    ("liaison", "order_event"): {"person_id", "payload"},
}

EVERY_DESK = {
    "my_session",
    "my_scopes",
    "my_channels",
    "changes_since",
    "known_commands",
    "last_beat",
    "run_command",
    "ask_identity",
    "get_identity",
    "begin_blob",
    "put_chunk",
    "finish_blob",
    "blob_facts",
    "get_chunk",
}
CALLS = {
    "desk": EVERY_DESK
    | {
        "audit_head",
        "take_number",
        "look_at_case",
        "search_cases",
        "cases_saying",
        "cases_numbered",
        "search_numbers",
        "note_search",
        "audit_of",
        "verify_audit",
        "figures",
        "figure_sums",
        "figure_scope",
        "figure_subjects",
        "find_enterprises",
        "known_numbers",
        "ask_export",
        "export_cases",
    },
    "liaison": EVERY_DESK | {"my_enterprise"},
    "worker": {
        "take_job",
        "finish_job",
        "beat",
        "fold_figures",
        "seal_audit",
        "audit_head",
        "verify_audit",
        "expire_orders",
        "forget_changes",
        "renew_paused_clocks",
        "end_deputies",
        "last_beat",
        "my_channels",
        "changes_since",
    },
}


def group_of(persona: str) -> str:
    """desk, liaison or worker."""
    return "worker" if persona == "worker" else PERSONAS[persona].kind


def reads(persona: str) -> set[str]:
    """The tables a persona may select from."""
    return {"desk": DESK_READS, "liaison": LIAISON_READS, "worker": set()}[group_of(persona)]
