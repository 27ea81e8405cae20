-- Figures: what a subject counts for is recomputed from its state row; the difference to what it counted before is appended
-- as deltas, and the worker folds them. A figure is the sum of folds and deltas in one snapshot, over what one may see.

CREATE OR REPLACE FUNCTION office.dims_of(
    of_cube text, registering uuid, deciding uuid, handling uuid, of_kind text, of_channel text, of_code text
) RETURNS integer
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    found_id integer;
BEGIN
    SELECT id INTO found_id FROM figure_dims d WHERE d.cube = of_cube AND d.registering_unit_id = registering
        AND d.deciding_authority_id IS NOT DISTINCT FROM deciding AND d.handling_unit_id = handling AND d.kind = of_kind
        AND d.channel = of_channel AND d.code = of_code;
    IF FOUND THEN RETURN found_id; END IF;
    INSERT INTO figure_dims (cube, registering_unit_id, deciding_authority_id, handling_unit_id, kind, channel, code)
    VALUES (of_cube, registering, deciding, handling, of_kind, of_channel, of_code) ON CONFLICT DO NOTHING RETURNING id INTO found_id;
    IF found_id IS NULL THEN
        SELECT id INTO found_id FROM figure_dims d WHERE d.cube = of_cube AND d.registering_unit_id = registering
            AND d.deciding_authority_id IS NOT DISTINCT FROM deciding AND d.handling_unit_id = handling AND d.kind = of_kind
            AND d.channel = of_channel AND d.code = of_code;
    END IF;
    RETURN found_id;
END $$;

-- Sets a subject's measures to ``wanted`` and appends what that moves.
CREATE OR REPLACE FUNCTION office.set_measures(of_subject uuid, dims integer[], wanted jsonb) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    WITH new AS (
        SELECT m ->> 0 AS measure, (m ->> 1)::date AS day, coalesce((m ->> 2)::numeric, 0) AS amount
        FROM jsonb_array_elements(wanted) m WHERE m ->> 1 IS NOT NULL
    ), old AS (
        SELECT measure, day, amount, measured.dims FROM measured WHERE subject_id = of_subject
    ), gone AS (
        DELETE FROM measured t USING old o WHERE t.subject_id = of_subject AND t.measure = o.measure
            AND NOT EXISTS (SELECT 1 FROM new n WHERE n.measure = o.measure)
        RETURNING t.measure
    ), put AS (
        INSERT INTO measured AS t (subject_id, measure, day, amount, dims)
        SELECT of_subject, n.measure, n.day, n.amount, set_measures.dims FROM new n
        ON CONFLICT (subject_id, measure) DO UPDATE SET day = excluded.day, amount = excluded.amount, dims = excluded.dims
            WHERE (t.day, t.amount, t.dims) IS DISTINCT FROM (excluded.day, excluded.amount, excluded.dims)
        RETURNING t.measure
    ), moved AS (
        SELECT unnest(o.dims) AS dims_id, o.measure, o.day, -1 AS n, -o.amount AS amount FROM old o
        WHERE o.measure IN (SELECT measure FROM put UNION ALL SELECT measure FROM gone)
        UNION ALL
        SELECT unnest(set_measures.dims), n.measure, n.day, 1, n.amount FROM new n WHERE n.measure IN (SELECT measure FROM put)
    )
    INSERT INTO figure_delta (dims_id, measure, day, n, amount) SELECT dims_id, measure, day, n, amount FROM moved
$$;

-- The ledger's valid entries: not corrected by a later one, confirmed where a second person has to.
CREATE OR REPLACE FUNCTION office.ledger_sum(of_case uuid, stages text[], of_part text) RETURNS numeric
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(sum(e.amount), 0) FROM ledger_entry e
    WHERE e.case_id = of_case AND e.stage = ANY (stages) AND e.part = of_part
        AND (NOT e.needs_confirmation OR e.confirmed_by IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM ledger_entry x WHERE x.corrects_id = e.id AND (NOT x.needs_confirmation OR x.confirmed_by IS NOT NULL))
$$;

-- A sum counts only where there is one.
CREATE OR REPLACE FUNCTION office.counted_sum(measure text, day date, amount numeric) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_array(measure, CASE WHEN amount <> 0 THEN day END, amount)
$$;

CREATE OR REPLACE FUNCTION office.refresh_case_measures(c office.cases) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    decide_due date;
    verify_due date;
    close_due date;
    answer follow_up;
    made integer;
    dims integer[];
    base jsonb;
BEGIN
    dims := ARRAY[dims_of('', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, ''),
        dims_of('object', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, coalesce(c.object_code, '')),
        dims_of('problem', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, coalesce(c.problem_code, ''))];
    base := jsonb_build_array(jsonb_build_array('received', c.received_on));
    IF c.kind IN ('complaint', 'report') THEN
        SELECT max(due_on) FILTER (WHERE key = 'accept_decision'), max(due_on) FILTER (WHERE key LIKE '%verification'),
            min(due_on) FILTER (WHERE key IN ('mediation', 'mediation_legacy'))
        INTO decide_due, verify_due, close_due FROM case_clock WHERE case_id = c.id;
        close_due := coalesce(close_due, verify_due, decide_due);
        base := base || jsonb_build_array(
            jsonb_build_array('accepted', c.accepted_on),
            jsonb_build_array('declined', c.declined_on),
            jsonb_build_array('undecided', CASE WHEN c.decided_on IS NULL AND c.concluded_on IS NULL AND c.kind = 'complaint' THEN c.received_on END),
            jsonb_build_array('due_to_decide', decide_due),
            jsonb_build_array('told_on_time', CASE WHEN c.told_on <= decide_due THEN decide_due END),
            jsonb_build_array('due_to_close', close_due),
            jsonb_build_array('closed_on_time', CASE WHEN coalesce(c.concluded_on, c.closed_on) <= close_due AND c.closed_on IS NOT NULL THEN close_due END),
            jsonb_build_array('open_due', CASE WHEN c.closed_on IS NULL THEN close_due END),
            jsonb_build_array('due_to_verify', verify_due),
            jsonb_build_array('verified_on_time', CASE WHEN c.verified_on <= verify_due THEN verify_due END),
            jsonb_build_array('filed', CASE WHEN c.filed THEN c.verified_on END),
            jsonb_build_array('not_filed', CASE WHEN NOT c.filed THEN c.verified_on END),
            jsonb_build_array('agreed', CASE WHEN c.outcome = 'agreed' THEN c.concluded_on END),
            jsonb_build_array('self_settled', CASE WHEN c.outcome = 'self_settled' THEN c.concluded_on END),
            jsonb_build_array('withdrawn', CASE WHEN c.outcome IN ('withdrawn', 'withdrawn_after', 'repaid', 'settled_before') THEN c.concluded_on END),
            jsonb_build_array('terminated', CASE WHEN c.outcome IN ('terminated', 'withdrawn_after') THEN c.concluded_on END),
            jsonb_build_array('found_unacceptable', CASE WHEN c.outcome = 'terminated' AND c.ground = 'A23_6' THEN c.concluded_on END),
            jsonb_build_array('concluded_accepted', CASE WHEN c.accepted_on IS NOT NULL THEN c.concluded_on END),
            jsonb_build_array('mediated', (SELECT legal_day(max(held_at)) FROM mediation WHERE case_id = c.id)));
    END IF;
    IF c.closed_on IS NOT NULL THEN
        SELECT * INTO answer FROM follow_up WHERE case_id = c.id AND outcome = 'reached'
            AND coalesce(result, process) IS NOT NULL AND 'no_answer' IS DISTINCT FROM coalesce(result, process) ORDER BY attempt DESC LIMIT 1;
        SELECT count(*) INTO made FROM follow_up WHERE case_id = c.id;
        base := base || jsonb_build_array(
            jsonb_build_array('closed', c.closed_on),
            jsonb_build_array('closed_of_received', c.received_on),
            counted_sum('recovered_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'loss')),
            counted_sum('performed_amount', c.closed_on, ledger_sum(c.id, ARRAY['performed'], 'loss')),
            counted_sum('multiplied_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'multiplied')),
            counted_sum('mental_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'mental')),
            jsonb_build_array('days_from_receipt', c.closed_on, c.closed_on - c.received_on),
            jsonb_build_array('days_from_acceptance', CASE WHEN c.accepted_on IS NOT NULL THEN c.closed_on END, c.closed_on - c.accepted_on),
            jsonb_build_array('followups_made', CASE WHEN made > 0 THEN c.closed_on END),
            jsonb_build_array('followups_reached', CASE WHEN EXISTS (SELECT 1 FROM follow_up WHERE case_id = c.id AND outcome = 'reached') THEN c.closed_on END),
            jsonb_build_array('satisfaction_answers', CASE WHEN answer.result <> 'no_answer' THEN c.closed_on END),
            jsonb_build_array('satisfied', CASE WHEN answer.result IN ('very_satisfied', 'satisfied') THEN c.closed_on END),
            jsonb_build_array('basically_satisfied', CASE WHEN answer.result = 'basic' THEN c.closed_on END),
            jsonb_build_array('process_answers', CASE WHEN answer.process <> 'no_answer' THEN c.closed_on END),
            jsonb_build_array('process_satisfied', CASE WHEN answer.process IN ('very_satisfied', 'satisfied') THEN c.closed_on END),
            jsonb_build_array('process_basically_satisfied', CASE WHEN answer.process = 'basic' THEN c.closed_on END));
    END IF;
    PERFORM set_measures(c.id, dims, base);
END $$;

CREATE OR REPLACE FUNCTION office.refresh_contact_measures(k office.contact) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    SELECT set_measures(k.id, ARRAY[dims_of('', k.unit_id, NULL, k.unit_id, CASE WHEN k.secret THEN 'report_contact' ELSE 'contact' END, k.channel, '')],
        jsonb_build_array(jsonb_build_array('contacts_received', legal_day(k.received_at)),
            jsonb_build_array('contacts_handled', CASE WHEN k.state = 'done' THEN legal_day(k.received_at) END)))
$$;

CREATE OR REPLACE FUNCTION office.refresh_order_measures(o office.settlement_order) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    SELECT set_measures(o.id, ARRAY[dims_of('', o.unit_id, NULL, o.unit_id, 'order_' || o.mode, 'order', '')],
        jsonb_build_array(jsonb_build_array('orders_sent', legal_day(o.sent_at)),
            jsonb_build_array('orders_settled', CASE WHEN o.state = 'settled' THEN legal_day(o.concluded_at) END),
            jsonb_build_array('orders_failed', CASE WHEN o.state IN ('failed', 'expired') THEN legal_day(o.concluded_at) END)))
$$;

-- The units whose subjects a login sees, openly and behind clearance.
CREATE OR REPLACE FUNCTION office.seen_units(secret boolean) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT l.below_id), '{}') FROM scope s JOIN unit_line l ON l.above_id = s.unit_id
    WHERE s.id = ANY (my_scopes()) AND s.kind = CASE WHEN secret THEN 'clearance' ELSE 'unit' END
$$;

-- measures × period × unit or one more dimension. group_by: none | unit | kind | channel | object | problem | day | month.
-- unit_by says which of a case's units counts: registering | deciding | handling. Reports count only behind clearance.
CREATE OR REPLACE FUNCTION office.figures(
    measures text[], first_day date, last_day date, group_by text, unit_by text,
    units uuid[] DEFAULT NULL, kinds text[] DEFAULT NULL, channels text[] DEFAULT NULL
) RETURNS TABLE (label text, measure text, n bigint, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    open_units uuid[] := seen_units(false);
    secret_units uuid[] := seen_units(true);
    wanted_units uuid[];
    of_cube text := CASE WHEN group_by IN ('object', 'problem') THEN group_by ELSE '' END;
    full_from date := (date_trunc('month', first_day + interval '1 month' - interval '1 day'))::date;
    full_until date := (date_trunc('month', last_day + 1))::date;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM person p JOIN person_role r ON r.person_id = p.id JOIN role_permission g ON g.role = r.role
        WHERE p.login = session_user AND p.active AND p.kind = 'desk' AND g.permission IN ('figures', 'register', 'decide')) THEN
        RETURN;
    END IF;
    IF units IS NOT NULL THEN
        SELECT array_agg(DISTINCT below_id) INTO wanted_units FROM unit_line WHERE above_id = ANY (units);
    END IF;
    RETURN QUERY
    WITH d AS MATERIALIZED (
        SELECT x.id, x.kind, x.channel, x.code, CASE unit_by WHEN 'registering' THEN x.registering_unit_id
            WHEN 'deciding' THEN x.deciding_authority_id ELSE x.handling_unit_id END AS unit
        FROM figure_dims x
        WHERE x.cube = of_cube AND (kinds IS NULL OR x.kind = ANY (kinds)) AND (channels IS NULL OR x.channel = ANY (channels))
            AND CASE WHEN x.kind IN ('report', 'report_contact')
                THEN x.registering_unit_id = ANY (secret_units) OR x.deciding_authority_id = ANY (secret_units) OR x.handling_unit_id = ANY (secret_units)
                ELSE x.registering_unit_id = ANY (open_units) OR x.deciding_authority_id = ANY (open_units) OR x.handling_unit_id = ANY (open_units) END
    ), facts AS (
        -- Whole months from the month grain, the edges from the day grain, what is not yet folded from the deltas.
        SELECT f.dims_id, f.measure AS m, f.day, f.n, f.amount FROM figure_fold f
        WHERE f.measure = ANY (measures) AND group_by <> 'day' AND f.grain = 'm' AND f.day >= full_from AND f.day < full_until
        UNION ALL
        SELECT f.dims_id, f.measure, f.day, f.n, f.amount FROM figure_fold f
        WHERE f.measure = ANY (measures) AND f.grain = 'd' AND f.day BETWEEN first_day AND last_day
            AND (group_by = 'day' OR full_from >= full_until OR f.day < full_from OR f.day >= full_until)
        UNION ALL
        SELECT x.dims_id, x.measure, x.day, x.n::bigint, x.amount FROM figure_delta x
        WHERE x.measure = ANY (measures) AND x.day BETWEEN first_day AND last_day
    )
    SELECT CASE group_by WHEN 'unit' THEN d.unit::text WHEN 'kind' THEN d.kind WHEN 'channel' THEN d.channel
            WHEN 'object' THEN d.code WHEN 'problem' THEN d.code WHEN 'day' THEN f.day::text
            WHEN 'month' THEN to_char(f.day, 'YYYY-MM') ELSE '' END,
        f.m, sum(f.n)::bigint, sum(f.amount)
    FROM facts f JOIN d ON d.id = f.dims_id
    WHERE wanted_units IS NULL OR d.unit = ANY (wanted_units)
    GROUP BY 1, 2 HAVING sum(f.n) <> 0 OR sum(f.amount) <> 0;
END $$;

-- The subjects a figure counts, newest first: the door from a mark on the page to its cases.
CREATE OR REPLACE FUNCTION office.figure_subjects(
    of_measure text, first_day date, last_day date, unit_by text, units uuid[], kinds text[], channels text[],
    of_cube text, codes text[], after_day date, after_id uuid, rows integer
) RETURNS TABLE (subject_id uuid, day date, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    open_units uuid[] := seen_units(false);
    secret_units uuid[] := seen_units(true);
    wanted_units uuid[];
BEGIN
    IF units IS NOT NULL THEN
        SELECT array_agg(DISTINCT below_id) INTO wanted_units FROM unit_line WHERE above_id = ANY (units);
    END IF;
    RETURN QUERY
    SELECT t.subject_id, t.day, t.amount FROM measured t
    WHERE t.measure = of_measure AND t.day BETWEEN first_day AND last_day
        AND (after_day IS NULL OR (t.day, t.subject_id) < (after_day, after_id))
        AND EXISTS (SELECT 1 FROM figure_dims x WHERE x.id = ANY (t.dims) AND x.cube = coalesce(of_cube, '')
            AND (kinds IS NULL OR x.kind = ANY (kinds)) AND (channels IS NULL OR x.channel = ANY (channels))
            AND (codes IS NULL OR x.code = ANY (codes))
            AND (wanted_units IS NULL OR CASE unit_by WHEN 'registering' THEN x.registering_unit_id
                WHEN 'deciding' THEN x.deciding_authority_id ELSE x.handling_unit_id END = ANY (wanted_units))
            AND CASE WHEN x.kind IN ('report', 'report_contact')
                THEN x.registering_unit_id = ANY (secret_units) OR x.deciding_authority_id = ANY (secret_units) OR x.handling_unit_id = ANY (secret_units)
                ELSE x.registering_unit_id = ANY (open_units) OR x.deciding_authority_id = ANY (open_units) OR x.handling_unit_id = ANY (open_units) END)
    ORDER BY t.day DESC, t.subject_id DESC LIMIT rows;
END $$;

-- The worker folds deltas; each takes effect once, because it is deleted in the same transaction.
CREATE OR REPLACE FUNCTION office.fold_figures(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    n_folded integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('office.fold_figures'));
    WITH taken AS (
        DELETE FROM figure_delta WHERE id IN (SELECT id FROM figure_delta ORDER BY id LIMIT at_most FOR UPDATE SKIP LOCKED) RETURNING *
    ), grains AS (
        SELECT measure, 'd' AS grain, day, dims_id, sum(n) AS n, sum(amount) AS amount FROM taken GROUP BY measure, day, dims_id
        UNION ALL
        SELECT measure, 'm', date_trunc('month', day)::date, dims_id, sum(n), sum(amount) FROM taken GROUP BY measure, 3, dims_id
    ), put AS (
        INSERT INTO figure_fold AS f (measure, grain, day, dims_id, n, amount) SELECT * FROM grains WHERE n <> 0 OR amount <> 0
        ON CONFLICT (measure, grain, day, dims_id) DO UPDATE SET n = f.n + excluded.n, amount = f.amount + excluded.amount
    )
    SELECT count(*) INTO n_folded FROM taken;
    RETURN n_folded;
END $$;
