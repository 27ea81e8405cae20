-- as: superuser
-- What PostgreSQL tells every login about the others: who exists, who is in which group, who is connected, how many
-- rows and bytes each table has, how far the transaction counter stands. None of it is a person's business here.
-- The rights lie in this database's own catalog; they are applied again after a restore. docs/security.md lists what
-- cannot be taken away (structure, plans and their estimates, timing).

DO $$
DECLARE
    hidden regclass;
    closed regprocedure;
BEGIN
    FOR hidden IN
        SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v')
          AND (c.relname ~ '^(pg_stat_|pg_statio_)' OR c.relname IN (
              'pg_roles', 'pg_user', 'pg_group', 'pg_auth_members', 'pg_db_role_setting', 'pg_database', 'pg_class',
              'pg_stats', 'pg_stats_ext', 'pg_stats_ext_exprs', 'pg_locks', 'pg_prepared_xacts', 'pg_sequences',
              'pg_replication_slots', 'pg_replication_origin', 'pg_shdescription', 'pg_largeobject_metadata', 'pg_shdepend', 'pg_init_privs'))
          AND has_table_privilege('public', c.oid, 'SELECT')
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', hidden);
        EXECUTE format('GRANT SELECT ON %s TO __owner__, __keeper__, __migrate__', hidden);
    END LOOP;
    FOR closed IN
        SELECT p.oid FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND (p.proname ~ '^(pg_stat_get_|pg_control_|lo_|pg_advisory_|pg_try_advisory_|pg_current_wal_|txid_)' OR p.proname IN (
              'pg_relation_size', 'pg_total_relation_size', 'pg_table_size', 'pg_indexes_size', 'pg_database_size',
              'pg_tablespace_size', 'pg_relation_filenode', 'pg_relation_filepath', 'pg_sequence_last_value',
              'pg_get_sequence_data', 'pg_lock_status', 'pg_prepared_xact', 'pg_blocking_pids',
              'pg_current_xact_id', 'pg_current_xact_id_if_assigned', 'pg_current_snapshot', 'pg_xact_status',
              'pg_last_committed_xact', 'pg_xact_commit_timestamp', 'pg_xact_commit_timestamp_origin',
              'pg_notification_queue_usage', 'pg_get_replication_slots', 'loread', 'lowrite', 'pg_last_wal_receive_lsn',
              'pg_last_wal_replay_lsn', 'pg_logical_emit_message', 'pg_available_wal_summaries',
              'pg_wal_summary_contents', 'pg_get_wal_summarizer_state', 'pg_get_loaded_modules', 'pg_tablespace_databases',
              'pg_safe_snapshot_blocking_pids', 'pg_isolation_test_session_is_blocked', 'mxid_age', 'pg_get_multixact_members', 'pg_export_snapshot')
              OR p.oid = 'age(xid)'::regprocedure)
          AND has_function_privilege('public', p.oid, 'EXECUTE')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', closed);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO __owner__, __keeper__, __migrate__', closed);
    END LOOP;
END $$;

-- So that who is shut out also loses the lines still open (05_people.sql).
GRANT pg_signal_backend TO __keeper__;
