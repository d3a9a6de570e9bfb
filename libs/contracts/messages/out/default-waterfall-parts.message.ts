import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  ACCOUNT_TYPES,
  WATERFALL_LAYERS,
  type AccountType,
  type WaterfallLayer,
} from '#libs/domain/reference-data/model.js';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { IsAccount, IsDecimalText, IsId, IsOneOf } from '../../fields/fields.js';
import { IsListOf } from '../../fields/nested.js';
import { AssetQuantity } from '../in/collateral.message.js';

@JSONSchema({ description: 'A member and an amount of the base currency.' })
export class AmountOfMember {
  @IsId()
  member!: string;

  @IsDecimalText()
  amount!: string;
}

@JSONSchema({ description: 'Signed lots of an instrument: positive where the account is long.' })
export class LotsOfInstrument {
  @IsId()
  instrument!: string;

  @IsDecimalText()
  quantity!: string;
}

@JSONSchema({ description: 'An account of a defaulter as it was frozen.' })
export class FrozenAccount {
  @IsAccount()
  account!: string;

  @IsOneOf(ACCOUNT_TYPES)
  type!: AccountType;

  @IsListOf(LotsOfInstrument, 0)
  positions!: LotsOfInstrument[];

  @IsListOf(AssetQuantity, 0)
  collateral!: AssetQuantity[];
}

@JSONSchema({ description: 'What one client of a gross omnibus account holds: lots.' })
export class PortedClient {
  @IsId()
  client!: string;

  @IsDecimalText()
  long!: string;

  @IsDecimalText()
  short!: string;
}

@JSONSchema({ description: 'A position as it goes to another account.' })
export class PortedPosition extends LotsOfInstrument {
  @IsDecimalText('Lots at the last cycle.')
  openingQuantity!: string;

  @IsDecimalText('Net lots bought since the last cycle.')
  tradedQuantity!: string;

  @IsDecimalText('Sum of lots x ticks over the trades since the last cycle.')
  tradedTicks!: string;

  @IsOptional()
  @IsDecimalText('The last settlement price; absent before the first cycle of the instrument.')
  settlementPrice?: string;

  @IsOptional()
  @IsListOf(PortedClient, 0)
  clients?: PortedClient[];
}

@JSONSchema({ description: "A trade of a default, as the defaulter's account makes it." })
export class DefaultTrade extends LotsOfInstrument {
  @IsId()
  tradeId!: string;

  @IsAccount()
  account!: string;

  @IsAccount()
  counterparty!: string;

  @IsDecimalText()
  price!: string;

  @IsOptional()
  @IsId('Whose lots of the account, where it is gross omnibus; the same of the counterparty.')
  client?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  effect?: PositionEffect;

  @IsOptional()
  @IsId()
  counterpartyClient?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  counterpartyEffect?: PositionEffect;
}

@JSONSchema({ description: 'Collateral that was sold for what it brought.' })
export class CollateralSale {
  @IsAccount()
  account!: string;

  @IsId()
  asset!: string;

  @IsDecimalText()
  quantity!: string;

  @IsOptional()
  @IsDecimalText('Of one price unit; absent where it was taken at the last accepted price.')
  price?: string;

  @IsDecimalText('In the base currency.')
  proceeds!: string;
}

@JSONSchema({ description: 'What a loss is made of; a gain is negative.' })
export class LossParts {
  @IsDecimalText()
  ownTrades!: string;

  @IsDecimalText()
  closeOut!: string;

  @IsDecimalText()
  hedges!: string;

  @IsDecimalText()
  auction!: string;

  @IsDecimalText()
  fees!: string;

  @IsDecimalText("Cash below zero of the defaulter's accounts.")
  unpaidVariationMargin!: string;

  @IsDecimalText('What it was called for by other defaults and has not paid.')
  unpaidAssessments!: string;

  @IsDecimalText("What clients' own means do not cover.")
  clientShortfalls!: string;
}

@JSONSchema({ description: 'How far a client account is covered by its own means.' })
export class ClientOutcome {
  @IsAccount()
  account!: string;

  @IsDecimalText()
  loss!: string;

  @IsDecimalText()
  ownMeans!: string;

  @IsDecimalText()
  shortfall!: string;
}

@JSONSchema({ description: 'What is left for tear-up.' })
export class ResidualLots extends LotsOfInstrument {
  @IsAccount()
  account!: string;

  @IsOptional()
  @IsId('Whose they are, where the account is gross omnibus.')
  client?: string;

  @IsDecimalText('The last settlement price, at which they are torn up.')
  price!: string;
}

@JSONSchema({ description: 'What is lost in one currency, and what that costs.' })
export class LossInCurrency {
  @IsOptional()
  @IsAccount('A client account; absent for the house accounts together.')
  account?: string;

  @IsId()
  currency!: string;

  @IsDecimalText('Positive.')
  amount!: string;

  @IsDecimalText('In the base currency.')
  cost!: string;
}

@JSONSchema({ description: 'Who bears what of a layer.' })
export class LayerContribution extends AmountOfMember {
  @IsOptional()
  @IsAccount('Where a layer is borne by accounts.')
  account?: string;
}

@JSONSchema({ description: 'What goes back to one who bore a part of a layer.' })
export class ReturnedContribution extends LayerContribution {
  @IsOneOf(WATERFALL_LAYERS)
  layer!: WaterfallLayer;
}

@JSONSchema({ description: "What the default's cash paid." })
export class LossPayment {
  @IsOneOf(
    ['SETTLEMENT', 'DEBT', 'ASSESSMENT', 'COSTS'],
    'SETTLEMENT: carried to the next cycle; DEBT: of an account; ASSESSMENT: owed to other ' +
      'defaults; COSTS: to those who closed it out.',
  )
  to!: 'SETTLEMENT' | 'DEBT' | 'ASSESSMENT' | 'COSTS';

  @IsOptional()
  @IsAccount()
  account?: string;

  @IsId()
  currency!: string;

  @IsDecimalText()
  amount!: string;
}

@JSONSchema({ description: 'What a layer bore.' })
export class UsedLayer {
  @IsOneOf(WATERFALL_LAYERS)
  layer!: WaterfallLayer;

  @IsDecimalText()
  used!: string;
}
