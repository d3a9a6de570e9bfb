import { type Queryable, LedgerReader } from '#libs/ledger/index.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';

/** The reference data that counts, and where the ledger says so. */
export interface CurrentReferenceData {
  readonly position: number;
  readonly document: ReferenceData;
}

/** Reads the reference data of ledgers; a version never changes, so each is read once. */
export class ReferenceDataSource {
  private readonly latest = new Map<string, CurrentReferenceData>();

  constructor(private readonly database: Queryable) {}

  /** The latest version that the read model knows; undefined before the first. */
  async current(ledgerId: string): Promise<CurrentReferenceData | undefined> {
    const { rows } = await this.database.query<{ position: string | null }>(
      'SELECT max(position) AS position FROM reference_data_version WHERE ledger_id = $1',
      [ledgerId],
    );
    const position = rows[0]?.position;
    if (position === null || position === undefined) return undefined;
    const known = this.latest.get(ledgerId);
    if (known?.position === Number(position)) return known;
    const [event] = await new LedgerReader(this.database, ledgerId).at([Number(position)]);
    if (event?.type !== 'ReferenceDataChanged' && event?.type !== 'ContractsAdjusted')
      return undefined;
    const current = { position: event.position, document: event.payload.document };
    this.latest.set(ledgerId, current);
    return current;
  }
}

/** Decimals of a currency's minor unit or of an asset's quantity; undefined for what is unknown. */
export function scaleOf(document: ReferenceData, asset: string): number | undefined {
  return (
    document.currencies[asset]?.scale ??
    document.collateral.find((candidate) => candidate.asset === asset)?.scale
  );
}
