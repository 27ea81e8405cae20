-- What every door stands on: who is asking, what they may do, how a refusal is said.
-- All functions are owned by __owner__, which nobody logs in as; persons hold EXECUTE on the named doors only.

DO $$
BEGIN
    CREATE TYPE office.command_context AS (
        id uuid, kind text, subject uuid, expected integer, payload jsonb,
        login text, person_id uuid, unit_id uuid, at timestamptz, today date, approved boolean
    );
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

-- A refusal is caught by run_command and returned as a row, so that its audit row survives.
CREATE OR REPLACE FUNCTION office.refuse(code text, field text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'HD001', MESSAGE = code, DETAIL = coalesce(field, '');
END $$;

CREATE OR REPLACE FUNCTION office.legal_day(at timestamptz) RETURNS date
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT (at AT TIME ZONE (SELECT zone FROM installation))::date
$$;

-- The scopes the asking login sees through. session_user, never a settable variable. A deputy's end when the time is over,
-- not when somebody gets round to it nor when an open transaction ends (now() would stand still in one); before the first
-- password is changed there are none.
CREATE OR REPLACE FUNCTION office.my_scopes() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = office, pg_temp AS $$
    SELECT coalesce(array_agg(s.scope_id), '{}') FROM person_scope s
    JOIN person p ON p.login = s.login AND p.active AND NOT p.must_change_password
    WHERE s.login = session_user AND (s.until IS NULL OR s.until > clock_timestamp())
$$;

-- A door that writes decides on what holds now: in a transaction that keeps an old state, somebody whose rights are gone
-- would still have them.
CREATE OR REPLACE FUNCTION office.refuse_old_state() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = office, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the doors that write work in read committed transactions only' USING ERRCODE = '25001';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION office.person_may(person uuid, wanted text, at_unit uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM person_role r
        JOIN role_permission p ON p.role = r.role AND p.permission = wanted
        JOIN unit_line l ON l.above_id = r.unit_id AND l.below_id = at_unit
        WHERE r.person_id = person AND (r.until IS NULL OR r.until > clock_timestamp())
    )
$$;

CREATE OR REPLACE FUNCTION office.require(ctx office.command_context, wanted text, at_unit uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = office, pg_temp AS $$
BEGIN
    IF at_unit IS NULL OR NOT office.person_may(ctx.person_id, wanted, at_unit) THEN
        PERFORM office.refuse('no_right', wanted);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION office.note_audit(who text, action text, subject uuid, detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO audit (login, action, subject, detail) VALUES (who, action, subject, detail)
$$;

-- The next number of a series: taken under its row lock, so a rolled-back command leaves no gap.
CREATE OR REPLACE FUNCTION office.next_number(unit uuid, series_name text, in_year integer) RETURNS bigint
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO series AS s (unit_id, series, year, next) VALUES (unit, series_name, in_year, 2)
    ON CONFLICT (unit_id, series, year) DO UPDATE SET next = s.next + 1
    RETURNING next - 1
$$;

CREATE OR REPLACE FUNCTION office.root_unit() RETURNS uuid
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT id FROM unit WHERE parent_id IS NULL ORDER BY code LIMIT 1
$$;

-- The authority a unit acts for: itself or its nearest superior that decides in its own name (Order 121 Art. 13, 30).
CREATE OR REPLACE FUNCTION office.authority_of(of_unit uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT u.id FROM unit_line l JOIN unit u ON u.id = l.above_id
    WHERE l.below_id = of_unit AND u.is_authority ORDER BY l.steps LIMIT 1
$$;

-- Text values of a payload: trimmed, NULL when empty.
CREATE OR REPLACE FUNCTION office.said(payload jsonb, key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT nullif(btrim(payload ->> key), '') $$;

CREATE OR REPLACE FUNCTION office.needed(payload jsonb, key text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = office, pg_temp AS $$
BEGIN
    IF office.said(payload, key) IS NULL THEN PERFORM office.refuse('needed', key); END IF;
    RETURN office.said(payload, key);
END $$;

-- The payload itself, once what is needed stands in it.
CREATE OR REPLACE FUNCTION office.needing(payload jsonb, key text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = office, pg_temp AS $$
BEGIN
    PERFORM office.needed(payload, key);
    RETURN payload;
END $$;

-- Days, instants and amounts of a payload. Only what every desk can read back: no 'infinity', no NaN, no day beside the
-- calendar, no instant whose meaning would hang on a setting of the session.
CREATE OR REPLACE FUNCTION office.day_of(payload jsonb, key text) RETURNS date
LANGUAGE plpgsql IMMUTABLE SET search_path = office, pg_temp AS $$
DECLARE
    value text := office.said(payload, key);
BEGIN
    IF value IS NULL THEN RETURN NULL; END IF;
    IF value !~ '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$' THEN PERFORM office.refuse('malformed', key); END IF;
    RETURN value::date;
END $$;

CREATE OR REPLACE FUNCTION office.instant_of(payload jsonb, key text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE SET search_path = office, pg_temp AS $$
DECLARE
    value text := office.said(payload, key);
BEGIN
    IF value IS NULL THEN RETURN NULL; END IF;
    IF value !~ '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$' THEN
        PERFORM office.refuse('malformed', key);
    END IF;
    RETURN value::timestamptz;
END $$;

CREATE OR REPLACE FUNCTION office.amount_of(payload jsonb, key text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE SET search_path = office, pg_temp AS $$
DECLARE
    value text := office.said(payload, key);
BEGIN
    IF value IS NULL THEN RETURN NULL; END IF;
    IF value !~ '^-?[0-9]{1,12}(\.[0-9]+)?$' THEN PERFORM office.refuse('malformed', key); END IF;
    IF value::numeric <> round(value::numeric, 2) THEN PERFORM office.refuse('malformed', key); END IF;
    RETURN value::numeric;
END $$;

-- What a person's session is: name, rights by unit, installation. Works before the first password is changed.
CREATE OR REPLACE FUNCTION office.my_session() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT jsonb_build_object(
        'person_id', p.id, 'name', p.name, 'staff_number', p.staff_number, 'kind', p.kind,
        'unit_id', p.unit_id, 'unit', u.name, 'enterprise_id', p.enterprise_id, 'enterprise', e.name,
        'must_change_password', p.must_change_password,
        'rights', coalesce((SELECT jsonb_agg(jsonb_build_object('permission', g.permission, 'unit_id', r.unit_id, 'role', r.role))
            FROM person_role r JOIN role_permission g ON g.role = r.role
            WHERE r.person_id = p.id AND (r.until IS NULL OR r.until > clock_timestamp())), '[]'),
        'installation', i.name, 'iid', i.iid, 'zone', i.zone, 'schema_version', i.schema_version,
        'oldest_client', i.oldest_client, 'recovery_public_key', i.recovery_public_key,
        'settings', CASE p.kind WHEN 'desk' THEN i.settings - 'changes_kept_from' ELSE '{}' END, 'now', clock_timestamp())
    FROM installation i JOIN person p ON p.login = session_user AND p.active
    LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN enterprise e ON e.id = p.enterprise_id
$$;

CREATE OR REPLACE FUNCTION office.my_enterprise() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT enterprise_id FROM person WHERE login = session_user AND active
$$;
