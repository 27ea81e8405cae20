-- Papers: drafted, numbered in the issuing transaction, issued with their bytes and hash, or voided with the number kept.

CREATE OR REPLACE FUNCTION office.locked_paper(ctx office.command_context) RETURNS office.paper
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p paper;
BEGIN
    SELECT x.* INTO p FROM paper x WHERE x.id = ctx.subject AND EXISTS (
        SELECT 1 FROM case_access a WHERE a.case_id = x.case_id AND a.scope_id = ANY (my_scopes())) FOR UPDATE OF x;
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    IF ctx.expected IS NOT NULL AND p.version <> ctx.expected THEN PERFORM refuse('stale', p.version::text); END IF;
    RETURN p;
END $$;

-- A paper moves no clock, no figure and nobody's access: whoever sees the case only hears of it.
CREATE OR REPLACE FUNCTION office.paper_stepped(ctx office.command_context, p office.paper, what text, about jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    case_version integer;
BEGIN
    UPDATE cases SET version = version + 1 WHERE id = p.case_id RETURNING version INTO case_version;
    PERFORM put_event(p.case_id, ctx.at, what, ctx.person_id, ctx.unit_id, ctx.id,
        jsonb_build_object('paper', p.id, 'form', p.form) || coalesce(about, '{}'));
    PERFORM announce((SELECT array_agg(scope_id) FROM case_access WHERE case_id = p.case_id), p.case_id, 'case', ctx.id);
    RETURN jsonb_build_object('id', p.id, 'case_version', case_version, 'version', (SELECT version FROM paper WHERE id = p.id));
END $$;

-- The hand-over a distribution notice tells of: to another authority, down the line (Order 121 Art. 41).
CREATE OR REPLACE FUNCTION office.noticed_distribution(of_case uuid) RETURNS office.distribution
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT d FROM distribution d WHERE d.case_id = of_case AND NOT d.is_return
        AND authority_of(d.from_unit_id) IS DISTINCT FROM authority_of(d.to_unit_id) ORDER BY d.seq DESC LIMIT 1
$$;

-- Whose paper a form is: a notice of distribution the sender's, a registration the registrar's, every other the handler's.
CREATE OR REPLACE FUNCTION office.paper_unit(c office.cases, of_form text) RETURNS uuid
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT CASE WHEN of_form = 'distribution_notice' THEN (noticed_distribution(c.id)).from_unit_id
        WHEN of_form IN ('complaint_registration', 'report_registration', 'consultation_record') THEN c.registering_unit_id
        ELSE c.handling_unit_id END
$$;

-- Whether what a form tells has happened; app/services/papers/rules.py says the same in words, a test compares the two.
CREATE OR REPLACE FUNCTION office.paper_is_due(c office.cases, of_form text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(CASE of_form
        WHEN 'complaint_registration' THEN c.kind = 'complaint'
        WHEN 'report_registration' THEN c.kind = 'report'
        WHEN 'distribution_notice' THEN c.kind IN ('complaint', 'report')
            AND authority_of((noticed_distribution(c.id)).to_unit_id) = c.deciding_authority_id
        WHEN 'identity_proof_notice' THEN c.kind = 'complaint'
            AND EXISTS (SELECT 1 FROM event WHERE case_id = c.id AND event = 'identity_proof_requested')
        WHEN 'acceptance_decision' THEN c.kind = 'complaint' AND c.accepted_on IS NOT NULL
        WHEN 'non_acceptance_decision' THEN c.kind = 'complaint' AND c.declined_on IS NOT NULL
        WHEN 'mediation_notice' THEN c.kind = 'complaint' AND c.concluded_on IS NULL
            AND EXISTS (SELECT 1 FROM mediation WHERE case_id = c.id AND mode = 'on_site')
        WHEN 'mediation_termination_decision' THEN c.kind = 'complaint' AND c.accepted_on IS NOT NULL
            AND c.outcome IN ('terminated', 'withdrawn_after', 'self_settled')
        WHEN 'mediation_agreement' THEN c.kind = 'complaint' AND c.outcome = 'agreed'
            AND EXISTS (SELECT 1 FROM mediation WHERE case_id = c.id AND mode = 'on_site' AND agreement <> '' AND waiver IS NULL)
        WHEN 'report_result_notice' THEN c.kind = 'report' AND c.outcome IN ('filed', 'not_filed')
            AND EXISTS (SELECT 1 FROM party WHERE case_id = c.id AND role = 'reporter' AND NOT anonymous)
        WHEN 'mediation_minutes' THEN c.kind = 'complaint'
            AND EXISTS (SELECT 1 FROM mediation WHERE case_id = c.id AND held_at IS NOT NULL)
        WHEN 'consultation_record' THEN c.kind = 'consultation' AND c.answer <> ''
        WHEN 'followup_record' THEN c.kind = 'complaint' AND EXISTS (SELECT 1 FROM follow_up WHERE case_id = c.id)
        WHEN 'service_receipt' THEN c.kind IN ('complaint', 'report') AND EXISTS (SELECT 1 FROM paper p
            JOIN paper_addressee a ON a.paper_id = p.id WHERE p.case_id = c.id AND p.state = 'issued')
        END, false)
$$;

CREATE OR REPLACE FUNCTION office.do_draft_paper(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    f jsonb := ctx.payload;
    case_ctx command_context := ctx;
    c cases;
    p paper;
BEGIN
    case_ctx.subject := needed(f, 'case_id')::uuid;
    case_ctx.expected := NULL;
    c := locked_case(case_ctx);
    PERFORM require(ctx, 'paper', paper_unit(c, needed(f, 'form')));
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'paper_form' AND code = needed(f, 'form') AND active) THEN
        PERFORM refuse('unknown_code', 'form');
    END IF;
    IF NOT paper_is_due(c, f ->> 'form') THEN PERFORM refuse('paper_not_due', 'form'); END IF;
    SELECT * INTO p FROM paper WHERE id = ctx.subject;
    IF FOUND THEN
        p := locked_paper(ctx);
        IF p.state <> 'draft' OR p.case_id <> c.id OR p.form <> f ->> 'form' THEN PERFORM refuse('not_now', p.state); END IF;
        UPDATE paper SET data = coalesce(f -> 'data', '{}'), version = version + 1 WHERE id = p.id;
        DELETE FROM paper_addressee WHERE paper_id = p.id;
    ELSE
        -- Letterhead, seal and number are the authority's, whoever makes the paper (practice: Who decides).
        INSERT INTO paper (id, case_id, form, template_version, authority_id, state, data, drafted_by)
        VALUES (ctx.subject, c.id, f ->> 'form', coalesce((f ->> 'template_version')::integer, 1),
            CASE WHEN f ->> 'form' IN ('complaint_registration', 'report_registration', 'consultation_record', 'distribution_notice')
                THEN coalesce(authority_of(paper_unit(c, f ->> 'form')), paper_unit(c, f ->> 'form'))
                ELSE coalesce(c.deciding_authority_id, authority_of(c.handling_unit_id), c.registering_unit_id) END, 'draft', coalesce(f -> 'data', '{}'), ctx.person_id)
        RETURNING * INTO p;
    END IF;
    -- A report's papers go to its reporter or to a unit; nobody on the other side ever gets one (Order 121 Art. 37).
    IF c.kind = 'report' AND EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(f -> 'addressees', '[]')) a
            WHERE a ->> 'side' IS DISTINCT FROM CASE f ->> 'form' WHEN 'report_result_notice' THEN 'reporter' ELSE 'unit' END) THEN
        PERFORM refuse('reporter_only', 'addressee');
    END IF;
    INSERT INTO paper_addressee (id, paper_id, side, party_id, unit_id, copies)
    SELECT (a ->> 'id')::uuid, p.id, a ->> 'side', (SELECT id FROM party WHERE id = (a ->> 'party_id')::uuid AND case_id = c.id),
        (a ->> 'unit_id')::uuid, coalesce((a ->> 'copies')::integer, 1)
    FROM jsonb_array_elements(coalesce(f -> 'addressees', '[]')) a;
    RETURN paper_stepped(ctx, p, 'paper_drafted', NULL);
END $$;

-- The number: taken last, under the series' row lock; the same transaction must issue the paper, or the number is free again.
CREATE OR REPLACE FUNCTION office.take_number(paper_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    p paper;
    of_case cases;
    who person;
    form_word text;
    form_pattern text;
    a unit;
    this_year integer := extract(year FROM legal_day(clock_timestamp()));
    n bigint;
BEGIN
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password;
    SELECT x.* INTO p FROM paper x JOIN cases c ON c.id = x.case_id
    WHERE x.id = take_number.paper_id AND person_may(who.id, 'paper', paper_unit(c, x.form))
        AND EXISTS (SELECT 1 FROM case_access y WHERE y.case_id = x.case_id AND y.scope_id = ANY (my_scopes())) FOR UPDATE OF x;
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    IF p.state NOT IN ('draft', 'approved') THEN PERFORM refuse('not_now', p.state); END IF;
    SELECT x.* INTO of_case FROM cases x WHERE x.id = p.case_id;
    IF NOT paper_is_due(of_case, p.form) THEN PERFORM refuse('paper_not_due', 'form'); END IF;
    SELECT * INTO a FROM unit WHERE id = p.authority_id;
    SELECT coalesce(s.word, k.details ->> 'word'), coalesce(s.pattern, k.details ->> 'pattern', '{letterhead}市监{word}〔{year}〕第{serial}号')
    INTO form_word, form_pattern FROM code k LEFT JOIN number_scheme s ON s.authority_id = p.authority_id AND s.form = k.code
    WHERE k.list = 'paper_form' AND k.code = p.form;
    -- Papers of reports have their own series: a number missing among the others would tell that there is a report.
    IF of_case.kind = 'report' AND form_word NOT LIKE '举%' THEN form_word := '举' || form_word; END IF;
    n := next_number(p.authority_id, 'paper:' || form_word, this_year);
    UPDATE paper SET state = 'issued', word = form_word, year = this_year, serial = n, issued_at = clock_timestamp(),
        issued_on = legal_day(clock_timestamp()), issued_by = who.id,
        number = replace(replace(replace(replace(form_pattern, '{letterhead}', coalesce(a.number_word, a.short_name)), '{word}', form_word),
            '{year}', this_year::text), '{serial}', n::text)
    WHERE id = p.id RETURNING * INTO p;
    RETURN p.number;
END $$;

CREATE OR REPLACE FUNCTION office.do_issue_paper(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p paper := locked_paper(ctx);
    bytes_id uuid := usable_blob(needed(ctx.payload, 'blob_id')::uuid, (SELECT kind = 'report' FROM cases WHERE id = p.case_id));
BEGIN
    IF p.state <> 'issued' OR p.blob_id IS NOT NULL THEN PERFORM refuse('not_now', p.state); END IF;
    -- What is kept as the paper's hash is the hash of what is kept as the paper.
    IF needed(ctx.payload, 'sha256') IS DISTINCT FROM (SELECT encode(sha256(coalesce(string_agg(k.bytes, ''::bytea ORDER BY k.seq), ''::bytea)), 'hex')
            FROM blob b JOIN blob_chunk k ON k.content_id = b.content_id WHERE b.id = bytes_id) THEN
        PERFORM refuse('damaged', 'sha256');
    END IF;
    UPDATE paper SET blob_id = bytes_id, sha256 = needed(ctx.payload, 'sha256'), version = version + 1 WHERE id = p.id;
    INSERT INTO blob_holder (blob_id, case_id) VALUES (bytes_id, p.case_id);
    RETURN paper_stepped(ctx, p, 'paper_issued', jsonb_build_object('number', p.number)) || jsonb_build_object('number', p.number);
END $$;

CREATE OR REPLACE FUNCTION office.do_void_paper(ctx office.command_context) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    p paper := locked_paper(ctx);
BEGIN
    PERFORM require(ctx, 'correct', p.authority_id);
    IF p.state <> 'issued' THEN PERFORM refuse('not_now', p.state); END IF;
    UPDATE paper SET state = 'voided', void_reason = needed(ctx.payload, 'reason'), version = version + 1 WHERE id = p.id;
    RETURN paper_stepped(ctx, p, 'paper_voided', jsonb_build_object('number', p.number, 'reason', ctx.payload ->> 'reason'));
END $$;

-- A number without its paper never commits.
CREATE OR REPLACE FUNCTION office.numbered_means_issued() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = office, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM paper WHERE id = NEW.id AND number IS NOT NULL AND blob_id IS NULL) THEN
        RAISE EXCEPTION 'a number was taken without issuing its paper' USING ERRCODE = 'HD003';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS numbered_means_issued ON office.paper;
CREATE CONSTRAINT TRIGGER numbered_means_issued AFTER INSERT OR UPDATE ON office.paper
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION office.numbered_means_issued();
