-- Contacts: taken in, claimed by one operator, heard, called back, done.

CREATE OR REPLACE FUNCTION office.add_contact(ctx office.command_context, k jsonb, done boolean) RETURNS office.contact
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    in_unit uuid := coalesce((k ->> 'unit_id')::uuid, ctx.unit_id);
    how code;
    known contact;
    received timestamptz := instant_of(k, 'received_at');
    row contact;
BEGIN
    PERFORM require(ctx, 'register', in_unit);
    SELECT * INTO how FROM code WHERE list = 'channel' AND code = needed(k, 'channel') AND active;
    IF NOT FOUND THEN PERFORM refuse('unknown_code', 'channel'); END IF;
    IF received > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'received_at'); END IF;
    -- A file delivered again is the same contact, known by content and by its source's number.
    SELECT * INTO known FROM contact WHERE unit_id = in_unit AND (
        content_sha256 = said(k, 'content_sha256') OR (channel = how.code AND source_id = said(k, 'source_id')))
        AND (NOT secret OR EXISTS (SELECT 1 FROM contact_access a WHERE a.contact_id = contact.id AND a.scope_id = ANY (my_scopes()))) LIMIT 1;
    IF FOUND THEN PERFORM refuse('delivered_before', 'content'); END IF;
    -- The same file has become a report behind clearance: neither may it come back into the open queue nor may whoever
    -- delivers it again learn of that. It is answered like any other and not stored twice.
    IF NOT done AND EXISTS (SELECT 1 FROM contact WHERE unit_id = in_unit AND secret AND content_sha256 = said(k, 'content_sha256')) THEN
        PERFORM usable_blob((k ->> 'blob_id')::uuid, false);
        row.id := needed(k, 'id')::uuid;
        RETURN row;
    END IF;
    INSERT INTO contact (id, unit_id, channel, behaviour, state, received_at, received_basis, postmarked_on, arrived_on,
        desk_time, desk_offset_ms, source_id, content_sha256, blob_id, mail_number, pages, operator_id, claimed_by, claimed_at,
        done_at, outcome, note)
    VALUES ((k ->> 'id')::uuid, in_unit, how.code, how.behaviour, CASE WHEN done THEN 'done' ELSE 'waiting' END,
        coalesce(received, ctx.at), coalesce(said(k, 'received_basis'), 'contact'), day_of(k, 'postmarked_on'),
        day_of(k, 'arrived_on'), instant_of(k, 'desk_time'), (k ->> 'desk_offset_ms')::integer, said(k, 'source_id'),
        said(k, 'content_sha256'), usable_blob((k ->> 'blob_id')::uuid, false), said(k, 'mail_number'), (k ->> 'pages')::integer,
        CASE WHEN done THEN ctx.person_id END, NULL, NULL, CASE WHEN done THEN ctx.at END, said(k, 'outcome'),
        coalesce(k ->> 'note', ''))
    RETURNING * INTO row;
    PERFORM put_parties(k -> 'parties', NULL, row.id, NULL);
    IF row.blob_id IS NOT NULL THEN
        INSERT INTO blob_holder (blob_id, contact_id) VALUES (row.blob_id, row.id);
    END IF;
    RETURN row;
END $$;

-- A contact that waits (voicemail, letter) or one that is over with its outcome (asked for progress, wrong number …).
CREATE OR REPLACE FUNCTION office.do_register_contact(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    row contact;
    about uuid := (ctx.payload ->> 'case_id')::uuid;
BEGIN
    row := add_contact(ctx, ctx.payload, said(ctx.payload, 'outcome') IS NOT NULL);
    IF row.version IS NULL THEN RETURN jsonb_build_object('id', row.id, 'version', 1); END IF;
    IF row.outcome IS NOT NULL AND NOT EXISTS (SELECT 1 FROM code WHERE list = 'contact_outcome' AND code = row.outcome AND active) THEN
        PERFORM refuse('unknown_code', 'outcome');
    END IF;
    IF about IS NOT NULL THEN
        IF NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = about AND a.scope_id = ANY (my_scopes())) THEN
            PERFORM refuse('not_found', 'case_id');
        END IF;
        INSERT INTO contact_case (contact_id, case_id, relation) VALUES (row.id, about, coalesce(row.outcome, 'about'));
        PERFORM put_event(about, ctx.at, 'contacted', ctx.person_id, ctx.unit_id, ctx.id,
            jsonb_build_object('contact', row.id, 'outcome', row.outcome));
        UPDATE cases SET version = version + 1 WHERE id = about;
        -- A contact about a report is as secret as the report (Order 121 Art. 37).
        UPDATE contact SET secret = true WHERE id = row.id AND EXISTS (SELECT 1 FROM cases WHERE id = about AND kind = 'report');
        PERFORM settle_case(about, 'case', ctx.id);
    END IF;
    PERFORM settle_contact(row.id, 'contact', ctx.id);
    RETURN jsonb_build_object('id', row.id, 'version', row.version);
END $$;

CREATE OR REPLACE FUNCTION office.do_claim_contact(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact := locked_contact(ctx);
BEGIN
    PERFORM require(ctx, 'register', k.unit_id);
    IF k.state = 'claimed' AND k.claimed_by <> ctx.person_id THEN PERFORM refuse('claimed_by_other'); END IF;
    IF k.state = 'done' THEN PERFORM refuse('not_now', 'done'); END IF;
    UPDATE contact SET state = 'claimed', claimed_by = ctx.person_id, claimed_at = ctx.at, version = version + 1 WHERE id = k.id;
    RETURN jsonb_build_object('version', settle_contact(k.id, 'contact', ctx.id));
END $$;

-- Given back: by the claimer (also for everything at sign-out), or taken away by a supervisor.
CREATE OR REPLACE FUNCTION office.do_release_contact(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact := locked_contact(ctx);
BEGIN
    IF k.state <> 'claimed' THEN PERFORM refuse('not_now', k.state); END IF;
    IF k.claimed_by <> ctx.person_id THEN PERFORM require(ctx, 'correct', k.unit_id); END IF;
    UPDATE contact SET state = CASE WHEN EXISTS (SELECT 1 FROM call_back b WHERE b.contact_id = k.id) THEN 'calling_back' ELSE 'waiting' END,
        claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE id = k.id;
    RETURN jsonb_build_object('version', settle_contact(k.id, 'contact', ctx.id));
END $$;

CREATE OR REPLACE FUNCTION office.do_mark_heard(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact := locked_contact(ctx);
BEGIN
    IF k.claimed_by IS DISTINCT FROM ctx.person_id THEN PERFORM refuse('claim_first'); END IF;
    UPDATE contact SET heard_at = coalesce(heard_at, ctx.at), version = version + 1 WHERE id = k.id;
    RETURN jsonb_build_object('version', settle_contact(k.id, 'contact', ctx.id));
END $$;

-- Three tries on different days, then it may be put away as not reached.
CREATE OR REPLACE FUNCTION office.do_record_call_back(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact := locked_contact(ctx);
    tries integer;
    -- A try made while the server was away counts from when it was made.
    tried timestamptz := coalesce(instant_of(ctx.payload, 'at'), ctx.at);
BEGIN
    PERFORM require(ctx, 'register', k.unit_id);
    IF k.state = 'done' THEN PERFORM refuse('not_now', 'done'); END IF;
    IF k.claimed_by <> ctx.person_id THEN PERFORM refuse('claimed_by_other'); END IF;
    IF tried > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'at'); END IF;
    tried := greatest(least(tried, ctx.at), k.received_at);
    IF EXISTS (SELECT 1 FROM call_back WHERE contact_id = k.id AND day = legal_day(tried)) THEN
        PERFORM refuse('one_call_back_a_day');
    END IF;
    SELECT count(*) INTO tries FROM call_back WHERE contact_id = k.id;
    INSERT INTO call_back (contact_id, attempt, at, day, outcome, person_id)
    VALUES (k.id, tries + 1, tried, legal_day(tried), needed(ctx.payload, 'outcome'), ctx.person_id);
    UPDATE contact SET state = 'calling_back', claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE id = k.id;
    RETURN jsonb_build_object('version', settle_contact(k.id, 'contact', ctx.id), 'attempt', tries + 1);
END $$;

CREATE OR REPLACE FUNCTION office.do_finish_contact(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact := locked_contact(ctx);
BEGIN
    PERFORM require(ctx, 'register', k.unit_id);
    IF k.state = 'done' THEN PERFORM refuse('not_now', 'done'); END IF;
    IF k.claimed_by <> ctx.person_id THEN PERFORM refuse('claimed_by_other'); END IF;
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'contact_outcome' AND code = needed(ctx.payload, 'outcome') AND active) THEN
        PERFORM refuse('unknown_code', 'outcome');
    END IF;
    UPDATE contact SET state = 'done', outcome = said(ctx.payload, 'outcome'), done_at = ctx.at, operator_id = ctx.person_id,
        note = coalesce(ctx.payload ->> 'note', note), claimed_by = NULL, version = version + 1 WHERE id = k.id;
    RETURN jsonb_build_object('version', settle_contact(k.id, 'contact', ctx.id));
END $$;
