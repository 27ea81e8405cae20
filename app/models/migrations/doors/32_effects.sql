-- What each step changes. The step itself (state, right, approval) is checked by do_case_step; the answer becomes the
-- event's payload: ids, codes and amounts, never identity.

-- Distribution: down the line, level by level, within one's own subtree (Order 121 Art. 41). Inside one authority a
-- hand-over restarts nothing; another authority starts a new clock there.
CREATE OR REPLACE FUNCTION office.effect_distribute(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    target uuid := needed(ctx.payload, 'to_unit_id')::uuid;
    authority uuid := authority_of(target);
    receipt date;
BEGIN
    IF target <> c.handling_unit_id OR c.deciding_authority_id IS NOT NULL THEN
        IF NOT EXISTS (SELECT 1 FROM unit_line WHERE above_id = c.handling_unit_id AND below_id = target AND steps > 0) THEN
            PERFORM refuse('only_downwards', 'to_unit_id');
        END IF;
        -- Level by level: no authority between the two is passed over.
        IF EXISTS (SELECT 1 FROM unit_line down JOIN unit_line up ON up.below_id = down.above_id AND up.above_id = c.handling_unit_id
                   JOIN unit u ON u.id = down.above_id
                   WHERE down.below_id = target AND down.steps > 0 AND up.steps > 0 AND u.is_authority) THEN
            PERFORM refuse('level_by_level', 'to_unit_id');
        END IF;
    END IF;
    IF authority IS NULL OR NOT EXISTS (SELECT 1 FROM unit WHERE id = target AND active) THEN PERFORM refuse('no_authority', 'to_unit_id'); END IF;
    IF c.state IN ('accepted', 'mediating', 'verifying') AND authority <> c.deciding_authority_id THEN
        PERFORM refuse('inside_one_authority', 'to_unit_id');
    END IF;
    -- The authority has received it on the day it gets it; what it takes in itself counts from the law's day of receipt,
    -- and what comes back to it from the day it had it first.
    receipt := coalesce(
        CASE WHEN authority = c.deciding_authority_id THEN c.authority_received_on END,
        (SELECT min(day_of(payload, 'received_on')) FROM event e WHERE case_id = c.id AND e.event = 'distributed'
            AND payload ->> 'authority' = authority::text AND NOT EXISTS (SELECT 1 FROM event x WHERE x.case_id = c.id
                AND x.event = 'undone' AND x.payload ->> 'seq' = e.seq::text)),
        CASE WHEN authority = authority_of(c.registering_unit_id) AND c.state = 'registered' THEN c.received_on END,
        ctx.today);
    INSERT INTO distribution (case_id, seq, from_unit_id, to_unit_id, at, "on", person_id, is_return, note)
    SELECT c.id, coalesce(max(seq), 0) + 1, c.handling_unit_id, target, ctx.at, ctx.today, ctx.person_id, false,
        coalesce(ctx.payload ->> 'note', '') FROM distribution WHERE case_id = c.id;
    UPDATE cases SET deciding_authority_id = authority, handling_unit_id = target, authority_received_on = receipt,
        handler_id = NULL WHERE id = c.id;
    RETURN jsonb_build_object('from', c.handling_unit_id, 'to', target, 'authority', authority, 'received_on', receipt);
END $$;

-- A superior decides itself what it would otherwise distribute (Order 121 Art. 13, last paragraph).
CREATE OR REPLACE FUNCTION office.effect_take_up(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    PERFORM needed(ctx.payload, 'reason');
    -- In its own name decides only an authority; a station decides nothing (Order 121 Art. 13, 15).
    IF NOT EXISTS (SELECT 1 FROM unit WHERE id = c.handling_unit_id AND is_authority) THEN PERFORM refuse('no_authority'); END IF;
    UPDATE cases SET deciding_authority_id = handling_unit_id, authority_received_on = received_on WHERE id = c.id;
    RETURN jsonb_build_object('authority', c.handling_unit_id, 'article', 'A13', 'reason', ctx.payload ->> 'reason');
END $$;

-- One level up, with a coded reason; never sideways (Order 121 Art. 41).
CREATE OR REPLACE FUNCTION office.effect_return(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    target uuid := (SELECT parent_id FROM unit WHERE id = c.handling_unit_id);
    same_authority boolean;
BEGIN
    IF target IS NULL OR NOT EXISTS (SELECT 1 FROM distribution WHERE case_id = c.id) THEN
        PERFORM refuse('nobody_above');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'return_reason' AND code = needed(ctx.payload, 'reason') AND active) THEN
        PERFORM refuse('unknown_code', 'reason');
    END IF;
    same_authority := EXISTS (SELECT 1 FROM unit_line WHERE above_id = c.deciding_authority_id AND below_id = target);
    INSERT INTO distribution (case_id, seq, from_unit_id, to_unit_id, at, "on", person_id, is_return, reason, note)
    SELECT c.id, coalesce(max(seq), 0) + 1, c.handling_unit_id, target, ctx.at, ctx.today, ctx.person_id, true,
        said(ctx.payload, 'reason'), coalesce(ctx.payload ->> 'note', '') FROM distribution WHERE case_id = c.id;
    UPDATE cases SET handling_unit_id = target, handler_id = NULL,
        deciding_authority_id = CASE WHEN same_authority THEN deciding_authority_id END,
        authority_received_on = CASE WHEN same_authority THEN authority_received_on END,
        state = CASE WHEN same_authority THEN 'distributed' ELSE 'returned' END
    WHERE id = c.id;
    RETURN jsonb_build_object('from', c.handling_unit_id, 'to', target, 'reason', ctx.payload ->> 'reason');
END $$;

CREATE OR REPLACE FUNCTION office.effect_take(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who uuid := coalesce((ctx.payload ->> 'handler_id')::uuid, ctx.person_id);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM person WHERE id = who AND active AND person_may(id, 'decide', c.handling_unit_id)) THEN
        PERFORM refuse('not_found', 'handler_id');
    END IF;
    UPDATE cases SET handler_id = who WHERE id = c.id;
    RETURN jsonb_build_object('handler', who);
END $$;

-- Form 4: due at the latest one working day before the decision day; it stops nothing (Order 121 Art. 10).
CREATE OR REPLACE FUNCTION office.effect_request_identity_proof(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    decision_day date := (SELECT due_on FROM case_clock WHERE case_id = c.id AND key = 'accept_decision');
    due date := day_of(needing(ctx.payload, 'due_on'), 'due_on');
BEGIN
    IF due >= decision_day OR due <= ctx.today THEN PERFORM refuse('identity_proof_day', 'due_on'); END IF;
    RETURN jsonb_build_object('due_on', due);
END $$;

CREATE OR REPLACE FUNCTION office.known_ground(c office.cases, ground_kind text, wanted text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = office, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ground WHERE rule_set = c.rule_set AND kind = ground_kind AND code = wanted AND parent IS NULL) THEN
        PERFORM refuse('unknown_ground', 'ground');
    END IF;
    RETURN wanted;
END $$;

CREATE OR REPLACE FUNCTION office.effect_accept(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET decided_on = ctx.today, accepted_on = ctx.today, handler_id = coalesce(handler_id, ctx.person_id) WHERE id = c.id;
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.effect_decline(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET decided_on = ctx.today, declined_on = ctx.today, concluded_on = ctx.today, outcome = 'declined',
        ground = known_ground(c, 'non_acceptance', needed(ctx.payload, 'ground')), sub_ground = said(ctx.payload, 'sub_ground'),
        handler_id = coalesce(handler_id, ctx.person_id) WHERE id = c.id;
    RETURN jsonb_build_object('ground', ctx.payload ->> 'ground', 'reason', ctx.payload ->> 'reason');
END $$;

-- Withdrawal, repayment or settlement before acceptance: an ending of its own, neither Art. 16 nor Art. 23.
CREATE OR REPLACE FUNCTION office.effect_withdraw(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF needed(ctx.payload, 'outcome') NOT IN ('withdrawn', 'repaid', 'settled_before') THEN PERFORM refuse('malformed', 'outcome'); END IF;
    UPDATE cases SET concluded_on = ctx.today, outcome = ctx.payload ->> 'outcome' WHERE id = c.id;
    RETURN jsonb_build_object('outcome', ctx.payload ->> 'outcome');
END $$;

-- What the search reads follows what the case says; a desk that has folded it sends it along.
CREATE OR REPLACE FUNCTION office.refresh_text(of_case uuid, folded text DEFAULT NULL) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    UPDATE case_text t SET body = coalesce(folded, lower(concat_ws(' ', c.facts, nullif(c.answer, ''), nullif(c.respondent_name, ''), c.shop_name,
        c.order_number, (SELECT string_agg(x.number, ' ' ORDER BY x.number) FROM external_ref x WHERE x.case_id = c.id))))
    FROM cases c WHERE c.id = of_case AND t.case_id = of_case
$$;

-- Not ours, another province, Art. 44 matters: the person is told where to go and the case ends.
CREATE OR REPLACE FUNCTION office.effect_guide(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET concluded_on = ctx.today, outcome = 'guided', answer = needed(ctx.payload, 'answer') WHERE id = c.id;
    PERFORM refresh_text(c.id);
    RETURN jsonb_build_object('matter', ctx.payload ->> 'matter');
END $$;

-- Mediation needs the recorded consent of both (Order 121 Art. 18); entrusting it needs both again (Art. 19).
CREATE OR REPLACE FUNCTION office.effect_record_consent(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    side text := needed(ctx.payload, 'side');
    about text := needed(ctx.payload, 'about');
    agrees boolean := (ctx.payload ->> 'agrees')::boolean;
BEGIN
    PERFORM needed(ctx.payload, 'how');
    IF about = 'mediation' AND side = 'complainant' THEN UPDATE cases SET mediation_consent_complainant = agrees WHERE id = c.id;
    ELSIF about = 'mediation' AND side = 'respondent' THEN UPDATE cases SET mediation_consent_respondent = agrees WHERE id = c.id;
    ELSIF about = 'entrust' AND side = 'complainant' THEN UPDATE cases SET consent_entrust = agrees WHERE id = c.id;
    ELSIF about = 'publish' AND side = 'complainant' THEN UPDATE cases SET consent_publish = agrees WHERE id = c.id;
    ELSIF about = 'share_identity' AND side = 'complainant' THEN
        UPDATE cases SET consent_share_identity = agrees WHERE id = c.id;
        -- Who takes it back closes the door of every order at once.
        IF agrees IS NOT TRUE THEN
            UPDATE settlement_order SET shares_identity = false, version = version + 1 WHERE case_id = c.id AND shares_identity;
            PERFORM settle_order(o.id, 'order', ctx.id) FROM settlement_order o WHERE o.case_id = c.id;
        END IF;
    ELSIF about <> 'entrust' OR side <> 'respondent' THEN PERFORM refuse('malformed', 'about');
    END IF;
    RETURN jsonb_build_object('side', side, 'about', about, 'agrees', agrees, 'how', ctx.payload ->> 'how');
END $$;

CREATE OR REPLACE FUNCTION office.effect_arrange_mediation(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    how text := needed(ctx.payload, 'mode');
BEGIN
    IF c.mediation_consent_complainant IS NOT TRUE OR c.mediation_consent_respondent IS NOT TRUE THEN
        PERFORM refuse('consent_of_both');
    END IF;
    IF how = 'on_site' THEN
        -- Time, place and mediators are told in advance (Order 121 Art. 20).
        PERFORM needed(ctx.payload, 'scheduled_at'), needed(ctx.payload, 'place'), needed(ctx.payload, 'mediators');
    ELSIF how = 'entrusted' THEN
        IF c.consent_entrust IS NOT TRUE OR NOT EXISTS (SELECT 1 FROM event WHERE case_id = c.id AND event = 'consent_recorded'
            AND payload ->> 'about' = 'entrust' AND payload ->> 'side' = 'respondent' AND (payload ->> 'agrees')::boolean) THEN
            PERFORM refuse('entrust_consent_of_both');
        END IF;
        PERFORM needed(ctx.payload, 'entrusted_to_id');
    END IF;
    INSERT INTO mediation (id, case_id, mode, scheduled_at, place, mediators, entrusted_to_id)
    VALUES (needed(ctx.payload, 'id')::uuid, c.id, how, instant_of(ctx.payload, 'scheduled_at'),
        coalesce(ctx.payload ->> 'place', ''), coalesce(ctx.payload ->> 'mediators', ''), (ctx.payload ->> 'entrusted_to_id')::uuid);
    RETURN jsonb_build_object('mediation', ctx.payload ->> 'id', 'mode', how, 'scheduled_at', ctx.payload ->> 'scheduled_at');
END $$;

CREATE OR REPLACE FUNCTION office.effect_hold_mediation(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE mediation SET held_at = coalesce(instant_of(ctx.payload, 'held_at'), ctx.at), minutes = needed(ctx.payload, 'minutes')
    WHERE id = needed(ctx.payload, 'mediation_id')::uuid AND case_id = c.id;
    IF NOT FOUND THEN PERFORM refuse('not_found', 'mediation_id'); END IF;
    RETURN jsonb_build_object('mediation', ctx.payload ->> 'mediation_id');
END $$;

CREATE OR REPLACE FUNCTION office.effect_start_pause(ctx office.command_context, c office.cases, why text) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    INSERT INTO pause (id, case_id, reason, body, from_on)
    VALUES (gen_random_uuid(), c.id, why, coalesce(ctx.payload ->> 'body', ''), ctx.today);
    RETURN jsonb_build_object('reason', why, 'body', ctx.payload ->> 'body');
END $$;

CREATE OR REPLACE FUNCTION office.effect_end_pause(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE pause SET until_on = ctx.today WHERE case_id = c.id AND until_on IS NULL;
    RETURN jsonb_build_object('result', ctx.payload ->> 'result');
END $$;

CREATE OR REPLACE FUNCTION office.effect_start_testing(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE sql SET search_path = office, pg_temp AS $$ SELECT effect_start_pause(ctx, c, 'testing') $$;

CREATE OR REPLACE FUNCTION office.effect_end_testing(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE sql SET search_path = office, pg_temp AS $$ SELECT effect_end_pause(ctx, c) $$;

CREATE OR REPLACE FUNCTION office.effect_suspend(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE sql SET search_path = office, pg_temp AS $$ SELECT effect_start_pause(ctx, c, 'recusal') $$;

CREATE OR REPLACE FUNCTION office.effect_resume(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE sql SET search_path = office, pg_temp AS $$ SELECT effect_end_pause(ctx, c) $$;

-- Agreement reached in mediation (Order 121 Art. 24). ``waiver``: performed at once, or both waive the agreement paper.
CREATE OR REPLACE FUNCTION office.effect_agree(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF said(ctx.payload, 'waiver') NOT IN ('performed_at_once', 'both_waive') THEN PERFORM refuse('malformed', 'waiver'); END IF;
    UPDATE mediation SET agreement = needed(ctx.payload, 'agreement'), waiver = said(ctx.payload, 'waiver'),
        held_at = coalesce(held_at, ctx.at)
    WHERE case_id = c.id AND id = needed(ctx.payload, 'mediation_id')::uuid;
    IF NOT FOUND THEN PERFORM refuse('not_found', 'mediation_id'); END IF;
    UPDATE cases SET concluded_on = ctx.today, outcome = 'agreed' WHERE id = c.id;
    RETURN jsonb_build_object('mediation', ctx.payload ->> 'mediation_id', 'waiver', ctx.payload ->> 'waiver');
END $$;

-- The parties settled by themselves after acceptance: Art. 23 item 1, self-settled.
CREATE OR REPLACE FUNCTION office.effect_settle(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET concluded_on = ctx.today, outcome = 'self_settled', ground = g.parent, sub_ground = g.code
    FROM ground g WHERE cases.id = c.id AND g.rule_set = c.rule_set AND g.kind = 'termination' AND g.code LIKE '%\_SETTLED';
    IF NOT FOUND THEN PERFORM refuse('unknown_ground', 'ground'); END IF;
    RETURN jsonb_build_object('confirmed_how', needed(ctx.payload, 'how'));
END $$;

CREATE OR REPLACE FUNCTION office.effect_terminate(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    why text := known_ground(c, 'termination', needed(ctx.payload, 'ground'));
    nearer text := said(ctx.payload, 'sub_ground');
BEGIN
    -- Item 1 is two things: withdrawn, or settled by themselves; figures tell them apart.
    IF EXISTS (SELECT 1 FROM ground WHERE rule_set = c.rule_set AND kind = 'termination' AND parent = why)
        AND NOT EXISTS (SELECT 1 FROM ground WHERE rule_set = c.rule_set AND kind = 'termination' AND parent = why AND code = nearer) THEN
        PERFORM refuse('needed', 'sub_ground');
    END IF;
    UPDATE pause SET until_on = ctx.today WHERE case_id = c.id AND until_on IS NULL;
    UPDATE cases SET concluded_on = ctx.today, ground = why, sub_ground = nearer,
        outcome = CASE WHEN nearer LIKE '%\_WITHDRAWN' THEN 'withdrawn_after' WHEN nearer LIKE '%\_SETTLED' THEN 'self_settled' ELSE 'terminated' END
    WHERE id = c.id;
    RETURN jsonb_build_object('ground', why, 'sub_ground', nearer);
END $$;

-- Somebody was told or served. Told means: phone, SMS or platform delivered; post with delivery shown (practice: Clocks).
CREATE OR REPLACE FUNCTION office.effect_record_service(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    about text := needed(ctx.payload, 'about');
    to_side text := needed(ctx.payload, 'side');
    how text := needed(ctx.payload, 'result');
    told timestamptz := coalesce(instant_of(ctx.payload, 'at'), ctx.at);
    of_paper uuid := (ctx.payload ->> 'paper_id')::uuid;
    to_whom uuid := (ctx.payload ->> 'addressee_id')::uuid;
    sides integer;
BEGIN
    IF told > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'at'); END IF;
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'service_way' AND code = needed(ctx.payload, 'way') AND active) THEN
        PERFORM refuse('unknown_code', 'way');
    END IF;
    -- Whoever told somebody records it; the service of a paper is its clerk's or handler's.
    IF of_paper IS NOT NULL THEN PERFORM require(ctx, 'serve', c.handling_unit_id); END IF;
    IF of_paper IS NOT NULL AND NOT EXISTS (SELECT 1 FROM paper WHERE id = of_paper AND case_id = c.id AND state = 'issued') THEN
        PERFORM refuse('not_issued', 'paper_id');
    END IF;
    IF to_whom IS NOT NULL AND NOT EXISTS (SELECT 1 FROM paper_addressee a WHERE a.id = to_whom AND a.paper_id = of_paper AND a.side = to_side) THEN
        PERFORM refuse('not_found', 'addressee_id');
    END IF;
    INSERT INTO service_record (id, case_id, paper_id, addressee_id, about, side, way, at, result, person_id, mail_number, recording_ref,
        receipt_blob_id, note)
    VALUES (needed(ctx.payload, 'id')::uuid, c.id, of_paper, to_whom,
        about, to_side, ctx.payload ->> 'way', told, how, ctx.person_id, said(ctx.payload, 'mail_number'),
        said(ctx.payload, 'recording_ref'), usable_blob((ctx.payload ->> 'receipt_blob_id')::uuid, c.kind = 'report'), coalesce(ctx.payload ->> 'note', ''));
    IF said(ctx.payload, 'receipt_blob_id') IS NOT NULL THEN
        INSERT INTO blob_holder (blob_id, case_id) VALUES ((ctx.payload ->> 'receipt_blob_id')::uuid, c.id);
    END IF;
    IF how = 'delivered' THEN
        IF about = 'decision' AND to_side = 'complainant' AND c.decided_on IS NOT NULL THEN
            UPDATE cases SET told_on = least(told_on, greatest(legal_day(told), c.decided_on)) WHERE id = c.id;
        END IF;
        -- The termination is told to both (Art. 23), the non-acceptance to the complainant (Art. 15).
        SELECT count(DISTINCT side) INTO sides FROM service_record WHERE case_id = c.id AND result = 'delivered'
            AND (side = 'complainant' OR side = 'respondent' AND c.outcome <> 'declined')
            AND service_record.about = CASE WHEN c.outcome = 'declined' THEN 'decision' ELSE 'termination' END;
        IF c.outcome = 'declined' AND sides >= 1 OR c.outcome IN ('terminated', 'withdrawn_after', 'self_settled') AND sides >= 2 THEN
            UPDATE cases SET notices_served_on = coalesce(notices_served_on, legal_day(told)) WHERE id = c.id;
        END IF;
    END IF;
    RETURN jsonb_build_object('service', ctx.payload ->> 'id', 'about', about, 'side', to_side, 'way', ctx.payload ->> 'way', 'result', how,
        'paper', of_paper);
END $$;

-- 办结 with the notices served; the follow-up call comes after it and never moves closed_at.
CREATE OR REPLACE FUNCTION office.effect_close(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF c.outcome IN ('declined', 'terminated') AND c.notices_served_on IS NULL THEN PERFORM refuse('notices_first'); END IF;
    IF EXISTS (SELECT 1 FROM settlement_order WHERE case_id = c.id AND state IN ('sent', 'seen', 'answered')) THEN
        PERFORM refuse('order_open');
    END IF;
    IF EXISTS (SELECT 1 FROM approval WHERE case_id = c.id AND decision IS NULL AND command <> 'close') THEN
        PERFORM refuse('approval_waits');
    END IF;
    UPDATE cases SET closed_at = coalesce(closed_at, ctx.at), closed_on = coalesce(closed_on, ctx.today),
        concluded_on = coalesce(concluded_on, ctx.today) WHERE id = c.id;
    RETURN jsonb_build_object('outcome', c.outcome);
END $$;

-- Reopening only corrects an error: the first day of closing and the clocks stay.
CREATE OR REPLACE FUNCTION office.effect_reopen(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET state = CASE c.outcome WHEN 'agreed' THEN 'agreed' WHEN 'self_settled' THEN 'settled' WHEN 'declined' THEN 'declined'
        WHEN 'terminated' THEN 'terminated' WHEN 'withdrawn_after' THEN 'terminated' WHEN 'guided' THEN 'guided'
        WHEN 'answered' THEN 'answered' WHEN 'filed' THEN 'filed' WHEN 'not_filed' THEN 'not_filed'
        WHEN 'no_authority' THEN 'no_authority' ELSE 'withdrawn' END WHERE id = c.id;
    RETURN jsonb_build_object('reason', needed(ctx.payload, 'reason'));
END $$;

CREATE OR REPLACE FUNCTION office.effect_answer(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET answer = needed(ctx.payload, 'answer'), concluded_on = ctx.today, outcome = 'answered' WHERE id = c.id;
    PERFORM refresh_text(c.id);
    RETURN '{}';
END $$;

-- Reports: verification 15 + 15 working days, filed or not, each with the head's approval (程序规定 Art. 18; Order 121 Art. 27).
CREATE OR REPLACE FUNCTION office.effect_verify(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET handler_id = coalesce(handler_id, ctx.person_id) WHERE id = c.id;
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.effect_extend_verification(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM event WHERE case_id = c.id AND event = 'verification_extended') THEN PERFORM refuse('extended_before'); END IF;
    IF ctx.today > (SELECT due_on FROM case_clock WHERE case_id = c.id AND key IN ('report_verification', 'clue_verification')) THEN
        PERFORM refuse('too_late');
    END IF;
    RETURN jsonb_build_object('reason', needed(ctx.payload, 'reason'));
END $$;

CREATE OR REPLACE FUNCTION office.effect_file(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET verified_on = ctx.today, filed = true, concluded_on = ctx.today, outcome = 'filed' WHERE id = c.id;
    RETURN jsonb_build_object('reason', needed(ctx.payload, 'reason'));
END $$;

CREATE OR REPLACE FUNCTION office.effect_not_file(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET verified_on = ctx.today, filed = false, concluded_on = ctx.today, outcome = 'not_filed' WHERE id = c.id;
    RETURN jsonb_build_object('reason', needed(ctx.payload, 'reason'));
END $$;

-- Not competent: the reporter is told where to go (Order 121 Art. 34).
CREATE OR REPLACE FUNCTION office.effect_no_authority(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET concluded_on = ctx.today, outcome = 'no_authority', answer = needed(ctx.payload, 'answer') WHERE id = c.id;
    RETURN '{}';
END $$;

-- What is known changes as the caller tells more. Only the named fields change; the event keeps their names, not values.
CREATE OR REPLACE FUNCTION office.effect_amend(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    f jsonb := coalesce(ctx.payload -> 'fields', '{}');
    allowed text[] := ARRAY['facts', 'answer', 'object_code', 'problem_code', 'violation_code', 'occurred_on', 'amount_involved',
        'payment_method', 'online', 'platform_name', 'shop_name', 'order_number', 'enterprise_id', 'respondent_name',
        'respondent_address', 'respondent_phone', 'respondent_contact', 'for_daily_life', 'handled_elsewhere', 'known_since',
        'tried_trader', 'pattern_flags', 'emergency', 'joint'];
    wanted text;
    n cases;
BEGIN
    FOR wanted IN SELECT jsonb_object_keys(f) LOOP
        IF wanted <> ALL (allowed) THEN PERFORM refuse('malformed', wanted); END IF;
    END LOOP;
    PERFORM amount_of(f, 'amount_involved'), day_of(f, 'occurred_on'), day_of(f, 'known_since');
    n := jsonb_populate_record(c, f);
    UPDATE cases SET facts = coalesce(n.facts, ''), answer = coalesce(n.answer, ''), object_code = n.object_code,
        problem_code = n.problem_code, violation_code = n.violation_code, occurred_on = n.occurred_on,
        amount_involved = n.amount_involved, payment_method = n.payment_method, online = coalesce(n.online, false),
        platform_name = n.platform_name, shop_name = n.shop_name, order_number = n.order_number, enterprise_id = n.enterprise_id,
        respondent_name = coalesce(n.respondent_name, ''), respondent_address = coalesce(n.respondent_address, ''),
        respondent_phone = coalesce(n.respondent_phone, ''), respondent_contact = coalesce(n.respondent_contact, ''),
        for_daily_life = n.for_daily_life, handled_elsewhere = n.handled_elsewhere, known_since = n.known_since,
        tried_trader = n.tried_trader, pattern_flags = coalesce(n.pattern_flags, '{}'), emergency = n.emergency,
        joint = coalesce(n.joint, false) WHERE id = c.id;
    IF ctx.payload ? 'claims' THEN
        IF EXISTS (SELECT 1 FROM ledger_entry WHERE case_id = c.id) THEN PERFORM refuse('ledger_begun', 'claims'); END IF;
        DELETE FROM claim WHERE case_id = c.id;
        PERFORM put_claims(c.id, ctx.payload -> 'claims');
    END IF;
    PERFORM refresh_text(c.id, said(ctx.payload, 'search_text'));
    RETURN jsonb_build_object('fields', (SELECT jsonb_agg(k) FROM jsonb_object_keys(f) k));
END $$;

-- Persons of a case: added, or corrected in place; the plain values go straight behind the doors.
CREATE OR REPLACE FUNCTION office.effect_put_party(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload -> 'party';
BEGIN
    PERFORM put_parties(jsonb_build_array(p), c.id, NULL, NULL);
    RETURN jsonb_build_object('party', p ->> 'id', 'role', p ->> 'role');
END $$;

CREATE OR REPLACE FUNCTION office.effect_add_material(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    PERFORM put_materials(ctx, c.id, ctx.payload -> 'materials');
    RETURN jsonb_build_object('materials', (SELECT jsonb_agg(m ->> 'id') FROM jsonb_array_elements(ctx.payload -> 'materials') m));
END $$;

CREATE OR REPLACE FUNCTION office.effect_note(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('text', needed(ctx.payload, 'text'));
END $$;

CREATE OR REPLACE FUNCTION office.effect_link(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    -- An open case's timeline never names a report: the link is made, and told, on the report's side.
    IF c.kind <> 'report' AND EXISTS (SELECT 1 FROM cases x JOIN case_access a ON a.case_id = x.id AND a.scope_id = ANY (my_scopes())
        WHERE x.id = needed(ctx.payload, 'case_id')::uuid AND x.kind = 'report') THEN
        PERFORM refuse('link_from_report', 'case_id');
    END IF;
    PERFORM link_cases(c.id, needed(ctx.payload, 'case_id')::uuid, needed(ctx.payload, 'relation'));
    RETURN jsonb_build_object('case', ctx.payload ->> 'case_id', 'relation', ctx.payload ->> 'relation');
END $$;

-- The ledger: offered, agreed, stated and performed amounts; a correction is a new entry that names the one it replaces.
CREATE OR REPLACE FUNCTION office.effect_enter_ledger(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    sum_of numeric := amount_of(needing(p, 'amount'), 'amount');
    threshold numeric := coalesce((SELECT amount_of(settings, 'ledger_threshold') FROM installation), 10000);
    big boolean := sum_of > threshold OR sum_of > coalesce(c.amount_involved, sum_of);
BEGIN
    IF sum_of < 0 THEN PERFORM refuse('negative', 'amount'); END IF;
    IF p ? 'claim_id' AND said(p, 'claim_id') IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM claim WHERE id = (p ->> 'claim_id')::uuid AND case_id = c.id) THEN
        PERFORM refuse('not_found', 'claim_id');
    END IF;
    IF said(p, 'corrects_id') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = (p ->> 'corrects_id')::uuid
        AND e.case_id = c.id AND NOT EXISTS (SELECT 1 FROM ledger_entry x WHERE x.corrects_id = e.id)) THEN
        PERFORM refuse('corrected_before', 'corrects_id');
    END IF;
    INSERT INTO ledger_entry (id, case_id, claim_id, remedy, stage, part, amount, performed_on, reason, proof_blob_id, corrects_id,
        entered_by, needs_confirmation)
    VALUES (needed(p, 'id')::uuid, c.id, (p ->> 'claim_id')::uuid, needed(p, 'remedy'), needed(p, 'stage'),
        coalesce(said(p, 'part'), 'loss'), sum_of, day_of(p, 'performed_on'), coalesce(p ->> 'reason', ''),
        usable_blob((p ->> 'proof_blob_id')::uuid, false), (p ->> 'corrects_id')::uuid, ctx.person_id, big);
    IF said(p, 'proof_blob_id') IS NOT NULL THEN
        INSERT INTO blob_holder (blob_id, case_id) VALUES ((p ->> 'proof_blob_id')::uuid, c.id);
    END IF;
    RETURN jsonb_build_object('entry', p ->> 'id', 'stage', p ->> 'stage', 'amount', sum_of, 'needs_confirmation', big);
END $$;

CREATE OR REPLACE FUNCTION office.effect_confirm_ledger(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    e ledger_entry;
BEGIN
    SELECT * INTO e FROM ledger_entry WHERE id = needed(ctx.payload, 'entry_id')::uuid AND case_id = c.id;
    IF NOT FOUND THEN PERFORM refuse('not_found', 'entry_id'); END IF;
    IF e.entered_by = ctx.person_id THEN PERFORM refuse('second_person'); END IF;
    UPDATE ledger_entry SET confirmed_by = ctx.person_id WHERE id = e.id;
    RETURN jsonb_build_object('entry', e.id);
END $$;

-- The follow-up call, by somebody other than the handler where the unit has one.
CREATE OR REPLACE FUNCTION office.effect_follow_up(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
BEGIN
    IF ctx.person_id = c.handler_id AND EXISTS (
        SELECT 1 FROM person o WHERE o.unit_id = ctx.unit_id AND o.id <> c.handler_id AND o.active
            AND person_may(o.id, 'follow_up', c.handling_unit_id)) THEN
        PERFORM refuse('somebody_else_calls');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'followup_outcome' AND code = needed(p, 'outcome') AND active) THEN
        PERFORM refuse('unknown_code', 'outcome');
    END IF;
    IF EXISTS (SELECT 1 FROM (VALUES (said(p, 'process')), (said(p, 'result'))) v (x) WHERE x IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM code WHERE list = 'satisfaction' AND code = x)) THEN
        PERFORM refuse('unknown_code', 'result');
    END IF;
    IF 'dissatisfied' IN (said(p, 'process'), said(p, 'result')) OR 'very_dissatisfied' IN (said(p, 'process'), said(p, 'result')) THEN
        PERFORM needed(p, 'reason');
    END IF;
    INSERT INTO follow_up (case_id, attempt, at, person_id, outcome, process, result, reason, call_again_at)
    SELECT c.id, coalesce(max(attempt), 0) + 1, ctx.at, ctx.person_id, needed(p, 'outcome'), said(p, 'process'), said(p, 'result'),
        coalesce(p ->> 'reason', ''), instant_of(p, 'call_again_at') FROM follow_up WHERE case_id = c.id;
    RETURN jsonb_build_object('outcome', p ->> 'outcome', 'process', p ->> 'process', 'result', p ->> 'result');
END $$;
