CREATE UNLOGGED TABLE bench.places AS
SELECT s.code AS station, s.id AS handling, a.id AS deciding, r.id AS registering,
    (SELECT p.id FROM person p JOIN unit_line l ON l.below_id = s.id AND l.above_id = p.unit_id WHERE p.kind = 'desk' AND person_may(p.id, 'decide', s.id)
        ORDER BY l.steps, p.staff_number LIMIT 1) AS handler,
    (SELECT id FROM person WHERE staff_number = '1001') AS operator, (SELECT id FROM person WHERE staff_number = '1002') AS caller
FROM unit s JOIN unit a ON a.id = authority_of(s.id) JOIN unit r ON r.parent_id IS NULL WHERE s.level = 'station'

CREATE UNLOGGED TABLE bench.told AS
WITH dated AS (
    SELECT t.*, (t.received_at AT TIME ZONE 'Asia/Shanghai')::date AS d, (now() AT TIME ZONE 'Asia/Shanghai')::date AS today,
        t.kind IN ('complaint', 'report') AS is_matter
    FROM bench.staged t
), aged AS (
    SELECT *, NOT is_matter OR today - d > 45 OR today - d >= 25 AND age_class < 40 AS done, today - d >= 4 AND age_class >= 60 AS decided FROM dated
), ended AS (
    SELECT *, CASE WHEN NOT done THEN NULL WHEN NOT is_matter THEN 'answered'
        WHEN kind = 'report' THEN CASE WHEN age_class % 3 = 0 THEN 'filed' ELSE 'not_filed' END
        WHEN age_class % 20 < 2 THEN 'declined' WHEN age_class % 20 < 11 THEN 'agreed' WHEN age_class % 20 < 16 THEN 'terminated'
        WHEN age_class % 20 < 18 THEN 'self_settled' WHEN age_class % 20 < 19 THEN 'withdrawn_after' ELSE 'withdrawn' END AS outcome,
        d + CASE WHEN age_class % 23 = 0 AND done THEN 12 ELSE 3 END AS decision_day
    FROM aged
), stepped AS (
    SELECT *, CASE WHEN NOT done THEN NULL WHEN NOT is_matter THEN d WHEN kind = 'report' THEN d + 10 WHEN outcome = 'withdrawn' THEN d + 2
        WHEN outcome = 'declined' THEN decision_day ELSE d + CASE WHEN age_class % 17 = 0 AND today - d > 90 THEN 80 ELSE 20 END END AS concluded_on,
        CASE WHEN kind = 'complaint' AND (done OR decided) AND outcome IS DISTINCT FROM 'withdrawn' THEN decision_day END AS decided_on
    FROM ended
)
SELECT s.*, p.handling, p.deciding, p.registering, p.operator, p.caller, CASE WHEN is_matter AND (done OR decided) THEN p.handler END AS handler,
    CASE WHEN outcome = 'declined' THEN decided_on END AS declined_on, CASE WHEN outcome IS DISTINCT FROM 'declined' THEN decided_on END AS accepted_on,
    decided_on + 1 AS told_on, CASE WHEN kind = 'report' AND done THEN concluded_on END AS verified_on,
    concluded_on + CASE WHEN is_matter THEN 1 ELSE 0 END AS closed_on,
    CASE WHEN done THEN 'closed' WHEN kind = 'report' THEN CASE WHEN decided THEN 'verifying' ELSE 'distributed' END
        WHEN NOT decided THEN 'distributed' WHEN age_class < 80 THEN 'accepted' ELSE 'mediating' END AS state,
    rule_set.code AS rules,
    row_number() OVER (PARTITION BY kind = 'report', extract(year FROM d) ORDER BY received_at, s.id) AS serial,
    ARRAY['registered'] || CASE WHEN NOT is_matter THEN ARRAY['answered', 'closed'] ELSE ARRAY['distributed']
        || CASE WHEN outcome = 'withdrawn' THEN ARRAY['withdrawn', 'closed'] ELSE CASE WHEN done OR decided THEN ARRAY['taken'] ELSE '{}' END
        || CASE WHEN decided_on IS NULL THEN '{}' WHEN outcome = 'declined' THEN ARRAY['declined', 'told'] ELSE ARRAY['accepted', 'told'] END
        || CASE WHEN kind = 'report' AND (done OR decided) THEN ARRAY['verification_started'] ELSE '{}' END
        || CASE WHEN outcome IN ('agreed', 'terminated') OR NOT done AND decided AND age_class >= 80 AND kind = 'complaint' THEN ARRAY['mediation_arranged'] ELSE '{}' END
        || CASE outcome WHEN 'agreed' THEN ARRAY['mediation_held', 'agreed', 'ledger_entered'] WHEN 'terminated' THEN ARRAY['mediation_held', 'mediation_terminated']
            WHEN 'self_settled' THEN ARRAY['self_settled'] WHEN 'withdrawn_after' THEN ARRAY['mediation_terminated'] WHEN 'filed' THEN ARRAY['filed']
            WHEN 'not_filed' THEN ARRAY['not_filed'] ELSE '{}' END
        || CASE WHEN done THEN ARRAY['closed'] ELSE '{}' END
        || CASE WHEN done AND kind = 'complaint' AND outcome <> 'declined' THEN ARRAY['followed_up'] ELSE '{}' END END END
        -- One matter in two hundred is a long story of 30 lines.
        || CASE WHEN is_matter AND done AND s.n % 200 = 0 THEN array_fill('noted'::text, ARRAY[20]) ELSE '{}' END AS story
FROM stepped s JOIN bench.places p USING (station)
LEFT JOIN rule_set ON s.is_matter AND rule_set.code = rule_set_for(s.d)
ORDER BY s.received_at, s.id

ANALYZE bench.told

INSERT INTO cases (id, number, kind, channel, state, version, registering_unit_id, deciding_authority_id, handling_unit_id,
    registrar_id, handler_id, rule_set, received_at, received_basis, received_on, authority_received_on, registered_at, facts, answer,
    object_code, problem_code, amount_involved, enterprise_id, respondent_name, decided_on, accepted_on, declined_on, told_on, concluded_on,
    outcome, verified_on, filed, closed_at, closed_on, consent_publish)
SELECT id, CASE WHEN kind = 'report' THEN 'J' ELSE '' END || extract(year FROM d) || '-' || lpad(serial::text, 6, '0'), kind, channel,
    state, CASE WHEN is_matter THEN cardinality(story) ELSE 1 END, registering, CASE WHEN is_matter THEN deciding END,
    CASE WHEN is_matter THEN handling ELSE registering END, operator, handler, rules, received_at, 'contact', d, CASE WHEN is_matter THEN d END,
    received_at, facts, answer, object_code, problem_code, amount, CASE WHEN is_matter THEN enterprise_id END, respondent,
    decided_on, accepted_on, declined_on, told_on, concluded_on, outcome, verified_on, CASE WHEN kind = 'report' AND done THEN outcome = 'filed' END,
    received_at + (closed_on - d) * interval '1 day', closed_on, age_class % 3 = 0
FROM bench.told

INSERT INTO case_text (case_id, received_at, body) SELECT id, received_at, lower(concat_ws(' ', facts, answer, respondent)) FROM bench.told

INSERT INTO series (unit_id, series, year, next)
SELECT registering, CASE WHEN kind = 'report' THEN 'report' ELSE 'case' END, extract(year FROM d)::int, max(serial) + 1 FROM bench.told GROUP BY 1, 2, 3

CREATE UNLOGGED TABLE bench.happened AS
SELECT t.id, s.seq, s.event, gen_random_uuid() AS command_id, t.received_at + (s.seq - 1) * interval '1 hour' AS at, t.kind = 'report' AS secret,
    CASE WHEN s.event IN ('registered', 'answered', 'distributed') THEN t.operator WHEN s.event = 'followed_up' THEN t.caller ELSE coalesce(t.handler, t.operator) END AS person,
    CASE WHEN s.event IN ('registered', 'answered', 'distributed', 'followed_up') THEN t.registering ELSE t.handling END AS unit,
    CASE s.event WHEN 'registered' THEN jsonb_build_object('channel', t.channel, 'basis', 'contact')
        WHEN 'distributed' THEN jsonb_build_object('from', t.registering, 'to', t.handling, 'authority', t.deciding, 'received_on', t.d)
        WHEN 'noted' THEN jsonb_build_object('text', '来电询问办理进度，已告知承办所电话，并请承办人回复。') ELSE '{}' END AS payload
FROM bench.told t CROSS JOIN LATERAL unnest(t.story) WITH ORDINALITY s (event, seq)

ANALYZE bench.happened

INSERT INTO event (case_id, seq, at, recorded_at, event, person_id, unit_id, command_id, payload)
SELECT id, seq, at, at, event, person, unit, command_id, payload FROM bench.happened

INSERT INTO command (id, login, kind, payload_sha256, at, result)
SELECT h.command_id, p.login, h.event, encode(sha256(uuid_send(h.command_id)), 'hex'), h.at, jsonb_build_object('status', 'done', 'id', h.id, 'version', h.seq)
FROM bench.happened h JOIN person p ON p.id = h.person

INSERT INTO audit (at, login, action, subject, detail)
SELECT h.at, p.login, h.event, h.id, jsonb_build_object('code', NULL, 'command', h.command_id) FROM bench.happened h JOIN person p ON p.id = h.person

INSERT INTO distribution (case_id, seq, from_unit_id, to_unit_id, at, "on", person_id, is_return)
SELECT id, 1, registering, handling, received_at, d, operator, false FROM bench.told WHERE is_matter

INSERT INTO mediation (id, case_id, mode, scheduled_at, place, mediators, held_at, minutes, agreement)
SELECT gen_random_uuid(), id, 'on_site', received_at + interval '10 days', '调解室', '周建军', CASE WHEN done THEN received_at + interval '11 days' END,
    CASE WHEN done THEN '双方到场，调解员说明了有关规定。' ELSE '' END, CASE WHEN outcome = 'agreed' THEN '被投诉人退还余款。' ELSE '' END
FROM bench.told WHERE 'mediation_arranged' = ANY (story)

INSERT INTO service_record (id, case_id, about, side, way, at, result, person_id)
SELECT gen_random_uuid(), id, 'decision', 'complainant', 'phone', received_at + interval '4 days', 'delivered', handler FROM bench.told WHERE told_on IS NOT NULL

INSERT INTO follow_up (case_id, attempt, at, person_id, outcome, process, result)
SELECT id, 1, received_at + interval '22 days', caller, CASE WHEN serial % 5 > 0 THEN 'reached' ELSE 'no_answer' END,
    CASE WHEN serial % 5 > 0 THEN (ARRAY['very_satisfied', 'satisfied', 'satisfied', 'basic', 'dissatisfied', 'no_answer'])[serial % 6 + 1] END,
    CASE WHEN serial % 5 > 0 THEN (ARRAY['very_satisfied', 'satisfied', 'basic', 'satisfied', 'dissatisfied', 'no_answer', 'satisfied'])[serial % 7 + 1] END
FROM bench.told WHERE 'followed_up' = ANY (story)

INSERT INTO contact (id, unit_id, channel, behaviour, state, secret, received_at, received_basis, registered_at, done_at, outcome, operator_id)
SELECT t.contact_id, t.registering, t.channel, k.behaviour, 'done', t.kind = 'report', t.received_at, 'contact', t.received_at, t.received_at, 'case', t.operator
FROM bench.told t JOIN code k ON k.list = 'channel' AND k.code = t.channel

INSERT INTO contact_case (contact_id, case_id, relation) SELECT contact_id, id, 'origin' FROM bench.told

INSERT INTO party (id, case_id, role, shown_name, shown_phone, shown_address, shown_id_number)
SELECT party_id, id, CASE kind WHEN 'report' THEN 'reporter' WHEN 'complaint' THEN 'complainant' ELSE 'caller' END, mask_name(name), mask_phone(phone), mask_address(address), ''
FROM bench.told WHERE name <> ''

INSERT INTO party_identity (party_id, name, phone, address) SELECT party_id, name, plain_phone(phone), address FROM bench.told WHERE name <> ''

INSERT INTO claim (id, case_id, code, amount) SELECT gen_random_uuid(), id, 'refund', amount FROM bench.told WHERE kind = 'complaint'

INSERT INTO ledger_entry (id, case_id, remedy, stage, part, amount, performed_on, entered_by)
SELECT gen_random_uuid(), id, 'refund', s.stage, 'loss', round(coalesce(amount, 100) * 0.6, 2) + 1, CASE s.stage WHEN 'performed' THEN concluded_on END, handler
FROM bench.told JOIN (VALUES ('agreed'), ('performed')) s (stage) ON s.stage = 'agreed' OR serial % 3 > 0 WHERE outcome = 'agreed'

CREATE UNLOGGED TABLE bench.due AS
SELECT x.start, x.unit, x.length, x.due, coalesce((SELECT NOT published FROM work_calendar WHERE day = x.due), true) AS provisional
FROM (SELECT s.day AS start, r.unit, r.length, CASE r.unit WHEN 'working_day' THEN add_working_days(s.day, r.length) ELSE add_days(s.day, r.length) END AS due
    FROM (SELECT DISTINCT unit, length FROM rule_clock WHERE unit <> 'hour' AND length > 0) r, work_calendar s WHERE s.day BETWEEN '2023-12-01' AND '2027-03-01') x

ANALYZE bench.due

INSERT INTO case_clock (case_id, key, started_on, due_on, provisional, stopped_on)
SELECT t.id, r.key, s.start, due.due, due.provisional, s.stop
FROM bench.told t CROSS JOIN LATERAL (VALUES
    ('accept_decision', 'complaint', t.d, coalesce(t.told_on, CASE WHEN t.state IN ('withdrawn', 'returned', 'guided') THEN t.concluded_on END)),
    ('mediation', 'complaint', t.accepted_on, t.concluded_on), ('mediation_legacy', 'complaint', t.accepted_on, t.concluded_on),
    ('termination_notice', 'complaint', CASE WHEN t.outcome IN ('terminated', 'withdrawn_after', 'self_settled') THEN t.concluded_on END, NULL::date),
    ('report_verification', 'report', t.d, t.verified_on)) s (key, kind, start, stop)
JOIN rule_clock r ON r.rule_set = t.rules AND r.key = s.key AND r.unit <> 'hour'
JOIN bench.due due ON due.start = s.start AND due.unit = r.unit AND due.length = r.length
WHERE s.kind = t.kind AND s.start IS NOT NULL

CREATE UNLOGGED TABLE bench.seeing AS
SELECT p.station, m.secret, scopes_of(ARRAY[p.registering, p.deciding, p.handling], m.secret) AS matter, scopes_of(ARRAY[p.registering], m.secret) AS own
FROM bench.places p CROSS JOIN (VALUES (false), (true)) m (secret)

CREATE UNLOGGED TABLE bench.terms AS
SELECT case_id AS id, min(due_on) FILTER (WHERE stopped_on IS NULL) AS due_on, max(due_on) FILTER (WHERE key = 'accept_decision') AS decide_due,
    max(due_on) FILTER (WHERE key LIKE '%verification') AS verify_due, min(due_on) FILTER (WHERE key IN ('mediation', 'mediation_legacy')) AS close_due
FROM case_clock GROUP BY case_id

ANALYZE bench.terms

INSERT INTO case_access (scope_id, case_id, kind, channel, state, open, received_at, due_on, handler_id, handling_unit_id)
SELECT s, t.id, t.kind, t.channel, t.state, is_open(t.state), t.received_at, k.due_on, t.handler, CASE WHEN t.is_matter THEN t.handling ELSE t.registering END
FROM bench.told t JOIN bench.seeing e ON e.station = t.station AND e.secret = (t.kind = 'report') LEFT JOIN bench.terms k ON k.id = t.id
CROSS JOIN LATERAL unnest(CASE WHEN t.is_matter THEN e.matter ELSE e.own END) s ORDER BY t.received_at

INSERT INTO contact_access (scope_id, contact_id, behaviour, open, received_at)
SELECT s, k.id, k.behaviour, false, k.received_at FROM bench.told t JOIN contact k ON k.id = t.contact_id
JOIN bench.seeing e ON e.station = t.station AND e.secret = (t.kind = 'report') CROSS JOIN LATERAL unnest(e.own) s

INSERT INTO figure_dims (cube, registering_unit_id, deciding_authority_id, handling_unit_id, kind, channel, code)
SELECT DISTINCT u.cube, registering, CASE WHEN is_matter THEN deciding END, CASE WHEN is_matter THEN handling ELSE registering END, kind, u.channel, u.code
FROM bench.told t CROSS JOIN LATERAL (VALUES ('', t.channel, ''), ('object', '', coalesce(object_code, '')), ('problem', '', coalesce(problem_code, '')),
    ('object_channel', t.channel, coalesce(object_code, '')), ('problem_channel', t.channel, coalesce(problem_code, ''))) u (cube, channel, code)
UNION SELECT DISTINCT '', registering, NULL::uuid, registering, CASE WHEN kind = 'report' THEN 'report_contact' ELSE 'contact' END, channel, '' FROM bench.told
ON CONFLICT DO NOTHING

ANALYZE figure_dims

ANALYZE follow_up, contact

CREATE UNLOGGED TABLE bench.counted AS
WITH cell AS (
    SELECT t.*, k.decide_due AS first_due, k.verify_due, k.close_due AS last_due, ARRAY[a.id, b.id, c.id, d.id, e.id] AS dims
    FROM bench.told t LEFT JOIN bench.terms k ON k.id = t.id
    JOIN figure_dims a ON a.cube = '' AND a.handling_unit_id = CASE WHEN t.is_matter THEN t.handling ELSE t.registering END AND a.kind = t.kind AND a.channel = t.channel
    JOIN figure_dims b ON b.cube = 'object' AND b.handling_unit_id = a.handling_unit_id AND b.kind = t.kind AND b.code = coalesce(t.object_code, '')
    JOIN figure_dims c ON c.cube = 'problem' AND c.handling_unit_id = a.handling_unit_id AND c.kind = t.kind AND c.code = coalesce(t.problem_code, '')
    JOIN figure_dims d ON d.cube = 'object_channel' AND d.handling_unit_id = a.handling_unit_id AND d.kind = t.kind AND d.channel = t.channel AND d.code = b.code
    JOIN figure_dims e ON e.cube = 'problem_channel' AND e.handling_unit_id = a.handling_unit_id AND e.kind = t.kind AND e.channel = t.channel AND e.code = c.code
), owed AS (
    SELECT *, CASE WHEN told_on IS NULL AND decided_on IS NULL AND concluded_on <= first_due THEN NULL ELSE first_due END AS decide_due FROM cell
), whole AS (
    SELECT *, coalesce(last_due, verify_due, decide_due) AS close_due FROM owed
)
SELECT t.id, t.dims, m.measure, m.day, m.amount::numeric(16, 2) AS amount
FROM whole t LEFT JOIN follow_up f ON f.case_id = t.id
CROSS JOIN LATERAL (VALUES
    ('received', t.d, 0::numeric),
    ('due_to_close', t.close_due, 0),
    ('closed_on_time', CASE WHEN t.concluded_on <= t.close_due AND t.closed_on IS NOT NULL THEN t.close_due END, 0),
    ('on_time_of_closed', CASE WHEN t.concluded_on <= t.close_due THEN t.closed_on END, 0),
    ('overdue_from', CASE WHEN t.is_matter AND (t.concluded_on <= t.close_due) IS NOT TRUE THEN t.close_due END, 0),
    ('overdue_until', CASE WHEN t.concluded_on > t.close_due THEN t.concluded_on END, 0),
    ('accepted', t.accepted_on, 0),
    ('declined', t.declined_on, 0),
    ('undecided_from', CASE WHEN t.kind = 'complaint' THEN t.d END, 0),
    ('undecided_until', CASE WHEN t.kind = 'complaint' THEN coalesce(t.decided_on, t.concluded_on) END, 0),
    ('due_to_decide', CASE WHEN t.kind = 'complaint' THEN t.decide_due END, 0),
    ('told_on_time', CASE WHEN t.told_on <= t.decide_due THEN t.decide_due END, 0),
    ('agreed', CASE WHEN t.outcome = 'agreed' THEN t.concluded_on END, 0),
    ('self_settled', CASE WHEN t.outcome = 'self_settled' THEN t.concluded_on END, 0),
    ('withdrawn', CASE WHEN t.outcome = 'withdrawn_after' THEN t.concluded_on END, 0),
    ('terminated', CASE WHEN t.outcome = 'terminated' THEN t.concluded_on END, 0),
    ('concluded_accepted', CASE WHEN t.accepted_on IS NOT NULL THEN t.concluded_on END, 0),
    ('mediated', CASE WHEN 'mediation_held' = ANY (t.story) THEN t.concluded_on END, 0),
    ('due_to_verify', CASE WHEN t.kind = 'report' THEN t.verify_due END, 0),
    ('verified_on_time', CASE WHEN t.verified_on <= t.verify_due THEN t.verify_due END, 0),
    ('filed', CASE WHEN t.outcome = 'filed' THEN t.verified_on END, 0),
    ('not_filed', CASE WHEN t.outcome = 'not_filed' THEN t.verified_on END, 0),
    ('closed', t.closed_on, 0),
    ('closed_of_received', CASE WHEN t.closed_on IS NOT NULL THEN t.d END, 0),
    ('closed_accepted', CASE WHEN t.accepted_on IS NOT NULL THEN t.closed_on END, 0),
    ('success_of_closed', CASE WHEN t.outcome IN ('agreed', 'self_settled') AND t.accepted_on IS NOT NULL THEN t.closed_on END, 0),
    ('recovered_amount', CASE WHEN t.outcome = 'agreed' THEN t.closed_on END, round(coalesce(t.amount, 100) * 0.6, 2) + 1),
    ('performed_amount', CASE WHEN t.outcome = 'agreed' AND t.serial % 3 > 0 THEN t.closed_on END, round(coalesce(t.amount, 100) * 0.6, 2) + 1),
    ('days_from_receipt', t.closed_on, t.closed_on - t.d),
    ('days_from_acceptance', CASE WHEN t.accepted_on IS NOT NULL THEN t.closed_on END, t.closed_on - t.accepted_on),
    ('followups_made', CASE WHEN f.case_id IS NOT NULL THEN t.closed_on END, 0),
    ('followups_reached', CASE WHEN f.outcome = 'reached' THEN t.closed_on END, 0),
    ('satisfaction_answers', CASE WHEN f.result <> 'no_answer' THEN t.closed_on END, 0),
    ('satisfied', CASE WHEN f.result IN ('very_satisfied', 'satisfied') THEN t.closed_on END, 0),
    ('basically_satisfied', CASE WHEN f.result = 'basic' THEN t.closed_on END, 0),
    ('process_answers', CASE WHEN f.process <> 'no_answer' THEN t.closed_on END, 0),
    ('process_satisfied', CASE WHEN f.process IN ('very_satisfied', 'satisfied') THEN t.closed_on END, 0),
    ('process_basically_satisfied', CASE WHEN f.process = 'basic' THEN t.closed_on END, 0)) m (measure, day, amount)
WHERE m.day IS NOT NULL

INSERT INTO bench.counted
SELECT t.contact_id, ARRAY[a.id], m.measure, t.d, 0 FROM bench.told t
JOIN figure_dims a ON a.cube = '' AND a.kind = CASE WHEN t.kind = 'report' THEN 'report_contact' ELSE 'contact' END AND a.channel = t.channel
CROSS JOIN (VALUES ('contacts_received'), ('contacts_handled')) m (measure)

INSERT INTO measured (subject_id, measure, day, amount, dims) SELECT id, measure, day, amount, dims FROM bench.counted

ANALYZE bench.counted

CREATE UNLOGGED TABLE bench.daily AS
SELECT d.cube, c.measure, c.day, x.dims_id, count(*) AS n, sum(c.amount) AS amount
FROM bench.counted c CROSS JOIN LATERAL unnest(c.dims) x (dims_id) JOIN figure_dims d ON d.id = x.dims_id GROUP BY 1, 2, 3, 4

INSERT INTO figure_fold (cube, measure, grain, day, dims_id, n, amount)
SELECT cube, measure, 'd', day, dims_id, n, amount FROM bench.daily
UNION ALL SELECT cube, measure, 'm', date_trunc('month', day)::date, dims_id, sum(n), sum(amount) FROM bench.daily GROUP BY 1, 2, 4, 5
UNION ALL SELECT cube, measure, 'y', date_trunc('year', day)::date, dims_id, sum(n), sum(amount) FROM bench.daily GROUP BY 1, 2, 4, 5
