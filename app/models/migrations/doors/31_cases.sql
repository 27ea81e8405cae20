-- Cases: registered, and moved along the transition table.

CREATE OR REPLACE FUNCTION office.put_claims(of_case uuid, claims jsonb) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO claim (id, case_id, code, amount, note)
    SELECT (c ->> 'id')::uuid, of_case, c ->> 'code', amount_of(c, 'amount'), coalesce(c ->> 'note', '')
    FROM jsonb_array_elements(coalesce(claims, '[]')) c
$$;

CREATE OR REPLACE FUNCTION office.put_materials(ctx office.command_context, of_case uuid, materials jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    m jsonb;
BEGIN
    FOR m IN SELECT * FROM jsonb_array_elements(coalesce(materials, '[]')) LOOP
        INSERT INTO material (id, case_id, blob_id, title, kind, added_by)
        VALUES ((m ->> 'id')::uuid, of_case, usable_blob((m ->> 'blob_id')::uuid, (SELECT kind = 'report' FROM cases WHERE id = of_case)), needed(m, 'title'), needed(m, 'kind'), ctx.person_id);
        INSERT INTO blob_holder (blob_id, case_id) VALUES ((m ->> 'blob_id')::uuid, of_case);
    END LOOP;
END $$;

-- The contact a case came from: written with it, or taken over from the queue. A report's contact goes behind clearance
-- with its audio, scans and text, in this transaction.
CREATE OR REPLACE FUNCTION office.join_contact(ctx office.command_context, of_case uuid, secret_case boolean) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    of_contact uuid := (ctx.payload ->> 'contact_id')::uuid;
    k contact;
BEGIN
    IF of_contact IS NULL THEN
        k := add_contact(ctx, ctx.payload -> 'contact', true);
    ELSE
        SELECT c.* INTO k FROM contact c JOIN contact_access a ON a.contact_id = c.id AND a.scope_id = ANY (my_scopes())
        WHERE c.id = of_contact LIMIT 1 FOR UPDATE OF c;
        IF NOT FOUND THEN PERFORM refuse('not_found', 'contact_id'); END IF;
        IF k.claimed_by IS NOT NULL AND k.claimed_by <> ctx.person_id THEN PERFORM refuse('claimed_by_other'); END IF;
        UPDATE contact SET state = 'done', outcome = coalesce(outcome, 'case'), done_at = coalesce(done_at, ctx.at),
            operator_id = ctx.person_id, claimed_by = NULL, heard_at = coalesce(heard_at, CASE WHEN behaviour = 'voicemail' THEN ctx.at END),
            version = version + 1 WHERE id = k.id;
    END IF;
    INSERT INTO contact_case (contact_id, case_id, relation) VALUES (k.id, of_case, 'origin');
    -- The recording or letter of a report has the report's rights only: it neither follows into an open case nor stays in one.
    IF k.blob_id IS NOT NULL AND (secret_case OR NOT k.secret) THEN
        INSERT INTO blob_holder (blob_id, case_id) VALUES (k.blob_id, of_case);
    END IF;
    IF secret_case THEN
        UPDATE contact SET secret = true WHERE id = k.id;
        DELETE FROM blob_holder h USING cases c WHERE h.blob_id = k.blob_id AND c.id = h.case_id AND c.kind <> 'report';
    END IF;
    PERFORM settle_contact(k.id, 'contact', ctx.id);
END $$;

CREATE OR REPLACE FUNCTION office.do_register_case(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    f jsonb := ctx.payload;
    in_unit uuid := coalesce((f ->> 'unit_id')::uuid, ctx.unit_id);
    case_kind text := needed(f, 'kind');
    received timestamptz := coalesce(instant_of(f, 'received_at'), ctx.at);
    received_day date := legal_day(received);
    own_authority uuid;
    place text;
    row cases;
    closes boolean := case_kind <> 'complaint' AND case_kind <> 'report' AND coalesce((f ->> 'closes')::boolean, false);
BEGIN
    PERFORM require(ctx, 'register', in_unit);
    IF received > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'received_at'); END IF;
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'channel' AND code = needed(f, 'channel') AND active) THEN
        PERFORM refuse('unknown_code', 'channel');
    END IF;
    SELECT id INTO own_authority FROM unit WHERE id = in_unit AND is_authority;
    place := CASE WHEN closes THEN 'answered' ELSE 'registered' END;
    INSERT INTO cases (id, number, kind, channel, state, registering_unit_id, deciding_authority_id, handling_unit_id,
        registrar_id, handler_id, rule_set, received_at, received_basis, received_on, authority_received_on, facts, answer,
        object_code, problem_code, violation_code, occurred_on, amount_involved, payment_method, online, platform_name,
        shop_name, order_number, enterprise_id, respondent_name, respondent_address, respondent_phone, respondent_contact,
        for_daily_life, handled_elsewhere, known_since, tried_trader, consent_publish, consent_entrust,
        consent_share_identity, emergency, joint, imported_from)
    VALUES ((f ->> 'id')::uuid, 'pending:' || ctx.id, case_kind, f ->> 'channel', place, in_unit, NULL, in_unit,
        ctx.person_id, NULL, CASE WHEN case_kind IN ('complaint', 'report') THEN rule_set_for(received_day) END, received,
        coalesce(said(f, 'received_basis'), 'contact'), received_day, NULL, coalesce(f ->> 'facts', ''),
        coalesce(f ->> 'answer', ''), said(f, 'object_code'), said(f, 'problem_code'), said(f, 'violation_code'),
        day_of(f, 'occurred_on'), amount_of(f, 'amount_involved'), said(f, 'payment_method'),
        coalesce((f ->> 'online')::boolean, false), said(f, 'platform_name'), said(f, 'shop_name'), said(f, 'order_number'),
        (f ->> 'enterprise_id')::uuid, coalesce(f ->> 'respondent_name', ''), coalesce(f ->> 'respondent_address', ''),
        coalesce(f ->> 'respondent_phone', ''), coalesce(f ->> 'respondent_contact', ''), (f ->> 'for_daily_life')::boolean,
        said(f, 'handled_elsewhere'), day_of(f, 'known_since'), (f ->> 'tried_trader')::boolean,
        (f ->> 'consent_publish')::boolean, (f ->> 'consent_entrust')::boolean, (f ->> 'consent_share_identity')::boolean,
        said(f, 'emergency'), coalesce((f ->> 'joint')::boolean, false), said(f, 'imported_from'))
    RETURNING * INTO row;
    PERFORM put_parties(f -> 'parties', row.id, NULL, NULL);
    PERFORM put_claims(row.id, f -> 'claims');
    PERFORM put_materials(ctx, row.id, f -> 'materials');
    -- A source's number is taken once among the open cases; of a report's number only who may see it is told.
    IF EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(f -> 'external_refs', '[]')) r
               JOIN external_ref x ON x.source = r ->> 'source' AND x.number = r ->> 'number'
               JOIN case_access a ON a.case_id = x.case_id AND a.scope_id = ANY (my_scopes())) THEN
        PERFORM refuse('constraint', 'uq_external_ref_number');
    END IF;
    INSERT INTO external_ref (id, case_id, secret, source, number, received_at, source_deadline, reply_due, status)
    SELECT (r ->> 'id')::uuid, row.id, case_kind = 'report', r ->> 'source', r ->> 'number', instant_of(r, 'received_at'),
        instant_of(r, 'source_deadline'), day_of(r, 'reply_due'), coalesce(r ->> 'status', 'to_write_back')
    FROM jsonb_array_elements(coalesce(f -> 'external_refs', '[]')) r;
    PERFORM join_contact(ctx, row.id, case_kind = 'report');
    IF f ? 'link' THEN
        PERFORM link_cases(row.id, (f #>> '{link,case_id}')::uuid, needed(f -> 'link', 'relation'));
    END IF;
    IF f ? 'order_id' THEN
        PERFORM follow_failed_order(ctx, (f ->> 'order_id')::uuid, row.id, case_kind);
    END IF;
    INSERT INTO case_text (case_id, received_at, body)
    VALUES (row.id, row.received_at, coalesce(said(f, 'search_text'), lower(concat_ws(' ', row.facts, row.answer, row.respondent_name))));
    IF closes THEN
        UPDATE cases SET state = 'closed', concluded_on = ctx.today, outcome = 'answered', closed_at = ctx.at, closed_on = ctx.today
        WHERE id = row.id RETURNING * INTO row;
    END IF;
    PERFORM put_event(row.id, received, 'registered', ctx.person_id, in_unit, ctx.id,
        jsonb_build_object('channel', row.channel, 'basis', row.received_basis));
    IF closes THEN
        PERFORM put_event(row.id, ctx.at, 'answered', ctx.person_id, in_unit, ctx.id, '{}');
        PERFORM put_event(row.id, ctx.at, 'closed', ctx.person_id, in_unit, ctx.id, '{}');
    END IF;
    PERFORM settle_case(row.id, 'case', ctx.id);
    -- The number comes last, behind text, clocks, access and figures: its series stays locked until the commit.
    UPDATE cases SET number = case_number(case_kind, ctx.today) WHERE id = row.id RETURNING * INTO row;
    RETURN jsonb_build_object('id', row.id, 'version', row.version, 'state', row.state, 'number', row.number);
END $$;

-- Open cases are counted. Reports have a series of their own that does not count: whoever takes one in may tell the
-- reporter its number, and nobody, cleared for all, for a part or for none, reads from a number or a gap how many there are.
CREATE OR REPLACE FUNCTION office.case_number(case_kind text, today date) RETURNS text
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    made text;
BEGIN
    IF case_kind <> 'report' THEN
        RETURN to_char(today, 'YYYY-') || lpad(next_number(root_unit(), 'case', extract(year FROM today)::integer)::text, 6, '0');
    END IF;
    LOOP
        made := to_char(today, '"J"YYYY-')
            || lpad((('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint % 100000000)::text, 8, '0');
        EXIT WHEN NOT EXISTS (SELECT 1 FROM cases WHERE number = made);
    END LOOP;
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION office.link_cases(one uuid, other uuid, how text) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = other AND a.scope_id = ANY (my_scopes())) THEN
        PERFORM refuse('not_found', 'link');
    END IF;
    INSERT INTO case_link (case_id, other_id, relation) VALUES (one, other, how) ON CONFLICT DO NOTHING;
END $$;

-- A step of the transition table: state and right are checked here, the effect_… function does what the step changes.
CREATE OR REPLACE FUNCTION office.do_case_step(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    c cases := locked_case(ctx);
    t transition;
    at_unit uuid;
    asked_at uuid;
    about jsonb;
    now_version integer;
    line integer;
BEGIN
    SELECT * INTO t FROM transition WHERE command = ctx.kind AND kind = c.kind AND from_state IN (c.state, '*')
    ORDER BY from_state DESC LIMIT 1;
    IF NOT FOUND THEN PERFORM refuse('not_now', c.state); END IF;
    at_unit := CASE t.at WHEN 'registering' THEN c.registering_unit_id WHEN 'deciding' THEN c.deciding_authority_id
        ELSE c.handling_unit_id END;
    IF NOT ctx.approved THEN
        PERFORM require(ctx, t.permission, at_unit);
        -- Where a second person has to approve, the command is kept as asked and carried out when approved.
        asked_at := approval_wanted(ctx.kind, c.deciding_authority_id, c.handling_unit_id);
        IF asked_at IS NOT NULL THEN
            IF EXISTS (SELECT 1 FROM approval WHERE case_id = c.id AND command = ctx.kind AND decision IS NULL) THEN
                PERFORM refuse('approval_waits');
            END IF;
            BEGIN
                EXECUTE format('SELECT office.%I($1, $2)', 'effect_' || ctx.kind) INTO about USING ctx, c;
                RAISE EXCEPTION USING ERRCODE = 'HD002';
            EXCEPTION WHEN SQLSTATE 'HD002' THEN
                NULL;  -- tried and undone, so that what is asked for can be carried out; the case stays locked
            END;
            RETURN ask_approval(ctx, c, asked_at);
        END IF;
    END IF;
    EXECUTE format('SELECT office.%I($1, $2)', 'effect_' || ctx.kind) INTO about USING ctx, c;
    UPDATE cases SET state = CASE t.to_state WHEN '=' THEN state ELSE t.to_state END, version = version + 1 WHERE id = c.id;
    line := put_event(c.id, ctx.at, t.event, ctx.person_id, ctx.unit_id, ctx.id, about);
    IF NOT ctx.approved AND (SELECT undoable FROM command_kind WHERE kind = ctx.kind) THEN
        PERFORM remember_before(c, line);
    END IF;
    now_version := settle_case(c.id, 'case', ctx.id);
    RETURN jsonb_build_object('id', c.id, 'version', now_version) || coalesce(about, '{}');
END $$;

-- At whose unit a second person has to approve a step: the law's and the authority's rules before the handling unit's.
-- A unit in one-person mode goes without its own rules where they say so, never without the law's.
CREATE OR REPLACE FUNCTION office.approval_wanted(of_command text, authority uuid, handling uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT r.unit_id FROM approval_rule r JOIN unit u ON u.id = r.unit_id
    WHERE r.command = of_command AND r.unit_id IN (authority, handling) AND NOT (u.one_person AND r.waived_alone)
    ORDER BY r.by_law DESC, r.unit_id IS NOT DISTINCT FROM authority DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION office.ask_approval(ctx office.command_context, c office.cases, at_unit uuid) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    waiting uuid;
BEGIN
    INSERT INTO approval (id, case_id, unit_id, command, payload, asked_by, due_on)
    VALUES (gen_random_uuid(), c.id, at_unit, ctx.kind, ctx.payload, ctx.person_id,
        (SELECT min(due_on) FROM case_clock WHERE case_id = c.id AND stopped_on IS NULL))
    RETURNING id INTO waiting;
    UPDATE cases SET version = version + 1 WHERE id = c.id;
    PERFORM put_event(c.id, ctx.at, 'approval_asked', ctx.person_id, ctx.unit_id, ctx.id,
        jsonb_build_object('command', ctx.kind, 'approval', waiting));
    RETURN jsonb_build_object('id', c.id, 'version', settle_case(c.id, 'case', ctx.id), 'approval', waiting);
END $$;

-- A second person approves or refuses; approving carries the stored command out in the approver's transaction.
CREATE OR REPLACE FUNCTION office.do_decide_approval(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    a approval;
    asked command_context;
    inner_ctx command_context := ctx;
    answer jsonb;
    now_version integer;
BEGIN
    inner_ctx.subject := (SELECT case_id FROM approval WHERE id = ctx.subject);
    inner_ctx.expected := NULL;
    PERFORM locked_case(inner_ctx);
    SELECT * INTO a FROM approval WHERE id = ctx.subject FOR UPDATE;
    PERFORM require(ctx, 'approve', a.unit_id);
    IF a.decision IS NOT NULL THEN PERFORM refuse('decided_before'); END IF;
    IF a.asked_by = ctx.person_id THEN PERFORM refuse('second_person'); END IF;
    UPDATE approval SET decided_by = ctx.person_id, decided_at = ctx.at, decision = needed(ctx.payload, 'decision'),
        reason = coalesce(ctx.payload ->> 'reason', '') WHERE id = a.id;
    IF said(ctx.payload, 'decision') = 'approved' THEN
        inner_ctx.kind := a.command;
        inner_ctx.payload := a.payload;
        inner_ctx.approved := true;
        -- The step is its asker's; the approval has its own line.
        inner_ctx.person_id := a.asked_by;
        inner_ctx.unit_id := (SELECT unit_id FROM person WHERE id = a.asked_by);
        answer := do_case_step(inner_ctx);
        PERFORM put_event(a.case_id, ctx.at, 'approved', ctx.person_id, ctx.unit_id, ctx.id,
            jsonb_build_object('command', a.command, 'approval', a.id));
        RETURN answer;
    ELSIF said(ctx.payload, 'decision') = 'refused' THEN
        PERFORM needed(ctx.payload, 'reason');
        PERFORM put_event(a.case_id, ctx.at, 'approval_refused', ctx.person_id, ctx.unit_id, ctx.id,
            jsonb_build_object('command', a.command, 'approval', a.id));
        UPDATE cases SET version = version + 1 WHERE id = a.case_id;
        now_version := settle_case(a.case_id, 'case', ctx.id);
        RETURN jsonb_build_object('id', a.case_id, 'version', now_version);
    END IF;
    PERFORM refuse('malformed', 'decision');
    RETURN NULL;
END $$;
