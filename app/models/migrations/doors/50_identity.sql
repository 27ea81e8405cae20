-- The identity doors, each in two calls, because a caller can roll back: ask_identity writes audit row and rate count and
-- returns a one-use ticket; get_identity answers only when the asking transaction is another one and committed.

CREATE OR REPLACE FUNCTION office.may_see_party(of_party uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM party p WHERE p.id = of_party AND (
        EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p.case_id AND a.scope_id = ANY (my_scopes()))
        OR EXISTS (SELECT 1 FROM contact_access a WHERE a.contact_id = p.contact_id AND a.scope_id = ANY (my_scopes()))
        OR EXISTS (SELECT 1 FROM order_access a JOIN person w ON w.login = session_user AND w.kind = 'desk'
                   WHERE a.order_id = p.order_id AND a.scope_id = ANY (my_scopes()))))
$$;

CREATE OR REPLACE FUNCTION office.party_unit(of_party uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(c.handling_unit_id, k.unit_id, o.unit_id) FROM party p LEFT JOIN cases c ON c.id = p.case_id
    LEFT JOIN contact k ON k.id = p.contact_id LEFT JOIN settlement_order o ON o.id = p.order_id WHERE p.id = of_party
$$;

-- door: reveal (a party, with a reason) | form (one's own open form) | paper (a case whose paper one makes)
--     | order (a liaison, with the consumer's consent, while the order is open) | match (exact value in, ids out)
-- Why a door stays shut for somebody; asked with the question and once more before the answer.
CREATE OR REPLACE FUNCTION office.identity_refusal(who office.person, door text, subject uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT CASE
        WHEN who.id IS NULL THEN 'no_right'
        WHEN door IN ('reveal', 'form') AND NOT may_see_party(subject) THEN 'not_found'
        WHEN door = 'reveal' AND NOT person_may(who.id, 'reveal', party_unit(subject)) THEN 'no_right'
        WHEN door = 'form' AND NOT EXISTS (SELECT 1 FROM party p LEFT JOIN cases c ON c.id = p.case_id LEFT JOIN contact k ON k.id = p.contact_id
            WHERE p.id = subject AND (who.id IN (k.claimed_by, k.operator_id) OR is_open(c.state) AND who.id IN (c.registrar_id, c.handler_id)))
            THEN 'no_right'
        WHEN door = 'paper' AND NOT EXISTS (SELECT 1 FROM cases c JOIN case_access a ON a.case_id = c.id AND a.scope_id = ANY (my_scopes())
            WHERE c.id = subject AND (person_may(who.id, 'paper', c.handling_unit_id)
                OR person_may(who.id, 'paper', c.registering_unit_id))) THEN 'no_right'
        WHEN door = 'order' AND NOT EXISTS (SELECT 1 FROM settlement_order o WHERE o.id = subject AND o.shares_identity
            AND o.state IN ('sent', 'seen', 'answered') AND who.kind = 'liaison' AND who.enterprise_id = o.enterprise_id) THEN 'no_right'
        WHEN door = 'match' AND who.kind <> 'desk' THEN 'no_right'
        WHEN door NOT IN ('reveal', 'form', 'paper', 'order', 'match') THEN 'no_right' END
$$;

-- What a mask shows of a value that may be a document's or a telephone number.
CREATE OR REPLACE FUNCTION office.mask_value(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value ~ '[A-Z]' OR length(value) IN (15, 18) THEN office.mask_document(value) ELSE office.mask_phone(value) END
$$;

-- Nobody recovers a masked number by trying what the mask hides: of values that look the same under it one person may ask
-- for five a day, and all together for twenty.
CREATE OR REPLACE FUNCTION office.looks_tried(asked_value text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT count(DISTINCT t.question) FILTER (WHERE t.login = session_user) >= 5 OR count(DISTINCT t.question) >= 20
    FROM identity_ticket t
    WHERE t.door = 'match' AND t.asked_at > clock_timestamp() - interval '1 day' AND t.question <> asked_value
        AND mask_value(t.question) = mask_value(asked_value)
$$;

CREATE OR REPLACE FUNCTION office.ask_identity(door text, subject uuid, question text, reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    who person;
    refusal text;
    hourly integer;
    asked integer;
    value text := CASE WHEN plain_document(question) ~ '[A-Z]' OR length(plain_document(question)) IN (15, 18) THEN plain_document(question)
        ELSE plain_phone(question) END;
    ticket uuid;
BEGIN
    PERFORM refuse_old_state();
    -- One question of a person after the other: several lines at once would each count without the others'.
    PERFORM pg_advisory_xact_lock(hashtextextended('office.ask_identity:' || session_user, 0));
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password;
    hourly := coalesce((SELECT (settings #>> ARRAY['identity_per_hour', ask_identity.door])::integer FROM installation),
        CASE ask_identity.door WHEN 'reveal' THEN 60 WHEN 'form' THEN 200 WHEN 'paper' THEN 200 WHEN 'order' THEN 60 WHEN 'match' THEN 120 END);
    SELECT count(*) INTO asked FROM identity_ticket t
    WHERE t.login = session_user AND t.door = ask_identity.door AND t.asked_at > clock_timestamp() - interval '1 hour';
    refusal := CASE
        WHEN hourly IS NULL THEN 'no_right'
        WHEN asked >= hourly THEN 'too_many'
        ELSE coalesce(identity_refusal(who, door, subject), CASE
            WHEN door = 'reveal' AND coalesce(length(btrim(reason)), 0) < 2 THEN 'needed'
            WHEN door = 'match' AND coalesce(length(value), 0) < 7 THEN 'no_right'
            WHEN door = 'match' AND looks_tried(value) THEN 'too_similar' END) END;
    PERFORM note_audit(session_user::text, 'identity:' || coalesce(door, '') || CASE WHEN refusal IS NULL THEN '' ELSE ':refused' END, subject,
        jsonb_build_object('reason', CASE door WHEN 'match' THEN NULL ELSE reason END, 'code', refusal));
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'refused', 'code', refusal);
    END IF;
    INSERT INTO identity_ticket (login, door, subject, question, reason, asker_xid)
    VALUES (session_user, door, subject, CASE WHEN door = 'match' THEN value END, coalesce(reason, ''), pg_current_xact_id()::text)
    RETURNING id INTO ticket;
    RETURN jsonb_build_object('status', 'done', 'ticket', ticket);
END $$;

CREATE OR REPLACE FUNCTION office.identity_of(of_party uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT jsonb_build_object('party_id', p.id, 'role', p.role, 'name', i.name, 'phone', i.phone, 'address', i.address,
        'email', i.email, 'id_type', i.id_type, 'id_number', i.id_number)
    FROM party p JOIN party_identity i ON i.party_id = p.id WHERE p.id = of_party
$$;

CREATE OR REPLACE FUNCTION office.get_identity(ticket uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    t identity_ticket;
    who person;
    refusal text;
BEGIN
    PERFORM refuse_old_state();
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password;
    SELECT * INTO t FROM identity_ticket WHERE id = ticket AND login = session_user FOR UPDATE;
    IF NOT FOUND OR t.used_at IS NOT NULL OR t.asked_at < clock_timestamp() - interval '2 minutes'
        OR t.asker_xid = pg_current_xact_id()::text THEN
        RETURN jsonb_build_object('status', 'refused', 'code', 'ask_first');
    END IF;
    UPDATE identity_ticket SET used_at = clock_timestamp() WHERE id = t.id;
    -- What was open when asked may have gone behind clearance, or the order may have ended, since.
    refusal := identity_refusal(who, t.door, t.subject);
    IF refusal IS NOT NULL THEN RETURN jsonb_build_object('status', 'refused', 'code', refusal); END IF;
    RETURN jsonb_build_object('status', 'done') || CASE t.door
        WHEN 'reveal' THEN jsonb_build_object('parties', jsonb_build_array(identity_of(t.subject)))
        WHEN 'form' THEN jsonb_build_object('parties', jsonb_build_array(identity_of(t.subject)))
        WHEN 'paper' THEN jsonb_build_object('parties', (SELECT coalesce(jsonb_agg(identity_of(p.id) ORDER BY p.role, p.id), '[]')
            FROM party p WHERE p.case_id = t.subject))
        WHEN 'order' THEN jsonb_build_object('parties', (SELECT coalesce(jsonb_agg(
                jsonb_build_object('role', p.role, 'name', i.name, 'phone', i.phone) ORDER BY p.role, p.id), '[]')
            FROM settlement_order o JOIN party p ON p.order_id = o.id OR (o.case_id IS NOT NULL AND p.case_id = o.case_id)
            JOIN party_identity i ON i.party_id = p.id
            WHERE o.id = t.subject AND p.role IN ('complainant', 'consumer', 'caller')))
        WHEN 'match' THEN jsonb_build_object('matches', (SELECT coalesce(jsonb_agg(jsonb_build_object('party_id', p.id, 'role', p.role,
                'case_id', p.case_id, 'contact_id', p.contact_id, 'shown_name', p.shown_name, 'shown_phone', p.shown_phone)), '[]')
            FROM (SELECT party_id FROM party_identity WHERE phone = t.question AND phone <> ''
                  UNION SELECT party_id FROM party_identity WHERE id_number = t.question AND id_number <> '') i
            JOIN party p ON p.id = i.party_id
            WHERE may_see_party(p.id)))
        ELSE '{}' END;
END $$;
