-- The worker's doors: it takes a job for a while, and finishing it is part of the transaction that did the work.

CREATE OR REPLACE FUNCTION office.take_job(kinds text[], worker text, seconds integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    found job;
BEGIN
    SELECT * INTO found FROM job
    WHERE done_at IS NULL AND due_at <= now() AND kind = ANY (kinds) AND (leased_until IS NULL OR leased_until < now())
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE job SET leased_by = worker, leased_until = now() + make_interval(secs => seconds), attempts = attempts + 1
    WHERE id = found.id RETURNING * INTO found;
    RETURN jsonb_build_object('id', found.id, 'kind', found.kind, 'payload', found.payload, 'attempts', found.attempts);
END $$;

-- Raises when the lease went to another worker meanwhile, which takes this transaction's work back with it.
CREATE OR REPLACE FUNCTION office.finish_job(job_id bigint, worker text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE job SET done_at = now(), leased_until = NULL, last_error = NULL
    WHERE id = job_id AND leased_by = worker AND done_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'the lease is lost' USING ERRCODE = '40001'; END IF;
END $$;

-- The pause doubles with each attempt, up to an hour. The error is a code, never a text with values in it.
CREATE OR REPLACE FUNCTION office.fail_job(job_id bigint, worker text, error text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    UPDATE job SET leased_until = NULL, leased_by = NULL, last_error = left(error, 200),
        due_at = now() + make_interval(secs => least(3600, power(2, least(attempts, 12))))
    WHERE id = job_id AND leased_by = worker AND done_at IS NULL
$$;

-- Puts a job there unless the same one waits already.
CREATE OR REPLACE FUNCTION office.ensure_job(of_kind text, once_key text, due timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    INSERT INTO job (kind, once, due_at) VALUES (of_kind, once_key, due)
    ON CONFLICT (kind, once) WHERE done_at IS NULL AND once IS NOT NULL DO NOTHING
$$;

CREATE OR REPLACE FUNCTION office.beat(worker text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    INSERT INTO worker_beat (worker, at) VALUES (left(worker, 100), now())
    ON CONFLICT (worker) DO UPDATE SET at = excluded.at;
    DELETE FROM worker_beat WHERE at < now() - interval '7 days'
$$;

-- Seconds since a worker last said it was alive; NULL when none ever did.
CREATE OR REPLACE FUNCTION office.worker_silence() RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT extract(epoch FROM now() - max(at))::double precision FROM worker_beat
$$;

REVOKE ALL ON FUNCTION office.take_job(text[], text, integer), office.finish_job(bigint, text),
    office.fail_job(bigint, text, text), office.ensure_job(text, text, timestamptz), office.beat(text),
    office.worker_silence() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.take_job(text[], text, integer), office.finish_job(bigint, text),
    office.fail_job(bigint, text, text), office.ensure_job(text, text, timestamptz), office.beat(text),
    office.worker_silence() TO __worker__;
GRANT EXECUTE ON FUNCTION office.worker_silence() TO __desk__;
