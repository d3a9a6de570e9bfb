import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { InputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { priceInput } from './price-input.js';
import { volatilityInput } from './volatility-input.js';

/** Prices and volatilities as vendors and venues observe them. */
@Controller()
export class MarketDataController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @InputTopic('prices')
  takePrices(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, priceInput);
  }

  @InputTopic('volatilities')
  takeVolatilities(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, volatilityInput);
  }
}
