-- What founding an office and enrolling its people write. For setting up and for the command handlers; granted to nobody.

CREATE OR REPLACE FUNCTION office.put_unit(
    unit_id uuid, code text, name text, short_name text, level text, parent_id uuid, is_authority boolean
) RETURNS uuid
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    INSERT INTO unit (id, code, name, short_name, level, parent_id, is_authority)
    VALUES (unit_id, put_unit.code, put_unit.name, put_unit.short_name, put_unit.level, put_unit.parent_id, put_unit.is_authority);
    INSERT INTO unit_line (above_id, below_id, steps)
    SELECT above_id, unit_id, steps + 1 FROM unit_line WHERE below_id = put_unit.parent_id
    UNION ALL SELECT unit_id, unit_id, 0;
    INSERT INTO scope (kind, unit_id) VALUES ('unit', put_unit.unit_id), ('clearance', put_unit.unit_id);
    PERFORM want_approvals(unit_id);
    RETURN unit_id;
END $$;

-- What the law wants approved is approved at every authority (Order 121 Art. 27; 程序规定 Art. 18), also where one person
-- works alone: then somebody with the right to approve above it does.
CREATE OR REPLACE FUNCTION office.want_approvals(of_unit uuid) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO approval_rule (unit_id, command, by_law, waived_alone)
    SELECT of_unit, k.kind, true, false FROM command_kind k JOIN unit u ON u.id = of_unit AND u.is_authority
    WHERE k.kind IN ('extend_verification', 'file', 'not_file')
    ON CONFLICT (unit_id, command) DO UPDATE SET by_law = true, waived_alone = false
$$;

-- A person sees through the units of the roles held there, through clearance, or through the own enterprise.
-- Whoever loses a scope must not go on hearing of it: its channel gets another name.
CREATE OR REPLACE FUNCTION office.renew_scopes(of_person uuid) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person;
    seeing integer[];
BEGIN
    SELECT * INTO STRICT who FROM person WHERE id = of_person;
    SELECT coalesce(array_agg(DISTINCT s.id), '{}') INTO seeing
    FROM scope s LEFT JOIN person_role r
        ON r.person_id = of_person AND r.unit_id = s.unit_id AND (r.until IS NULL OR r.until > now())
    WHERE who.active AND (
        (s.kind = 'unit' AND r.role NOT IN ('administrator', 'clearance', 'liaison'))
        OR (s.kind = 'clearance' AND r.role = 'clearance')
        OR (s.kind = 'enterprise' AND who.kind = 'liaison' AND s.enterprise_id = who.enterprise_id));
    -- Those who stay are woken once more on the old name, and ask for the new one.
    PERFORM pg_notify(channel, '') FROM scope WHERE id IN (SELECT scope_id FROM person_scope WHERE login = who.login) AND id <> ALL (seeing);
    WITH gone AS (
        DELETE FROM person_scope WHERE login = who.login AND scope_id <> ALL (seeing) RETURNING scope_id
    )
    UPDATE scope SET channel = 'c' || replace(gen_random_uuid()::text, '-', '') WHERE id IN (SELECT scope_id FROM gone);
    -- Through several roles one sees as long as the longest lasts.
    INSERT INTO person_scope AS x (login, scope_id, until)
    SELECT who.login, s.id, nullif(max(coalesce(r.until, 'infinity')), 'infinity')
    FROM scope s LEFT JOIN person_role r ON r.person_id = of_person AND r.unit_id = s.unit_id AND (r.until IS NULL OR r.until > now())
        AND CASE s.kind WHEN 'clearance' THEN r.role = 'clearance' ELSE r.role NOT IN ('administrator', 'clearance', 'liaison') END
    WHERE s.id = ANY (seeing) GROUP BY s.id
    ON CONFLICT (login, scope_id) DO UPDATE SET until = excluded.until WHERE x.until IS DISTINCT FROM excluded.until;
END $$;

-- Deputies whose time is over see nothing from that moment on; here their channels get new names as well.
CREATE OR REPLACE FUNCTION office.end_deputies() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    gone uuid;
    n integer := 0;
BEGIN
    FOR gone IN SELECT DISTINCT p.id FROM person_scope s JOIN person p ON p.login = s.login WHERE s.until <= now() LOOP
        PERFORM renew_scopes(gone);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION office.put_person(
    person_id uuid, login text, verifier text, staff_number text, name text, kind text, unit_id uuid,
    enterprise_id uuid, roles text[], must_change boolean, valid_until timestamptz DEFAULT NULL
) RETURNS uuid
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
#variable_conflict use_column
DECLARE
    is_liaison boolean := put_person.kind = 'liaison';
BEGIN
    IF is_liaison THEN
        IF NOT EXISTS (SELECT 1 FROM enterprise e WHERE e.id = put_person.enterprise_id) THEN
            PERFORM refuse('not_found', 'enterprise');
        END IF;
        INSERT INTO scope (kind, enterprise_id) VALUES ('enterprise', put_person.enterprise_id)
        ON CONFLICT (enterprise_id) WHERE enterprise_id IS NOT NULL DO NOTHING;
        UPDATE enterprise e SET answers_orders = true WHERE e.id = put_person.enterprise_id;
    END IF;
    INSERT INTO person (id, login, staff_number, name, kind, unit_id, enterprise_id, must_change_password)
    VALUES (put_person.person_id, put_person.login, put_person.staff_number, put_person.name, put_person.kind,
            CASE WHEN NOT is_liaison THEN put_person.unit_id END, CASE WHEN is_liaison THEN put_person.enterprise_id END,
            put_person.must_change);
    IF NOT is_liaison THEN
        INSERT INTO person_role (person_id, role, unit_id)
        SELECT put_person.person_id, r, put_person.unit_id FROM unnest(roles) r;
    END IF;
    PERFORM create_login(put_person.login, put_person.verifier, put_person.kind, put_person.valid_until);
    PERFORM renew_scopes(put_person.person_id);
    IF is_liaison THEN
        -- Orders sent before the enterprise had a liaison become visible to it.
        PERFORM settle_order(o.id, 'order', put_person.person_id) FROM settlement_order o WHERE o.enterprise_id = put_person.enterprise_id;
    END IF;
    PERFORM note_audit(session_user::text, 'add_person', put_person.person_id);
    RETURN put_person.person_id;
END $$;

-- The first rows of an empty office: itself, its first unit, its first administrator.
CREATE OR REPLACE FUNCTION office.found_office(about jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    root uuid := coalesce((about ->> 'unit_id')::uuid, gen_random_uuid());
BEGIN
    INSERT INTO installation (iid, name, desk_salt, recovery_public_key, schema_version, oldest_client)
    VALUES (about ->> 'iid', about ->> 'name', about ->> 'desk_salt', nullif(about ->> 'recovery_key', ''), about ->> 'schema_version',
        about ->> 'oldest_client');
    PERFORM put_unit(root, coalesce(about ->> 'unit_code', '1'), about ->> 'name', about ->> 'name', about ->> 'level', NULL, (about ->> 'is_authority')::boolean);
    PERFORM put_person(gen_random_uuid(), about ->> 'login', about ->> 'verifier', about ->> 'staff_number', about ->> 'person',
        'desk', root, NULL, ARRAY['administrator'], (about ->> 'must_change')::boolean,
        (about ->> 'valid_until')::timestamptz);
END $$;

-- A restored database lives in another cluster: its transaction numbers start again, and what desks remember of the
-- old one no longer holds.
CREATE OR REPLACE FUNCTION office.after_restore() RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE installation SET epoch = gen_random_uuid(), settings = settings - 'changes_kept_from';
    DELETE FROM change;
    UPDATE audit SET xid = pg_current_xact_id() WHERE xid > pg_current_xact_id();
    UPDATE job SET leased_until = NULL, leased_by = NULL WHERE done_at IS NULL;
    DELETE FROM worker_beat;
END $$;
