import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { DEFAULT_FILLS_MAX, DEFAULT_SALES_MAX, REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsAccount, IsDecimalText, IsFlag, IsId, IsOneOf, IsText } from '../../fields/fields.js';
import { IsListOf } from '../../fields/nested.js';
import { CloseAuctionBody, OpenAuctionBody } from './auction-command-bodies.message.js';

@JSONSchema({ description: 'Proposes that a member be declared in default; another confirms it.' })
export class DeclareDefaultBody {
  @IsOneOf(['DECLARE_DEFAULT'])
  type!: 'DECLARE_DEFAULT';

  @IsId()
  member!: string;

  @IsText(REASON_LENGTH_MAX, 'Such as INSOLVENCY, PAY_IN_FAILED or RULE_BREACH.')
  reason!: string;
}

@JSONSchema({ description: 'Declares the default that another operator proposed.' })
export class ConfirmDefaultBody {
  @IsOneOf(['CONFIRM_DEFAULT'])
  type!: 'CONFIRM_DEFAULT';

  @IsId()
  defaultId!: string;
}

@JSONSchema({ description: 'Takes a proposal back before it is confirmed.' })
export class WithdrawDefaultBody {
  @IsOneOf(['WITHDRAW_DEFAULT'])
  type!: 'WITHDRAW_DEFAULT';

  @IsId()
  defaultId!: string;
}

@JSONSchema({ description: 'Moves a client account of the defaulter to another member, whole.' })
export class PortClientBody {
  @IsOneOf(['PORT_CLIENT'])
  type!: 'PORT_CLIENT';

  @IsId()
  defaultId!: string;

  @IsAccount('A client account of the defaulter.')
  account!: string;

  @IsAccount('The account that receives it.')
  toAccount!: string;
}

@JSONSchema({ description: 'A trade of a default, as the defaulter makes it.' })
export class FillOrderMessage {
  @IsId()
  instrument!: string;

  @IsDecimalText('Signed whole lots: positive where the defaulter buys.')
  quantity!: string;

  @IsDecimalText()
  price!: string;

  @IsAccount('The other side.')
  counterparty!: string;

  @IsOptional()
  @IsAccount('Of the defaulter; may be left out where one alone can be meant.')
  account?: string;

  @IsOptional()
  @IsId('Whose lots are closed, where that account is gross omnibus.')
  client?: string;

  @IsOptional()
  @IsId('On the other side, where the counterparty is gross omnibus.')
  counterpartyClient?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  counterpartyEffect?: PositionEffect;
}

@JSONSchema({ description: 'Books hedges or close-out trades at stated prices, all or none.' })
export class TradeForDefaultBody {
  @IsOneOf(['HEDGE_DEFAULT', 'CLOSE_OUT_DEFAULT'])
  type!: 'HEDGE_DEFAULT' | 'CLOSE_OUT_DEFAULT';

  @IsId()
  defaultId!: string;

  @IsListOf(FillOrderMessage, 1, DEFAULT_FILLS_MAX)
  fills!: FillOrderMessage[];

  @IsOptional()
  @IsDecimalText('What it cost beside the prices, in the base currency.')
  fees?: string;
}

@JSONSchema({ description: 'So much of an asset at a stated price.' })
export class SaleOrderMessage {
  @IsAccount('A house account of the defaulter.')
  account!: string;

  @IsId()
  asset!: string;

  @IsDecimalText("At most the asset's scale.")
  quantity!: string;

  @IsDecimalText("Of one price unit, in the asset's currency.")
  price!: string;
}

@JSONSchema({ description: "Sells the defaulter's own collateral at stated prices." })
export class SellCollateralBody {
  @IsOneOf(['SELL_COLLATERAL'])
  type!: 'SELL_COLLATERAL';

  @IsId()
  defaultId!: string;

  @IsListOf(SaleOrderMessage, 1, DEFAULT_SALES_MAX)
  sales!: SaleOrderMessage[];
}

@JSONSchema({ description: 'Determines the loss of a default.' })
export class DetermineLossBody {
  @IsOneOf(['DETERMINE_LOSS'])
  type!: 'DETERMINE_LOSS';

  @IsId()
  defaultId!: string;

  @IsOptional()
  @IsFlag('Whether what is still open goes to tear-up; else an open position is refused.')
  tearUp?: boolean;
}

@JSONSchema({ description: 'Applies the layers of the waterfall until the loss is borne.' })
export class ApplyLayersBody {
  @IsOneOf(['APPLY_LAYERS'])
  type!: 'APPLY_LAYERS';

  @IsId()
  defaultId!: string;

  @IsOptional()
  @IsFlag('Only the next one that bears anything.')
  next?: boolean;
}

@JSONSchema({
  description: 'Gives back what came in after all, in the reverse order of the layers.',
})
export class RecoverBody {
  @IsOneOf(['RECOVER'])
  type!: 'RECOVER';

  @IsId()
  defaultId!: string;

  @IsDecimalText('In the base currency.')
  amount!: string;

  @IsText(REASON_LENGTH_MAX, 'Where it comes from.')
  reason!: string;
}

@JSONSchema({ description: 'Closes a default whose loss is borne and paid.' })
export class CloseDefaultBody {
  @IsOneOf(['CLOSE_DEFAULT'])
  type!: 'CLOSE_DEFAULT';

  @IsId()
  defaultId!: string;
}

@JSONSchema({ description: 'Liquidates one account, or one bucket of it, short of a default.' })
export class LiquidateAccountBody {
  @IsOneOf(['LIQUIDATE_ACCOUNT'])
  type!: 'LIQUIDATE_ACCOUNT';

  @IsAccount()
  account!: string;

  @IsOptional()
  @IsId('The instrument of the bucket; the whole account where it is left out.')
  bucket?: string;

  @IsListOf(FillOrderMessage, 1, DEFAULT_FILLS_MAX)
  fills!: FillOrderMessage[];

  @IsOptional()
  @IsListOf(SaleOrderMessage, 0, DEFAULT_SALES_MAX)
  sales?: SaleOrderMessage[];

  @IsOptional()
  @IsDecimalText('What it cost beside the prices, in the base currency.')
  fees?: string;
}

/** The class of every step of a default that an operator asks for. */
export const DEFAULT_BODY_BY_TYPE = {
  DECLARE_DEFAULT: DeclareDefaultBody,
  CONFIRM_DEFAULT: ConfirmDefaultBody,
  WITHDRAW_DEFAULT: WithdrawDefaultBody,
  PORT_CLIENT: PortClientBody,
  HEDGE_DEFAULT: TradeForDefaultBody,
  CLOSE_OUT_DEFAULT: TradeForDefaultBody,
  OPEN_AUCTION: OpenAuctionBody,
  CLOSE_AUCTION: CloseAuctionBody,
  SELL_COLLATERAL: SellCollateralBody,
  DETERMINE_LOSS: DetermineLossBody,
  APPLY_LAYERS: ApplyLayersBody,
  RECOVER: RecoverBody,
  CLOSE_DEFAULT: CloseDefaultBody,
  LIQUIDATE_ACCOUNT: LiquidateAccountBody,
};
