import { ApiProperty } from '@nestjs/swagger';

export class CurrencyOutstandingAnswer {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ description: 'Still to be paid of all open calls', example: '520000.00' })
  outstanding!: string;
  @ApiProperty({ description: 'The part of it that is overdue', example: '400000.00' })
  overdue!: string;
}

export class MarginCallSummaryAnswer {
  @ApiProperty({ example: 'ALPHA' }) member!: string;
  @ApiProperty({ description: 'Calls that are open, those that are overdue with them' })
  open!: number;
  @ApiProperty({ description: 'Calls that are overdue' }) overdue!: number;
  @ApiProperty({ type: [String], description: 'Accounts with an open call' }) accounts!: string[];
  @ApiProperty({ type: [CurrencyOutstandingAnswer] }) currencies!: CurrencyOutstandingAnswer[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'When the next call is due that is not overdue yet',
  })
  nextDueAt!: string | null;
}

export class MarginCallSummariesAnswer {
  @ApiProperty({
    type: [MarginCallSummaryAnswer],
    description: 'One entry for each member with an open call, in the order of their ids',
  })
  items!: MarginCallSummaryAnswer[];
  @ApiProperty({ description: 'Ledger position at which the answer is true' }) position!: number;
}
