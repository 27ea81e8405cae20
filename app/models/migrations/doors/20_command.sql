-- The one write door. The command row comes first; the same id, login and payload returns the stored result.

CREATE OR REPLACE FUNCTION office.run_command(
    command_id uuid, kind text, subject uuid, expected_version integer, payload jsonb
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    fingerprint text;
    earlier command;
    who person;
    verb command_kind;
    ctx command_context;
    answer jsonb;
    refusal text;
    about text;
BEGIN
    PERFORM office.refuse_old_state();
    IF command_id IS NULL OR run_command.kind IS NULL THEN
        RETURN '{"status": "refused", "code": "unknown_command"}';
    END IF;
    fingerprint := encode(sha256(convert_to(
        concat_ws('|', run_command.kind, run_command.subject, expected_version, payload::text), 'UTF8')), 'hex');
    INSERT INTO command (id, login, kind, payload_sha256) VALUES (command_id, session_user, run_command.kind, fingerprint)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO earlier FROM command WHERE id = command_id;
        IF earlier.login = session_user AND earlier.payload_sha256 = fingerprint THEN
            RETURN earlier.result || '{"replayed": true}';
        END IF;
        RETURN jsonb_build_object('status', 'refused', 'code', 'command_reused');
    END IF;

    BEGIN
        SELECT * INTO who FROM person WHERE login = session_user AND active;
        IF NOT FOUND THEN PERFORM office.refuse('unknown_person'); END IF;
        IF who.must_change_password AND run_command.kind <> 'change_password' THEN
            PERFORM office.refuse('change_password_first');
        END IF;
        SELECT * INTO verb FROM command_kind k WHERE k.kind = run_command.kind;
        IF NOT FOUND THEN PERFORM office.refuse('unknown_command'); END IF;
        ctx := (command_id, run_command.kind, run_command.subject, expected_version, coalesce(payload, '{}'), session_user::text,
                who.id, who.unit_id, clock_timestamp(), office.legal_day(clock_timestamp()), false);
        EXECUTE format('SELECT office.%I($1)', verb.handler) INTO answer USING ctx;
        answer := jsonb_build_object('status', 'done') || coalesce(answer, '{}');
    EXCEPTION
        WHEN SQLSTATE 'HD001' THEN
            GET STACKED DIAGNOSTICS refusal = MESSAGE_TEXT, about = PG_EXCEPTION_DETAIL;
            answer := jsonb_build_object('status', 'refused', 'code', refusal, 'field', nullif(about, ''));
        WHEN integrity_constraint_violation OR duplicate_object THEN
            -- Only the constraint's name leaves: its DETAIL would show the row.
            GET STACKED DIAGNOSTICS refusal = CONSTRAINT_NAME, about = COLUMN_NAME;
            answer := jsonb_build_object('status', 'refused', 'code', 'constraint', 'field', coalesce(nullif(refusal, ''), about));
        -- Whatever cannot be read or is too long, said without the value.
        WHEN data_exception OR program_limit_exceeded THEN
            answer := jsonb_build_object('status', 'refused', 'code', 'malformed');
    END;
    UPDATE command SET result = answer WHERE id = command_id;
    PERFORM office.note_audit(session_user::text, run_command.kind || CASE answer ->> 'status' WHEN 'refused' THEN ':refused' ELSE '' END,
        run_command.subject, jsonb_build_object('command', command_id, 'code', answer ->> 'code'));
    RETURN answer;
END $$;

-- Which of one's own commands this database has carried out, and from which backup it came, if from one: what a desk asks
-- when the line is back, because a restored office may lack what the desk was told is done.
CREATE OR REPLACE FUNCTION office.known_commands(ids uuid[]) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT jsonb_build_object(
        'known', coalesce((SELECT jsonb_agg(c.id) FROM command c WHERE c.id = ANY (ids) AND c.login = session_user), '[]'),
        'restored_from', (SELECT settings ->> 'restored_from' FROM installation))
$$;
