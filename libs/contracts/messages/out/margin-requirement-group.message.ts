import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsDecimalText, IsId, IsOneOf, IsWholeNumber } from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';

@JSONSchema({ description: 'Expected shortfalls of the three scenario blocks.' })
export class ExpectedShortfalls {
  @IsDecimalText('Block F: filtered history.')
  filtered!: string;

  @IsDecimalText('Block H: the stressed period.')
  stressed!: string;

  @IsDecimalText('Block T: the same residuals at long-run volatility.')
  longRun!: string;
}

@JSONSchema({ description: 'Daily volatilities of the underlying, per observation.' })
export class DailyVolatilities {
  @IsDecimalText()
  current!: string;

  @IsDecimalText()
  longRun!: string;

  @IsDecimalText('Multiplier of the regime ladder.')
  regime!: string;
}

@JSONSchema({ description: 'How many scenarios each block has.' })
export class ScenarioCounts {
  @IsWholeNumber(0)
  filtered!: number;

  @IsWholeNumber(0)
  longRun!: number;

  @IsWholeNumber(0)
  stressed!: number;
}

/** Volatilities are absent where the scan method is used; its scenario is, where it is not. */
@JSONSchema({ description: 'Everything on one underlying.' })
export class RequirementClass {
  @IsId()
  underlying!: string;

  @IsOptional()
  @IsOneOf(['fhs', 'scan'], 'Filtered historical simulation, or a grid of scenarios.')
  method?: 'fhs' | 'scan';

  @IsDecimalText('Of this class alone, before offsets.')
  marketRisk!: string;

  @IsOptional()
  @IsNested(ExpectedShortfalls)
  expectedShortfall?: ExpectedShortfalls;

  @IsOptional()
  @IsNested(DailyVolatilities)
  volatility?: DailyVolatilities;

  @IsOptional()
  @IsWholeNumber(1, 16, 'Number of the worst scenario of the grid.')
  scanScenario?: number;

  @IsOptional()
  @IsNested(ScenarioCounts)
  scenarios?: ScenarioCounts;

  @IsOptional()
  @IsDecimalText('In lots of the underlying, long positive.')
  netDelta?: string;

  @IsOptional()
  @IsDecimalText('Net delta notional, long positive.')
  netNotional?: string;
}

@JSONSchema({ description: 'Classes that are closed out together.' })
export class RequirementGroup {
  @IsId()
  liquidationGroup!: string;

  @IsDecimalText()
  marketRisk!: string;

  @IsDecimalText()
  extendedMoves!: string;

  @IsDecimalText()
  shortOptionMinimum!: string;

  @IsDecimalText()
  floor!: string;

  @IsDecimalText()
  liquidity!: string;

  @IsDecimalText()
  wrongWay!: string;

  @IsDecimalText('Positive when the options held are worth more than those sold.')
  netOptionValue!: string;

  @IsDecimalText()
  requirement!: string;

  @IsListOf(RequirementClass, 0)
  classes!: RequirementClass[];
}
