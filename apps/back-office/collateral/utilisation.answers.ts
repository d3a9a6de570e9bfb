import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';

export class UtilisationQuery {
  @ApiPropertyOptional({ example: 'ALPHA', description: 'Of this member alone' })
  @IsOptional()
  @IsIdentifier()
  member?: string;
}

export class UtilisationAnswer {
  @ApiProperty() exposure!: string;
  @ApiProperty() counted!: string;
  @ApiProperty({ description: 'Counted above the exposure; one account does not cover another' })
  excess!: string;
  @ApiProperty() deficit!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Exposure over what counts' })
  utilisation!: string | null;
  @ApiProperty({ description: 'Cost per year of all that is lodged, at the default costs' })
  lockedUpCost!: string;
}

export class MemberUtilisationAnswer extends UtilisationAnswer {
  @ApiProperty({ example: 'ALPHA' }) member!: string;
}

export class AccountUtilisationAnswer extends UtilisationAnswer {
  @ApiProperty({ example: 'ALPHA/HOUSE' }) account!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it is in no sum' })
  notComputable!: string | null;
}

export class UtilisationReportAnswer {
  @ApiProperty({ description: 'Ledger position at which it is true' }) position!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ type: UtilisationAnswer }) house!: UtilisationAnswer;
  @ApiProperty({ type: [MemberUtilisationAnswer] }) members!: MemberUtilisationAnswer[];
  @ApiProperty({ type: [AccountUtilisationAnswer] }) accounts!: AccountUtilisationAnswer[];
}
