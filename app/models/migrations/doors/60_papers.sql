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

CREATE OR REPLACE FUNCTION office.paper_stepped(ctx office.command_context, p office.paper, what text, about jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
BEGIN
    UPDATE cases SET version = version + 1 WHERE id = p.case_id;
    PERFORM put_event(p.case_id, ctx.at, what, ctx.person_id, ctx.unit_id, ctx.id,
        jsonb_build_object('paper', p.id, 'form', p.form) || coalesce(about, '{}'));
    RETURN jsonb_build_object('id', p.id, 'case_version', settle_case(p.case_id, 'case', ctx.id),
        'version', (SELECT version FROM paper WHERE id = p.id));
END $$;

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
    PERFORM require(ctx, 'paper', c.handling_unit_id);
    IF NOT EXISTS (SELECT 1 FROM code WHERE list = 'paper_form' AND code = needed(f, 'form') AND active) THEN
        PERFORM refuse('unknown_code', 'form');
    END IF;
    SELECT * INTO p FROM paper WHERE id = ctx.subject;
    IF FOUND THEN
        p := locked_paper(ctx);
        IF p.state <> 'draft' OR p.case_id <> c.id THEN PERFORM refuse('not_now', p.state); END IF;
        UPDATE paper SET data = coalesce(f -> 'data', '{}'), version = version + 1 WHERE id = p.id;
        DELETE FROM paper_addressee WHERE paper_id = p.id;
    ELSE
        -- Letterhead, seal and number are the authority's, whoever makes the paper (practice: Who decides).
        INSERT INTO paper (id, case_id, form, template_version, authority_id, state, data, drafted_by)
        VALUES (ctx.subject, c.id, f ->> 'form', coalesce((f ->> 'template_version')::integer, 1),
            coalesce(c.deciding_authority_id, authority_of(c.handling_unit_id), c.registering_unit_id), 'draft', coalesce(f -> 'data', '{}'), ctx.person_id)
        RETURNING * INTO p;
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
    who person;
    form_word text;
    form_pattern text;
    a unit;
    this_year integer := extract(year FROM legal_day(clock_timestamp()));
    n bigint;
BEGIN
    SELECT * INTO who FROM person WHERE login = session_user AND active AND NOT must_change_password;
    SELECT x.* INTO p FROM paper x JOIN cases c ON c.id = x.case_id
    WHERE x.id = take_number.paper_id AND person_may(who.id, 'paper', c.handling_unit_id)
        AND EXISTS (SELECT 1 FROM case_access y WHERE y.case_id = x.case_id AND y.scope_id = ANY (my_scopes())) FOR UPDATE OF x;
    IF NOT FOUND THEN PERFORM refuse('not_found'); END IF;
    IF p.state NOT IN ('draft', 'approved') THEN PERFORM refuse('not_now', p.state); END IF;
    SELECT * INTO a FROM unit WHERE id = p.authority_id;
    SELECT coalesce(s.word, k.details ->> 'word'), coalesce(s.pattern, k.details ->> 'pattern', '{letterhead}市监{word}〔{year}〕第{serial}号')
    INTO form_word, form_pattern FROM code k LEFT JOIN number_scheme s ON s.authority_id = p.authority_id AND s.form = k.code
    WHERE k.list = 'paper_form' AND k.code = p.form;
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
    bytes_id uuid := usable_blob(needed(ctx.payload, 'blob_id')::uuid);
BEGIN
    IF p.state <> 'issued' OR p.blob_id IS NOT NULL THEN PERFORM refuse('not_now', p.state); END IF;
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
