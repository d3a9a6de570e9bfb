import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export const INSTRUMENT_STATES = ['OPEN', 'HALTED', 'CLOSING', 'DELISTED', 'EXPIRED'] as const;

export class InstrumentAnswer {
  @ApiProperty({ example: 'SPX-FUT-2026-12' }) instrument!: string;
  @ApiProperty({ enum: ['future', 'option', 'perpetual'] }) type!: string;
  @ApiProperty({ example: 'SPX' }) underlying!: string;
  @ApiProperty({
    enum: INSTRUMENT_STATES,
    description: 'CLOSING: delisted, and trades until its end only to close',
  })
  state!: string;
  @ApiProperty({ type: String, nullable: true, description: 'When its life ends, as far as known' })
  endsAt!: string | null;
  @ApiPropertyOptional({ description: 'Of a halt or a delisting' }) reason?: string;
  @ApiPropertyOptional({ description: 'Who halted or delisted it' }) by?: string;
  @ApiPropertyOptional({ description: 'Ledger position of the event that says so' })
  since?: number;
  @ApiProperty({ example: '0.25' }) tickSize!: string;
  @ApiProperty({ example: 1250 }) tickValueMinor!: number;
  @ApiPropertyOptional({ example: '5000' }) strike?: string;
  @ApiPropertyOptional({ description: 'The last adjustment, such as `3:1`' }) adjusted?: string;
  @ApiProperty({ description: 'Lots that are open, of one side' }) openInterest!: string;
}

export class InstrumentsAnswer {
  @ApiProperty({ type: [InstrumentAnswer] }) items!: InstrumentAnswer[];
  @ApiProperty({ description: 'Ledger position at which this is true' }) position!: number;
}
