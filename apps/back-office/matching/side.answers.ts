import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageAnswer } from '../queries/answers.js';

export class PendingSideAnswer {
  @ApiProperty({ example: 'ALPHA', description: 'Who sent it' }) member!: string;
  @ApiProperty({ example: 'S-1' }) sideId!: string;
  @ApiProperty({ enum: ['BUY', 'SELL'] }) side!: string;
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ example: 'BETA', description: 'Whose side it waits for' }) counterparty!: string;
  @ApiProperty({ example: 'SPX-FUT-2026-12' }) instrument!: string;
  @ApiProperty({ example: '10' }) quantity!: string;
  @ApiProperty({ example: '5010.25' }) price!: string;
  @ApiProperty() executedAt!: string;
  @ApiPropertyOptional() reference?: string;
  @ApiPropertyOptional({ description: 'Of a gross omnibus account' }) client?: string;
  @ApiPropertyOptional({ enum: ['OPEN', 'CLOSE'] }) effect?: string;
  @ApiProperty({ description: 'Ledger position at which it was taken' }) position!: number;
  @ApiProperty({ description: 'The end of its business date' }) expiresAt!: string;
}

export class PendingSidesAnswer extends PageAnswer {
  @ApiProperty({ type: [PendingSideAnswer] }) items!: PendingSideAnswer[];
}
