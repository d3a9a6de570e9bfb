import { ApiProperty } from '@nestjs/swagger';

export class SuggestedMoveAnswer {
  @ApiProperty({ example: 'UST-2028' }) asset!: string;
  @ApiProperty({ example: '410472.96' }) quantity!: string;
  @ApiProperty({ example: '0.005', description: 'Per year, a share of the market value' })
  cost!: string;
  @ApiProperty({ description: 'In the base currency' }) costPerYear!: string;
}

export class AssetReasonAnswer {
  @ApiProperty({ example: 'BTC' }) asset!: string;
  @ApiProperty() reason!: string;
}

export class SuggestedSwapAnswer {
  @ApiProperty({ type: SuggestedMoveAnswer }) release!: SuggestedMoveAnswer;
  @ApiProperty({ type: SuggestedMoveAnswer }) deliver!: SuggestedMoveAnswer;
  @ApiProperty({ description: 'In the base currency' }) savingPerYear!: string;
}

export class SuggestionAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ description: 'Ledger position at which it is true' }) position!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty() exposure!: string;
  @ApiProperty() counted!: string;
  @ApiProperty({ description: 'What has to count: the exposure, or more where calls ask for it' })
  needed!: string;
  @ApiProperty({ type: [SuggestedMoveAnswer] }) deliver!: SuggestedMoveAnswer[];
  @ApiProperty({ type: [SuggestedMoveAnswer] }) takeBack!: SuggestedMoveAnswer[];
  @ApiProperty({
    type: [SuggestedSwapAnswer],
    description: 'What to replace once that is back, one instruction after the other',
  })
  substitute!: SuggestedSwapAnswer[];
  @ApiProperty({ description: 'What would count once it is delivered or taken back' })
  countedAfter!: string;
  @ApiProperty({ description: 'What no delivery that is possible covers' }) missing!: string;
  @ApiProperty({ type: [String], description: 'Currencies owed that are no collateral' })
  payApart!: string[];
  @ApiProperty({ type: [AssetReasonAnswer], description: 'Why nothing of an asset may go back' })
  withheld!: AssetReasonAnswer[];
}
