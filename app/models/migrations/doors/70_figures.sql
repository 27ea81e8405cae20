-- Figures: what a subject counts for is recomputed from its state row; the difference to what it counted before is appended
-- as deltas, and the worker folds them. A figure is the sum of folds and deltas in one snapshot, over what one may see.
-- Cubes: '' by unit, kind and channel; object and problem by unit, kind and code with the channels together, which is a
-- fifth of the cells; object_channel and problem_channel for the same narrowed to some channels.

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

-- The ledger's valid entries: confirmed where a second person has to, and not replaced by a valid one further down the
-- line of corrections.
CREATE OR REPLACE FUNCTION office.ledger_sum(of_case uuid, stages text[], of_part text) RETURNS numeric
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    WITH RECURSIVE entry AS (
        SELECT e.id, e.stage, e.part, e.amount, e.corrects_id, NOT e.needs_confirmation OR e.confirmed_by IS NOT NULL AS valid
        FROM ledger_entry e WHERE e.case_id = of_case
    ), replaced AS (
        SELECT corrects_id AS id FROM entry WHERE valid AND corrects_id IS NOT NULL
        UNION
        SELECT e.corrects_id FROM entry e JOIN replaced r ON r.id = e.id WHERE e.corrects_id IS NOT NULL
    )
    SELECT coalesce(sum(amount), 0) FROM entry
    WHERE valid AND stage = ANY (stages) AND part = of_part AND id NOT IN (SELECT id FROM replaced)
$$;

-- A sum counts only where there is one.
CREATE OR REPLACE FUNCTION office.counted_sum(measure text, day date, amount numeric) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_array(measure, CASE WHEN amount <> 0 THEN day END, amount)
$$;

-- What a case counts for, each with the day that puts it into a period. A stock (undecided, overdue_open) is kept as the
-- day it begins and the day it ends, so that it can be told for any cut-off. resources/law/indicators.toml says in words
-- what each measure means.
CREATE OR REPLACE FUNCTION office.refresh_case_measures(c office.cases) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    decide_due date;
    verify_due date;
    close_due date;
    result text;
    process text;
    made integer;
    reached boolean;
    dims integer[];
    base jsonb;
BEGIN
    dims := ARRAY[dims_of('', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, ''),
        dims_of('object', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, '', coalesce(c.object_code, '')),
        dims_of('problem', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, '', coalesce(c.problem_code, '')),
        dims_of('object_channel', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, coalesce(c.object_code, '')),
        dims_of('problem_channel', c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id, c.kind, c.channel, coalesce(c.problem_code, ''))];
    base := jsonb_build_array(jsonb_build_array('received', c.received_on));
    IF c.kind IN ('complaint', 'report') THEN
        SELECT max(due_on) FILTER (WHERE key = 'accept_decision'), max(due_on) FILTER (WHERE key LIKE '%verification'),
            min(due_on) FILTER (WHERE key IN ('mediation', 'mediation_legacy'))
        INTO decide_due, verify_due, close_due FROM case_clock WHERE case_id = c.id;
        -- Who withdrew, was sent elsewhere or turned out to be somebody else's in time was owed no decision.
        IF c.told_on IS NULL AND c.decided_on IS NULL AND c.concluded_on <= decide_due THEN decide_due := NULL; END IF;
        IF c.verified_on IS NULL AND c.concluded_on <= verify_due THEN verify_due := NULL; END IF;
        close_due := coalesce(close_due, verify_due, decide_due);
        base := base || jsonb_build_array(
            jsonb_build_array('due_to_close', close_due),
            jsonb_build_array('closed_on_time', CASE WHEN c.concluded_on <= close_due AND c.closed_on IS NOT NULL THEN close_due END),
            jsonb_build_array('on_time_of_closed', CASE WHEN c.concluded_on <= close_due THEN c.closed_on END),
            jsonb_build_array('overdue_from', CASE WHEN (c.concluded_on <= close_due) IS NOT TRUE THEN close_due END),
            jsonb_build_array('overdue_until', CASE WHEN c.concluded_on > close_due THEN c.concluded_on END));
    END IF;
    IF c.kind = 'complaint' THEN
        base := base || jsonb_build_array(
            jsonb_build_array('accepted', c.accepted_on),
            jsonb_build_array('declined', c.declined_on),
            jsonb_build_array('undecided_from', c.received_on),
            jsonb_build_array('undecided_until', greatest(coalesce(c.decided_on, c.concluded_on),
                CASE WHEN coalesce(c.decided_on, c.concluded_on) IS NOT NULL THEN c.received_on END)),
            jsonb_build_array('due_to_decide', decide_due),
            jsonb_build_array('told_on_time', CASE WHEN c.told_on <= decide_due THEN decide_due END),
            jsonb_build_array('agreed', CASE WHEN c.outcome = 'agreed' THEN c.concluded_on END),
            jsonb_build_array('self_settled', CASE WHEN c.outcome = 'self_settled' THEN c.concluded_on END),
            jsonb_build_array('withdrawn', CASE WHEN c.outcome = 'withdrawn_after' THEN c.concluded_on END),
            jsonb_build_array('terminated', CASE WHEN c.outcome = 'terminated' THEN c.concluded_on END),
            jsonb_build_array('found_unacceptable', CASE WHEN c.outcome = 'terminated' AND c.ground = 'A23_6' THEN c.concluded_on END),
            jsonb_build_array('concluded_accepted', CASE WHEN c.accepted_on IS NOT NULL THEN c.concluded_on END),
            jsonb_build_array('mediated', CASE WHEN EXISTS (SELECT 1 FROM mediation WHERE case_id = c.id AND held_at IS NOT NULL)
                THEN c.concluded_on END));
    ELSIF c.kind = 'report' THEN
        base := base || jsonb_build_array(
            jsonb_build_array('due_to_verify', verify_due),
            jsonb_build_array('verified_on_time', CASE WHEN c.verified_on <= verify_due THEN verify_due END),
            jsonb_build_array('filed', CASE WHEN c.filed THEN c.verified_on END),
            jsonb_build_array('not_filed', CASE WHEN NOT c.filed THEN c.verified_on END));
    END IF;
    IF c.closed_on IS NOT NULL THEN
        -- The last valid answer to each question counts; 未评价 is none.
        SELECT f.result INTO result FROM follow_up f WHERE f.case_id = c.id AND f.outcome = 'reached' AND f.result <> 'no_answer'
            ORDER BY f.attempt DESC LIMIT 1;
        SELECT f.process INTO process FROM follow_up f WHERE f.case_id = c.id AND f.outcome = 'reached' AND f.process <> 'no_answer'
            ORDER BY f.attempt DESC LIMIT 1;
        SELECT count(*), bool_or(f.outcome = 'reached') INTO made, reached FROM follow_up f WHERE f.case_id = c.id;
        base := base || jsonb_build_array(
            jsonb_build_array('closed', c.closed_on),
            jsonb_build_array('closed_of_received', c.received_on),
            jsonb_build_array('closed_accepted', CASE WHEN c.accepted_on IS NOT NULL THEN c.closed_on END),
            jsonb_build_array('success_of_closed', CASE WHEN c.outcome IN ('agreed', 'self_settled') AND c.accepted_on IS NOT NULL THEN c.closed_on END),
            counted_sum('recovered_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'loss')),
            counted_sum('performed_amount', c.closed_on, ledger_sum(c.id, ARRAY['performed'], 'loss')),
            counted_sum('multiplied_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'multiplied')),
            counted_sum('mental_amount', c.closed_on, ledger_sum(c.id, ARRAY['agreed', 'stated'], 'mental')),
            jsonb_build_array('days_from_receipt', c.closed_on, c.closed_on - c.received_on),
            jsonb_build_array('days_from_acceptance', CASE WHEN c.accepted_on IS NOT NULL THEN c.closed_on END, c.closed_on - c.accepted_on),
            jsonb_build_array('followups_made', CASE WHEN made > 0 THEN c.closed_on END),
            jsonb_build_array('followups_reached', CASE WHEN reached THEN c.closed_on END),
            jsonb_build_array('satisfaction_answers', CASE WHEN result IS NOT NULL THEN c.closed_on END),
            jsonb_build_array('satisfied', CASE WHEN result IN ('very_satisfied', 'satisfied') THEN c.closed_on END),
            jsonb_build_array('basically_satisfied', CASE WHEN result = 'basic' THEN c.closed_on END),
            jsonb_build_array('process_answers', CASE WHEN process IS NOT NULL THEN c.closed_on END),
            jsonb_build_array('process_satisfied', CASE WHEN process IN ('very_satisfied', 'satisfied') THEN c.closed_on END),
            jsonb_build_array('process_basically_satisfied', CASE WHEN process = 'basic' THEN c.closed_on END));
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
            jsonb_build_array('orders_failed', CASE WHEN o.state IN ('failed', 'expired') THEN legal_day(o.concluded_at) END),
            counted_sum('orders_settled_amount', CASE WHEN o.state = 'settled' AND o.mode = 'before_complaint' THEN legal_day(o.concluded_at) END,
                coalesce(o.settled_amount, 0))))
$$;

-- The units whose subjects a login sees, openly and behind clearance.
CREATE OR REPLACE FUNCTION office.seen_units(secret boolean) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT l.below_id), '{}') FROM scope s JOIN unit_line l ON l.above_id = s.unit_id
    WHERE s.id = ANY (my_scopes()) AND s.kind = CASE WHEN secret THEN 'clearance' ELSE 'unit' END
$$;

-- Whether the asking login may have figures at all; an enterprise's liaison never.
CREATE OR REPLACE FUNCTION office.may_see_figures() RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM person p JOIN person_role r ON r.person_id = p.id AND (r.until IS NULL OR r.until > clock_timestamp())
        JOIN role_permission g ON g.role = r.role
        WHERE p.login = session_user AND p.active AND p.kind = 'desk' AND g.permission IN ('figures', 'register', 'decide'))
$$;

CREATE OR REPLACE FUNCTION office.sees_all_reports() RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT office.seen_units(true) <> '{}' AND office.seen_units(false) <@ office.seen_units(true)
$$;

-- What the asking login's figures are formed over: its units, the units whose reports it may see, and whether these are
-- all the reports there are below its units. Only then may a total include reports.
CREATE OR REPLACE FUNCTION office.figure_scope() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT jsonb_build_object(
        'units', coalesce((SELECT jsonb_agg(s.unit_id ORDER BY s.unit_id) FROM scope s WHERE s.id = ANY (my_scopes()) AND s.kind = 'unit'), '[]'),
        'report_units', coalesce((SELECT jsonb_agg(s.unit_id ORDER BY s.unit_id) FROM scope s WHERE s.id = ANY (my_scopes()) AND s.kind = 'clearance'), '[]'),
        'with_reports', office.sees_all_reports(), 'allowed', office.may_see_figures(),
        'settings', coalesce((SELECT settings -> 'figures' FROM installation), '{}'), 'today', legal_day(now()), 'now', now())
$$;

-- The cube that answers a grouping, and its place in a subject's cells.
CREATE OR REPLACE FUNCTION office.figure_cube(group_by text, channels text[], OUT cube text, OUT place integer)
LANGUAGE sql IMMUTABLE SET search_path = office, pg_temp AS $$
    SELECT CASE WHEN group_by IN ('object', 'problem') THEN group_by || CASE WHEN channels IS NULL THEN '' ELSE '_channel' END ELSE '' END,
        CASE group_by WHEN 'object' THEN 2 WHEN 'problem' THEN 3 ELSE 1 END
            + CASE WHEN group_by IN ('object', 'problem') AND channels IS NOT NULL THEN 2 ELSE 0 END
$$;

-- The cells of a cube that the asking login may see and has asked for, each with its label. unit_by says which of a
-- case's units counts: registering | deciding | handling. Reports count only behind clearance, and in a total that does
-- not name the kinds only with clearance over all of them.
CREATE OR REPLACE FUNCTION office.figure_cells(group_by text, unit_by text, units uuid[], kinds text[], channels text[])
RETURNS TABLE (cell_id integer, cell_kind text, cell_label text)
LANGUAGE plpgsql STABLE SET search_path = office, pg_temp AS $$
DECLARE
    open_units uuid[] := seen_units(false);
    secret_units uuid[] := CASE WHEN kinds IS NOT NULL OR sees_all_reports() THEN seen_units(true) ELSE '{}' END;
    wanted_units uuid[];
BEGIN
    IF NOT may_see_figures() THEN RETURN; END IF;
    IF units IS NOT NULL THEN
        SELECT coalesce(array_agg(DISTINCT below_id), '{}') INTO wanted_units FROM unit_line WHERE above_id = ANY (units);
    END IF;
    RETURN QUERY
    SELECT x.id, x.kind, CASE group_by WHEN 'unit' THEN u.unit::text WHEN 'kind' THEN x.kind WHEN 'channel' THEN x.channel
        WHEN 'object' THEN x.code WHEN 'problem' THEN x.code ELSE '' END
    FROM figure_dims x, LATERAL (SELECT CASE unit_by WHEN 'registering' THEN x.registering_unit_id
        WHEN 'deciding' THEN x.deciding_authority_id ELSE x.handling_unit_id END AS unit) u
    WHERE x.cube = (figure_cube(group_by, channels)).cube
        AND (kinds IS NULL OR x.kind = ANY (kinds)) AND (channels IS NULL OR x.channel = ANY (channels))
        AND (wanted_units IS NULL OR u.unit = ANY (wanted_units))
        AND CASE WHEN x.kind IN ('report', 'report_contact')
            THEN x.registering_unit_id = ANY (secret_units) OR x.deciding_authority_id = ANY (secret_units) OR x.handling_unit_id = ANY (secret_units)
            ELSE x.registering_unit_id = ANY (open_units) OR x.deciding_authority_id = ANY (open_units) OR x.handling_unit_id = ANY (open_units) END;
END $$;

-- What measures are added up from, period by period: themselves within the period; a stock from everything that began until
-- the cut-off, less what ended until then. What is due on the cut-off day itself is late only when that day is over.
CREATE OR REPLACE FUNCTION office.figure_parts(of_measures text[], firsts date[], lasts date[])
RETURNS TABLE (place integer, measure text, source text, sign integer, lo date, hi date)
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    WITH asked AS (
        SELECT p.place::integer, m.measure, p.first_day, p.last_day
        FROM unnest(firsts, lasts) WITH ORDINALITY p (first_day, last_day, place), unnest(of_measures) m (measure)
    )
    SELECT a.place, a.measure, a.measure, 1, a.first_day, a.last_day FROM asked a WHERE a.measure NOT IN ('undecided', 'overdue_open')
    UNION ALL
    SELECT a.place, a.measure, 'undecided_' || e.what, e.sign, date '1900-01-01', a.last_day
    FROM asked a, (VALUES ('from', 1), ('until', -1)) e (what, sign) WHERE a.measure = 'undecided'
    UNION ALL
    SELECT a.place, a.measure, 'overdue_' || e.what, e.sign, date '1900-01-01',
        CASE e.what WHEN 'from' THEN least(a.last_day, legal_day(now()) - 1) ELSE a.last_day END
    FROM asked a, (VALUES ('from', 1), ('until', -1)) e (what, sign) WHERE a.measure = 'overdue_open'
$$;

-- Whole years from the year grain, whole months beside them from the month grain, the edges from the day grain.
CREATE OR REPLACE FUNCTION office.figure_spans(first_day date, last_day date) RETURNS TABLE (grain text, lo date, hi date)
LANGUAGE sql IMMUTABLE ROWS 3 SET search_path = office, pg_temp AS $$
    SELECT s.grain, s.lo, s.hi
    FROM (SELECT date_trunc('month', first_day + interval '1 month' - interval '1 day')::date AS m, date_trunc('month', last_day + 1)::date AS m_end,
        date_trunc('year', first_day + interval '1 year' - interval '1 day')::date AS y, date_trunc('year', last_day + 1)::date AS y_end) e,
    LATERAL (VALUES
        ('d', first_day, last_day, e.m >= e.m_end), ('d', first_day, e.m - 1, e.m < e.m_end), ('d', e.m_end, last_day, e.m < e.m_end),
        ('m', e.m, e.m_end - 1, e.m < e.m_end AND e.y >= e.y_end), ('m', e.m, e.y - 1, e.y < e.y_end), ('m', e.y_end, e.m_end - 1, e.y < e.y_end),
        ('y', e.y, e.y_end - 1, e.y < e.y_end)) s (grain, lo, hi, holds)
    WHERE s.holds AND s.lo <= s.hi
$$;

-- Measures × periods × unit, kind, channel, object or problem; everything in one snapshot. group_by: none | unit | kind |
-- channel | object | problem. ``period`` counts the given periods from 1.
CREATE OR REPLACE FUNCTION office.figure_sums(
    measures text[], firsts date[], lasts date[], group_by text, unit_by text,
    units uuid[] DEFAULT NULL, kinds text[] DEFAULT NULL, channels text[] DEFAULT NULL
) RETURNS TABLE (period integer, label text, kind text, measure text, n bigint, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    of_cube text := (figure_cube(group_by, channels)).cube;
BEGIN
    RETURN QUERY
    WITH d AS MATERIALIZED (
        SELECT cell_id, cell_kind, cell_label FROM figure_cells(group_by, unit_by, units, kinds, channels)
    ), part AS MATERIALIZED (
        SELECT * FROM figure_parts(measures, firsts, lasts)
    ), span AS MATERIALIZED (
        SELECT q.lo, q.hi, s.grain, s.lo AS first_day, s.hi AS last_day
        FROM (SELECT DISTINCT x.lo, x.hi FROM part x) q, LATERAL figure_spans(q.lo, q.hi) s
    ), facts AS (
        -- Grouped inside, so that each span is one walk along the index and never a scan of all there is.
        SELECT q.place, q.measure AS code, f.dims_id, q.sign * f.n AS n, q.sign * f.amount AS amount
        FROM part q JOIN span s USING (lo, hi), LATERAL (
            SELECT w.dims_id, sum(w.n) AS n, sum(w.amount) AS amount FROM figure_fold w
            WHERE w.cube = of_cube AND w.measure = q.source AND w.grain = s.grain AND w.day BETWEEN s.first_day AND s.last_day
            GROUP BY w.dims_id) f
        UNION ALL
        SELECT q.place, q.measure, x.dims_id, q.sign * x.n, q.sign * x.amount
        FROM part q JOIN figure_delta x ON x.measure = q.source AND x.day BETWEEN q.lo AND q.hi
    )
    SELECT facts.place, d.cell_label, d.cell_kind, facts.code, sum(facts.n)::bigint, sum(facts.amount)
    FROM facts JOIN d ON d.cell_id = facts.dims_id
    GROUP BY 1, 2, 3, 4 HAVING sum(facts.n) <> 0 OR sum(facts.amount) <> 0;
END $$;

-- The same for one period, also by day or month of it.
CREATE OR REPLACE FUNCTION office.figures(
    measures text[], first_day date, last_day date, group_by text, unit_by text,
    units uuid[] DEFAULT NULL, kinds text[] DEFAULT NULL, channels text[] DEFAULT NULL
) RETURNS TABLE (label text, measure text, n bigint, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    firsts date[];
    lasts date[];
BEGIN
    IF group_by IN ('day', 'month') THEN
        SELECT array_agg(greatest(g::date, first_day) ORDER BY g), array_agg(least((g + ('1 ' || group_by)::interval)::date - 1, last_day) ORDER BY g)
        INTO firsts, lasts FROM generate_series(date_trunc(group_by, first_day::timestamp), last_day, ('1 ' || group_by)::interval) g;
    ELSE
        firsts := ARRAY[first_day];
        lasts := ARRAY[last_day];
    END IF;
    RETURN QUERY
    SELECT CASE group_by WHEN 'day' THEN firsts[s.period]::text WHEN 'month' THEN to_char(firsts[s.period], 'YYYY-MM') ELSE s.label END,
        s.measure, sum(s.n)::bigint, sum(s.amount)
    FROM figure_sums(figures.measures, firsts, lasts, figures.group_by, figures.unit_by, figures.units, figures.kinds, figures.channels) s
    GROUP BY 1, 2;
END $$;

-- The subjects a figure counts, newest first, addressed by the figure's own coordinates: the door from a mark on the page
-- to its cases. ``of_label`` is the label figure_sums gave; it is not looked at where nothing was grouped.
CREATE OR REPLACE FUNCTION office.figure_subjects(
    of_measure text, first_day date, last_day date, unit_by text, units uuid[], kinds text[], channels text[],
    group_by text, of_label text, after_day date, after_id uuid, rows integer
) RETURNS TABLE (subject_id uuid, day date, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    begun text;
    ended text;
    earliest date;
    latest date;
    place integer := (figure_cube(group_by, channels)).place;
BEGIN
    SELECT source, lo, hi INTO begun, earliest, latest FROM figure_parts(ARRAY[of_measure], ARRAY[first_day], ARRAY[last_day]) WHERE sign = 1;
    SELECT source INTO ended FROM figure_parts(ARRAY[of_measure], ARRAY[first_day], ARRAY[last_day]) WHERE sign = -1;
    RETURN QUERY
    WITH d AS MATERIALIZED (
        SELECT cell_id FROM figure_cells(group_by, unit_by, units, kinds, channels)
        WHERE cell_label IS NOT DISTINCT FROM of_label OR group_by NOT IN ('unit', 'kind', 'channel', 'object', 'problem')
    )
    SELECT t.subject_id, t.day, t.amount FROM measured t
    WHERE t.measure = begun AND t.day BETWEEN earliest AND latest
        AND (after_day IS NULL OR (t.day, t.subject_id) < (after_day, after_id))
        AND t.dims[place] IN (SELECT cell_id FROM d)
        AND (ended IS NULL OR NOT EXISTS (SELECT 1 FROM measured u WHERE u.subject_id = t.subject_id AND u.measure = ended AND u.day <= last_day))
    ORDER BY t.day DESC, t.subject_id DESC LIMIT rows;
END $$;

-- A figure is read from the index alone where the pages behind it are known to be settled; vacuum marks them, so it comes
-- after ten thousand changed folds and not only after a fifth of all there are.
ALTER TABLE office.figure_fold SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- The worker folds deltas; each takes effect once, because it is deleted in the same transaction.
CREATE OR REPLACE FUNCTION office.fold_figures(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    n_folded integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('office.fold_figures'));
    WITH taken AS (
        DELETE FROM figure_delta WHERE id IN (SELECT id FROM figure_delta ORDER BY id LIMIT at_most FOR UPDATE SKIP LOCKED) RETURNING *
    ), days AS (
        SELECT d.cube, t.measure, t.day, t.dims_id, sum(t.n) AS n, sum(t.amount) AS amount
        FROM taken t JOIN figure_dims d ON d.id = t.dims_id GROUP BY 1, 2, 3, 4
    ), grains AS (
        SELECT cube, measure, 'd' AS grain, day, dims_id, n, amount FROM days
        UNION ALL
        SELECT cube, measure, 'm', date_trunc('month', day)::date, dims_id, sum(n), sum(amount) FROM days GROUP BY 1, 2, 4, 5
        UNION ALL
        SELECT cube, measure, 'y', date_trunc('year', day)::date, dims_id, sum(n), sum(amount) FROM days GROUP BY 1, 2, 4, 5
    ), put AS (
        INSERT INTO figure_fold AS f (cube, measure, grain, day, dims_id, n, amount) SELECT * FROM grains WHERE n <> 0 OR amount <> 0
        ON CONFLICT (cube, measure, grain, day, dims_id) DO UPDATE SET n = f.n + excluded.n, amount = f.amount + excluded.amount
    )
    SELECT count(*) INTO n_folded FROM taken;
    RETURN n_folded;
END $$;
