import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may sign in from outside the house. Whoever owns the tables writes it (`ccp access sync`); the
 * services read it, so that none of them can let anybody in.
 */
export class Access1700000001600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access_user (
        -- a member's id, or role and name as in venue:XSIM
        username text COLLATE "C" PRIMARY KEY,
        role text NOT NULL CHECK (role IN ('member', 'venue', 'vendor', 'custodian', 'auditor')),
        name text COLLATE "C" NOT NULL,
        is_active boolean NOT NULL,
        -- of the password that counts, as its file names it
        credential_id text,
        -- scrypt with a salt of its own
        password_hash text CHECK (password_hash LIKE 'scrypt$%'),
        changed_at timestamptz NOT NULL,
        CHECK ((credential_id IS NULL) = (password_hash IS NULL)),
        CHECK (is_active OR password_hash IS NULL),
        CHECK (username = CASE role WHEN 'member' THEN name ELSE role || ':' || name END)
      );
      GRANT SELECT ON access_user TO ccp_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_user');
  }
}
