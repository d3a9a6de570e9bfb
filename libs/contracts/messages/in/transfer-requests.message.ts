import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import {
  ALLOCATIONS_MAX,
  AVERAGED_TRADES_MAX,
  TRANSFERRED_ASSETS_MAX,
} from '../../fields/bounds.js';
import { IsAccount, IsDecimalText, IsId, IsInstantText, IsOneOf } from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import type { MessageClass } from '../../schema/variants.js';
import { AssetQuantity } from './collateral.message.js';

const OWN = 'Of the member itself.';
const CLIENT = 'The client, where the account is gross omnibus; else left out.';
const EFFECT = 'Whether the client opens or closes a position; there when it is.';

@JSONSchema({ description: 'An offer, by the member that made it and the id of its request.' })
export class OfferIdPart {
  @IsId()
  member!: string;

  @IsId()
  instructionId!: string;
}

@JSONSchema({ description: 'A trade by its identity.' })
export class TradeIdPart {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;
}

@JSONSchema({ description: 'Lots for one own account.' })
export class AllocationPartMessage {
  @IsAccount(OWN)
  account!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsOptional()
  @IsId(CLIENT)
  client?: string | null;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS, EFFECT)
  effect?: PositionEffect | null;
}

@JSONSchema({
  description:
    'Offers lots of a trade of this business date to another member, at the price of the trade.',
})
export class GiveUpMessage {
  @IsOneOf(['GIVE_UP'])
  type!: 'GIVE_UP';

  @IsId()
  instructionId!: string;

  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsAccount('The own account that has the leg.')
  account!: string;

  @IsOptional()
  @IsId('The client that has it, where several of the account have parts.')
  client?: string | null;

  @IsId('The member that is to take the lots up.')
  to!: string;

  @IsOptional()
  @IsDecimalText('Whole lots; all that the account has of the leg, where it is left out.')
  quantity?: string | null;

  @IsOptional()
  @IsId()
  reference?: string | null;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({ description: 'Takes lots up that another member gave up.' })
export class TakeUpMessage {
  @IsOneOf(['TAKE_UP'])
  type!: 'TAKE_UP';

  @IsId()
  instructionId!: string;

  @IsNested(OfferIdPart)
  offer!: OfferIdPart;

  @IsAccount(OWN)
  account!: string;

  @IsOptional()
  @IsId(CLIENT)
  client?: string | null;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS, EFFECT)
  effect?: PositionEffect | null;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description:
    'Moves lots of a position at the last settlement price: at once between own accounts, else when the other member accepts.',
})
export class TransferPositionMessage {
  @IsOneOf(['TRANSFER_POSITION'])
  type!: 'TRANSFER_POSITION';

  @IsId()
  instructionId!: string;

  @IsAccount(OWN)
  account!: string;

  @IsOptional()
  @IsId(CLIENT)
  client?: string | null;

  @IsAccount()
  toAccount!: string;

  @IsOptional()
  @IsId('The client, where `toAccount` is gross omnibus; else left out.')
  toClient?: string | null;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots, signed: above zero of a long position, below of a short one.')
  quantity!: string;

  @IsOptional()
  @IsListOf(AssetQuantity, 1, TRANSFERRED_ASSETS_MAX)
  collateral?: readonly AssetQuantity[] | null;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({ description: 'Accepts a position that another member transfers.' })
export class AcceptTransferMessage {
  @IsOneOf(['ACCEPT_TRANSFER'])
  type!: 'ACCEPT_TRANSFER';

  @IsId()
  instructionId!: string;

  @IsNested(OfferIdPart)
  offer!: OfferIdPart;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description:
    'Ends an offer without a transfer: declined by whom it was made to, withdrawn by whom it was made.',
})
export class CloseOfferMessage {
  @IsOneOf(['DECLINE', 'WITHDRAW_OFFER'])
  type!: 'DECLINE' | 'WITHDRAW_OFFER';

  @IsId()
  instructionId!: string;

  @IsNested(OfferIdPart)
  offer!: OfferIdPart;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description:
    'Spreads the leg of a trade of this business date over own accounts, at the price of the trade.',
})
export class AllocateMessage {
  @IsOneOf(['ALLOCATE'])
  type!: 'ALLOCATE';

  @IsId()
  instructionId!: string;

  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsAccount('The own account that has the leg.')
  account!: string;

  @IsOptional()
  @IsId('The client that has it, where several of the account have parts.')
  client?: string | null;

  @IsListOf(AllocationPartMessage, 1, ALLOCATIONS_MAX)
  allocations!: readonly AllocationPartMessage[];

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description:
    'Spreads legs of several trades of this business date over own accounts, at their average price.',
})
export class AllocateAverageMessage {
  @IsOneOf(['ALLOCATE_AVERAGE'])
  type!: 'ALLOCATE_AVERAGE';

  @IsId()
  instructionId!: string;

  @IsListOf(TradeIdPart, 1, AVERAGED_TRADES_MAX)
  trades!: readonly TradeIdPart[];

  @IsAccount('The own account that has the legs.')
  account!: string;

  @IsOptional()
  @IsId('The client that has them, where the account is gross omnibus.')
  client?: string | null;

  @IsListOf(AllocationPartMessage, 1, ALLOCATIONS_MAX)
  allocations!: readonly AllocationPartMessage[];

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description: 'Closes long lots of a client of a gross omnibus account against its short ones.',
})
export class AdjustMessage {
  @IsOneOf(['ADJUST'])
  type!: 'ADJUST';

  @IsId()
  instructionId!: string;

  @IsAccount(OWN)
  account!: string;

  @IsId()
  client!: string;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsInstantText()
  requestedAt!: string;
}

export type TransferRequestMessage =
  | GiveUpMessage
  | TakeUpMessage
  | TransferPositionMessage
  | AcceptTransferMessage
  | CloseOfferMessage
  | AllocateMessage
  | AllocateAverageMessage
  | AdjustMessage;

/** Each type of request about lots that a member has, and the class that it is read as. */
export const TRANSFER_REQUEST_CLASSES = {
  GIVE_UP: GiveUpMessage,
  TAKE_UP: TakeUpMessage,
  TRANSFER_POSITION: TransferPositionMessage,
  ACCEPT_TRANSFER: AcceptTransferMessage,
  DECLINE: CloseOfferMessage,
  WITHDRAW_OFFER: CloseOfferMessage,
  ALLOCATE: AllocateMessage,
  ALLOCATE_AVERAGE: AllocateAverageMessage,
  ADJUST: AdjustMessage,
} satisfies Record<TransferRequest['type'], MessageClass<TransferRequestMessage>>;
