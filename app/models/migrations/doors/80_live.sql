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

-- The worker forgets changes older than a day; desks behind that read everything again.
CREATE OR REPLACE FUNCTION office.forget_changes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    last_gone xid8;
    n integer;
BEGIN
    SELECT max(xid) INTO last_gone FROM change WHERE at < now() - interval '1 day' AND xid < pg_snapshot_xmin(pg_current_snapshot());
    DELETE FROM identity_ticket WHERE asked_at < now() - interval '7 days';
    IF last_gone IS NULL THEN RETURN 0; END IF;
    DELETE FROM change WHERE at < now() - interval '1 day' AND xid <= last_gone;
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE installation SET settings = settings || jsonb_build_object('changes_kept_from', last_gone::text);
    RETURN n;
END $$;
