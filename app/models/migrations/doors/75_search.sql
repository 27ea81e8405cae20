-- Search in Chinese from one character up: single characters and bigrams in a GIN index, exact re-check with LIKE, and the
-- route chosen by what a short walk through the person's own newest cases finds. A definer function, because under
-- row-level security the planner leaves the index aside; rights are asked by walking case_access, or per row.

-- The characters and the pairs of a text, doubles included (the index sorts them out). Pairs are cut by regular
-- expression from the first and from the second character on: five times as fast as a window over the characters.
-- A pair with the separator itself in it is left out; the search does not ask for such pairs.
CREATE OR REPLACE FUNCTION office.grams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(string_to_array(body, NULL)
        || string_to_array(regexp_replace(body, '(..)', E'\\1\x01', 'g'), E'\x01')
        || string_to_array(regexp_replace(substr(body, 2), '(..)', E'\\1\x01', 'g'), E'\x01'), '')
$$;

CREATE INDEX IF NOT EXISTS ix_case_text_grams ON office.case_text USING gin (office.grams(body)) WITH (fastupdate = off);

-- Cases whose folded text contains every one of ``words`` (already folded by the client, each 1–n characters), newest first.
-- The plans are made for the words at hand; a plan for just any words may be a thousand times slower.
CREATE OR REPLACE FUNCTION office.search_cases(words text[], rows integer, before_at timestamptz DEFAULT NULL, before_id uuid DEFAULT NULL)
RETURNS TABLE (case_id uuid, received_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET work_mem = '32MB' SET jit = off AS $$
DECLARE
    seeing integer[] := my_scopes();
    patterns text[];
    wanted text[] := '{}';
    w text;
    ids uuid[];
    span integer := 1000;
    walked integer := 0;
    found_rows integer := 0;
    found_here integer;
    edge_at timestamptz := coalesce(before_at, 'infinity');
    edge_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
    words := array_remove(words, '');
    IF cardinality(coalesce(words, '{}')) = 0 OR cardinality(seeing) = 0 THEN RETURN; END IF;
    FOREACH w IN ARRAY words LOOP
        patterns := patterns || ('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%');
        wanted := wanted || CASE length(w) WHEN 1 THEN ARRAY[w]
            ELSE (SELECT array_agg(DISTINCT substr(w, i, 2)) FROM generate_series(1, length(w) - 1) i) END;
    END LOOP;
    wanted := ARRAY(SELECT g FROM unnest(wanted) g WHERE position(E'\x01' IN g) = 0);
    LOOP
        -- The newest cases of one's own first: a frequent word is answered here without touching the index.
        SELECT array_agg(n.case_id ORDER BY n.received_at DESC, n.case_id DESC), min(n.received_at)
        INTO ids, edge_at FROM (
            SELECT DISTINCT v.received_at, v.case_id FROM unnest(seeing) s CROSS JOIN LATERAL (
                SELECT a.received_at, a.case_id FROM case_access a WHERE a.scope_id = s AND (a.received_at, a.case_id) < (edge_at, edge_id)
                ORDER BY a.received_at DESC, a.case_id DESC LIMIT span) v
            ORDER BY v.received_at DESC, v.case_id DESC LIMIT span) n;
        IF ids IS NULL THEN RETURN; END IF;
        RETURN QUERY
        -- OFFSET 0: text by text in this order, never the whole table first.
        SELECT t.case_id, t.received_at FROM unnest(ids) WITH ORDINALITY n (id, place) CROSS JOIN LATERAL (
            SELECT x.case_id, x.received_at, x.body FROM case_text x WHERE x.case_id = n.id OFFSET 0) t
        WHERE t.body LIKE ALL (patterns) ORDER BY n.place LIMIT rows - found_rows;
        GET DIAGNOSTICS found_here = ROW_COUNT;
        found_rows := found_rows + found_here;
        walked := walked + cardinality(ids);
        IF found_rows >= rows OR cardinality(ids) < span THEN RETURN; END IF;
        edge_id := ids[cardinality(ids)];
        -- Walking on is worth it while the words are frequent enough, or little is left to walk through.
        span := least(greatest(walked::bigint * rows / greatest(found_rows, 1) - walked, 1000), 100000);
        IF cardinality(wanted) > 0 AND walked + span > 6000 THEN
            EXIT WHEN (SELECT count(*) FROM (SELECT 1 FROM case_access a WHERE a.scope_id = ANY (seeing)
                AND (a.received_at, a.case_id) < (edge_at, edge_id) LIMIT 4001) few) > 4000;
            span := 4001;
        END IF;
    END LOOP;
    -- The rest through the index.
    RETURN QUERY
    WITH hits AS MATERIALIZED (
        SELECT x.case_id, x.received_at FROM case_text x WHERE grams(x.body) @> wanted AND x.body LIKE ALL (patterns)
    )
    SELECT h.case_id, h.received_at FROM hits h
    WHERE (h.received_at, h.case_id) < (edge_at, edge_id)
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = h.case_id AND a.scope_id = ANY (seeing))
    ORDER BY h.received_at DESC, h.case_id DESC LIMIT rows - found_rows;
END $$;

-- Of some cases those one sees whose number, respondent or facts contain ``said`` as it was typed; ``words`` are its words,
-- folded: the list walks in its own order and asks this batch by batch. The folded text is looked at first, with LIKE:
-- ILIKE writes every text anew in small letters. Numbers are not in that text.
CREATE OR REPLACE FUNCTION office.cases_saying(ids uuid[], said text, words text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    seeing integer[] := my_scopes();
    pattern text := '%' || replace(replace(replace(said, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    patterns text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM unnest(words) w);
    can_be_number boolean := octet_length(said) = length(said);
BEGIN
    RETURN QUERY
    -- OFFSET 0 keeps the order: rights before texts, so that even the time taken tells nothing of what one does not see;
    -- text by text, never a whole table first; and the case itself only where the text has the words.
    SELECT n.id FROM (
        SELECT s.id FROM (
            SELECT i.id FROM unnest(ids) i (id)
            WHERE EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = i.id AND a.scope_id = ANY (seeing)) OFFSET 0) s
        CROSS JOIN LATERAL (SELECT x.body FROM case_text x WHERE x.case_id = s.id OFFSET 0) t
        WHERE t.body LIKE ALL (patterns)
            OR can_be_number AND (SELECT x.number ILIKE pattern FROM cases x WHERE x.id = s.id) OFFSET 0) n
    CROSS JOIN LATERAL (SELECT x.number, x.respondent_name, x.facts FROM cases x WHERE x.id = n.id OFFSET 0) c
    WHERE c.facts LIKE pattern OR c.respondent_name LIKE pattern OR c.number ILIKE pattern
        OR c.facts ILIKE pattern OR c.respondent_name ILIKE pattern;
END $$;

-- Cases one sees whose number contains ``part``, ``most`` at most. Of all cases only the numbers are read, in their index.
CREATE OR REPLACE FUNCTION office.cases_numbered(part text, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    seeing integer[] := my_scopes();
    pattern text := '%' || replace(replace(replace(upper(part), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    RETURN QUERY
    SELECT c.id FROM (SELECT x.number FROM cases x WHERE x.number LIKE pattern OFFSET 0) n JOIN cases c ON c.number = n.number
    WHERE EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.scope_id = ANY (seeing)) LIMIT most;
END $$;

-- By number: case, document, order, source or registered mail; exact or by its beginning; and the digits a mask shows.
CREATE OR REPLACE FUNCTION office.search_numbers(question text, rows integer) RETURNS TABLE (case_id uuid, what text, shown text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = office, pg_temp AS $$
    SELECT f.case_id, f.what, f.shown FROM (
        SELECT id AS case_id, 'case' AS what, number AS shown FROM cases WHERE number = upper(question)
        UNION ALL SELECT id, 'case', number FROM cases WHERE question ~ '^[0-9]{1,6}$' AND right(number, 6) = lpad(question, 6, '0')
        UNION ALL SELECT p.case_id, 'paper', p.number FROM paper p WHERE p.number LIKE '%' || question || '%' AND length(question) >= 4 AND question !~ '[%_]'
            AND grams(p.number) @> (SELECT array_agg(substr(question, i, 2)) FROM generate_series(1, length(question) - 1) i)
        UNION ALL SELECT o.case_id, 'order', o.number FROM settlement_order o WHERE o.number = upper(question) AND o.case_id IS NOT NULL
        UNION ALL SELECT r.case_id, 'source', r.number FROM external_ref r WHERE r.number = question
        UNION ALL SELECT s.case_id, 'mail', s.mail_number FROM service_record s WHERE s.mail_number = question
        UNION ALL SELECT p.case_id, 'phone', p.shown_phone FROM party p WHERE p.case_id IS NOT NULL AND length(question) = 4
            AND question ~ '^[0-9]{4}$' AND right(p.shown_phone, 4) = question AND length(p.shown_phone) >= 11
    ) f
    WHERE EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = f.case_id AND a.scope_id = ANY (my_scopes()))
    LIMIT rows
$$;
CREATE INDEX IF NOT EXISTS ix_paper_grams ON office.paper USING gin (office.grams(number)) WHERE number IS NOT NULL;
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

-- Enterprises by a piece of the name, the beginning of the initials or of the credit code; doubles lead to the one that
-- stays. A definer function because the index stands on an expression that nobody else may evaluate.
CREATE OR REPLACE FUNCTION office.find_enterprises(question text, rows integer, after_initials text DEFAULT NULL, after_id uuid DEFAULT NULL)
RETURNS TABLE (enterprise_id uuid, initials text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = office, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    asked text := lower(btrim(coalesce(question, '')));
    pattern text := '%' || replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    wanted text[] := CASE length(asked) WHEN 0 THEN '{}' WHEN 1 THEN ARRAY[asked]
        ELSE (SELECT array_agg(substr(asked, i, 2)) FROM generate_series(1, length(asked) - 1) i) END;
    plain boolean := asked ~ '^[a-z0-9]+$';
    edge text := coalesce(after_initials, '');
    edge_id uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
BEGIN
    IF NOT EXISTS (SELECT 1 FROM person WHERE login = session_user AND active AND kind = 'desk') THEN RETURN; END IF;
    RETURN QUERY
    SELECT f.id, f.initials FROM (
        SELECT e.id, e.initials FROM enterprise e WHERE asked = '' AND e.merged_into_id IS NULL
        UNION
        SELECT s.id, s.initials FROM enterprise e JOIN enterprise s ON s.id = coalesce(e.merged_into_id, e.id)
        WHERE asked <> '' AND grams(lower(e.name || ' ' || coalesce(e.short_name, ''))) @> wanted
            AND lower(e.name || ' ' || coalesce(e.short_name, '')) LIKE pattern
        UNION
        SELECT s.id, s.initials FROM enterprise e JOIN enterprise s ON s.id = coalesce(e.merged_into_id, e.id)
        WHERE plain AND e.initials COLLATE "C" ~>=~ asked AND e.initials COLLATE "C" ~<~ (asked || '~')
        UNION
        SELECT s.id, s.initials FROM enterprise e JOIN enterprise s ON s.id = coalesce(e.merged_into_id, e.id)
        WHERE plain AND length(asked) >= 4 AND e.uscc COLLATE "C" ~>=~ upper(asked) AND e.uscc COLLATE "C" ~<~ (upper(asked) || '~')
    ) f
    WHERE (f.initials COLLATE "C", f.id) > (edge COLLATE "C", edge_id)
    ORDER BY f.initials COLLATE "C", f.id LIMIT rows;
END $$;
CREATE INDEX IF NOT EXISTS ix_enterprise_grams ON office.enterprise USING gin (office.grams(lower(name || ' ' || coalesce(short_name, ''))));
CREATE INDEX IF NOT EXISTS ix_enterprise_uscc_beginning ON office.enterprise (uscc COLLATE "C" text_pattern_ops);
CREATE INDEX IF NOT EXISTS ix_enterprise_order ON office.enterprise (initials COLLATE "C", id) WHERE merged_into_id IS NULL;
