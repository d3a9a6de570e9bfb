import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { parseInstant } from '#libs/domain/kernel/instant.js';
import {
  type CycleOfDefaultItem,
  type DefaultContent,
  type DefaultStepItem,
  type ListPage,
  type PositionItem,
  PAGE_LIMIT_MAX,
  findDefault,
  listDefaults,
  listPositions,
  resolveAsOf,
} from '#libs/projections/index.js';
import { notFound } from '../http/problem.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DATABASE } from '../tokens.js';
import type { DefaultsQuery } from './default.query.js';
import { whatIsDue } from './what-is-due.js';

/** A default with its steps, and what is to be done next. */
export interface DefaultDocument extends DefaultContent {
  readonly steps: readonly DefaultStepItem[];
  readonly cycles: readonly CycleOfDefaultItem[];
  /** Left out of what is past. */
  readonly due?: string;
}

/** Defaults as they stand, or as they stood. */
@Injectable()
export class DefaultsService {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  /** Defaults in the order in which they were proposed. @throws Problem 404, InvalidCursorError */
  async list(ledger: string, query: DefaultsQuery): Promise<ListPage<DefaultContent>> {
    await this.ledgers.reader(ledger);
    return listDefaults(this.database, ledger, query, await this.until(ledger, query.asOf));
  }

  /** One default with all its steps. @throws Problem 404 */
  async one(ledger: string, defaultId: string, asOf?: string): Promise<DefaultDocument> {
    await this.ledgers.reader(ledger);
    const until = await this.until(ledger, asOf);
    const found = await findDefault(this.database, ledger, defaultId, until);
    if (!found) throw notFound('default', `there is no default ${defaultId} in ledger ${ledger}`);
    const { content, steps, cycles } = found;
    const document = { ...content, steps, cycles };
    if (until !== undefined) return document;
    return { ...document, due: whatIsDue(content, await this.openPositions(ledger, content)) };
  }

  /** What is open of the defaulter while that decides what is due. */
  private async openPositions(
    ledger: string,
    { member, status, loss }: DefaultContent,
  ): Promise<readonly PositionItem[]> {
    if (status !== 'DECLARED' || loss !== null) return [];
    const page = await listPositions(this.database, ledger, { member, limit: PAGE_LIMIT_MAX });
    return page.items;
  }

  private async until(ledger: string, asOf: string | undefined): Promise<number | undefined> {
    if (asOf === undefined) return undefined;
    const instantMs = parseInstant(asOf);
    const point = instantMs === undefined ? { position: Number(asOf) } : { instantMs };
    return resolveAsOf(this.database, ledger, point);
  }
}
