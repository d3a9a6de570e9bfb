import { applyDecorators, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { ErrorsAsTheyAreFilter } from './errors-as-they-are.filter.js';
import type { InputTopicName, MemberInputTopicName } from './topics.js';

/** Identifies the transport of this library among Nest's. */
export const KAFKA_BATCHES = Symbol('kafka-batches');

/**
 * Declares a controller's method as the taker of an input topic: it is handed a {@link MessageBatch} of
 * one partition and returns when there is room for the next one.
 */
export function InputTopic(name: InputTopicName): MethodDecorator {
  const pattern: MethodDecorator = EventPattern<string>(name, KAFKA_BATCHES);
  return applyDecorators(pattern, UseFilters(ErrorsAsTheyAreFilter));
}

/** Identifies the transport of topics of single members among Nest's. */
export const KAFKA_MEMBER_BATCHES = Symbol('kafka-member-batches');

/**
 * As {@link InputTopic}, for a topic of which each member has one of its own: the batch says whose it is.
 */
export function MemberInputTopic(name: MemberInputTopicName): MethodDecorator {
  const pattern: MethodDecorator = EventPattern<string>(name, KAFKA_MEMBER_BATCHES);
  return applyDecorators(pattern, UseFilters(ErrorsAsTheyAreFilter));
}
