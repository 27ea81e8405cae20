-- Files: in chunks of at most one MiB, resumable, named by the hash of the chunks' hashes, with the rights of what holds them.

CREATE OR REPLACE FUNCTION office.begin_blob(blob_id uuid, media_type text, size bigint, root text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    b blob;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM person WHERE login = session_user AND active AND NOT must_change_password) THEN
        PERFORM refuse('no_right');
    END IF;
    IF size IS NULL OR size < 0 OR size > coalesce((SELECT (settings ->> 'largest_file')::bigint FROM installation), 1073741824) THEN
        PERFORM refuse('too_large', 'size');
    END IF;
    IF begin_blob.root IS NULL OR begin_blob.root !~ '^[0-9a-f]{64}$' OR coalesce(length(begin_blob.media_type), 0) NOT BETWEEN 3 AND 127 OR blob_id IS NULL THEN PERFORM refuse('malformed', 'root'); END IF;
    INSERT INTO blob (id, login, media_type, size, root, content_id)
    VALUES (blob_id, session_user, begin_blob.media_type, begin_blob.size, begin_blob.root, gen_random_uuid())
    ON CONFLICT (id) DO NOTHING;
    SELECT * INTO b FROM blob WHERE id = blob_id;
    IF b.login <> session_user OR b.root <> begin_blob.root THEN PERFORM refuse('not_found', 'blob'); END IF;
    IF b.complete THEN RETURN -1; END IF;
    RETURN (SELECT count(*)::integer FROM blob_chunk WHERE content_id = b.content_id);
END $$;

CREATE OR REPLACE FUNCTION office.put_chunk(blob_id uuid, chunk integer, bytes bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    b blob;
BEGIN
    -- Said before the constraint says it, whose DETAIL would carry the bytes.
    IF bytes IS NULL OR octet_length(bytes) NOT BETWEEN 1 AND 1048576 THEN PERFORM refuse('too_large', 'chunk'); END IF;
    SELECT * INTO b FROM blob WHERE id = blob_id AND login = session_user AND NOT complete FOR UPDATE;
    IF NOT FOUND THEN PERFORM refuse('not_found', 'blob'); END IF;
    IF chunk IS DISTINCT FROM (SELECT count(*) FROM blob_chunk WHERE content_id = b.content_id) OR chunk::bigint * 1048576 > b.size THEN
        PERFORM refuse('out_of_order', 'chunk');
    END IF;
    INSERT INTO blob_chunk (content_id, seq, bytes) VALUES (b.content_id, chunk, put_chunk.bytes);
END $$;

-- Whole and unchanged, or not at all; equal contents are kept once.
CREATE OR REPLACE FUNCTION office.finish_blob(blob_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    b blob;
    found_root text;
    found_size bigint;
    same uuid;
BEGIN
    SELECT * INTO b FROM blob WHERE id = blob_id AND login = session_user FOR UPDATE;
    IF NOT FOUND THEN PERFORM refuse('not_found', 'blob'); END IF;
    IF b.complete THEN RETURN; END IF;
    SELECT encode(sha256(coalesce(string_agg(sha256(bytes), ''::bytea ORDER BY seq), ''::bytea)), 'hex'), coalesce(sum(octet_length(bytes)), 0)
    INTO found_root, found_size FROM blob_chunk WHERE content_id = b.content_id;
    IF found_root <> b.root OR found_size <> b.size THEN PERFORM refuse('damaged', 'blob'); END IF;
    SELECT content_id INTO same FROM blob WHERE root = b.root AND size = b.size AND complete LIMIT 1;
    IF FOUND THEN
        DELETE FROM blob_chunk WHERE content_id = b.content_id;
        UPDATE blob SET content_id = same, complete = true WHERE id = b.id;
    ELSE
        UPDATE blob SET complete = true WHERE id = b.id;
    END IF;
END $$;

-- Asking for a file writes the audit row; its pieces come in later transactions, once that row is committed. A caller who
-- rolls back has seen nothing. An unfinished file is nobody's.
CREATE OR REPLACE FUNCTION office.blob_facts(blob_id uuid, to_save boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    b blob;
BEGIN
    PERFORM refuse_old_state();
    SELECT * INTO b FROM blob WHERE id = blob_id AND complete AND may_read_blob(id);
    IF NOT FOUND OR NOT EXISTS (SELECT 1 FROM person WHERE login = session_user AND active AND NOT must_change_password) THEN
        RETURN NULL;
    END IF;
    PERFORM note_audit(session_user::text, CASE WHEN to_save THEN 'save_file' ELSE 'open_file' END, b.id);
    DELETE FROM identity_ticket WHERE login = session_user AND door = 'file' AND subject = b.id;
    INSERT INTO identity_ticket (login, door, subject, reason, asker_xid)
    VALUES (session_user, 'file', b.id, '', pg_current_xact_id()::text);
    RETURN jsonb_build_object('media_type', b.media_type, 'size', b.size, 'root', b.root,
        'chunks', (SELECT count(*) FROM blob_chunk c WHERE c.content_id = b.content_id));
END $$;

CREATE OR REPLACE FUNCTION office.get_chunk(blob_id uuid, chunk integer) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM identity_ticket t WHERE t.login = session_user AND t.door = 'file' AND t.subject = blob_id
            AND t.asked_at > clock_timestamp() - interval '2 hours'
            AND t.asker_xid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text)
        OR NOT may_read_blob(blob_id) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT c.bytes FROM blob b JOIN blob_chunk c ON c.content_id = b.content_id WHERE b.id = blob_id AND b.complete AND c.seq = chunk);
END $$;
