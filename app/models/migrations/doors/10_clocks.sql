-- Clocks: the stored due dates. app/models/clocks.py computes the same and explains it day by day; tests compare both.

-- Start day not counted; n working days on (Order 121 Art. 45).
CREATE OR REPLACE FUNCTION office.add_working_days(start date, n integer) RETURNS date
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT day FROM work_calendar
    WHERE is_workday AND ordinal = (SELECT ordinal FROM work_calendar WHERE day = start) + n
$$;

-- Natural days; when the last one is a statutory holiday, the first day after it (Art. 45). Ordinary weekends do not roll.
CREATE OR REPLACE FUNCTION office.add_days(start date, n integer) RETURNS date
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT coalesce(
        (SELECT day FROM work_calendar WHERE day >= start + n AND NOT is_holiday ORDER BY day LIMIT 1), start + n)
$$;

CREATE OR REPLACE FUNCTION office.rule_set_for(received date) RETURNS text
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT code FROM rule_set WHERE valid_from <= received AND coalesce(valid_until, 'infinity') >= received
    ORDER BY valid_from DESC LIMIT 1
$$;

-- The day on which the last unit is counted when days inside pauses do not count. The day a pause begins still counts,
-- the day it ends does not (the first day of a period is never counted).
CREATE OR REPLACE FUNCTION office.nth_counted_day(of_case uuid, reasons text[], start date, n integer, clock_unit text, horizon date)
RETURNS date
LANGUAGE sql STABLE SET search_path = office, pg_temp AS $$
    SELECT day FROM (
        SELECT w.day, row_number() OVER (ORDER BY w.day) AS counted FROM work_calendar w
        WHERE w.day > start AND w.day <= greatest(start, horizon) + 4 * n + 800 AND (clock_unit = 'day' OR w.is_workday)
          AND NOT EXISTS (SELECT 1 FROM pause p WHERE p.case_id = of_case AND p.reason = ANY (reasons) AND p.from_on <= horizon
                          AND w.day > p.from_on AND w.day <= least(coalesce(p.until_on, horizon), horizon))) d
    WHERE counted = n
$$;

CREATE OR REPLACE FUNCTION office.put_clock(c office.cases, clock_key text, start date, stop date, extended integer DEFAULT 0)
RETURNS void
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    r rule_clock;
    felt text[];
    units integer;
    today date := legal_day(now());
    due date;
    paused integer := 0;
BEGIN
    SELECT * INTO r FROM rule_clock WHERE rule_set = c.rule_set AND key = clock_key;
    IF NOT FOUND OR start IS NULL OR r.unit = 'hour' THEN
        DELETE FROM case_clock WHERE case_id = c.id AND key = clock_key;
        RETURN;
    END IF;
    units := r.length + extended;
    -- A pause named with "?" counts only where the rule set's settings name it.
    SELECT coalesce(array_agg(rtrim(x, '?')), '{}') INTO felt FROM unnest(r.pauses) x
    WHERE x NOT LIKE '%?' OR EXISTS (SELECT 1 FROM rule_set q WHERE q.code = c.rule_set AND q.settings -> 'optional_pauses' ? rtrim(x, '?'));
    IF EXISTS (SELECT 1 FROM pause WHERE case_id = c.id AND reason = ANY (felt)) THEN
        due := nth_counted_day(c.id, felt, start, units, r.unit, coalesce(stop, today));
        paused := CASE r.unit WHEN 'day' THEN due - start - units
            ELSE (SELECT count(*) FROM work_calendar WHERE is_workday AND day > start AND day <= due) - units END;
        IF r.unit = 'day' THEN due := add_days(due, 0); END IF;
    ELSE
        due := CASE r.unit WHEN 'working_day' THEN add_working_days(start, units) ELSE add_days(start, units) END;
    END IF;
    INSERT INTO case_clock AS k (case_id, key, started_on, due_on, provisional, paused_days, extension, stopped_on)
    VALUES (c.id, clock_key, start, due,
            coalesce((SELECT NOT published FROM work_calendar WHERE day = due), true), paused, extended, stop)
    ON CONFLICT (case_id, key) DO UPDATE SET started_on = excluded.started_on, due_on = excluded.due_on,
        provisional = excluded.provisional, paused_days = excluded.paused_days, extension = excluded.extension,
        stopped_on = excluded.stopped_on;
END $$;

-- Recomputes every stored clock of a case from its state row, pauses and extensions.
CREATE OR REPLACE FUNCTION office.refresh_clocks(c office.cases) RETURNS date
LANGUAGE plpgsql SET search_path = office, pg_temp AS $$
DECLARE
    -- A term ends with the conclusion; closing comes after it, when the notices are served.
    ended date := coalesce(c.concluded_on, c.closed_on);
BEGIN
    IF c.rule_set IS NULL THEN RETURN NULL; END IF;
    IF c.kind = 'complaint' THEN
        PERFORM office.put_clock(c, 'accept_decision', c.authority_received_on,
            coalesce(c.told_on, CASE WHEN c.state IN ('withdrawn', 'returned', 'guided') THEN ended END));
        PERFORM office.put_clock(c, 'mediation', c.accepted_on, ended);
        PERFORM office.put_clock(c, 'mediation_legacy', c.accepted_on, ended);
        PERFORM office.put_clock(c, 'termination_notice',
            CASE WHEN c.outcome IN ('terminated', 'withdrawn_after', 'self_settled') THEN c.concluded_on END, c.notices_served_on);
    ELSIF c.kind = 'report' THEN
        PERFORM office.put_clock(c,
            CASE WHEN c.received_basis = 'clue' THEN 'clue_verification' ELSE 'report_verification' END,
            c.authority_received_on, c.verified_on,
            coalesce((SELECT r.extension FROM rule_clock r JOIN event e ON e.case_id = c.id AND e.event = 'verification_extended'
                WHERE r.rule_set = c.rule_set AND r.key = 'report_verification' LIMIT 1), 0));
    END IF;
    RETURN (SELECT min(due_on) FROM case_clock WHERE case_id = c.id AND stopped_on IS NULL);
END $$;
