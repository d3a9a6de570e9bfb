import { JSONSchema } from 'class-validator-jsonschema';
import {
  IsDateText,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsLeftOut,
  IsOneOf,
  IsSymbol,
} from '../../fields/fields.js';
import type { Variants } from '../../schema/variants.js';

const SYMBOL =
  'An instrument, an underlying, a collateral asset or a currency pair such as EURUSD.';

@JSONSchema({ description: 'A price observation.' })
export class PriceObservationMessage {
  @IsSymbol(SYMBOL)
  symbol!: string;

  @IsDecimalText('It may be zero or negative.')
  price!: string;

  @IsLeftOut('of an observation')
  type?: null;

  @IsId()
  source!: string;

  @IsInstantText()
  observedAt!: string;
}

@JSONSchema({ description: 'An official settlement or final price; it is an observation too.' })
export class OfficialPriceMessage {
  @IsSymbol(SYMBOL)
  symbol!: string;

  @IsDecimalText('It may be zero or negative.')
  price!: string;

  @IsOneOf(['SETTLEMENT', 'FINAL'])
  type!: 'SETTLEMENT' | 'FINAL';

  @IsDateText('The date whose cycle settles at this price.')
  businessDate!: string;

  @IsId()
  source!: string;

  @IsInstantText()
  observedAt!: string;
}

/** A message with a type means to be an official price. */
export const PRICE_VARIANTS: Variants = {
  classes: [PriceObservationMessage, OfficialPriceMessage],
  select: ({ type }) =>
    type === undefined || type === null ? PriceObservationMessage : OfficialPriceMessage,
};
