-- Exports: what leaves the office as a file is said first. Like the identity doors in two calls, because a caller can roll
-- back: ask_export writes the audit row (who, what, which rows, how many, why) and gives a ticket; the rows come in later
-- transactions, page by page, and only those the audit row names. docs/security.md says what this cannot prevent.

-- Of the cases a filter names, the ones the asking login sees: "kinds", "channels", "states", "units" (handling) each a
-- list, "open" true or false, "from" and "until" days of receipt. What is not named is not narrowed.
CREATE OR REPLACE FUNCTION office.export_filter(wanted jsonb, asked_at timestamptz)
RETURNS TABLE (kinds text[], channels text[], states text[], units uuid[], opened boolean, since timestamptz, before timestamptz)
LANGUAGE sql STABLE ROWS 1 SET search_path = office, pg_temp AS $$
    SELECT (SELECT array_agg(x) FROM jsonb_array_elements_text(wanted -> 'kinds') x),
        (SELECT array_agg(x) FROM jsonb_array_elements_text(wanted -> 'channels') x),
        (SELECT array_agg(x) FROM jsonb_array_elements_text(wanted -> 'states') x),
        (SELECT array_agg(x::uuid) FROM jsonb_array_elements_text(wanted -> 'units') x),
        (wanted ->> 'open')::boolean,
        coalesce(day_of(wanted, 'from')::timestamp AT TIME ZONE i.zone, '-infinity'),
        least((day_of(wanted, 'until') + 1)::timestamp AT TIME ZONE i.zone, asked_at)
    FROM installation i
$$;

CREATE OR REPLACE FUNCTION office.ask_export(what text, wanted jsonb, rows bigint, reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    who person;
    refusal text;
    leaving bigint := rows;
    ticket uuid;
    now_at timestamptz := clock_timestamp();
BEGIN
    PERFORM refuse_old_state();
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password AND kind = 'desk';
    refusal := CASE
        WHEN who.id IS NULL OR coalesce(what, '') NOT IN ('figures', 'list', 'cases') THEN 'no_right'
        WHEN what = 'figures' AND NOT may_see_figures() THEN 'no_right'
        -- The whole register leaves with those who answer for figures; a list on the screen with whoever sees it.
        WHEN what = 'cases' AND NOT EXISTS (SELECT 1 FROM person_role r JOIN role_permission g ON g.role = r.role AND g.permission = 'figures'
            WHERE r.person_id = who.id AND (r.until IS NULL OR r.until > clock_timestamp())) THEN 'no_right'
        WHEN what <> 'figures' AND coalesce(length(btrim(reason)), 0) < 2 THEN 'needed'
        WHEN jsonb_typeof(coalesce(wanted, '{}')) <> 'object' OR length(wanted::text) > 8000 OR length(reason) > 1000
            OR what <> 'cases' AND coalesce(rows, -1) < 0 THEN 'malformed' END;
    IF refusal IS NULL AND what = 'cases' THEN
        BEGIN
            SELECT count(DISTINCT a.case_id) INTO leaving FROM export_filter(wanted, now_at) f, case_access a
            WHERE a.scope_id = ANY (my_scopes()) AND a.received_at >= f.since AND a.received_at < f.before
                AND (f.kinds IS NULL OR a.kind = ANY (f.kinds)) AND (f.channels IS NULL OR a.channel = ANY (f.channels))
                AND (f.states IS NULL OR a.state = ANY (f.states)) AND (f.units IS NULL OR a.handling_unit_id = ANY (f.units))
                AND (f.opened IS NULL OR a.open = f.opened);
        EXCEPTION
            WHEN SQLSTATE 'HD001' OR data_exception THEN refusal := 'malformed';
        END;
    END IF;
    PERFORM note_audit(session_user::text, 'export' || CASE WHEN refusal IS NULL THEN '' ELSE ':refused' END, NULL, jsonb_build_object(
        'what', left(what, 40), 'wanted', CASE WHEN refusal IS NULL THEN coalesce(wanted, '{}') END, 'rows', leaving,
        'reason', left(reason, 1000), 'code', refusal));
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'refused', 'code', refusal, 'field', CASE refusal WHEN 'needed' THEN 'reason' END);
    END IF;
    INSERT INTO identity_ticket (login, door, question, reason, asker_xid, asked_at)
    VALUES (session_user, 'export:' || what, coalesce(wanted, '{}')::text, coalesce(reason, ''), pg_current_xact_id()::text, now_at)
    RETURNING id INTO ticket;
    RETURN jsonb_build_object('status', 'done', 'ticket', ticket, 'rows', leaving);
END $$;

-- The next rows of an export of cases, newest first: what stood when it was asked for, under the rights of now. Nobody's
-- name or number is among the columns; facts and answers are as they were written.
CREATE OR REPLACE FUNCTION office.export_cases(ticket uuid, before_at timestamptz, before_id uuid, rows integer)
RETURNS TABLE (case_id uuid, received_at timestamptz, number text, kind text, channel text, state text, outcome text, ground text,
    registering_unit text, deciding_authority text, handling_unit text, handler text, object_code text, problem_code text, amount_involved numeric,
    respondent_name text, decided_on date, accepted_on date, concluded_on date, closed_on date, due_on date, facts text, answer text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    t identity_ticket;
    seeing integer[] := my_scopes();
    f record;
BEGIN
    SELECT * INTO t FROM identity_ticket x WHERE x.id = ticket AND x.login = session_user AND x.door = 'export:cases'
        AND x.asked_at > clock_timestamp() - interval '2 hours' AND x.asker_xid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text;
    IF NOT FOUND THEN PERFORM refuse('ask_first'); END IF;
    SELECT * INTO f FROM export_filter(t.question::jsonb, t.asked_at);
    RETURN QUERY
    WITH page AS MATERIALIZED (
        SELECT DISTINCT v.received_at, v.case_id, v.due_on FROM unnest(seeing) s CROSS JOIN LATERAL (
            SELECT a.received_at, a.case_id, a.due_on FROM case_access a
            WHERE a.scope_id = s AND (a.received_at, a.case_id) < (coalesce(before_at, 'infinity'), coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                AND a.received_at >= f.since AND a.received_at < f.before
                AND (f.kinds IS NULL OR a.kind = ANY (f.kinds)) AND (f.channels IS NULL OR a.channel = ANY (f.channels))
                AND (f.states IS NULL OR a.state = ANY (f.states)) AND (f.units IS NULL OR a.handling_unit_id = ANY (f.units))
                AND (f.opened IS NULL OR a.open = f.opened)
            ORDER BY a.received_at DESC, a.case_id DESC LIMIT least(rows, 20000)) v
        ORDER BY v.received_at DESC, v.case_id DESC LIMIT least(rows, 20000)
    )
    SELECT c.id, c.received_at, c.number, c.kind, c.channel, c.state, c.outcome, c.ground, r.name, d.name, h.name, p.name, c.object_code,
        c.problem_code, c.amount_involved, c.respondent_name, c.decided_on, c.accepted_on, c.concluded_on, c.closed_on, n.due_on, c.facts, c.answer
    FROM page n JOIN cases c ON c.id = n.case_id JOIN unit r ON r.id = c.registering_unit_id LEFT JOIN unit d ON d.id = c.deciding_authority_id
        LEFT JOIN unit h ON h.id = c.handling_unit_id LEFT JOIN person p ON p.id = c.handler_id
    ORDER BY n.received_at DESC, n.case_id DESC;
END $$;
