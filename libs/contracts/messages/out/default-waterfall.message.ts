import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { WATERFALL_LAYERS, type WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { NAME_LENGTH_MAX, REASON_LENGTH_MAX } from '../../fields/bounds.js';
import {
  IsAccount,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsOneOf,
  IsText,
  IsWholeNumber,
} from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { variantsBy } from '../../schema/variants.js';
import { AssetQuantity } from '../in/collateral.message.js';
import {
  AmountOfMember,
  ClientOutcome,
  CollateralSale,
  DefaultTrade,
  FrozenAccount,
  LayerContribution,
  LossInCurrency,
  LossParts,
  LossPayment,
  PortedPosition,
  ResidualLots,
  ReturnedContribution,
  UsedLayer,
} from './default-waterfall-parts.message.js';
import {
  AuctionClosedMessage,
  AuctionOpenedMessage,
  BidReceivedMessage,
  BidRejectedMessage,
} from './auction-steps.message.js';
import { StepOfDefault } from './step-of-default.message.js';

@JSONSchema({ description: 'From here on the member takes no trade and no withdrawal.' })
export class DefaultDeclaredMessage extends StepOfDefault {
  @IsOneOf(['DECLARED'])
  step!: 'DECLARED';

  @IsText(REASON_LENGTH_MAX)
  reason!: string;

  @IsOptional()
  @IsText(NAME_LENGTH_MAX, 'Absent where the call policy declared it by itself.')
  proposedBy?: string;

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsId()
  currency!: string;

  @IsInstantText('Until when clients may be ported.')
  portingUntil!: string;

  @IsListOf(FrozenAccount, 0)
  accounts!: FrozenAccount[];

  @IsListOf(AmountOfMember, 0)
  contributions!: AmountOfMember[];
}

@JSONSchema({ description: 'A client account went to another member with all that it holds.' })
export class ClientsPortedMessage extends StepOfDefault {
  @IsOneOf(['CLIENTS_PORTED'])
  step!: 'CLIENTS_PORTED';

  @IsAccount()
  account!: string;

  @IsAccount()
  toAccount!: string;

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsListOf(PortedPosition, 0)
  positions!: PortedPosition[];

  @IsListOf(AssetQuantity, 0)
  collateral!: AssetQuantity[];
}

@JSONSchema({ description: 'Hedges or close-out trades at stated prices.' })
export class DefaultTradedMessage extends StepOfDefault {
  @IsOneOf(['HEDGED', 'CLOSED_OUT'])
  step!: 'HEDGED' | 'CLOSED_OUT';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsListOf(DefaultTrade, 0)
  trades!: DefaultTrade[];

  @IsId()
  currency!: string;

  @IsDecimalText('What it cost beside the prices.')
  fees!: string;
}

@JSONSchema({ description: "The defaulter's own collateral was sold." })
export class DefaultCollateralSoldMessage extends StepOfDefault {
  @IsOneOf(['COLLATERAL_SOLD'])
  step!: 'COLLATERAL_SOLD';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsId()
  currency!: string;

  @IsListOf(CollateralSale, 0)
  sales!: CollateralSale[];
}

@JSONSchema({ description: 'The loss of a default, and what it is made of.' })
export class LossDeterminedMessage extends StepOfDefault {
  @IsOneOf(['LOSS_DETERMINED'])
  step!: 'LOSS_DETERMINED';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsId()
  currency!: string;

  @IsDecimalText('Never below zero.')
  loss!: string;

  @IsNested(LossParts)
  parts!: LossParts;

  @IsListOf(ClientOutcome, 0)
  clients!: ClientOutcome[];

  @IsListOf(ResidualLots, 0)
  residual!: ResidualLots[];

  @IsListOf(LossInCurrency, 0)
  amounts!: LossInCurrency[];

  @IsDecimalText('Cash of the house accounts that is kept for the layers.')
  setAside!: string;

  @IsListOf(CollateralSale, 0)
  sales!: CollateralSale[];
}

@JSONSchema({ description: 'A layer of the waterfall bore a part of the loss.' })
export class LayerAppliedMessage extends StepOfDefault {
  @IsOneOf(['LAYER_APPLIED'])
  step!: 'LAYER_APPLIED';

  @IsOneOf(WATERFALL_LAYERS)
  layer!: WaterfallLayer;

  @IsWholeNumber(1, WATERFALL_LAYERS.length, 'Its place in the rules of the ledger.')
  order!: number;

  @IsId()
  currency!: string;

  @IsDecimalText()
  available!: string;

  @IsDecimalText()
  used!: string;

  @IsDecimalText()
  lossBefore!: string;

  @IsDecimalText()
  lossAfter!: string;

  @IsOptional()
  @IsListOf(LayerContribution, 0)
  contributions?: LayerContribution[];

  @IsOptional()
  @IsListOf(CollateralSale, 0)
  sales?: CollateralSale[];

  @IsOptional()
  @IsListOf(DefaultTrade, 0)
  trades?: DefaultTrade[];
}

@JSONSchema({ description: "The default's cash paid the loss." })
export class LossPaidMessage extends StepOfDefault {
  @IsOneOf(['LOSS_PAID'])
  step!: 'LOSS_PAID';

  @IsId()
  currency!: string;

  @IsListOf(LossPayment, 0)
  payments!: LossPayment[];

  @IsDecimalText('What the next cycle is to cut from gains.')
  reserved!: string;
}

@JSONSchema({ description: 'What came in after all went back to those who bore the loss.' })
export class DefaultRecoveredMessage extends StepOfDefault {
  @IsOneOf(['RECOVERED'])
  step!: 'RECOVERED';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;

  @IsId()
  currency!: string;

  @IsDecimalText()
  amount!: string;

  @IsListOf(ReturnedContribution, 0)
  contributions!: ReturnedContribution[];

  @IsDecimalText('What nobody lost any more.')
  toEstate!: string;
}

@JSONSchema({ description: 'Survivors are called to fill up their contributions.' })
export class ReplenishmentCalledMessage extends StepOfDefault {
  @IsOneOf(['REPLENISHMENT_CALLED'])
  step!: 'REPLENISHMENT_CALLED';

  @IsId()
  currency!: string;

  @IsDecimalText()
  amount!: string;

  @IsInstantText()
  dueAt!: string;

  @IsListOf(AmountOfMember, 0)
  contributions!: AmountOfMember[];
}

@JSONSchema({ description: 'The default is closed; what comes in later is RECOVERED.' })
export class DefaultClosedMessage extends StepOfDefault {
  @IsOneOf(['CLOSED'])
  step!: 'CLOSED';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsId()
  currency!: string;

  @IsDecimalText()
  loss!: string;

  @IsDecimalText("What was taken and not needed: it is the defaulter's estate's.")
  toEstate!: string;

  @IsListOf(UsedLayer, 0)
  layers!: UsedLayer[];
}

@JSONSchema({
  description: 'An account or a bucket was liquidated alone; its member is not in default.',
})
export class AccountLiquidatedMessage extends StepOfDefault {
  @IsOneOf(['LIQUIDATED'])
  step!: 'LIQUIDATED';

  @IsAccount()
  account!: string;

  @IsOptional()
  @IsId('The instrument of the bucket; absent where the whole account was.')
  bucket?: string;

  @IsId('The overdue call that it follows from.')
  callId!: string;

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsListOf(DefaultTrade, 0)
  trades!: DefaultTrade[];

  @IsListOf(CollateralSale, 0)
  sales!: CollateralSale[];

  @IsId()
  currency!: string;

  @IsDecimalText()
  fees!: string;
}

export const DEFAULT_WATERFALL_VARIANTS = variantsBy('step', {
  DECLARED: DefaultDeclaredMessage,
  CLIENTS_PORTED: ClientsPortedMessage,
  HEDGED: DefaultTradedMessage,
  CLOSED_OUT: DefaultTradedMessage,
  AUCTION_OPENED: AuctionOpenedMessage,
  BID_RECEIVED: BidReceivedMessage,
  BID_REJECTED: BidRejectedMessage,
  AUCTION_CLOSED: AuctionClosedMessage,
  COLLATERAL_SOLD: DefaultCollateralSoldMessage,
  LOSS_DETERMINED: LossDeterminedMessage,
  LAYER_APPLIED: LayerAppliedMessage,
  LOSS_PAID: LossPaidMessage,
  RECOVERED: DefaultRecoveredMessage,
  REPLENISHMENT_CALLED: ReplenishmentCalledMessage,
  CLOSED: DefaultClosedMessage,
  LIQUIDATED: AccountLiquidatedMessage,
});
