import { JSONSchema } from 'class-validator-jsonschema';
import { IsAccount, IsDecimalText, IsId, IsInstantText } from '../../fields/fields.js';

/** A sealed bid; the member is the one whose topic it is, the identity is (member, bidId). */
@JSONSchema({
  description:
    'A sealed bid for a lot of a default auction. Its identity is (member, bidId); a later bid of the member for the lot replaces it.',
})
export class AuctionBidMessage {
  @IsId()
  bidId!: string;

  @IsId()
  defaultId!: string;

  @IsId()
  lot!: string;

  @IsAccount('That takes the lot, of the member itself.')
  account!: string;

  @IsDecimalText('For the whole lot, in the base currency; positive when the bidder is paid.')
  price!: string;

  @IsInstantText()
  submittedAt!: string;
}
