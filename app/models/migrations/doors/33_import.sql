-- Imported cases: many in one command, each with its own answer. What was received and answered elsewhere keeps its dates;
-- a source's number is taken in once, however often the file is brought.

CREATE OR REPLACE FUNCTION office.import_case(ctx office.command_context, in_unit uuid, from_source text, r jsonb) RETURNS text
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    received timestamptz := instant_of(needing(r, 'received_at'), 'received_at');
    answered timestamptz := instant_of(r, 'answered_at');
    case_kind text := needed(r, 'kind');
    secret_case boolean := case_kind = 'report';
    how code;
    -- A report taken in before, and brought again by somebody without clearance: done and undone at the end, so that every
    -- answer, good or bad, is that of a first time, and it is kept once.
    repeated boolean := secret_case AND EXISTS (SELECT 1 FROM external_ref x WHERE x.source = from_source AND x.number = r ->> 'number' AND x.secret);
    over boolean := answered IS NOT NULL AND said(r, 'answer') IS NOT NULL;
    new_contact uuid := gen_random_uuid();
    row cases;
BEGIN
    IF EXISTS (SELECT 1 FROM external_ref x WHERE x.source = from_source AND x.number = needed(r, 'number') AND (NOT x.secret
            OR EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = x.case_id AND a.scope_id = ANY (my_scopes())))) THEN
        RETURN 'known';
    END IF;
    IF received > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'received_at'); END IF;
    IF answered > ctx.at + interval '10 minutes' THEN PERFORM refuse('in_the_future', 'answered_at'); END IF;
    IF answered < received THEN PERFORM refuse('malformed', 'answered_at'); END IF;
    SELECT * INTO how FROM code WHERE list = 'channel' AND code = needed(r, 'channel') AND active;
    IF NOT FOUND THEN PERFORM refuse('unknown_code', 'channel'); END IF;
    INSERT INTO cases (id, number, kind, channel, state, registering_unit_id, handling_unit_id, registrar_id, rule_set, received_at,
        received_basis, received_on, facts, answer, object_code, problem_code, amount_involved, respondent_name, respondent_address,
        respondent_phone, imported_from)
    VALUES (needed(r, 'id')::uuid, 'pending:' || (r ->> 'id'), case_kind, how.code, 'registered', in_unit, in_unit, ctx.person_id,
        CASE WHEN case_kind IN ('complaint', 'report') THEN rule_set_for(legal_day(received)) END, received, 'import',
        legal_day(received), coalesce(r ->> 'facts', ''), coalesce(r ->> 'answer', ''), said(r, 'object_code'), said(r, 'problem_code'),
        amount_of(r, 'amount_involved'), coalesce(r ->> 'respondent_name', ''), coalesce(r ->> 'respondent_address', ''),
        coalesce(r ->> 'respondent_phone', ''), needed(r, 'imported_from'));
    PERFORM put_parties(r -> 'parties', (r ->> 'id')::uuid, NULL, NULL);
    INSERT INTO external_ref (id, case_id, secret, source, number, received_at, written_back_at, status)
    VALUES (gen_random_uuid(), (r ->> 'id')::uuid, secret_case, from_source, r ->> 'number', received, answered,
        CASE WHEN over THEN 'written_back' ELSE 'to_write_back' END);
    INSERT INTO contact (id, unit_id, channel, behaviour, state, secret, received_at, received_basis, source_id, operator_id, done_at, outcome)
    VALUES (new_contact, in_unit, how.code, how.behaviour, 'done', secret_case, received, 'import', from_source || ':' || (r ->> 'number'),
        ctx.person_id, ctx.at, 'case');
    INSERT INTO contact_case (contact_id, case_id, relation) VALUES (new_contact, (r ->> 'id')::uuid, 'origin');
    INSERT INTO case_text (case_id, received_at, body) VALUES ((r ->> 'id')::uuid, received, needed(r, 'search_text'));
    UPDATE cases SET number = case_number(case_kind, ctx.today),
        state = CASE WHEN over THEN 'closed' ELSE 'registered' END, concluded_on = CASE WHEN over THEN legal_day(answered) END,
        outcome = CASE WHEN over AND case_kind NOT IN ('complaint', 'report') THEN 'answered' END,
        closed_at = CASE WHEN over THEN answered END, closed_on = CASE WHEN over THEN legal_day(answered) END
    WHERE id = (r ->> 'id')::uuid RETURNING * INTO row;
    PERFORM put_event(row.id, received, 'registered', ctx.person_id, in_unit, ctx.id,
        jsonb_build_object('channel', row.channel, 'basis', 'import', 'imported_from', row.imported_from));
    IF over THEN
        PERFORM put_event(row.id, answered, 'answered', NULL, in_unit, ctx.id, '{}');
        PERFORM put_event(row.id, answered, 'closed', NULL, in_unit, ctx.id, '{}');
    END IF;
    PERFORM settle_contact(new_contact, 'contact', ctx.id);
    PERFORM settle_case(row.id, 'case', ctx.id);
    IF repeated THEN RAISE EXCEPTION USING ERRCODE = 'HD002'; END IF;
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION office.do_import_cases(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    in_unit uuid := coalesce((ctx.payload ->> 'unit_id')::uuid, ctx.unit_id);
    from_source text := needed(ctx.payload, 'source');
    r jsonb;
    said_of jsonb := '[]';
    answer text;
    about text;
BEGIN
    PERFORM require(ctx, 'import', in_unit);
    FOR r IN SELECT * FROM jsonb_array_elements(coalesce(ctx.payload -> 'rows', '[]')) LOOP
        -- A row that is refused leaves nothing behind, and the others go on.
        BEGIN
            answer := import_case(ctx, in_unit, from_source, r);
            about := NULL;
        EXCEPTION
            WHEN SQLSTATE 'HD001' THEN
                GET STACKED DIAGNOSTICS answer = MESSAGE_TEXT, about = PG_EXCEPTION_DETAIL;
            WHEN SQLSTATE 'HD002' THEN
                answer := 'done';
                about := NULL;
            WHEN integrity_constraint_violation THEN
                GET STACKED DIAGNOSTICS about = CONSTRAINT_NAME;
                answer := 'constraint';
            WHEN data_exception OR program_limit_exceeded THEN
                answer := 'malformed';
                about := NULL;
        END;
        said_of := said_of || jsonb_build_array(jsonb_build_array(answer, nullif(about, '')));
    END LOOP;
    RETURN jsonb_build_object('rows', said_of);
END $$;

-- Which of a source's numbers are here already, for trying an import out: of one's own cases only.
CREATE OR REPLACE FUNCTION office.known_numbers(from_source text, numbers text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT e.number FROM external_ref e WHERE e.source = from_source AND e.number = ANY (numbers)
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = e.case_id AND a.scope_id = ANY (my_scopes()))
$$;
