-- What every change of a case, contact or order sets right in the same transaction: who may see it, what it counts for,
-- who hears of it.

CREATE OR REPLACE FUNCTION office.announce(scopes integer[], of_subject uuid, of_what text, by_command uuid) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    wire text;
BEGIN
    INSERT INTO change (scope_id, subject, what, command_id)
    SELECT DISTINCT s, of_subject, of_what, by_command FROM unnest(scopes) s;
    -- NOTIFY has no privileges: the channel is unguessable and the payload empty.
    FOR wire IN SELECT channel FROM scope WHERE id = ANY (scopes) LOOP
        PERFORM pg_notify(wire, '');
    END LOOP;
END $$;

-- The scopes of a unit's line, or of its clearance line where the subject is secret (Order 121 Art. 37).
CREATE OR REPLACE FUNCTION office.scopes_of(units uuid[], secret boolean) RETURNS integer[]
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT s.id), '{}') FROM unit_line l
    JOIN scope s ON s.unit_id = l.above_id AND s.kind = CASE WHEN secret THEN 'clearance' ELSE 'unit' END
    WHERE l.below_id = ANY (units)
$$;

CREATE OR REPLACE FUNCTION office.is_open(state text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT state <> 'closed' $$;

CREATE OR REPLACE FUNCTION office.put_event(
    of_case uuid, happened timestamptz, what text, by_person uuid, at_unit uuid, by_command uuid, about jsonb
) RETURNS integer
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO event (case_id, seq, at, event, person_id, unit_id, command_id, payload)
    SELECT of_case, coalesce(max(seq), 0) + 1, happened, what, by_person, at_unit, by_command, coalesce(about, '{}')
    FROM event WHERE case_id = of_case
    RETURNING seq
$$;

-- Reads the state row again and sets clocks, access, measures and wake-ups to it.
CREATE OR REPLACE FUNCTION office.settle_case(of_case uuid, what text, by_command uuid) RETURNS integer
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    c cases;
    due date;
    seeing integer[];
    saw integer[];
BEGIN
    SELECT * INTO c FROM cases WHERE id = of_case;
    due := refresh_clocks(c);
    seeing := scopes_of(ARRAY[c.registering_unit_id, c.deciding_authority_id, c.handling_unit_id], c.kind = 'report');
    SELECT coalesce(array_agg(scope_id), '{}') INTO saw FROM case_access WHERE case_id = of_case;
    INSERT INTO case_access AS a (scope_id, case_id, kind, channel, state, open, received_at, due_on, handler_id, handling_unit_id)
    SELECT s, c.id, c.kind, c.channel, c.state, is_open(c.state), c.received_at, due, c.handler_id, c.handling_unit_id
    FROM unnest(seeing) s
    ON CONFLICT (scope_id, case_id) DO UPDATE SET kind = excluded.kind, channel = excluded.channel, state = excluded.state,
        open = excluded.open, received_at = excluded.received_at, due_on = excluded.due_on,
        handler_id = excluded.handler_id, handling_unit_id = excluded.handling_unit_id;
    IF NOT saw <@ seeing THEN
        DELETE FROM case_access WHERE case_id = of_case AND scope_id <> ALL (seeing);
    END IF;
    PERFORM refresh_case_measures(c);
    PERFORM announce(seeing || saw, of_case, what, by_command);
    RETURN c.version;
END $$;

CREATE OR REPLACE FUNCTION office.settle_contact(of_contact uuid, what text, by_command uuid) RETURNS integer
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact;
    seeing integer[];
    saw integer[];
BEGIN
    SELECT * INTO k FROM contact WHERE id = of_contact;
    seeing := scopes_of(ARRAY[k.unit_id], k.secret);
    SELECT coalesce(array_agg(scope_id), '{}') INTO saw FROM contact_access WHERE contact_id = of_contact;
    INSERT INTO contact_access AS a (scope_id, contact_id, behaviour, open, received_at)
    SELECT s, k.id, k.behaviour, k.state <> 'done', k.received_at FROM unnest(seeing) s
    ON CONFLICT (scope_id, contact_id) DO UPDATE SET behaviour = excluded.behaviour, open = excluded.open,
        received_at = excluded.received_at;
    IF NOT saw <@ seeing THEN
        DELETE FROM contact_access WHERE contact_id = of_contact AND scope_id <> ALL (seeing);
    END IF;
    PERFORM refresh_contact_measures(k);
    PERFORM announce(seeing || saw, of_contact, what, by_command);
    RETURN k.version;
END $$;

CREATE OR REPLACE FUNCTION office.settle_order(of_order uuid, what text, by_command uuid) RETURNS integer
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order;
    seeing integer[];
BEGIN
    SELECT * INTO o FROM settlement_order WHERE id = of_order;
    SELECT scopes_of(ARRAY[o.unit_id], false)
        || coalesce(array_agg(s.id), '{}') INTO seeing FROM scope s WHERE s.enterprise_id = o.enterprise_id;
    INSERT INTO order_access (scope_id, order_id, state, open, sent_at, due_at)
    SELECT s, o.id, o.state, o.state IN ('sent', 'seen', 'answered'), o.sent_at, o.due_at FROM unnest(seeing) s
    ON CONFLICT (scope_id, order_id) DO UPDATE SET state = excluded.state, open = excluded.open, due_at = excluded.due_at;
    PERFORM refresh_order_measures(o);
    PERFORM announce(seeing, of_order, what, by_command);
    RETURN o.version;
END $$;

-- The case a command is about, locked: it must be visible to the asking person and stand at the version they saw.
CREATE OR REPLACE FUNCTION office.locked_case(ctx office.command_context) RETURNS office.cases
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    c cases;
BEGIN
    PERFORM 1 FROM case_access a WHERE a.case_id = ctx.subject AND a.scope_id = ANY (my_scopes());
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    SELECT * INTO c FROM cases WHERE id = ctx.subject FOR UPDATE;
    IF ctx.expected IS NOT NULL AND c.version <> ctx.expected THEN PERFORM refuse('stale', c.version::text); END IF;
    RETURN c;
END $$;

CREATE OR REPLACE FUNCTION office.locked_contact(ctx office.command_context) RETURNS office.contact
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    k contact;
BEGIN
    PERFORM 1 FROM contact_access a WHERE a.contact_id = ctx.subject AND a.scope_id = ANY (my_scopes());
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    SELECT * INTO k FROM contact WHERE id = ctx.subject FOR UPDATE;
    IF ctx.expected IS NOT NULL AND k.version <> ctx.expected THEN PERFORM refuse('stale', k.version::text); END IF;
    RETURN k;
END $$;

CREATE OR REPLACE FUNCTION office.locked_order(ctx office.command_context) RETURNS office.settlement_order
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order;
BEGIN
    PERFORM 1 FROM order_access a WHERE a.order_id = ctx.subject AND a.scope_id = ANY (my_scopes());
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    SELECT * INTO o FROM settlement_order WHERE id = ctx.subject FOR UPDATE;
    IF ctx.expected IS NOT NULL AND o.version <> ctx.expected THEN PERFORM refuse('stale', o.version::text); END IF;
    RETURN o;
END $$;

-- A blob may be attached by its uploader, or by whoever already sees it through something that holds it.
CREATE OR REPLACE FUNCTION office.may_read_blob(of_blob uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM blob_holder h WHERE h.blob_id = of_blob)
        THEN EXISTS (
            SELECT 1 FROM blob_holder h WHERE h.blob_id = of_blob AND (
                EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = h.case_id AND a.scope_id = ANY (my_scopes()))
                OR EXISTS (SELECT 1 FROM contact_access a WHERE a.contact_id = h.contact_id AND a.scope_id = ANY (my_scopes()))
                OR EXISTS (SELECT 1 FROM order_access a WHERE a.order_id = h.order_id AND a.scope_id = ANY (my_scopes()))))
        ELSE EXISTS (SELECT 1 FROM blob b WHERE b.id = of_blob AND b.login = session_user) END
$$;

-- What a report holds does not go over into the open, whoever carries it there (practice: Secrecy of reports).
CREATE OR REPLACE FUNCTION office.usable_blob(of_blob uuid, for_report boolean) RETURNS uuid
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF of_blob IS NULL THEN RETURN NULL; END IF;
    IF NOT EXISTS (SELECT 1 FROM blob WHERE id = of_blob AND complete) OR NOT office.may_read_blob(of_blob) THEN
        PERFORM office.refuse('not_found', 'blob');
    END IF;
    IF NOT for_report AND EXISTS (SELECT 1 FROM blob_holder h LEFT JOIN cases c ON c.id = h.case_id LEFT JOIN contact k ON k.id = h.contact_id
            WHERE h.blob_id = of_blob AND (c.kind = 'report' OR k.secret)) THEN
        PERFORM office.refuse('behind_clearance', 'blob');
    END IF;
    RETURN of_blob;
END $$;

CREATE OR REPLACE FUNCTION office.mask_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN coalesce(name, '') = '' THEN ''
        WHEN length(name) <= 1 THEN '*'
        WHEN length(name) = 2 THEN left(name, 1) || '*'
        ELSE left(name, 1) || repeat('*', least(length(name) - 2, 4)) || right(name, 1) END
$$;

-- Digits as everybody writes them down: no spaces, no full width, no +86. Stored and asked for in this form.
CREATE OR REPLACE FUNCTION office.plain_phone(number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(normalize(coalesce(number, ''), NFKC), '[^0-9+]', '', 'g'), '^([+]86|0086)(?=[0-9]{7})', '')
$$;

CREATE OR REPLACE FUNCTION office.plain_document(number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT upper(regexp_replace(normalize(coalesce(number, ''), NFKC), '[\s-]', '', 'g')) $$;

-- The masks of app/models/masking.py: at least four digits of a telephone number stay hidden.
CREATE OR REPLACE FUNCTION office.mask_phone(number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN d = '' THEN '' WHEN length(d) - length(head) < 4 THEN '****'
        ELSE head || '****' || right(d, least(4, length(d) - length(head) - 4)) END
    FROM (SELECT d, CASE
            WHEN d LIKE '+%' THEN coalesce(substring(d FROM '^[+](?:86|85[23]|886|1|7|[2-9][0-9])'), '+')
            WHEN d ~ '^0(10|2[0-9]|[3-9][0-9][0-9])' THEN substring(d FROM '^0(?:10|2[0-9]|[3-9][0-9][0-9])')
            WHEN length(d) = 11 OR d ~ '^[48]00' THEN left(d, 3) ELSE '' END AS head
        FROM (SELECT office.plain_phone(number) AS d) x) y
$$;

-- Of a resident's number region, birth year and month; of any other document its first character.
CREATE OR REPLACE FUNCTION office.mask_document(number text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN d = '' THEN '' WHEN d ~ '^[0-9]{17}[0-9X]$' THEN left(d, 12) || '******'
        WHEN d ~ '^[0-9]{15}$' THEN left(d, 10) || '*****'
        ELSE CASE WHEN length(d) > 4 THEN left(d, 1) ELSE '' END || '****' END
    FROM (SELECT office.plain_document(number) AS d) x
$$;

-- To the district: nothing after the last 省/市/区/县/旗/州 of the first twenty characters, and a 小区, 社区 or 园区 is none.
CREATE OR REPLACE FUNCTION office.mask_address(address text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN a = '' THEN ''
        ELSE coalesce(substring(left(a, 20) FROM '^[一-鿿]{0,19}(?:[省县州]|(?<![小社校园景矿新])区|市(?!场)|旗(?!舰))'), '') || '****' END
    FROM (SELECT regexp_replace(coalesce(address, ''), '\s', '', 'g') AS a) x
$$;

-- Stores people: masked columns where everybody with access looks, plain values behind the doors.
CREATE OR REPLACE FUNCTION office.put_parties(parties jsonb, of_case uuid, of_contact uuid, of_order uuid) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb;
    who jsonb;
    known jsonb;
BEGIN
    FOR p IN SELECT * FROM jsonb_array_elements(coalesce(parties, '[]')) LOOP
        -- Somebody else's person can be neither overwritten nor probed.
        IF EXISTS (SELECT 1 FROM party x WHERE x.id = (p ->> 'id')::uuid AND
            (x.case_id IS DISTINCT FROM of_case OR x.contact_id IS DISTINCT FROM of_contact OR x.order_id IS DISTINCT FROM of_order)) THEN
            PERFORM refuse('not_found', 'party');
        END IF;
        -- Who corrects one thing need not have looked at the others: what is not said stays.
        SELECT to_jsonb(i) - 'party_id' INTO known FROM party_identity i WHERE i.party_id = (p ->> 'id')::uuid;
        who := coalesce(known, '{}') || CASE jsonb_typeof(p -> 'identity') WHEN 'object' THEN p -> 'identity' ELSE '{}' END;
        IF length(plain_phone(who ->> 'phone')) > 40 OR length(plain_document(who ->> 'id_number')) > 40 OR length(who ->> 'name') > 200
            OR length(who ->> 'address') > 500 OR length(who ->> 'email') > 320 THEN
            PERFORM refuse('malformed', 'identity');
        END IF;
        INSERT INTO party (id, case_id, contact_id, order_id, role, shown_name, shown_phone, shown_address, shown_id_number,
            relation, language, anonymous, original_power_of_attorney)
        VALUES ((p ->> 'id')::uuid, of_case, of_contact, of_order, p ->> 'role', mask_name(said(who, 'name')),
            mask_phone(who ->> 'phone'), mask_address(said(who, 'address')), mask_document(who ->> 'id_number'),
            said(p, 'relation'), said(p, 'language'), coalesce((p ->> 'anonymous')::boolean, false),
            (p ->> 'original_power_of_attorney')::boolean)
        ON CONFLICT (id) DO UPDATE SET role = excluded.role, shown_name = excluded.shown_name, shown_phone = excluded.shown_phone,
            shown_address = excluded.shown_address, shown_id_number = excluded.shown_id_number, relation = excluded.relation,
            language = excluded.language, anonymous = excluded.anonymous,
            original_power_of_attorney = excluded.original_power_of_attorney, version = party.version + 1;
        INSERT INTO party_identity (party_id, name, phone, address, email, id_type, id_number)
        VALUES ((p ->> 'id')::uuid, coalesce(said(who, 'name'), ''), plain_phone(who ->> 'phone'), coalesce(said(who, 'address'), ''),
            coalesce(said(who, 'email'), ''), coalesce(said(who, 'id_type'), ''), plain_document(who ->> 'id_number'))
        ON CONFLICT (party_id) DO UPDATE SET name = excluded.name, phone = excluded.phone, address = excluded.address,
            email = excluded.email, id_type = excluded.id_type, id_number = excluded.id_number;
    END LOOP;
END $$;
