import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsAccount, IsDecimalText, IsId, IsInstantText, IsOneOf } from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { IsPosition } from '../../fields/out-fields.js';
import { AssetQuantity } from '../in/collateral.message.js';
import { OfferIdPart, TRANSFER_REQUEST_CLASSES } from '../in/transfer-requests.message.js';

/** What became of a request about lots. OFFERED tells the other member of it. */
export const TRANSFER_STATUSES = [
  'PENDING',
  'OFFERED',
  'DONE',
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

const SIDES = ['BUY', 'SELL'] as const;

@JSONSchema({ description: 'Lots with one account, as they came to it or left it.' })
export class MovedLotsPart {
  @IsAccount()
  account!: string;

  @IsOneOf(SIDES)
  side!: 'BUY' | 'SELL';

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsOptional()
  @IsId('Of a gross omnibus account; only its own member is told.')
  client?: string;
}

@JSONSchema({
  description:
    'What became of a request about lots that a member has: its own, or one that offers it lots.',
})
export class TransferStatusMessage {
  @IsId()
  instructionId!: string;

  @IsOneOf(TRANSFER_STATUSES)
  status!: TransferStatus;

  @IsOptional()
  @IsOneOf(Object.keys(TRANSFER_REQUEST_CLASSES))
  type?: string;

  @IsId('Whose request it is.')
  member!: string;

  @IsId()
  ledger!: string;

  @IsPosition()
  position!: number;

  @IsOptional()
  @IsId('Of an offer: the member that it was made to.')
  to?: string;

  @IsOptional()
  @IsInstantText('Of PENDING and OFFERED: the end of the business date, until which it waits.')
  expiresAt?: string;

  @IsOptional()
  @IsNested(OfferIdPart)
  offer?: OfferIdPart;

  @IsOptional()
  @IsId()
  tradeId?: string;

  @IsOptional()
  @IsId()
  venue?: string;

  @IsOptional()
  @IsId()
  reference?: string;

  @IsOptional()
  @IsId()
  instrument?: string;

  @IsOptional()
  @IsOneOf(SIDES)
  side?: 'BUY' | 'SELL';

  @IsOptional()
  @IsDecimalText('Whole lots.')
  quantity?: string;

  @IsOptional()
  @IsAccount('Of an offer of a position: the account that it is for.')
  toAccount?: string;

  @IsOptional()
  @IsListOf(AssetQuantity, 1)
  collateral?: readonly AssetQuantity[];

  @IsOptional()
  @IsDecimalText('Of one lot; an average to ten decimals.')
  price?: string;

  @IsOptional()
  @IsNested(MovedLotsPart)
  from?: MovedLotsPart;

  @IsOptional()
  @IsListOf(MovedLotsPart, 1)
  moved?: readonly MovedLotsPart[];
}
