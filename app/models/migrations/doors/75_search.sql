-- Search in Chinese from one character up: single characters and bigrams in a GIN index, exact re-check with LIKE, and the
-- route chosen by what a short walk finds. A definer function, because under row-level security the planner leaves the
-- index aside; rights are asked per row.

CREATE OR REPLACE FUNCTION office.grams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT g), '{}') FROM (
        SELECT unnest(ARRAY[c, c || lead(c) OVER (ORDER BY o)]) AS g
        FROM unnest(string_to_array(body, NULL)) WITH ORDINALITY AS t (c, o)) x
    WHERE g IS NOT NULL
$$;

CREATE INDEX IF NOT EXISTS ix_case_text_grams ON office.case_text USING gin (office.grams(body)) WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS ix_case_text_received ON office.case_text (received_at DESC, case_id DESC);

-- Cases whose folded text contains every one of ``words`` (already folded by the client, each 1–n characters), newest first.
CREATE OR REPLACE FUNCTION office.search_cases(words text[], rows integer, before_at timestamptz DEFAULT NULL, before_id uuid DEFAULT NULL)
RETURNS TABLE (case_id uuid, received_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
DECLARE
    seeing integer[] := my_scopes();
    patterns text[];
    wanted text[] := '{}';
    w text;
    walked integer;
    found_rows integer;
    window_rows integer := 4000;
    edge timestamptz := coalesce(before_at, 'infinity');
    edge_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
    words := array_remove(words, '');
    IF cardinality(coalesce(words, '{}')) = 0 OR cardinality(seeing) = 0 THEN RETURN; END IF;
    FOREACH w IN ARRAY words LOOP
        patterns := patterns || ('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%');
        wanted := wanted || CASE length(w) WHEN 1 THEN ARRAY[w]
            ELSE (SELECT array_agg(DISTINCT substr(w, i, 2)) FROM generate_series(1, length(w) - 1) i) END;
    END LOOP;
    -- The newest few thousand first: a frequent word is answered here without touching the index.
    RETURN QUERY
    SELECT t.case_id, t.received_at FROM (
        SELECT x.case_id, x.received_at, x.body FROM case_text x WHERE (x.received_at, x.case_id) < (edge, edge_id)
        ORDER BY x.received_at DESC, x.case_id DESC LIMIT window_rows) t
    WHERE t.body LIKE ALL (patterns)
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = t.case_id AND a.scope_id = ANY (seeing))
    ORDER BY t.received_at DESC, t.case_id DESC LIMIT rows;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    IF found_rows >= rows THEN RETURN; END IF;
    SELECT min(t.received_at) INTO edge FROM (SELECT x.received_at FROM case_text x
        WHERE (x.received_at, x.case_id) < (coalesce(before_at, 'infinity'), edge_id)
        ORDER BY x.received_at DESC, x.case_id DESC OFFSET window_rows - 1 LIMIT 1) t;
    IF edge IS NULL THEN RETURN; END IF;
    -- The rest through the index; what the walk has shown is left out.
    RETURN QUERY
    WITH hits AS MATERIALIZED (
        SELECT x.case_id, x.received_at FROM case_text x
        WHERE grams(x.body) @> wanted AND x.body LIKE ALL (patterns) AND x.received_at <= edge
    ), walked AS (
        SELECT x.case_id FROM case_text x WHERE (x.received_at, x.case_id) < (coalesce(before_at, 'infinity'), edge_id)
        ORDER BY x.received_at DESC, x.case_id DESC LIMIT window_rows
    )
    SELECT h.case_id, h.received_at FROM hits h
    WHERE NOT (h.received_at = edge AND h.case_id IN (SELECT w2.case_id FROM walked w2))
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = h.case_id AND a.scope_id = ANY (seeing))
    ORDER BY h.received_at DESC, h.case_id DESC LIMIT rows - found_rows;
END $$;

-- By number: case, document, order, source or registered mail; exact or by its beginning; and the digits a mask shows.
CREATE OR REPLACE FUNCTION office.search_numbers(question text, rows integer) RETURNS TABLE (case_id uuid, what text, shown text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT f.case_id, f.what, f.shown FROM (
        SELECT id AS case_id, 'case' AS what, number AS shown FROM cases WHERE number = upper(question)
        -- A reporter's receipt: the year and the beginning of the id.
        UNION ALL SELECT id, 'case', number FROM cases WHERE question ~* '^J[0-9]{4}-[0-9A-F]{10}$' AND kind = 'report'
            AND id BETWEEN rpad(right(lower(question), 10), 32, '0')::uuid AND rpad(right(lower(question), 10), 32, 'f')::uuid
            AND receipt_of(id, number) = upper(question)
        UNION ALL SELECT id, 'case', number FROM cases WHERE question ~ '^[0-9]{1,6}$' AND right(number, 6) = lpad(question, 6, '0')
        UNION ALL SELECT p.case_id, 'paper', p.number FROM paper p WHERE p.number LIKE '%' || question || '%' AND length(question) >= 4 AND question !~ '[%_]'
        UNION ALL SELECT o.case_id, 'order', o.number FROM settlement_order o WHERE o.number = upper(question) AND o.case_id IS NOT NULL
        UNION ALL SELECT r.case_id, 'source', r.number FROM external_ref r WHERE r.number = question
        UNION ALL SELECT s.case_id, 'mail', s.mail_number FROM service_record s WHERE s.mail_number = question
        UNION ALL SELECT p.case_id, 'phone', p.shown_phone FROM party p WHERE p.case_id IS NOT NULL AND length(question) = 4
            AND question ~ '^[0-9]{4}$' AND right(p.shown_phone, 4) = question AND length(p.shown_phone) >= 11
    ) f
    WHERE EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = f.case_id AND a.scope_id = ANY (my_scopes()))
    LIMIT rows
$$;
CREATE INDEX IF NOT EXISTS ix_party_shown_tail ON office.party (right(shown_phone, 4)) WHERE case_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS ix_service_record_mail ON office.service_record (mail_number) WHERE mail_number IS NOT NULL;
CREATE INDEX IF NOT EXISTS ix_cases_serial ON office.cases (right(number, 6));

-- A search is audited by its door's caller: the words, never the hits.
CREATE OR REPLACE FUNCTION office.note_search(question text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT note_audit(session_user::text, 'search', NULL,
        jsonb_build_object('length', length(question), 'sha256', encode(sha256(convert_to(question, 'UTF8')), 'hex')))
    WHERE EXISTS (SELECT 1 FROM person WHERE login = session_user AND active)
$$;
