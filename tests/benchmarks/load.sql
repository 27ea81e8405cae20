DROP INDEX IF EXISTS ix_case_text_grams

CREATE TEMP TABLE places AS SELECT s.code AS station, s.id AS handling, a.id AS deciding, r.id AS registering FROM unit s JOIN unit a ON a.id = authority_of(s.id) JOIN unit r ON r.parent_id IS NULL WHERE s.level = 'station'

CREATE TEMP TABLE told AS
SELECT t.*, p.handling, p.deciding, p.registering, (t.received_at AT TIME ZONE 'Asia/Shanghai')::date AS received_on,
    t.kind IN ('complaint', 'report') AS is_matter,
    (t.received_at < now() - interval '45 days' OR t.kind NOT IN ('complaint', 'report') OR t.age_class < 40) AS done
FROM bench.staged t JOIN places p USING (station)

CREATE INDEX ON told (n)

INSERT INTO cases (id, number, kind, channel, state, version, registering_unit_id, deciding_authority_id, handling_unit_id,
    registrar_id, handler_id, rule_set, received_at, received_basis, received_on, authority_received_on, registered_at, facts, answer,
    object_code, problem_code, amount_involved, enterprise_id, respondent_name, decided_on, accepted_on, told_on, concluded_on,
    outcome, closed_at, closed_on, consent_publish)
SELECT id, CASE WHEN kind = 'report' THEN 'J' ELSE '' END || extract(year FROM received_on) || '-' || lpad(n::text, 6, '0') || 'b', kind, channel,
    CASE WHEN done THEN 'closed' WHEN NOT is_matter THEN 'closed' WHEN kind = 'report' THEN 'verifying'
        WHEN age_class < 60 THEN 'distributed' WHEN age_class < 80 THEN 'accepted' ELSE 'mediating' END,
    6, registering, CASE WHEN is_matter THEN deciding END, CASE WHEN is_matter THEN handling ELSE registering END,
    (SELECT id FROM person WHERE staff_number = '1001'), (SELECT id FROM person WHERE staff_number = '1023'),
    CASE WHEN is_matter THEN rule_set_for(received_on) END, received_at, 'contact', received_on, CASE WHEN is_matter THEN received_on END,
    received_at, facts, answer, object_code, problem_code, amount, CASE WHEN is_matter THEN enterprise_id END, respondent,
    CASE WHEN is_matter AND (done OR age_class >= 60) THEN received_on + 3 END,
    CASE WHEN kind = 'complaint' AND (done OR age_class >= 60) THEN received_on + 3 END,
    CASE WHEN is_matter AND (done OR age_class >= 60) THEN received_on + 4 END,
    CASE WHEN done THEN received_on + 20 END, CASE WHEN done THEN CASE WHEN kind = 'complaint' AND age_class % 2 = 0 THEN 'agreed'
        WHEN kind = 'complaint' THEN 'terminated' WHEN kind = 'report' THEN 'not_filed' ELSE 'answered' END END,
    CASE WHEN done THEN received_at + interval '21 days' END, CASE WHEN done THEN received_on + 21 END, age_class % 3 = 0
FROM told

INSERT INTO case_text (case_id, received_at, body) SELECT id, received_at, lower(facts || ' ' || answer || ' ' || respondent) FROM told

INSERT INTO event (case_id, seq, at, event, person_id, unit_id, payload)
SELECT t.id, s.seq, t.received_at + s.seq * interval '1 day', (ARRAY['registered', 'distributed', 'accepted', 'mediation_arranged', 'agreed', 'closed'])[s.seq],
    (SELECT id FROM person WHERE staff_number = '1001'), t.registering, '{}' FROM told t CROSS JOIN generate_series(1, 6) s (seq)

INSERT INTO contact (id, unit_id, channel, behaviour, state, secret, received_at, received_basis, registered_at, done_at, outcome, operator_id)
SELECT t.contact_id, t.registering, t.channel, k.behaviour, 'done', t.kind = 'report', t.received_at, 'contact', t.received_at, t.received_at, 'case',
    (SELECT id FROM person WHERE staff_number = '1001') FROM told t JOIN code k ON k.list = 'channel' AND k.code = t.channel

INSERT INTO contact_case (contact_id, case_id, relation) SELECT contact_id, id, 'origin' FROM told

INSERT INTO party (id, case_id, role, shown_name, shown_phone, shown_address, shown_id_number)
SELECT party_id, id, CASE WHEN kind = 'report' THEN 'reporter' ELSE 'complainant' END, mask_name(name), mask_phone(phone), mask_address(address), '' FROM told

INSERT INTO party_identity (party_id, name, phone, address) SELECT party_id, name, phone, address FROM told

INSERT INTO claim (id, case_id, code, amount) SELECT gen_random_uuid(), id, 'refund', amount FROM told WHERE kind = 'complaint'

INSERT INTO ledger_entry (id, case_id, remedy, stage, part, amount, entered_by)
SELECT gen_random_uuid(), id, 'refund', 'agreed', 'loss', round(coalesce(amount, 100) * 0.6, 2), (SELECT id FROM person WHERE staff_number = '1023')
FROM told WHERE kind = 'complaint' AND done AND age_class % 2 = 0

INSERT INTO case_clock (case_id, key, started_on, due_on, provisional, stopped_on)
SELECT id, CASE kind WHEN 'complaint' THEN 'accept_decision' ELSE 'report_verification' END, received_on,
    add_working_days(received_on, CASE kind WHEN 'complaint' THEN 7 ELSE 15 END), false, CASE WHEN done THEN received_on + 4 END
FROM told WHERE is_matter

CREATE TEMP TABLE seeing AS
SELECT p.*, m.secret, scopes_of(ARRAY[p.registering, p.deciding, p.handling], m.secret) AS matter, scopes_of(ARRAY[p.registering], m.secret) AS own
FROM places p CROSS JOIN (VALUES (false), (true)) m (secret)

INSERT INTO case_access (scope_id, case_id, kind, channel, state, open, received_at, due_on, handler_id, handling_unit_id)
SELECT s, c.id, c.kind, c.channel, c.state, c.state <> 'closed', c.received_at, k.due_on, c.handler_id, c.handling_unit_id
FROM told t JOIN cases c ON c.id = t.id JOIN seeing e ON e.station = t.station AND e.secret = (t.kind = 'report')
LEFT JOIN case_clock k ON k.case_id = c.id AND k.stopped_on IS NULL
CROSS JOIN LATERAL unnest(CASE WHEN t.is_matter THEN e.matter ELSE e.own END) s

INSERT INTO contact_access (scope_id, contact_id, behaviour, open, received_at)
SELECT s, t.contact_id, 'phone', false, t.received_at FROM told t JOIN seeing e ON e.station = t.station AND e.secret = (t.kind = 'report')
CROSS JOIN LATERAL unnest(e.own) s

CREATE TEMP TABLE cells AS
SELECT x.*, ARRAY[dims_of('', registering, deciding, handling, kind, channel, ''),
    dims_of('object', registering, deciding, handling, kind, '', object_code), dims_of('problem', registering, deciding, handling, kind, '', problem_code),
    dims_of('object_channel', registering, deciding, handling, kind, channel, object_code),
    dims_of('problem_channel', registering, deciding, handling, kind, channel, problem_code)] AS dims
FROM (SELECT DISTINCT registering, CASE WHEN is_matter THEN deciding END AS deciding, CASE WHEN is_matter THEN handling ELSE registering END AS handling,
    kind, channel, coalesce(object_code, '') AS object_code, coalesce(problem_code, '') AS problem_code FROM told) x

CREATE TEMP TABLE counted AS
SELECT c.id, d.dims, m.measure, m.day, m.amount
FROM cases c JOIN told t ON t.id = c.id
JOIN cells d ON d.registering = c.registering_unit_id AND d.deciding IS NOT DISTINCT FROM c.deciding_authority_id AND d.handling = c.handling_unit_id
    AND d.kind = c.kind AND d.channel = c.channel AND d.object_code = coalesce(c.object_code, '') AND d.problem_code = coalesce(c.problem_code, '')
CROSS JOIN LATERAL (VALUES ('received', c.received_on, 0::numeric), ('accepted', c.accepted_on, 0), ('closed', c.closed_on, 0),
    ('closed_of_received', CASE WHEN c.closed_on IS NOT NULL THEN c.received_on END, 0), ('due_to_decide', CASE WHEN t.is_matter THEN c.received_on + 9 END, 0),
    ('told_on_time', CASE WHEN c.told_on IS NOT NULL THEN c.received_on + 9 END, 0), ('agreed', CASE WHEN c.outcome = 'agreed' THEN c.concluded_on END, 0),
    ('concluded_accepted', CASE WHEN c.accepted_on IS NOT NULL THEN c.concluded_on END, 0),
    ('recovered_amount', CASE WHEN c.outcome = 'agreed' THEN c.closed_on END, round(coalesce(c.amount_involved, 100) * 0.6, 2)),
    ('days_from_receipt', c.closed_on, 21), ('satisfaction_answers', c.closed_on, 0), ('satisfied', CASE WHEN t.age_class < 88 THEN c.closed_on END, 0)) m (measure, day, amount)
WHERE m.day IS NOT NULL

INSERT INTO measured (subject_id, measure, day, amount, dims) SELECT id, measure, day, amount, dims FROM counted

CREATE TEMP TABLE daily AS
SELECT d.cube, c.measure, c.day, x.dims_id, count(*) AS n, sum(c.amount) AS amount
FROM counted c CROSS JOIN LATERAL unnest(c.dims) x (dims_id) JOIN figure_dims d ON d.id = x.dims_id GROUP BY 1, 2, 3, 4

INSERT INTO figure_fold (cube, measure, grain, day, dims_id, n, amount)
SELECT cube, measure, 'd', day, dims_id, n, amount FROM daily
UNION ALL SELECT cube, measure, 'm', date_trunc('month', day)::date, dims_id, sum(n), sum(amount) FROM daily GROUP BY 1, 2, 4, 5
UNION ALL SELECT cube, measure, 'y', date_trunc('year', day)::date, dims_id, sum(n), sum(amount) FROM daily GROUP BY 1, 2, 4, 5
ON CONFLICT (cube, measure, grain, day, dims_id) DO UPDATE SET n = figure_fold.n + excluded.n, amount = figure_fold.amount + excluded.amount

CREATE INDEX ix_case_text_grams ON case_text USING gin (grams(body)) WITH (fastupdate = off)
