import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { WATERFALL_LAYERS } from '#libs/domain/reference-data/model.js';
import { PageAnswer } from '../queries/answers.js';

export class UsedLayerAnswer {
  @ApiProperty({ enum: WATERFALL_LAYERS }) layer!: string;
  @ApiProperty({ example: '168.00' }) used!: string;
  @ApiProperty({ description: 'What recoveries gave back', example: '0.00' }) returned!: string;
}

export class DefaultAnswer {
  @ApiProperty({ example: 'main-D1' }) defaultId!: string;
  @ApiProperty({ example: 'ALPHA' }) member!: string;
  @ApiProperty({ enum: ['PROPOSED', 'WITHDRAWN', 'DECLARED', 'CLOSED'] }) status!: string;
  @ApiProperty({ example: 'INSOLVENCY' }) reason!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where the policy declared it' })
  proposedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) proposedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) confirmedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) declaredAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who closed or withdrew it' })
  endedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) endedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Until when clients may be ported' })
  portingUntil!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The base currency' })
  currency!: string | null;
  @ApiProperty({ type: Object, nullable: true, description: 'The auction that takes bids now' })
  auction!: { auction: number; bids: number } | null;
  @ApiProperty({ type: String, nullable: true, description: 'Null before it is determined' })
  loss!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What no layer has borne yet' })
  remaining!: string | null;
  @ApiProperty({ type: [UsedLayerAnswer], description: 'In the order of their use' })
  layers!: UsedLayerAnswer[];
  @ApiProperty({ description: "Whether the default's cash has paid the loss" }) isPaid!: boolean;
  @ApiProperty({ description: 'What the next cycle is still to cut from gains' })
  reserved!: string;
  @ApiProperty({ description: 'What came in after all' }) recovered!: string;
  @ApiProperty({ description: 'Ledger position of its first event' }) firstPosition!: number;
  @ApiProperty({ description: 'Ledger position of its latest event' }) position!: number;
}

export class DefaultsAnswer extends PageAnswer {
  @ApiProperty({ type: [DefaultAnswer] }) items!: DefaultAnswer[];
}

export class DefaultDetailAnswer extends DefaultAnswer {
  @ApiProperty({
    type: [Object],
    description: 'Messages of the default-waterfall topic in ledger order, with `at`',
  })
  steps!: object[];
  @ApiProperty({ type: [Object], description: 'What settlement cycles did for it' })
  cycles!: object[];
  @ApiPropertyOptional({ description: 'What is to be done next; left out with `asOf`' })
  due?: string;
}

export class DefaultStepAnswer {
  @ApiProperty({ example: 'main-D1' }) defaultId!: string;
  @ApiProperty({ description: 'Ledger position of the decision' }) position!: number;
  @ApiProperty({ type: [Object], description: 'The steps that were taken' }) steps!: object[];
  @ApiPropertyOptional({ description: 'Of applied layers: what nobody bears' }) remaining?: string;
}
