import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { AUCTION_LOTS_MAX, DEFAULT_FILLS_MAX } from '../../fields/bounds.js';
import {
  IsAccount,
  IsDecimalText,
  IsFlag,
  IsId,
  IsInstantText,
  IsOneOf,
} from '../../fields/fields.js';
import { IsListOf } from '../../fields/nested.js';

@JSONSchema({ description: 'A part of a lot.' })
export class LotPositionMessage {
  @IsId()
  instrument!: string;

  @IsDecimalText(
    'Signed whole lots as the defaulter trades them: below zero of what it is long of.',
  )
  quantity!: string;

  @IsOptional()
  @IsAccount('A house account of the defaulter; may be left out where one alone can be meant.')
  account?: string;
}

@JSONSchema({ description: 'Positions that are auctioned for one price.' })
export class LotOrderMessage {
  @IsId('Its name, which bids refer to.')
  lot!: string;

  @IsListOf(LotPositionMessage, 1, DEFAULT_FILLS_MAX)
  positions!: LotPositionMessage[];

  @IsOptional()
  @IsDecimalText(
    'The most that is paid to be rid of it, in the base currency; below zero: the least that is taken.',
  )
  reserve?: string;
}

@JSONSchema({ description: "Opens an auction of lots of the defaulter's house book." })
export class OpenAuctionBody {
  @IsOneOf(['OPEN_AUCTION'])
  type!: 'OPEN_AUCTION';

  @IsId()
  defaultId!: string;

  @IsListOf(LotOrderMessage, 1, AUCTION_LOTS_MAX)
  lots!: LotOrderMessage[];

  @IsOptional()
  @IsInstantText("Until when bids are taken, on the ledger's clock; else until it is closed.")
  closesAt?: string;
}

@JSONSchema({ description: 'Shows all bids, and gives each lot to the best within its reserve.' })
export class CloseAuctionBody {
  @IsOneOf(['CLOSE_AUCTION'])
  type!: 'CLOSE_AUCTION';

  @IsId()
  defaultId!: string;

  @IsOptional()
  @IsFlag('Calls the auction off: no lot goes to anybody.')
  withoutAward?: boolean;
}
