-- Taking a step back: by who took it, on the same day, while nothing was told, served, numbered or built upon it. The step
-- stays in the timeline, the taking back has its own line.

-- What the state row was where a step changed it.
CREATE OR REPLACE FUNCTION office.remember_before(before office.cases, line integer) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO case_undo (case_id, seq, was)
    SELECT before.id, line, coalesce(jsonb_object_agg(o.key, o.value), '{}')
    FROM cases n, jsonb_each(to_jsonb(before)) o, jsonb_each(to_jsonb(n)) x
    WHERE n.id = before.id AND o.key = x.key AND o.value IS DISTINCT FROM x.value AND o.key <> 'version'
    ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, was = excluded.was
$$;

CREATE OR REPLACE FUNCTION office.effect_undo(ctx office.command_context, c office.cases) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    u case_undo;
    e event;
    was cases;
BEGIN
    SELECT * INTO u FROM case_undo WHERE case_id = c.id;
    IF NOT FOUND THEN PERFORM refuse('nothing_to_undo'); END IF;
    SELECT * INTO e FROM event WHERE case_id = c.id AND seq = u.seq;
    IF EXISTS (SELECT 1 FROM event x WHERE x.case_id = c.id AND x.seq > u.seq
            AND x.event NOT IN ('noted', 'material_added', 'contacted', 'paper_drafted')) THEN
        PERFORM refuse('nothing_to_undo');
    END IF;
    IF e.person_id <> ctx.person_id THEN PERFORM refuse('undo_own_only'); END IF;
    IF legal_day(e.at) <> ctx.today THEN PERFORM refuse('undo_same_day'); END IF;
    -- The right to the step is the right to take it back.
    PERFORM require(ctx, (SELECT t.permission FROM transition t WHERE t.event = e.event AND t.kind = c.kind LIMIT 1), c.handling_unit_id);
    was := jsonb_populate_record(c, u.was);
    UPDATE cases SET state = was.state, deciding_authority_id = was.deciding_authority_id, handling_unit_id = was.handling_unit_id,
        authority_received_on = was.authority_received_on, handler_id = was.handler_id, decided_on = was.decided_on,
        accepted_on = was.accepted_on, declined_on = was.declined_on, ground = was.ground, sub_ground = was.sub_ground,
        concluded_on = was.concluded_on, outcome = was.outcome, answer = was.answer, closed_at = was.closed_at,
        closed_on = was.closed_on WHERE id = c.id;
    IF e.event = 'agreed' THEN
        UPDATE mediation m SET agreement = '', waiver = NULL, held_at = CASE WHEN EXISTS (SELECT 1 FROM event x WHERE x.case_id = c.id
            AND x.event = 'mediation_held' AND x.payload ->> 'mediation' = m.id::text) THEN m.held_at END
        WHERE m.case_id = c.id AND m.id = (e.payload ->> 'mediation')::uuid;
    ELSIF e.event = 'mediation_terminated' AND was.state IN ('testing', 'suspended') THEN
        UPDATE pause SET until_on = NULL WHERE id = (SELECT id FROM pause WHERE case_id = c.id ORDER BY from_on DESC, id LIMIT 1);
    ELSIF e.event = 'distributed' THEN
        INSERT INTO distribution (case_id, seq, from_unit_id, to_unit_id, at, "on", person_id, is_return, note)
        SELECT c.id, max(seq) + 1, c.handling_unit_id, was.handling_unit_id, ctx.at, ctx.today, ctx.person_id, true, ''
        FROM distribution WHERE case_id = c.id;
    END IF;
    DELETE FROM case_undo WHERE case_id = c.id;
    RETURN jsonb_build_object('event', e.event, 'seq', e.seq);
END $$;
