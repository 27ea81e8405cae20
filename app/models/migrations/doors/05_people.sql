-- as: keeper
-- Makes, changes and disables logins of this installation. Called by the command handlers of the owner only;
-- no person may execute these. A password arrives as a SCRAM-SHA-256 verifier made on the desk.

CREATE OR REPLACE FUNCTION office.checked_login(login text, verifier text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF login IS NULL OR login !~ '^hd___installation___[pw][0-9a-f]{12}$' THEN
        RAISE EXCEPTION 'not a login of this installation' USING ERRCODE = '22023';
    END IF;
    IF verifier IS NOT NULL
       AND verifier !~ '^SCRAM-SHA-256\$[1-9][0-9]{3,6}:[A-Za-z0-9+/]{20,44}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' THEN
        RAISE EXCEPTION 'not a SCRAM verifier' USING ERRCODE = '22023';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION office.create_login(login text, verifier text, kind text, valid_until timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    member_of text;
BEGIN
    IF verifier IS NULL THEN
        RAISE EXCEPTION 'a login needs a verifier' USING ERRCODE = '22004';
    END IF;
    PERFORM office.checked_login(login, verifier);
    member_of := CASE kind WHEN 'desk' THEN '__desk__' WHEN 'liaison' THEN '__liaison__' WHEN 'worker' THEN '__worker__' END;
    IF member_of IS NULL OR (kind = 'worker') <> (login LIKE 'hd\___installation__\_w%') THEN
        RAISE EXCEPTION 'no such kind of login' USING ERRCODE = '22023';
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
        ' CONNECTION LIMIT 8 PASSWORD %L VALID UNTIL %L', login, verifier, coalesce(valid_until, 'infinity'::timestamptz));
    EXECUTE format('GRANT %I TO %I', member_of, login);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', login, CASE kind WHEN 'worker' THEN '10min' ELSE '60s' END);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', login, '60s');
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', login, '10s');
END $$;

CREATE OR REPLACE FUNCTION office.set_verifier(login text, verifier text, valid_until timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF verifier IS NULL THEN
        RAISE EXCEPTION 'a login needs a verifier' USING ERRCODE = '22004';
    END IF;
    PERFORM office.checked_login(login, verifier);
    EXECUTE format('ALTER ROLE %I LOGIN CONNECTION LIMIT 8 PASSWORD %L VALID UNTIL %L',
        login, verifier, coalesce(valid_until, 'infinity'::timestamptz));
END $$;

CREATE OR REPLACE FUNCTION office.disable_login(login text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM office.checked_login(login, NULL);
    EXECUTE format('ALTER ROLE %I NOLOGIN CONNECTION LIMIT 0 PASSWORD NULL', login);
    -- The lines still open are cut: a transaction that keeps an old state would go on showing it. Where no superuser set
    -- the office up, they only fall silent (00_ground.sql, my_scopes).
    IF pg_has_role(current_user, 'pg_signal_backend', 'USAGE') AND has_table_privilege('pg_stat_activity', 'SELECT') THEN
        PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a
        WHERE a.usename = disable_login.login AND a.datname = current_database() AND a.pid <> pg_backend_pid();
    END IF;
END $$;

REVOKE ALL ON FUNCTION office.checked_login(text, text), office.create_login(text, text, text, timestamptz),
    office.set_verifier(text, text, timestamptz), office.disable_login(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.create_login(text, text, text, timestamptz),
    office.set_verifier(text, text, timestamptz), office.disable_login(text) TO __owner__;
