-- Live without leaking: the channels of one's scopes, and what changed there since a position that skips no commit.

CREATE OR REPLACE FUNCTION office.my_channels() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT coalesce(array_agg(channel ORDER BY id), '{}') FROM scope WHERE id = ANY (my_scopes())
$$;

-- A position is an epoch and a snapshot. Asked with NULL it only says where things stand. ``complete`` is false when the
-- position is older than what is kept, or belongs to the time before a restore: then everything is to be read again.
CREATE OR REPLACE FUNCTION office.changes_since(stand text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    now_stand text := (SELECT epoch FROM installation) || '|' || pg_current_snapshot();
    seen pg_snapshot;
    oldest xid8;
BEGIN
    IF stand IS NULL THEN RETURN jsonb_build_object('position', now_stand, 'complete', true, 'changes', '[]'::jsonb); END IF;
    IF split_part(stand, '|', 1) <> (SELECT epoch::text FROM installation) THEN
        RETURN jsonb_build_object('position', now_stand, 'complete', false, 'changes', '[]'::jsonb);
    END IF;
    seen := split_part(stand, '|', 2)::pg_snapshot;
    SELECT (settings ->> 'changes_kept_from')::xid8 INTO oldest FROM installation;
    IF oldest IS NOT NULL AND pg_snapshot_xmin(seen) < oldest THEN
        RETURN jsonb_build_object('position', now_stand, 'complete', false, 'changes', '[]'::jsonb);
    END IF;
    RETURN jsonb_build_object('position', now_stand, 'complete', true, 'changes', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('subject', subject, 'what', what, 'command', command_id)), '[]')
        FROM (SELECT DISTINCT c.subject, c.what, c.command_id FROM change c
              WHERE c.scope_id = ANY (my_scopes()) AND c.xid >= pg_snapshot_xmin(seen) AND NOT pg_visible_in_snapshot(c.xid, seen)) x));
END $$;

-- Who else looks at a case now, by name; only for who may see the case, so that a report without clearance has no presence.
-- The others are woken when somebody comes or goes, and only if there are others.
CREATE OR REPLACE FUNCTION office.look_at_case(case_id uuid, here boolean) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    who person;
    others text[];
    came_or_went boolean;
BEGIN
    PERFORM refuse_old_state();
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password;
    IF NOT FOUND OR NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = look_at_case.case_id AND a.scope_id = ANY (my_scopes())) THEN
        RETURN '{}';
    END IF;
    IF here THEN
        came_or_went := NOT EXISTS (SELECT 1 FROM presence p WHERE p.case_id = look_at_case.case_id AND p.person_id = who.id
            AND p.seen_at > clock_timestamp() - interval '75 seconds');
        INSERT INTO presence AS p (case_id, person_id, seen_at) VALUES (look_at_case.case_id, who.id, clock_timestamp())
        ON CONFLICT ON CONSTRAINT pk_presence DO UPDATE SET seen_at = excluded.seen_at;
    ELSE
        DELETE FROM presence p WHERE p.case_id = look_at_case.case_id AND p.person_id = who.id;
        came_or_went := FOUND;
    END IF;
    SELECT coalesce(array_agg(o.name ORDER BY o.name), '{}') INTO others FROM presence p JOIN person o ON o.id = p.person_id
    WHERE p.case_id = look_at_case.case_id AND p.person_id <> who.id AND p.seen_at > clock_timestamp() - interval '75 seconds';
    IF came_or_went AND others <> '{}' THEN
        PERFORM announce((SELECT array_agg(a.scope_id) FROM case_access a WHERE a.case_id = look_at_case.case_id),
            look_at_case.case_id, 'presence', NULL);
    END IF;
    RETURN CASE WHEN here THEN others ELSE '{}' END;
END $$;

-- The worker forgets changes older than a day; desks behind that read everything again.
CREATE OR REPLACE FUNCTION office.forget_changes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    last_gone xid8;
    n integer;
BEGIN
    SELECT max(xid) INTO last_gone FROM change WHERE at < now() - interval '1 day' AND xid < pg_snapshot_xmin(pg_current_snapshot());
    DELETE FROM presence WHERE seen_at < now() - interval '1 hour';
    DELETE FROM identity_ticket WHERE asked_at < now() - interval '7 days';
    IF last_gone IS NULL THEN RETURN 0; END IF;
    DELETE FROM change WHERE at < now() - interval '1 day' AND xid <= last_gone;
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE installation SET settings = settings || jsonb_build_object('changes_kept_from', last_gone::text);
    RETURN n;
END $$;
