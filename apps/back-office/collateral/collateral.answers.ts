import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class WithheldAnswer {
  @ApiProperty({ example: 'OPEN_CALL' }) code!: string;
  @ApiProperty() reason!: string;
}

export class CollateralItemAnswer {
  @ApiProperty({ example: 'BTC' }) asset!: string;
  @ApiProperty({ example: '40.00000000' }) quantity!: string;
  @ApiProperty({ type: String, nullable: true, example: '61234.57' }) price!: string | null;
  @ApiProperty({ description: 'After haircuts, in the base currency' }) value!: string;
  @ApiProperty({ description: 'After caps and limits too' }) counted!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it counts for nothing' })
  notCounted!: string | null;
  @ApiProperty({ description: 'Gained in cycles whose debts are not paid in yet' })
  notPaidIn!: string;
  @ApiProperty({ description: 'What a withdrawal of this asset alone could take now' })
  withdrawable!: string;
  @ApiProperty({ type: WithheldAnswer, nullable: true, description: 'Why nothing may go at all' })
  withheld!: WithheldAnswer | null;
}

export class OwedAnswer {
  @ApiPropertyOptional({ example: 'SPX-FUT-2026-12', description: 'The bucket that owes it' })
  bucket?: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '12.50' }) amount!: string;
}

export class BucketAnswer {
  @ApiProperty({ example: 'SPX-FUT-2026-12', description: 'Its instrument' }) bucket!: string;
  @ApiProperty({ type: [CollateralItemAnswer] }) items!: CollateralItemAnswer[];
  @ApiProperty() value!: string;
  @ApiProperty() counted!: string;
  @ApiProperty({ description: 'What collateral of the account itself covers of the exposure' })
  served!: string;
  @ApiProperty() exposure!: string;
  @ApiProperty({ description: 'The exposure and the buffer that withdrawals leave covered' })
  kept!: string;
}

export class CollateralAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ description: 'Ledger position at which it is true' }) position!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ type: [CollateralItemAnswer] }) items!: CollateralItemAnswer[];
  @ApiProperty() value!: string;
  @ApiProperty() counted!: string;
  @ApiProperty({ type: [OwedAnswer] }) debts!: OwedAnswer[];
  @ApiProperty() exposure!: string;
  @ApiProperty({ description: 'The exposure and the buffer that withdrawals leave covered' })
  kept!: string;
  @ApiPropertyOptional({
    type: [BucketAnswer],
    description: 'Collateral of single positions, of an account whose margin is isolated',
  })
  buckets?: BucketAnswer[];
}
