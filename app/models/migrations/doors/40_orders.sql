-- Settlement orders (和解工单): never a distribution, only for complaints or before one; the consumer's confirmation, not
-- the enterprise's word, makes one settled.

CREATE OR REPLACE FUNCTION office.put_order_event(of_order uuid, what text, ctx office.command_context, about jsonb) RETURNS void
LANGUAGE sql SET search_path = office, pg_temp AS $$
    INSERT INTO order_event (order_id, seq, at, event, person_id, payload)
    SELECT of_order, coalesce(max(seq), 0) + 1, ctx.at, what, ctx.person_id, coalesce(about, '{}') FROM order_event WHERE order_id = of_order
$$;

-- The reply date: inside a complaint two working days before the decision day, so that the clock of Art. 15 keeps running
-- safely; before a complaint the platform's term.
CREATE OR REPLACE FUNCTION office.order_due(c office.cases, today date) RETURNS date
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT CASE WHEN c.id IS NOT NULL AND c.told_on IS NULL AND k.due_on IS NOT NULL
        THEN greatest(today, (SELECT day FROM work_calendar WHERE is_workday
            AND ordinal = (SELECT ordinal FROM work_calendar WHERE day = k.due_on) - 2))
        ELSE add_working_days(today, coalesce((SELECT length FROM rule_clock WHERE rule_set = rule_set_for(today)
            AND key = 'odr_negotiation' AND unit = 'working_day'), 10)) END
    FROM (SELECT 1) one LEFT JOIN case_clock k ON k.case_id = c.id AND k.key = 'accept_decision'
$$;

CREATE OR REPLACE FUNCTION office.do_send_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p jsonb := ctx.payload;
    mode text := needed(p, 'mode');
    c cases;
    case_ctx command_context := ctx;
    shares boolean := coalesce((p ->> 'shares_identity')::boolean, false);
    in_unit uuid := ctx.unit_id;
    o settlement_order;
BEGIN
    IF mode = 'within_complaint' THEN
        case_ctx.subject := needed(p, 'case_id')::uuid;
        c := locked_case(case_ctx);
        IF c.kind <> 'complaint' THEN PERFORM refuse('complaints_only'); END IF;
        IF c.state NOT IN ('distributed', 'accepted', 'mediating') THEN PERFORM refuse('not_now', c.state); END IF;
        IF shares AND c.consent_share_identity IS NOT TRUE THEN PERFORM refuse('consent_missing', 'shares_identity'); END IF;
        in_unit := c.handling_unit_id;
    ELSE
        -- Chosen by the consumer before a complaint exists: by whom, when and how is recorded.
        PERFORM needed(p, 'chosen_how');
        IF shares AND (p ->> 'consent_share_identity')::boolean IS NOT TRUE THEN PERFORM refuse('consent_missing', 'shares_identity'); END IF;
        IF said(p, 'contact_id') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact k JOIN contact_access a ON a.contact_id = k.id
            AND a.scope_id = ANY (my_scopes()) WHERE k.id = (p ->> 'contact_id')::uuid AND NOT k.secret) THEN
            PERFORM refuse('not_found', 'contact_id');
        END IF;
    END IF;
    PERFORM require(ctx, 'order', in_unit);
    IF NOT EXISTS (SELECT 1 FROM enterprise WHERE id = needed(p, 'enterprise_id')::uuid AND merged_into_id IS NULL) THEN
        PERFORM refuse('not_found', 'enterprise_id');
    END IF;
    IF EXISTS (SELECT 1 FROM settlement_order x WHERE x.case_id = c.id AND x.state IN ('sent', 'seen', 'answered')) THEN
        PERFORM refuse('order_open');
    END IF;
    INSERT INTO settlement_order (id, number, mode, state, enterprise_id, unit_id, case_id, case_kind, contact_id, facts, claim,
        amount, channel, chosen_at, chosen_how, shares_identity, sent_at, due_at)
    VALUES (needed(p, 'id')::uuid,
        'H' || to_char(ctx.today, 'YYYY') || '-' || lpad(next_number(root_unit(), 'order', extract(year FROM ctx.today)::integer)::text, 6, '0'),
        mode, 'sent', (p ->> 'enterprise_id')::uuid, in_unit, c.id, c.kind, (p ->> 'contact_id')::uuid, needed(p, 'facts'),
        coalesce(p ->> 'claim', ''), amount_of(p, 'amount'), coalesce(said(p, 'channel'), 'desk'),
        coalesce(instant_of(p, 'chosen_at'), CASE WHEN mode = 'before_complaint' THEN ctx.at END), said(p, 'chosen_how'), shares,
        ctx.at, ((order_due(c, ctx.today) + 1)::timestamp AT TIME ZONE (SELECT zone FROM installation)) - interval '1 second')
    RETURNING * INTO o;
    PERFORM put_parties(p -> 'parties', NULL, NULL, o.id);
    PERFORM put_order_event(o.id, 'sent', ctx, jsonb_build_object('mode', mode));
    IF c.id IS NOT NULL THEN
        UPDATE cases SET version = version + 1 WHERE id = c.id;
        PERFORM put_event(c.id, ctx.at, 'order_sent', ctx.person_id, ctx.unit_id, ctx.id,
            jsonb_build_object('order', o.id, 'number', o.number, 'enterprise', o.enterprise_id, 'due_at', o.due_at));
        PERFORM settle_case(c.id, 'case', ctx.id);
    END IF;
    PERFORM settle_order(o.id, 'order', ctx.id);
    RETURN jsonb_build_object('id', o.id, 'number', o.number, 'version', o.version, 'due_at', o.due_at,
        'case_version', CASE WHEN c.id IS NOT NULL THEN c.version + 1 END);
END $$;

-- A step on an order, told to its case's timeline as well.
CREATE OR REPLACE FUNCTION office.order_stepped(ctx office.command_context, o office.settlement_order, what text, about jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    now_version integer;
BEGIN
    PERFORM put_order_event(o.id, what, ctx, about);
    IF o.case_id IS NOT NULL THEN
        UPDATE cases SET version = version + 1 WHERE id = o.case_id;
        PERFORM put_event(o.case_id, ctx.at, 'order_' || what, ctx.person_id, ctx.unit_id, ctx.id,
            jsonb_build_object('order', o.id, 'number', o.number) || coalesce(about, '{}'));
        PERFORM settle_case(o.case_id, 'case', ctx.id);
    END IF;
    now_version := settle_order(o.id, 'order', ctx.id);
    RETURN jsonb_build_object('id', o.id, 'version', now_version);
END $$;

-- The enterprise's own liaison, or a desk of the unit that sent it.
CREATE OR REPLACE FUNCTION office.require_order_side(ctx office.command_context, o office.settlement_order) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = office, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM person WHERE id = ctx.person_id AND kind = 'liaison' AND enterprise_id = o.enterprise_id) THEN
        RETURN 'liaison';
    END IF;
    PERFORM require(ctx, 'order', o.unit_id);
    RETURN 'desk';
END $$;

CREATE OR REPLACE FUNCTION office.do_see_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order := locked_order(ctx);
BEGIN
    IF require_order_side(ctx, o) <> 'liaison' THEN PERFORM refuse('no_right', 'answer_order'); END IF;
    IF o.state <> 'sent' THEN RETURN jsonb_build_object('id', o.id, 'version', o.version); END IF;
    UPDATE settlement_order SET state = 'seen', seen_at = ctx.at, version = version + 1 WHERE id = o.id;
    RETURN order_stepped(ctx, o, 'seen', NULL);
END $$;

CREATE OR REPLACE FUNCTION office.do_answer_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order := locked_order(ctx);
    p jsonb := ctx.payload;
    side text := require_order_side(ctx, o);
    yes boolean := needed(p, 'agrees')::boolean;
BEGIN
    IF o.state NOT IN ('sent', 'seen') THEN PERFORM refuse('not_now', o.state); END IF;
    IF NOT yes AND NOT EXISTS (SELECT 1 FROM code WHERE list = 'refusal_ground' AND code = needed(p, 'refusal_ground') AND active) THEN
        PERFORM refuse('unknown_code', 'refusal_ground');
    END IF;
    -- A clerk answers for an enterprise without a login only with source and evidence.
    IF side = 'desk' THEN PERFORM needed(p, 'reply_source'), needed(p, 'proof_blob_id'); END IF;
    UPDATE settlement_order SET state = 'answered', answered_at = ctx.at, seen_at = coalesce(seen_at, ctx.at),
        contacted_at = instant_of(needing(p, 'contacted_at'), 'contacted_at'), contacted_how = needed(p, 'contacted_how'),
        proposal = needed(p, 'proposal'), offered = amount_of(p, 'offered'), agrees = yes, refusal_ground = said(p, 'refusal_ground'),
        reply_source = CASE side WHEN 'liaison' THEN 'liaison' ELSE said(p, 'reply_source') END,
        proof_blob_id = usable_blob((p ->> 'proof_blob_id')::uuid, false), version = version + 1 WHERE id = o.id;
    IF said(p, 'proof_blob_id') IS NOT NULL THEN
        INSERT INTO blob_holder (blob_id, order_id) VALUES ((p ->> 'proof_blob_id')::uuid, o.id);
    END IF;
    RETURN order_stepped(ctx, o, 'answered', jsonb_build_object('agrees', yes, 'offered', p ->> 'offered'));
END $$;

CREATE OR REPLACE FUNCTION office.do_urge_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order := locked_order(ctx);
BEGIN
    PERFORM require(ctx, 'order', o.unit_id);
    IF o.state NOT IN ('sent', 'seen') THEN PERFORM refuse('not_now', o.state); END IF;
    UPDATE settlement_order SET urged = urged + 1, urged_at = ctx.at, version = version + 1 WHERE id = o.id;
    RETURN order_stepped(ctx, o, 'urged', jsonb_build_object('how', needed(ctx.payload, 'how')));
END $$;

CREATE OR REPLACE FUNCTION office.do_confirm_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order := locked_order(ctx);
BEGIN
    PERFORM require(ctx, 'order', o.unit_id);
    IF o.state <> 'answered' THEN PERFORM refuse('not_now', o.state); END IF;
    UPDATE settlement_order SET state = 'settled', concluded_at = ctx.at, confirmed_how = needed(ctx.payload, 'how'),
        settled_amount = amount_of(ctx.payload, 'amount'), version = version + 1 WHERE id = o.id;
    RETURN order_stepped(ctx, o, 'settled', jsonb_build_object('amount', ctx.payload ->> 'amount'));
END $$;

CREATE OR REPLACE FUNCTION office.do_fail_order(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order := locked_order(ctx);
BEGIN
    PERFORM require(ctx, 'order', o.unit_id);
    IF o.state NOT IN ('sent', 'seen', 'answered') THEN PERFORM refuse('not_now', o.state); END IF;
    UPDATE settlement_order SET state = 'failed', concluded_at = ctx.at, version = version + 1 WHERE id = o.id;
    RETURN order_stepped(ctx, o, 'failed', jsonb_build_object('reason', needed(ctx.payload, 'reason')));
END $$;

-- A failed 先行和解 becomes a new, linked complaint on the day the consumer asks for it.
CREATE OR REPLACE FUNCTION office.follow_failed_order(ctx office.command_context, of_order uuid, of_case uuid, case_kind text) RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order;
    p party;
    new_id uuid;
    order_ctx command_context := ctx;
BEGIN
    order_ctx.subject := of_order;
    order_ctx.expected := NULL;
    o := locked_order(order_ctx);
    IF o.mode <> 'before_complaint' OR o.state NOT IN ('failed', 'expired') OR case_kind <> 'complaint' OR o.followed_by_case_id IS NOT NULL THEN
        PERFORM refuse('not_now', 'order_id');
    END IF;
    -- The consumer goes over as the complainant, inside the database: no name has to leave it for that.
    IF NOT EXISTS (SELECT 1 FROM party WHERE case_id = of_case) THEN
        FOR p IN SELECT * FROM party WHERE order_id = of_order ORDER BY id LOOP
            new_id := gen_random_uuid();
            INSERT INTO party (id, case_id, role, shown_name, shown_phone, shown_address, shown_id_number, relation, language)
            VALUES (new_id, of_case, CASE p.role WHEN 'consumer' THEN 'complainant' ELSE p.role END, p.shown_name, p.shown_phone,
                p.shown_address, p.shown_id_number, p.relation, p.language);
            INSERT INTO party_identity (party_id, name, phone, address, email, id_type, id_number)
            SELECT new_id, name, phone, address, email, id_type, id_number FROM party_identity WHERE party_id = p.id;
        END LOOP;
    END IF;
    UPDATE settlement_order SET followed_by_case_id = of_case, version = version + 1 WHERE id = of_order;
    PERFORM put_order_event(of_order, 'became_complaint', ctx, jsonb_build_object('case', of_case));
    PERFORM settle_order(of_order, 'order', ctx.id);
END $$;

-- The worker ends what nobody answered in time.
CREATE OR REPLACE FUNCTION office.expire_orders() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    o settlement_order;
    ctx command_context;
    n integer := 0;
BEGIN
    FOR o IN SELECT * FROM settlement_order WHERE state IN ('sent', 'seen') AND due_at < clock_timestamp() FOR UPDATE SKIP LOCKED LOOP
        ctx := (NULL, 'expire_order', o.id, NULL, '{}', session_user::text, NULL, o.unit_id, clock_timestamp(),
            legal_day(clock_timestamp()), true);
        UPDATE settlement_order SET state = 'expired', concluded_at = ctx.at, version = version + 1 WHERE id = o.id;
        PERFORM order_stepped(ctx, o, 'expired', NULL);
        PERFORM note_audit(session_user::text, 'expire_order', o.id);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;
