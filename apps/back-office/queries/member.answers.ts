import { ApiProperty } from '@nestjs/swagger';
import { ACCOUNT_TYPES, MARGIN_MODES, MEMBER_STATUSES } from '#libs/domain/reference-data/model.js';

export class MemberAccountAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ enum: ACCOUNT_TYPES }) type!: string;
  @ApiProperty({ enum: MARGIN_MODES }) marginMode!: string;
}

export class MemberAnswer {
  @ApiProperty({ example: 'ALPHA' }) member!: string;
  @ApiProperty({ example: 'Alpha Clearing' }) name!: string;
  @ApiProperty({ enum: MEMBER_STATUSES }) status!: string;
  @ApiProperty({ type: [MemberAccountAnswer] }) accounts!: MemberAccountAnswer[];
}
