import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What lists have in common. */
export class PageAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Pass it as `cursor` for the next page',
  })
  nextCursor!: string | null;

  @ApiProperty({ description: 'Ledger position at which the answer is true' })
  position!: number;
}

export class PositionAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiPropertyOptional({ description: 'Where positions of clients were asked for', example: 'F1' })
  client?: string;
  @ApiProperty({ example: 'SPX-FUT-2026-12' }) instrument!: string;
  @ApiProperty({ description: 'Whole lots', example: '12' }) long!: string;
  @ApiProperty({ description: 'Whole lots', example: '0' }) short!: string;
  @ApiProperty({ description: 'Long less short', example: '12' }) net!: string;
}

export class PositionsAnswer extends PageAnswer {
  @ApiProperty({ type: [PositionAnswer] }) items!: PositionAnswer[];
}

export class TradeChangeAnswer {
  @ApiProperty({ enum: ['NOVATED', 'CORRECTED', 'BUSTED'] }) state!: string;
  @ApiProperty({ description: 'Ledger position' }) position!: number;
  @ApiProperty() at!: string;
  @ApiProperty({ example: '10' }) quantity!: string;
  @ApiProperty({ example: '5010.25' }) price!: string;
  @ApiPropertyOptional() correctionId?: string;
  @ApiPropertyOptional({ description: 'In the words of the venue' }) reason?: string;
}

export class TradeAnswer {
  @ApiProperty({ example: 'X-1001' }) tradeId!: string;
  @ApiProperty({ example: 'XSIM' }) venue!: string;
  @ApiProperty({ description: 'Ledger position of the novation' }) position!: number;
  @ApiProperty() instrument!: string;
  @ApiProperty({ example: '10' }) quantity!: string;
  @ApiProperty({ example: '5010.25' }) price!: string;
  @ApiProperty({ example: 'ALPHA/HOUSE' }) buyer!: string;
  @ApiProperty({ example: 'BETA/C1' }) seller!: string;
  @ApiPropertyOptional({ description: 'Of a gross omnibus account' }) buyerClient?: string;
  @ApiPropertyOptional({ enum: ['OPEN', 'CLOSE'] }) buyerEffect?: string;
  @ApiPropertyOptional({ description: 'Of a gross omnibus account' }) sellerClient?: string;
  @ApiPropertyOptional({ enum: ['OPEN', 'CLOSE'] }) sellerEffect?: string;
  @ApiProperty() executedAt!: string;
  @ApiProperty() novatedAt!: string;
  @ApiProperty({ enum: ['NOVATED', 'CORRECTED', 'BUSTED'] }) state!: string;
  @ApiPropertyOptional({
    type: [TradeChangeAnswer],
    description: 'From the novation on, where something was done to the trade since',
  })
  history?: TradeChangeAnswer[];
}

export class TradesAnswer extends PageAnswer {
  @ApiProperty({ type: [TradeAnswer] }) items!: TradeAnswer[];
}

export class BalanceAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiPropertyOptional({ description: 'The instrument of a bucket of the account' })
  bucket?: string;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ description: 'Below zero the account owes', example: '1950.00' }) amount!: string;
}

export class BalancesAnswer extends PageAnswer {
  @ApiProperty({
    type: [BalanceAnswer],
    description: 'With `trial` entries of `book`, `asset` and `amount`',
  })
  items!: BalanceAnswer[];
}

export class MarginCallAnswer {
  @ApiProperty({ example: 'main-000123' }) callId!: string;
  @ApiProperty() account!: string;
  @ApiPropertyOptional({ description: 'The instrument of the bucket that is short' })
  bucket?: string;
  @ApiProperty() member!: string;
  @ApiProperty({ enum: ['ISSUED', 'PARTIALLY_MET', 'MET', 'OVERDUE', 'CANCELLED'] })
  status!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() amount!: string;
  @ApiProperty() outstanding!: string;
  @ApiProperty() requirement!: string;
  @ApiProperty() unsettled!: string;
  @ApiProperty({ description: 'What counted' }) collateralValue!: string;
  @ApiProperty() reason!: string;
  @ApiProperty() issuedAt!: string;
  @ApiProperty() dueAt!: string;
  @ApiPropertyOptional({ description: 'When it was escalated' }) escalatedAt?: string;
  @ApiProperty({ description: 'Ledger position that it was computed at' }) position!: number;
  @ApiPropertyOptional({
    enum: ['REMINDER', 'ESCALATED'],
    description: 'Where that was the last that happened to it',
  })
  notice?: string;
}

export class MarginCallsAnswer extends PageAnswer {
  @ApiProperty({ type: [MarginCallAnswer] }) items!: MarginCallAnswer[];
}

export class SettlementCycleAnswer {
  @ApiProperty({ example: '2026-11-20-EOD' }) cycleId!: string;
  @ApiProperty({ enum: ['EOD', 'INTRADAY'] }) type!: string;
  @ApiProperty() businessDate!: string;
  @ApiProperty({
    enum: ['BLOCKED', 'BOOKED', 'SETTLED'],
    description: 'BLOCKED while prices are missing; SETTLED when the debts it made are paid in',
  })
  status!: string;
  @ApiProperty({ description: 'Ledger position of the cycle' }) position!: number;
}

export class SettlementCyclesAnswer extends PageAnswer {
  @ApiProperty({ type: [SettlementCycleAnswer] }) items!: SettlementCycleAnswer[];
}

export class AccountSettlementsAnswer extends PageAnswer {
  @ApiProperty({ type: SettlementCycleAnswer }) cycle!: SettlementCycleAnswer;
  @ApiProperty({ type: [Object], description: 'Messages of the variation-margin topic' })
  items!: object[];
}

export class MarginAnswer {
  @ApiProperty() account!: string;
  @ApiProperty({ enum: ['portfolio', 'cross', 'isolated'] }) marginMode!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() requirement!: string;
  @ApiProperty({ description: 'What a cycle run now would take; never positive' })
  unsettled!: string;
  @ApiProperty({ description: 'Requirement less unsettled' }) exposure!: string;
  @ApiProperty() position!: number;
  @ApiProperty() calculatedAt!: string;
  @ApiProperty({ type: Object }) collateral!: object;
  @ApiProperty() excess!: string;
  @ApiProperty() deficit!: string;
  @ApiProperty() utilisation!: string;
  @ApiProperty({ type: [Object] }) groups!: object[];
  @ApiPropertyOptional({ type: [Object], description: 'Of a gross omnibus account, by client' })
  clients?: object[];
  @ApiPropertyOptional({ description: 'Of a gross omnibus account, beside its clients' })
  concentration?: string;
}

export class EventsAnswer extends PageAnswer {
  @ApiProperty({ type: [Object] }) items!: object[];
}

export class QuarantineAnswer {
  @ApiProperty({ description: 'Ledger position by which it is known' }) position!: number;
  @ApiProperty() topic!: string;
  @ApiProperty() partition!: number;
  @ApiProperty({ description: 'Kafka offset' }) offset!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['QUARANTINED', 'RESENT', 'DISCARDED'] }) state!: string;
  @ApiProperty({ type: String, nullable: true }) releasedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) releaseReason!: string | null;
}

export class QuarantinesAnswer extends PageAnswer {
  @ApiProperty({ type: [QuarantineAnswer] }) items!: QuarantineAnswer[];
}

/** Problem details (RFC 9457): what every error looks like. */
export class ProblemAnswer {
  @ApiProperty({ example: 'urn:clearing-house:problem:unknown-account' }) type!: string;
  @ApiProperty() title!: string;
  @ApiProperty() status!: number;
  @ApiProperty() detail!: string;
  @ApiProperty() instance!: string;
}
