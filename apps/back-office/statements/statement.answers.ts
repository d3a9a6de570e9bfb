import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class StatementAmountAnswer {
  @ApiProperty({ example: 'USD' }) asset!: string;
  @ApiProperty({ example: '1950.00' }) amount!: string;
}

export class StatementLineAnswer extends StatementAmountAnswer {
  @ApiProperty({ description: 'Ledger position of the event', example: 48211 }) position!: number;
  @ApiPropertyOptional({ description: "On the ledger's clock" }) at?: string;
  @ApiPropertyOptional({ example: '2026-11-20' }) businessDate?: string;
  @ApiProperty({ example: 'AccountSettled' }) event!: string;
  @ApiPropertyOptional({ description: 'Instruction or cycle', example: '2026-11-20-EOD' })
  reference?: string;
  @ApiPropertyOptional({ description: 'Of a line of a cycle', example: 'FEE' }) kind?: string;
  @ApiPropertyOptional() instrument?: string;
  @ApiPropertyOptional({ description: 'The bucket of the account that it changed' })
  bucket?: string;
  @ApiProperty({ description: 'What the account held after it', example: '2950.00' })
  balance!: string;
}

export class StatementAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ description: 'The last ledger position before the period' }) after!: number;
  @ApiProperty({ description: 'The last ledger position in it' }) position!: number;
  @ApiProperty({ type: [StatementAmountAnswer] }) opening!: StatementAmountAnswer[];
  @ApiProperty({ type: [StatementLineAnswer] }) lines!: StatementLineAnswer[];
  @ApiProperty({ type: [StatementAmountAnswer] }) closing!: StatementAmountAnswer[];
}
