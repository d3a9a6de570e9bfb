import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsAsOf, IsIdentifier } from '../http/field.decorators.js';
import { PageAnswer } from '../queries/answers.js';
import { PagingQuery } from '../queries/list.query.js';

export class DefaultFundQuery extends PagingQuery {
  @ApiPropertyOptional({ example: 'ALPHA', description: 'Of this member alone' })
  @IsOptional()
  @IsIdentifier()
  member?: string;

  @ApiPropertyOptional({ description: "A ledger position, or a time on the ledger's clock" })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}

export class MemberContributionAnswer {
  @ApiProperty({ example: 'ALPHA' }) member!: string;
  @ApiProperty({ description: 'Its group of affiliates' }) group!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null before the first sizing' })
  required!: string | null;
  @ApiProperty({ description: 'What it has contributed' }) posted!: string;
  @ApiProperty({ description: 'Required above posted, or zero' }) missing!: string;
  @ApiProperty({ description: 'What open calls for contributions ask for' }) called!: string;
  @ApiProperty({ description: 'Supplementary margin: its group is large for the fund' })
  supplement!: string;
  @ApiProperty() inDefault!: boolean;
}

export class LastTestsAnswer {
  @ApiProperty({ example: '2026-11-20' }) businessDate!: string;
  @ApiProperty({ description: 'The largest group, beyond its margin' }) cover1!: string;
  @ApiProperty({ description: 'The two largest groups of one scenario' }) cover2!: string;
  @ApiProperty({ description: 'Ledger position of the whole result' }) position!: number;
}

export class DefaultFundAnswer extends PageAnswer {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: ['fixed', 'cover-2'] }) sizing!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of all members together' })
  size!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Null where contributions are fixed' })
  sizedOn!: string | null;
  @ApiProperty({ description: 'Of all members together' }) posted!: string;
  @ApiProperty({ type: LastTestsAnswer, nullable: true }) lastTests!: LastTestsAnswer | null;
  @ApiProperty({ type: [MemberContributionAnswer] }) items!: MemberContributionAnswer[];
}
