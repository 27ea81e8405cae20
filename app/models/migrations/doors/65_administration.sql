-- People, units, codes, calendar, enterprises: the office's own order, kept by its administrators.

-- Nobody grants what they do not hold over that unit, and nobody raises himself: roles come from an administrator above.
CREATE OR REPLACE FUNCTION office.put_roles(ctx office.command_context, of_person uuid, roles jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    r jsonb;
BEGIN
    IF of_person = ctx.person_id THEN PERFORM refuse('second_person', 'roles'); END IF;
    FOR r IN SELECT * FROM jsonb_array_elements(roles) LOOP
        PERFORM require(ctx, 'people', needed(r, 'unit_id')::uuid);
        IF NOT EXISTS (SELECT 1 FROM role_permission WHERE role = r ->> 'role') THEN PERFORM refuse('unknown_code', 'role'); END IF;
    END LOOP;
    DELETE FROM person_role WHERE person_id = of_person;
    INSERT INTO person_role (person_id, role, unit_id, until)
    SELECT of_person, x ->> 'role', (x ->> 'unit_id')::uuid, instant_of(x, 'until') FROM jsonb_array_elements(roles) x;
END $$;

CREATE OR REPLACE FUNCTION office.require_people(ctx office.command_context, of_person uuid) RETURNS office.person
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person;
BEGIN
    SELECT * INTO who FROM person WHERE id = of_person FOR UPDATE;
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    PERFORM require(ctx, 'people', coalesce(who.unit_id, root_unit()));
    -- Whoever could set the password of somebody with rights elsewhere would have those rights.
    IF EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = who.id AND (r.until IS NULL OR r.until > clock_timestamp())
            AND NOT person_may(ctx.person_id, 'people', r.unit_id)) THEN
        PERFORM refuse('no_right', 'people');
    END IF;
    IF ctx.expected IS NOT NULL AND who.version <> ctx.expected THEN PERFORM refuse('stale', who.version::text); END IF;
    RETURN who;
END $$;

CREATE OR REPLACE FUNCTION office.do_add_person(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    what text := coalesce(said(p, 'kind'), 'desk');
    valid interval := coalesce((SELECT settings ->> 'first_password_valid' FROM installation), '7 days')::interval;
BEGIN
    IF what NOT IN ('desk', 'liaison') THEN PERFORM refuse('malformed', 'kind'); END IF;
    PERFORM require(ctx, 'people', CASE what WHEN 'liaison' THEN root_unit() ELSE needed(p, 'unit_id')::uuid END);
    IF what = 'liaison' THEN
        PERFORM needed(p, 'enterprise_id');
        INSERT INTO scope (kind, enterprise_id) VALUES ('enterprise', (p ->> 'enterprise_id')::uuid)
        ON CONFLICT (enterprise_id) WHERE enterprise_id IS NOT NULL DO NOTHING;
        UPDATE enterprise SET answers_orders = true WHERE id = (p ->> 'enterprise_id')::uuid;
    END IF;
    IF EXISTS (SELECT 1 FROM person WHERE staff_number = needed(p, 'staff_number')) THEN PERFORM refuse('staff_number_taken', 'staff_number'); END IF;
    INSERT INTO person (id, login, staff_number, name, kind, unit_id, enterprise_id)
    VALUES (needed(p, 'id')::uuid, needed(p, 'login'), needed(p, 'staff_number'), needed(p, 'name'), what,
        CASE WHEN what = 'desk' THEN (p ->> 'unit_id')::uuid END, CASE WHEN what = 'liaison' THEN (p ->> 'enterprise_id')::uuid END);
    IF what = 'liaison' THEN
        PERFORM 1;
    ELSE
        PERFORM put_roles(ctx, (p ->> 'id')::uuid, coalesce(p -> 'roles', '[]'));
    END IF;
    PERFORM create_login(p ->> 'login', needed(p, 'verifier'), what, ctx.at + valid);
    PERFORM renew_scopes((p ->> 'id')::uuid);
    IF what = 'liaison' THEN
        -- Orders sent before the enterprise had a liaison become visible to it.
        PERFORM settle_order(id, 'order', ctx.id) FROM settlement_order WHERE enterprise_id = (p ->> 'enterprise_id')::uuid;
    END IF;
    RETURN jsonb_build_object('id', p ->> 'id', 'version', 1);
END $$;

CREATE OR REPLACE FUNCTION office.do_set_roles(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person := require_people(ctx, ctx.subject);
BEGIN
    IF who.kind <> 'desk' THEN PERFORM refuse('malformed', 'kind'); END IF;
    IF said(ctx.payload, 'unit_id') IS NOT NULL THEN PERFORM require(ctx, 'people', (ctx.payload ->> 'unit_id')::uuid); END IF;
    PERFORM put_roles(ctx, who.id, coalesce(ctx.payload -> 'roles', '[]'));
    UPDATE person SET version = version + 1, unit_id = coalesce((ctx.payload ->> 'unit_id')::uuid, unit_id),
        name = coalesce(said(ctx.payload, 'name'), name) WHERE id = who.id;
    PERFORM renew_scopes(who.id);
    RETURN jsonb_build_object('id', who.id, 'version', who.version + 1);
END $$;

-- A name changes for everybody who signs in, liaisons too, and by whoever keeps the people, the own one included.
CREATE OR REPLACE FUNCTION office.do_rename_person(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person := require_people(ctx, ctx.subject);
BEGIN
    UPDATE person SET name = needed(ctx.payload, 'name'), version = version + 1 WHERE id = who.id;
    RETURN jsonb_build_object('id', who.id, 'version', who.version + 1);
END $$;

CREATE OR REPLACE FUNCTION office.do_reset_password(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person := require_people(ctx, ctx.subject);
    valid interval := coalesce((SELECT settings ->> 'first_password_valid' FROM installation), '7 days')::interval;
BEGIN
    IF who.id = ctx.person_id THEN PERFORM refuse('second_person'); END IF;
    UPDATE person SET must_change_password = true, active = true, version = version + 1 WHERE id = who.id;
    PERFORM set_verifier(who.login, needed(ctx.payload, 'verifier'), ctx.at + valid);
    PERFORM renew_scopes(who.id);
    RETURN jsonb_build_object('id', who.id, 'version', who.version + 1);
END $$;

CREATE OR REPLACE FUNCTION office.do_change_password(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    PERFORM set_verifier(ctx.login, needed(ctx.payload, 'verifier'), NULL);
    UPDATE person SET must_change_password = false, version = version + 1 WHERE id = ctx.person_id;
    RETURN jsonb_build_object('id', ctx.person_id);
END $$;

-- The desk opens what an earlier password had locked; that it was done, and how much it was, stands in the audit first.
CREATE OR REPLACE FUNCTION office.do_recover_drafts(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF ctx.subject IS DISTINCT FROM ctx.person_id THEN PERFORM refuse('no_right', 'people'); END IF;
    PERFORM note_audit(ctx.login, 'draft_recovery', ctx.subject, jsonb_build_object('keys', (ctx.payload ->> 'keys')::integer,
        'drafts', (ctx.payload ->> 'drafts')::integer, 'outboxes', (ctx.payload ->> 'outboxes')::integer));
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.do_deactivate_person(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    who person := require_people(ctx, ctx.subject);
    held uuid;
BEGIN
    IF who.id = ctx.person_id THEN PERFORM refuse('second_person'); END IF;
    UPDATE person SET active = false, version = version + 1 WHERE id = who.id;
    PERFORM disable_login(who.login);
    PERFORM renew_scopes(who.id);
    FOR held IN SELECT id FROM contact WHERE claimed_by = who.id AND state = 'claimed' LOOP
        UPDATE contact SET state = 'waiting', claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE id = held;
        PERFORM settle_contact(held, 'contact', ctx.id);
    END LOOP;
    RETURN jsonb_build_object('id', who.id, 'version', who.version + 1);
END $$;

-- A unit closes when nothing hangs on it any more: units below it, people who sign in, matters that are not closed.
CREATE OR REPLACE FUNCTION office.require_unit_at_rest(of_unit uuid) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM unit WHERE parent_id = of_unit AND active) THEN PERFORM refuse('unit_has_units', 'active'); END IF;
    IF EXISTS (SELECT 1 FROM person WHERE unit_id = of_unit AND active)
        OR EXISTS (SELECT 1 FROM person_role r JOIN person ON person.id = r.person_id
            WHERE r.unit_id = of_unit AND person.active AND (r.until IS NULL OR r.until > now())) THEN
        PERFORM refuse('unit_has_people', 'active');
    END IF;
    IF EXISTS (SELECT 1 FROM cases WHERE state <> 'closed' AND (handling_unit_id = of_unit OR deciding_authority_id = of_unit))
        OR EXISTS (SELECT 1 FROM contact WHERE unit_id = of_unit AND state <> 'done')
        OR EXISTS (SELECT 1 FROM settlement_order WHERE unit_id = of_unit AND state IN ('sent', 'seen', 'answered')) THEN
        PERFORM refuse('unit_has_work', 'active');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION office.do_put_unit(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    of_unit uuid := needed(p, 'id')::uuid;
    above uuid := (p ->> 'parent_id')::uuid;
    known unit;
BEGIN
    SELECT * INTO known FROM unit WHERE id = of_unit;
    IF FOUND THEN
        PERFORM require(ctx, 'people', of_unit);
        IF known.active AND NOT coalesce((p ->> 'active')::boolean, true) THEN PERFORM require_unit_at_rest(of_unit); END IF;
        -- A unit's place in the line carries who sees what; it does not move.
        IF above IS DISTINCT FROM known.parent_id THEN PERFORM refuse('line_is_fixed', 'parent_id'); END IF;
        UPDATE unit SET name = needed(p, 'name'), short_name = needed(p, 'short_name'), number_word = said(p, 'number_word'),
            letterhead = said(p, 'letterhead'), region_code = CASE WHEN p ? 'region_code' THEN said(p, 'region_code') ELSE region_code END,
            address = said(p, 'address'), phone = said(p, 'phone'), postcode = said(p, 'postcode'), one_person = coalesce((p ->> 'one_person')::boolean, one_person),
            is_authority = coalesce((p ->> 'is_authority')::boolean, is_authority),
            code = needed(p, 'code'),
            active = coalesce((p ->> 'active')::boolean, active), version = version + 1
        WHERE id = of_unit AND (ctx.expected IS NULL OR version = ctx.expected);
        IF NOT FOUND THEN PERFORM refuse('stale'); END IF;
        PERFORM want_approvals(of_unit);
    ELSE
        PERFORM require(ctx, 'people', needed(p, 'parent_id')::uuid);
        PERFORM put_unit(of_unit, needed(p, 'code'), needed(p, 'name'), needed(p, 'short_name'), needed(p, 'level'), above,
            coalesce((p ->> 'is_authority')::boolean, false));
        UPDATE unit SET one_person = coalesce((p ->> 'one_person')::boolean, false), number_word = said(p, 'number_word'),
            letterhead = said(p, 'letterhead'), region_code = said(p, 'region_code'), address = said(p, 'address'),
            phone = said(p, 'phone'), postcode = said(p, 'postcode') WHERE id = of_unit;
    END IF;
    RETURN jsonb_build_object('id', of_unit);
END $$;

CREATE OR REPLACE FUNCTION office.do_put_approval_rule(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
BEGIN
    PERFORM require(ctx, 'codes', needed(p, 'unit_id')::uuid);
    IF NOT EXISTS (SELECT 1 FROM command_kind WHERE kind = needed(p, 'command') AND approvable) THEN PERFORM refuse('unknown_code', 'command'); END IF;
    IF (p ->> 'wanted')::boolean THEN
        INSERT INTO approval_rule AS r (unit_id, command, by_law, waived_alone)
        VALUES ((p ->> 'unit_id')::uuid, p ->> 'command', false, coalesce((p ->> 'waived_alone')::boolean, true))
        ON CONFLICT (unit_id, command) DO UPDATE SET waived_alone = excluded.waived_alone WHERE NOT r.by_law;
    ELSE
        DELETE FROM approval_rule WHERE unit_id = (p ->> 'unit_id')::uuid AND command = p ->> 'command' AND NOT by_law;
        IF NOT FOUND THEN PERFORM refuse('by_law', 'command'); END IF;
    END IF;
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.do_put_code(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
BEGIN
    PERFORM require(ctx, 'codes', root_unit());
    INSERT INTO code AS k (list, code, parent, title_zh, title_en, initials, behaviour, national_code, source, details, sort, active)
    VALUES (needed(p, 'list'), needed(p, 'code'), said(p, 'parent'), needed(p, 'title_zh'), coalesce(said(p, 'title_en'), p ->> 'title_zh'),
        coalesce(p ->> 'initials', ''), said(p, 'behaviour'), said(p, 'national_code'), 'local', coalesce(p -> 'details', '{}'),
        coalesce((p ->> 'sort')::integer, 9999), coalesce((p ->> 'active')::boolean, true))
    ON CONFLICT (list, code) DO UPDATE SET parent = excluded.parent, title_zh = excluded.title_zh, title_en = excluded.title_en,
        initials = excluded.initials, national_code = excluded.national_code, source = 'local', details = excluded.details,
        sort = excluded.sort, active = excluded.active
        -- The behaviour is what the code relies on: fixed once given.
        WHERE k.behaviour IS NOT DISTINCT FROM excluded.behaviour;
    IF NOT FOUND THEN PERFORM refuse('behaviour_is_fixed', 'behaviour'); END IF;
    RETURN '{}';
END $$;

-- Completing the published calendar moves the provisional dates of open cases.
CREATE OR REPLACE FUNCTION office.do_put_calendar(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    d jsonb;
    moved uuid;
    n integer := 0;
BEGIN
    PERFORM require(ctx, 'codes', root_unit());
    IF coalesce(p -> 'days', '[]') = '[]' THEN PERFORM needed(p, 'published_until'); END IF;
    FOR d IN SELECT * FROM jsonb_array_elements(coalesce(p -> 'days', '[]')) LOOP
        UPDATE work_calendar SET is_workday = (d ->> 'is_workday')::boolean, is_holiday = (d ->> 'is_holiday')::boolean, note = coalesce(d ->> 'note', ''),
            source = needed(p, 'source') WHERE day = day_of(d, 'day');
        IF NOT FOUND THEN PERFORM refuse('outside_calendar', 'day'); END IF;
    END LOOP;
    IF said(p, 'published_until') IS NOT NULL THEN
        UPDATE work_calendar SET published = true, source = needed(p, 'source') WHERE NOT published AND day <= day_of(p, 'published_until');
    END IF;
    UPDATE work_calendar w SET ordinal = o.n FROM (
        SELECT day, (count(*) FILTER (WHERE is_workday) OVER (ORDER BY day))::integer AS n FROM work_calendar) o
    WHERE o.day = w.day AND o.n <> w.ordinal;
    FOR moved IN SELECT DISTINCT case_id FROM case_clock WHERE stopped_on IS NULL AND due_on >= coalesce(
            (SELECT min(day_of(x, 'day')) FROM jsonb_array_elements(coalesce(p -> 'days', '[]')) x), due_on) LOOP
        PERFORM settle_case(moved, 'case', ctx.id);
        n := n + 1;
    END LOOP;
    RETURN jsonb_build_object('cases', n);
END $$;

CREATE OR REPLACE FUNCTION office.do_put_setting(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    which text := needed(ctx.payload, 'key');
    value jsonb := coalesce(ctx.payload -> 'value', 'null');
BEGIN
    PERFORM require(ctx, 'codes', root_unit());
    -- The position of the changes is the database's own; a limit on looking at people cannot be set so high that it is none.
    IF which = 'changes_kept_from' OR which = 'first_password_valid' AND (value #>> '{}')::interval NOT BETWEEN interval '1 hour' AND interval '30 days'
        OR which = 'identity_per_hour' AND (jsonb_typeof(value) <> 'object' OR EXISTS (
            SELECT 1 FROM jsonb_each_text(value) v WHERE v.key NOT IN ('reveal', 'form', 'paper', 'order', 'match')
                OR v.value !~ '^[0-9]{1,4}$' OR v.value::integer > 1000)) THEN
        PERFORM refuse('malformed', 'value');
    END IF;
    PERFORM note_audit(ctx.login, 'setting', NULL, jsonb_build_object('key', which, 'value', value,
        'before', (SELECT settings -> which FROM installation)));
    UPDATE installation SET settings = settings || jsonb_build_object(which, value);
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.do_put_number_scheme(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
BEGIN
    PERFORM require(ctx, 'codes', needed(p, 'authority_id')::uuid);
    -- The word tells a report's papers from the others; without it their numbers would meet.
    IF needed(p, 'pattern') NOT LIKE '%{serial}%' OR p ->> 'pattern' NOT LIKE '%{year}%' OR p ->> 'pattern' NOT LIKE '%{word}%'
        OR needed(p, 'word') LIKE '举%' AND needed(p, 'form') NOT LIKE 'report%' THEN PERFORM refuse('malformed', 'pattern'); END IF;
    INSERT INTO number_scheme (authority_id, form, word, pattern) VALUES ((p ->> 'authority_id')::uuid, needed(p, 'form'), needed(p, 'word'), p ->> 'pattern')
    ON CONFLICT (authority_id, form) DO UPDATE SET word = excluded.word, pattern = excluded.pattern, version = number_scheme.version + 1;
    RETURN '{}';
END $$;

CREATE OR REPLACE FUNCTION office.do_put_enterprise(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    e enterprise;
BEGIN
    -- Operators add the trader they hear of; changing a known one is for those who keep the register.
    SELECT * INTO e FROM enterprise WHERE id = needed(p, 'id')::uuid FOR UPDATE;
    IF FOUND THEN
        IF NOT person_may(ctx.person_id, 'enterprises', ctx.unit_id) THEN PERFORM require(ctx, 'decide', ctx.unit_id); END IF;
        IF ctx.expected IS NOT NULL AND e.version <> ctx.expected THEN PERFORM refuse('stale', e.version::text); END IF;
    ELSE
        IF NOT person_may(ctx.person_id, 'enterprises', ctx.unit_id) THEN PERFORM require(ctx, 'register', ctx.unit_id); END IF;
    END IF;
    IF said(p, 'uscc') IS NOT NULL AND EXISTS (SELECT 1 FROM enterprise x WHERE x.uscc = p ->> 'uscc' AND x.id <> (p ->> 'id')::uuid) THEN
        PERFORM refuse('uscc_known', 'uscc');
    END IF;
    INSERT INTO enterprise (id, name, short_name, initials, uscc, parent_id, is_platform, address, phone, legal_representative, industry,
        region_code, authority_id)
    VALUES ((p ->> 'id')::uuid, needed(p, 'name'), said(p, 'short_name'), coalesce(p ->> 'initials', ''), said(p, 'uscc'), (p ->> 'parent_id')::uuid,
        coalesce((p ->> 'is_platform')::boolean, false), said(p, 'address'), said(p, 'phone'), said(p, 'legal_representative'),
        said(p, 'industry'), said(p, 'region_code'), (p ->> 'authority_id')::uuid)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, initials = excluded.initials, uscc = excluded.uscc,
        parent_id = excluded.parent_id, is_platform = excluded.is_platform, address = excluded.address, phone = excluded.phone,
        legal_representative = excluded.legal_representative, industry = excluded.industry, region_code = excluded.region_code,
        authority_id = excluded.authority_id, version = enterprise.version + 1;
    RETURN jsonb_build_object('id', p ->> 'id', 'version', coalesce(e.version, 0) + 1);
END $$;

-- A double is not deleted: it points to the one that stays, so that it can be told apart again.
CREATE OR REPLACE FUNCTION office.do_merge_enterprise(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    stays uuid := (ctx.payload ->> 'into_id')::uuid;
BEGIN
    PERFORM require(ctx, 'enterprises', ctx.unit_id);
    IF stays = ctx.subject OR stays IS NOT NULL AND NOT EXISTS (SELECT 1 FROM enterprise WHERE id = stays AND merged_into_id IS NULL) THEN
        PERFORM refuse('not_found', 'into_id');
    END IF;
    UPDATE enterprise SET merged_into_id = stays, version = version + 1 WHERE id = ctx.subject
        AND (ctx.expected IS NULL OR version = ctx.expected);
    IF NOT FOUND THEN PERFORM refuse(CASE WHEN EXISTS (SELECT 1 FROM enterprise WHERE id = ctx.subject) THEN 'stale' ELSE 'not_found' END); END IF;
    RETURN jsonb_build_object('id', ctx.subject);
END $$;
