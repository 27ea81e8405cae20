"""What the database's refusals mean, in a sentence: what happened, what is safe, what to do."""

from app.models.words import mark

REFUSALS: dict[str, str] = {
    "approval_waits": mark("A second person still has to decide on this step. Nothing was changed."),
    "behind_clearance": mark("This file belongs to a report and cannot be attached to anything else."),
    "behaviour_is_fixed": mark("What this code does is fixed; only its words and order can be changed."),
    "by_law": mark("The law wants this approval; it cannot be switched off."),
    "change_password_first": mark("Choose your own password first; the one you were given is for one use."),
    "claim_first": mark("Take this item first; then it can be marked as heard."),
    "claimed_by_other": mark("A colleague is working on this item. Take the next one."),
    "command_reused": mark("This was sent before with other contents. Nothing was changed; please report it."),
    "complaints_only": mark(
        "A settlement order is only for complaints; reports and consultations never go to an enterprise."
    ),
    "consent_missing": mark(
        "The consumer has not agreed that name and phone go to the enterprise. Ask and record it first."
    ),
    "consent_of_both": mark("Mediation needs the recorded consent of both sides (Order 121 Art. 18)."),
    "constraint": mark("One of the values does not fit. What you typed is kept; check it and save again."),
    "corrected_before": mark("This entry has been corrected already; correct the newest one."),
    "damaged": mark("The file did not arrive whole. Nothing was attached; add it again."),
    "decided_before": mark("Somebody has decided on this already."),
    "delivered_before": mark("This file has been taken in before and is not counted twice."),
    "entrust_consent_of_both": mark(
        "Entrusted mediation needs the recorded consent of both sides (Order 121 Art. 19)."
    ),
    "extended_before": mark("The verification has been extended already; the law allows it once."),
    "identity_proof_day": mark("The proof is due at the latest one working day before the decision day."),
    "in_the_future": mark("This time lies in the future. Check it."),
    "inside_one_authority": mark("After acceptance a case stays inside the authority that accepted it."),
    "ledger_begun": mark("The ledger has entries for these claims; correct them there."),
    "level_by_level": mark("Distribution goes level by level; choose the authority directly below first."),
    "link_from_report": mark("A report is linked from its own page: the other case must not name it."),
    "line_is_fixed": mark("A unit's place in the line cannot be moved, because it decides who sees what."),
    "malformed": mark("One of the values cannot be read. What you typed is kept; check it."),
    "needed": mark("This is needed here."),
    "negative": mark("An amount cannot be below zero."),
    "no_authority": mark("No authority is competent for this unit. Ask the administrator to complete the units."),
    "nobody_above": mark("There is nobody above to return this to."),
    "not_now": mark("This step is not possible in the present state."),
    "nothing_to_undo": mark(
        "The last step cannot be taken back: something was told, numbered or done after it. Correct it by a new entry."
    ),
    "notices_first": mark("The notices have not been served yet; record them, then close."),
    "one_call_back_a_day": mark("Today's call-back is recorded already; try again on another day."),
    "only_downwards": mark("Distribution goes down one's own line only; return it if you are not competent."),
    "order_open": mark("A settlement order is still open for this case."),
    "not_issued": mark("Only an issued paper is served. Issue it first."),
    "out_of_order": mark("The file broke off while it was sent. It goes on where it stopped; try again."),
    "outside_calendar": mark("This day lies outside the calendar."),
    "paper_not_due": mark("This paper is not due in the present state of the case."),
    "reporter_only": mark("A report's papers go to its reporter or to an authority, never to anybody else."),
    "second_person": mark("This needs a second person."),
    "somebody_else_calls": mark("The follow-up call is made by somebody other than the handler."),
    "staff_number_taken": mark("This staff number is taken."),
    "too_large": mark("This file is larger than the office allows."),
    "too_late": mark("The term has ended; it cannot be extended any more."),
    "too_many": mark("You have looked at many people in this hour. Wait, or ask your supervisor."),
    "too_similar": mark("Too many similar numbers were looked up today. Ask your supervisor."),
    "unit_has_people": mark("People still work for this unit. Move them or let them go first, roles included."),
    "unit_has_units": mark("There are units below this one that are in use. Retire those first."),
    "unit_has_work": mark("Matters of this unit are not closed yet. Pass them on or close them first."),
    "unknown_code": mark("This code is not in the office's tables, or no longer in use."),
    "unknown_ground": mark("This ground is not in the rule the case is handled under."),
    "undo_own_only": mark("A step is taken back by who took it. Ask your colleague, or correct it by a new entry."),
    "undo_same_day": mark("A step is taken back on the same day only. Correct it by a new entry."),
    "uscc_known": mark("Another enterprise has this credit code; it may be the same one."),
    "ask_first": mark("The permission to look at this has run out. Ask again."),
    "unknown_person": mark("This login is no longer in use. Ask your administrator."),
    "unknown_command": mark("The server does not know this command; one of the two programs is too old."),
}
