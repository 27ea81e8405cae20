-- The worker's doors: a leased job, its end, the beat, and the sealing of the audit.

CREATE OR REPLACE FUNCTION office.take_job(worker text, kinds text[]) RETURNS jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    UPDATE job SET leased_until = clock_timestamp() + interval '5 minutes', leased_by = worker, attempts = attempts + 1
    WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND due_at <= clock_timestamp() AND kind = ANY (kinds) AND attempts < 10
        AND (leased_until IS NULL OR leased_until < clock_timestamp()) ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING jsonb_build_object('id', id, 'kind', kind, 'payload', payload, 'attempts', attempts)
$$;

CREATE OR REPLACE FUNCTION office.finish_job(job_id bigint, worker text, problem text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE job SET done_at = CASE WHEN problem IS NULL THEN clock_timestamp() END, last_error = problem, leased_until = NULL,
        due_at = CASE WHEN problem IS NULL THEN due_at ELSE clock_timestamp() + attempts * interval '30 seconds' END
    WHERE id = job_id AND leased_by = worker AND done_at IS NULL;
    RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION office.beat(worker text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    INSERT INTO worker_beat (worker, at) VALUES (beat.worker, clock_timestamp())
    ON CONFLICT (worker) DO UPDATE SET at = excluded.at
$$;

CREATE OR REPLACE FUNCTION office.last_beat() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$ SELECT max(at) FROM worker_beat $$;

-- Hashes every complete range: audit rows whose transactions, and all before them, have ended. Ids may have gaps from
-- rolled-back transactions; a row that appears later inside a sealed range breaks the chain and is found.
CREATE OR REPLACE FUNCTION office.audit_hash(before text, first_id bigint, last_id bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT encode(sha256(convert_to(before || coalesce(string_agg(
        concat_ws('|', id, extract(epoch FROM at), login, action, subject, detail::text), E'\n' ORDER BY id), ''), 'UTF8')), 'hex')
    FROM audit WHERE id BETWEEN first_id AND last_id
$$;

CREATE OR REPLACE FUNCTION office.seal_audit() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    before audit_seal;
    upto bigint;
    sealed audit_seal;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('office.seal_audit'));
    SELECT * INTO before FROM audit_seal ORDER BY id DESC LIMIT 1;
    SELECT max(id) INTO upto FROM audit WHERE id > coalesce(before.last_id, 0) AND xid < pg_snapshot_xmin(pg_current_snapshot())
        AND id < coalesce((SELECT min(id) FROM audit WHERE id > coalesce(before.last_id, 0) AND xid >= pg_snapshot_xmin(pg_current_snapshot())), 9223372036854775807);
    IF upto IS NULL THEN RETURN NULL; END IF;
    INSERT INTO audit_seal (id, first_id, last_id, rows, hash)
    SELECT coalesce(before.id, 0) + 1, coalesce(before.last_id, 0) + 1, upto, (SELECT count(*) FROM audit a WHERE a.id > coalesce(before.last_id, 0) AND a.id <= upto),
        audit_hash(coalesce(before.hash, ''), coalesce(before.last_id, 0) + 1, upto)
    RETURNING * INTO sealed;
    RETURN jsonb_build_object('seal', sealed.id, 'last_id', sealed.last_id, 'hash', sealed.hash, 'at', sealed.sealed_at);
END $$;

-- The newest head, for everyone to keep outside the database.
CREATE OR REPLACE FUNCTION office.audit_head() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT jsonb_build_object('seal', id, 'last_id', last_id, 'hash', hash, 'at', sealed_at) FROM audit_seal ORDER BY id DESC LIMIT 1
$$;

-- The first seal that no longer fits its rows, or whether ``seal`` still has the exported hash; NULL when all is well.
CREATE OR REPLACE FUNCTION office.verify_audit(seal integer DEFAULT NULL, exported text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    s audit_seal;
    before text := '';
    last bigint := 0;
BEGIN
    FOR s IN SELECT * FROM audit_seal ORDER BY id LOOP
        IF s.first_id <> last + 1 OR s.hash <> audit_hash(before, s.first_id, s.last_id)
            OR s.id = seal AND s.hash <> exported THEN RETURN 'seal ' || s.id; END IF;
        before := s.hash;
        last := s.last_id;
    END LOOP;
    IF seal IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE id = seal) THEN RETURN 'seal ' || seal; END IF;
    RETURN NULL;
END $$;

-- Who did or looked at what, for those who may ask, over what they may see.
CREATE OR REPLACE FUNCTION office.audit_of(of_subject uuid, rows integer) RETURNS TABLE (at timestamptz, who text, action text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    me uuid := (SELECT id FROM person WHERE login = session_user AND active);
    at_unit uuid;
BEGIN
    SELECT c.handling_unit_id INTO at_unit FROM cases c WHERE c.id = of_subject
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.scope_id = ANY (my_scopes()));
    IF at_unit IS NULL OR NOT person_may(me, 'audit', at_unit) THEN RETURN; END IF;
    RETURN QUERY SELECT x.at, p.name, x.action, x.detail FROM audit x LEFT JOIN person p ON p.login = x.login
        WHERE x.subject = of_subject OR x.subject IN (SELECT id FROM party WHERE case_id = of_subject) ORDER BY x.id DESC LIMIT rows;
END $$;

-- Every legal day the stored dates of cases whose clock stands still move on by that day.
CREATE OR REPLACE FUNCTION office.renew_paused_clocks() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    paused uuid;
    n integer := 0;
BEGIN
    FOR paused IN SELECT DISTINCT case_id FROM pause WHERE until_on IS NULL LOOP
        PERFORM 1 FROM cases WHERE id = paused FOR UPDATE;
        PERFORM settle_case(paused, 'case', NULL);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;
