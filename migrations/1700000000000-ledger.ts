import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger, what moves with it in one transaction, and the roles that may touch it. */
export class Ledger1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_head (
        ledger_id text COLLATE "C" PRIMARY KEY,
        last_position bigint NOT NULL,
        head_hash text NOT NULL,
        -- who may append: the epoch of the lease; a decider that lost it matches no row
        epoch bigint NOT NULL,
        -- requirements and calls are decided up to here
        evaluated_position bigint NOT NULL,
        -- counts the evaluations that changed a requirement: what the publisher follows
        evaluation_seq bigint NOT NULL
      );

      CREATE TABLE event (
        ledger_id text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        stream_id text COLLATE "C" NOT NULL,
        type text COLLATE "C" NOT NULL,
        schema_version smallint NOT NULL,
        recorded_at_ms bigint NOT NULL,
        ledger_time_ms bigint,
        effective_date text COLLATE "C",
        causation text COLLATE "C" NOT NULL,
        payload text NOT NULL,
        hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (ledger_id, position)
      );
      COMMENT ON TABLE event IS 'The ledger. payload is text, exactly as hashed; hash covers the whole row and the hash before it.';

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
      END $$;
      CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE identity (
        ledger_id text COLLATE "C" NOT NULL,
        -- trade/<venue>/<id>, instruction/<owner>/<id>, command/<id>
        key text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        PRIMARY KEY (ledger_id, key)
      );

      CREATE TABLE consumer_offset (
        ledger_id text COLLATE "C" NOT NULL,
        topic text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        cluster_id text NOT NULL,
        -- of the message before next_offset: tells a topic that was made anew from the one that was read
        last_digest text,
        PRIMARY KEY (ledger_id, topic, partition)
      );

      CREATE TABLE quarantine (
        ledger_id text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        message_offset bigint NOT NULL,
        key bytea,
        value bytea,
        headers text NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (ledger_id, position)
      );

      CREATE TABLE lease (
        ledger_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        holder text NOT NULL,
        epoch bigint NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (ledger_id, role)
      );

      CREATE TABLE margin_requirement (
        ledger_id text COLLATE "C" NOT NULL,
        account text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        evaluation_seq bigint NOT NULL,
        payload text NOT NULL,
        PRIMARY KEY (ledger_id, account)
      );
      CREATE INDEX margin_requirement_by_evaluation ON margin_requirement (ledger_id, evaluation_seq);

      CREATE TABLE publisher_checkpoint (
        ledger_id text COLLATE "C" PRIMARY KEY,
        epoch bigint NOT NULL,
        position bigint NOT NULL,
        evaluation_seq bigint NOT NULL
      );

      CREATE TABLE snapshot (
        ledger_id text COLLATE "C" NOT NULL,
        code_version text NOT NULL,
        position bigint NOT NULL,
        head_hash text NOT NULL,
        state bytea NOT NULL,
        PRIMARY KEY (ledger_id, code_version)
      );

      CREATE TABLE input_gap_decision (
        ledger_id text COLLATE "C" NOT NULL,
        topic text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        decided_by text NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (ledger_id, topic, partition)
      );
    `);
    await runner.query(`
      DO $$ BEGIN
        -- a role belongs to the whole server: another database may be making it at this moment
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ccp_service') THEN
          BEGIN
            CREATE ROLE ccp_service NOLOGIN;
          EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
          END;
        END IF;
        BEGIN
          EXECUTE format('GRANT ccp_service TO %I', current_user);
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
      END $$;
      GRANT USAGE ON SCHEMA public TO ccp_service;
      GRANT SELECT, INSERT ON event, identity, quarantine TO ccp_service;
      GRANT SELECT, INSERT, UPDATE, DELETE ON
        ledger_head, consumer_offset, lease, margin_requirement, publisher_checkpoint, snapshot,
        input_gap_decision TO ccp_service;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is never taken down: history stays');
  }
}
