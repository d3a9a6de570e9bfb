import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  BID_OUTCOMES,
  UNSOLD_REASONS,
  type BidOutcome,
  type UnsoldReason,
} from '#libs/domain/events/auction-events.js';
import { NAME_LENGTH_MAX, REASON_LENGTH_MAX } from '../../fields/bounds.js';
import {
  IsAccount,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsOneOf,
  IsText,
  IsWholeNumber,
} from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { IsHash, IsIds, IsPosition } from '../../fields/out-fields.js';
import { DefaultTrade, LotsOfInstrument } from './default-waterfall-parts.message.js';
import { StepOfDefault } from './step-of-default.message.js';

@JSONSchema({ description: 'A part of a lot: signed lots as the defaulter trades them.' })
export class AuctionedPosition extends LotsOfInstrument {
  @IsAccount()
  account!: string;
}

@JSONSchema({ description: 'Positions that are auctioned for one price.' })
export class AuctionLot {
  @IsId()
  lot!: string;

  @IsListOf(AuctionedPosition, 0)
  positions!: AuctionedPosition[];

  @IsOptional()
  @IsDecimalText('The most that is paid to be rid of it; below zero: the least that is taken.')
  reserve?: string;
}

@JSONSchema({ description: 'Members may bid from here on.' })
export class AuctionOpenedMessage extends StepOfDefault {
  @IsOneOf(['AUCTION_OPENED'])
  step!: 'AUCTION_OPENED';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsWholeNumber(1, undefined, 'The how many-th of the default.')
  auction!: number;

  @IsId()
  currency!: string;

  @IsListOf(AuctionLot, 0)
  lots!: AuctionLot[];

  @IsOptional()
  @IsInstantText("Until when bids are taken, on the ledger's clock; absent: until it is closed.")
  closesAt?: string;
}

@JSONSchema({ description: 'A sealed bid came in; what it says is shown at the closing.' })
export class BidReceivedMessage extends StepOfDefault {
  @IsOneOf(['BID_RECEIVED'])
  step!: 'BID_RECEIVED';

  @IsWholeNumber(1)
  auction!: number;

  @IsId()
  lot!: string;

  @IsId('The member that bids.')
  bidder!: string;

  @IsId()
  bidId!: string;

  @IsHash('SHA-256 of the salt and the content.')
  hash!: string;
}

@JSONSchema({ description: 'A bid was refused; sent again, mended, it is judged anew.' })
export class BidRejectedMessage {
  @IsOneOf(['BID_REJECTED'])
  step!: 'BID_REJECTED';

  @IsId('The member that bids.')
  bidder!: string;

  @IsId()
  bidId!: string;

  @IsOptional()
  @IsId('As the bid names it, where that can be read.')
  defaultId?: string;

  @IsOptional()
  @IsId('As the bid names it, where that can be read.')
  lot?: string;

  @IsId()
  code!: string;

  @IsOptional()
  @IsId()
  field?: string;

  @IsText(
    REASON_LENGTH_MAX,
    'A sentence that says what to mend; it quotes neither price nor account.',
  )
  reason!: string;

  @IsPosition()
  position!: number;
}

@JSONSchema({ description: 'A bid as it was: sha256(salt + content) is its hash.' })
export class RevealedBid {
  @IsPosition('Of the step BID_RECEIVED.')
  position!: number;

  @IsId()
  lot!: string;

  @IsId()
  bidder!: string;

  @IsId()
  bidId!: string;

  @IsHash()
  hash!: string;

  @IsOptional()
  @IsId('Absent, as what follows, where what was sealed is lost.')
  salt?: string;

  @IsOptional()
  @IsAccount()
  account?: string;

  @IsOptional()
  @IsDecimalText()
  price?: string;

  @IsOptional()
  @IsInstantText()
  submittedAt?: string;

  @IsOneOf(BID_OUTCOMES)
  outcome!: BidOutcome;

  @IsOptional()
  @IsText(REASON_LENGTH_MAX, 'Why it is INVALID.')
  reason?: string;
}

@JSONSchema({ description: 'Whose bid for a lot was the best.' })
export class LotWinner {
  @IsId()
  bidder!: string;

  @IsId()
  bidId!: string;

  @IsAccount()
  account!: string;

  @IsDecimalText('Positive when the bidder is paid.')
  price!: string;
}

@JSONSchema({ description: 'What a lot came to: it has a winner, or a reason why it has none.' })
export class LotResult extends AuctionLot {
  @IsOptional()
  @IsNested(LotWinner)
  winner?: LotWinner;

  @IsOptional()
  @IsOneOf(UNSOLD_REASONS)
  unsold?: UnsoldReason;
}

@JSONSchema({ description: 'What is paid for a lot.' })
export class AuctionPayment {
  @IsId()
  lot!: string;

  @IsAccount()
  account!: string;

  @IsOneOf(
    ['BIDDER', 'DEFAULT'],
    "BIDDER: paid when the loss is paid; DEFAULT: taken at once into the default's cash.",
  )
  to!: 'BIDDER' | 'DEFAULT';

  @IsDecimalText('Above zero.')
  amount!: string;
}

@JSONSchema({
  description: 'All bids are shown, and each lot goes to the best within its reserve.',
})
export class AuctionClosedMessage extends StepOfDefault {
  @IsOneOf(['AUCTION_CLOSED'])
  step!: 'AUCTION_CLOSED';

  @IsText(NAME_LENGTH_MAX)
  by!: string;

  @IsWholeNumber(1)
  auction!: number;

  @IsId()
  currency!: string;

  @IsListOf(LotResult, 0)
  lots!: LotResult[];

  @IsListOf(RevealedBid, 0)
  bids!: RevealedBid[];

  @IsListOf(DefaultTrade, 0)
  trades!: DefaultTrade[];

  @IsListOf(AuctionPayment, 0)
  payments!: AuctionPayment[];

  @IsDecimalText('Sum of the prices: positive where bidders are paid.')
  net!: string;

  @IsIds('Members that bid for no lot of it.')
  didNotBid!: string[];
}
