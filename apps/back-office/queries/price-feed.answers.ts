import { ApiProperty } from '@nestjs/swagger';
import { PageAnswer } from './answers.js';
import { PRICE_FEED_STATES } from './price-feed.query.js';

export class PriceFeedSourceAnswer {
  @ApiProperty({ example: 'XSIM' }) source!: string;
  @ApiProperty({ example: '5011.50' }) price!: string;
  @ApiProperty() observedAt!: string;
  @ApiProperty({ description: "On the ledger's clock", example: 2.5 }) ageSeconds!: number;
}

export class PriceFeedVerdictAnswer {
  @ApiProperty({ enum: ['ACCEPTED', 'JUMP_ACCEPTED', 'QUARANTINED', 'SOURCES_DISAGREE'] })
  verdict!: string;
  @ApiProperty() source!: string;
  @ApiProperty() price!: string;
  @ApiProperty() observedAt!: string;
  @ApiProperty({ description: 'Ledger position of the event with its inputs' }) position!: number;
}

export class PriceFeedEffectsAnswer {
  @ApiProperty({ description: 'Rungs that margin goes up by', enum: [0, 1] }) rungsUp!: number;
  @ApiProperty() withdrawals!: boolean;
  @ApiProperty({ description: 'Whether trades may raise a requirement' }) newRisk!: boolean;
  @ApiProperty() automatedLiquidation!: boolean;
}

export class PriceFeedAnswer {
  @ApiProperty({ example: 'SPX-FUT-2026-12' }) symbol!: string;
  @ApiProperty({ example: 'SPX' }) underlying!: string;
  @ApiProperty({ enum: PRICE_FEED_STATES }) state!: string;
  @ApiProperty({ enum: ['NORMAL', 'DEGRADED', 'SINGLE_SOURCE'] }) quality!: string;
  @ApiProperty({ description: 'Ledger time at which it came into this state' }) since!: string;
  @ApiProperty({ description: 'Ledger position of the event that says so' })
  sincePosition!: number;
  @ApiProperty({ type: String, nullable: true, description: 'The last accepted price' })
  price!: string | null;
  @ApiProperty({ type: String, nullable: true }) acceptedAt!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Of the last accepted price' })
  ageSeconds!: number | null;
  @ApiProperty({ type: [PriceFeedSourceAnswer] }) sources!: PriceFeedSourceAnswer[];
  @ApiProperty({ type: PriceFeedVerdictAnswer, nullable: true })
  lastVerdict!: PriceFeedVerdictAnswer | null;
  @ApiProperty({
    type: PriceFeedEffectsAnswer,
    description: 'What this feed does where it leads its underlying',
  })
  effects!: PriceFeedEffectsAnswer;
}

export class PriceFeedsAnswer extends PageAnswer {
  @ApiProperty({ type: [PriceFeedAnswer] }) items!: PriceFeedAnswer[];
}
