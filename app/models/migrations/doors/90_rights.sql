-- Rights: everything is closed, then exactly this is opened. Run again after every upgrade and restore.

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'office'::regnamespace AND c.relkind IN ('r', 'S', 'v') LOOP
        EXECUTE format('REVOKE ALL ON office.%I FROM PUBLIC, __desk__, __liaison__, __worker__', t.relname);
        IF t.relkind = 'r' THEN EXECUTE format('ALTER TABLE office.%I ENABLE ROW LEVEL SECURITY', t.relname); END IF;
    END LOOP;
    FOR t IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = 'office'::regnamespace AND r.rolname = current_user LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, __desk__, __liaison__, __worker__', t.name);
    END LOOP;
    FOR t IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'office' LOOP
        EXECUTE format('DROP POLICY %I ON office.%I', t.policyname, t.tablename);
    END LOOP;
    -- What hangs on a case is seen with the case.
    FOR t IN SELECT unnest(ARRAY['event', 'case_clock', 'pause', 'distribution', 'claim', 'ledger_entry', 'mediation', 'follow_up',
        'external_ref', 'material', 'approval', 'paper', 'service_record']) AS relname LOOP
        EXECUTE format('CREATE POLICY seen_with_case ON office.%1$I FOR SELECT TO __desk__ USING (EXISTS (SELECT 1 FROM office.case_access a
            WHERE a.case_id = %1$I.case_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])))', t.relname);
        EXECUTE format('GRANT SELECT ON office.%I TO __desk__', t.relname);
    END LOOP;
    -- Open to everyone at a desk: how the office is ordered and what the law says.
    FOR t IN SELECT unnest(ARRAY['unit', 'unit_line', 'rule_set', 'rule_clock', 'ground', 'law_article', 'notice_duty', 'work_calendar', 'code',
        'indicator', 'transition', 'command_kind', 'approval_rule', 'role_permission', 'template', 'number_scheme', 'person_role']) AS relname LOOP
        EXECUTE format('CREATE POLICY open ON office.%I FOR SELECT TO __desk__ USING (true)', t.relname);
        EXECUTE format('GRANT SELECT ON office.%I TO __desk__', t.relname);
    END LOOP;
END $$;

CREATE POLICY own_scopes ON office.case_access FOR SELECT TO __desk__ USING (scope_id = ANY ((SELECT office.my_scopes())::integer[]));
CREATE POLICY own_scopes ON office.contact_access FOR SELECT TO __desk__ USING (scope_id = ANY ((SELECT office.my_scopes())::integer[]));
CREATE POLICY own_scopes ON office.order_access FOR SELECT TO __desk__, __liaison__ USING (scope_id = ANY ((SELECT office.my_scopes())::integer[]));
GRANT SELECT ON office.case_access, office.contact_access, office.order_access TO __desk__;
GRANT SELECT ON office.order_access TO __liaison__;

CREATE POLICY seen ON office.cases FOR SELECT TO __desk__ USING (EXISTS (SELECT 1 FROM office.case_access a
    WHERE a.case_id = cases.id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen ON office.contact FOR SELECT TO __desk__ USING (EXISTS (SELECT 1 FROM office.contact_access a
    WHERE a.contact_id = contact.id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen_with_contact ON office.call_back FOR SELECT TO __desk__ USING (EXISTS (SELECT 1 FROM office.contact_access a
    WHERE a.contact_id = call_back.contact_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
-- A link is seen by who sees both ends.
CREATE POLICY both_ends ON office.contact_case FOR SELECT TO __desk__ USING (
    EXISTS (SELECT 1 FROM office.contact_access a WHERE a.contact_id = contact_case.contact_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[]))
    AND EXISTS (SELECT 1 FROM office.case_access a WHERE a.case_id = contact_case.case_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY both_ends ON office.case_link FOR SELECT TO __desk__ USING (
    EXISTS (SELECT 1 FROM office.case_access a WHERE a.case_id = case_link.case_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[]))
    AND EXISTS (SELECT 1 FROM office.case_access a WHERE a.case_id = case_link.other_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen ON office.party FOR SELECT TO __desk__ USING (
    EXISTS (SELECT 1 FROM office.case_access a WHERE a.case_id = party.case_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[]))
    OR EXISTS (SELECT 1 FROM office.contact_access a WHERE a.contact_id = party.contact_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[]))
    OR EXISTS (SELECT 1 FROM office.order_access a WHERE a.order_id = party.order_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen ON office.paper_addressee FOR SELECT TO __desk__ USING (EXISTS (SELECT 1 FROM office.paper p
    JOIN office.case_access a ON a.case_id = p.case_id WHERE p.id = paper_addressee.paper_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen ON office.settlement_order FOR SELECT TO __desk__, __liaison__ USING (EXISTS (SELECT 1 FROM office.order_access a
    WHERE a.order_id = settlement_order.id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY seen_with_order ON office.order_event FOR SELECT TO __desk__, __liaison__ USING (EXISTS (SELECT 1 FROM office.order_access a
    WHERE a.order_id = order_event.order_id AND a.scope_id = ANY ((SELECT office.my_scopes())::integer[])));
CREATE POLICY open ON office.enterprise FOR SELECT TO __desk__ USING (true);
CREATE POLICY own ON office.enterprise FOR SELECT TO __liaison__ USING (id = (SELECT office.my_enterprise()));
CREATE POLICY colleagues ON office.person FOR SELECT TO __desk__ USING (true);
CREATE POLICY order_words ON office.code FOR SELECT TO __liaison__ USING (list IN ('refusal_ground', 'remedy', 'claim'));
GRANT SELECT ON office.cases, office.contact, office.call_back, office.contact_case, office.case_link, office.party,
    office.paper_addressee, office.settlement_order, office.order_event, office.enterprise TO __desk__;
-- A liaison learns nothing of the case or the contact behind an order, nor who at the desk did what.
GRANT SELECT (id, number, mode, state, version, enterprise_id, facts, claim, amount, channel, shares_identity, sent_at, due_at, seen_at,
    answered_at, urged_at, urged, concluded_at, contacted_at, contacted_how, proposal, offered, agrees, refusal_ground, reply_source,
    proof_blob_id, settled_amount) ON office.settlement_order TO __liaison__;
GRANT SELECT (order_id, seq, at, event) ON office.order_event TO __liaison__;
GRANT SELECT ON office.enterprise, office.code TO __liaison__;
-- Colleagues by name and staff number; never their login.
GRANT SELECT (id, staff_number, name, kind, unit_id, enterprise_id, active, must_change_password, created_at, version) ON office.person TO __desk__;

GRANT USAGE ON SCHEMA office TO __desk__, __liaison__, __worker__;
GRANT EXECUTE ON FUNCTION office.my_session(), office.my_scopes(), office.my_channels(), office.changes_since(text), office.known_commands(uuid[]), office.last_beat(),
    office.run_command(uuid, text, uuid, integer, jsonb), office.ask_identity(text, uuid, text, text), office.get_identity(uuid),
    office.begin_blob(uuid, text, bigint, text), office.put_chunk(uuid, integer, bytea), office.finish_blob(uuid),
    office.blob_facts(uuid, boolean), office.get_chunk(uuid, integer) TO __desk__, __liaison__;
GRANT EXECUTE ON FUNCTION office.audit_head() TO __desk__;
GRANT EXECUTE ON FUNCTION office.my_enterprise() TO __liaison__;
GRANT EXECUTE ON FUNCTION office.take_number(uuid), office.look_at_case(uuid, boolean), office.search_cases(text[], integer, timestamptz, uuid), office.cases_saying(uuid[], text, text[]), office.cases_numbered(text, integer), office.search_numbers(text, integer),
    office.find_enterprises(text, integer, text, uuid), office.known_numbers(text, text[]),
    office.note_search(text), office.ask_export(text, jsonb, bigint, text), office.export_cases(uuid, timestamptz, uuid, integer), office.audit_of(uuid, integer), office.verify_audit(integer, text),
    office.figures(text[], date, date, text, text, uuid[], text[], text[]),
    office.figure_sums(text[], date[], date[], text, text, uuid[], text[], text[]), office.figure_scope(),
    office.figure_subjects(text, date, date, text, uuid[], text[], text[], text, text, date, uuid, integer) TO __desk__;
GRANT EXECUTE ON FUNCTION office.take_job(text, text[]), office.finish_job(bigint, text, text), office.beat(text), office.fold_figures(integer),
    office.seal_audit(), office.audit_head(), office.verify_audit(integer, text), office.expire_orders(), office.forget_changes(), office.end_deputies(), office.renew_paused_clocks(),
    office.last_beat(), office.my_channels(), office.changes_since(text) TO __worker__;

-- Column by column: a right on the whole table would show its hidden columns too, whose places and transaction numbers
-- tell of rows one does not see.
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT c.oid::regclass AS name, x.grantee::regrole AS grantee,
            (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns
        FROM pg_class c, aclexplode(c.relacl) x
        WHERE c.relnamespace = 'office'::regnamespace AND c.relkind = 'r' AND x.privilege_type = 'SELECT'
            AND x.grantee IN ('__desk__'::regrole, '__liaison__'::regrole) LOOP
        EXECUTE format('REVOKE SELECT ON %s FROM %s', t.name, t.grantee);
        EXECUTE format('GRANT SELECT (%s) ON %s TO %s', t.columns, t.name, t.grantee);
    END LOOP;
END $$;

-- What a session may set for itself must not look into a door at work: debug_print_plan shows the rows it handles,
-- trace_notify the channels it wakes (both tried), and standard_conforming_strings changes what its texts mean.
DO $$
DECLARE
    door regprocedure;
BEGIN
    FOR door IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'office'::regnamespace AND p.prosecdef
            AND p.proowner = '__owner__'::regrole AND p.proname <> 'my_scopes' LOOP
        EXECUTE format('ALTER FUNCTION %s SET client_min_messages = warning SET debug_print_parse = off'
            ' SET debug_print_rewritten = off SET debug_print_plan = off SET standard_conforming_strings = on', door);
    END LOOP;
END $$;
