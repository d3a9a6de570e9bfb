import { Module } from '@nestjs/common';
import { AuctionBidsController } from './auction-bids.controller.js';

/** Default auctions: sealed bids in. Every other step of a default is an operator's command. */
@Module({ controllers: [AuctionBidsController] })
export class DefaultManagementModule {}
