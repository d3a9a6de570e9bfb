export { createKafka, type KafkaLog } from './kafka.js';
export { createMemberTopics, createMissingTopics } from './create-topics.js';
export { memberTopicsOpener } from './member-topics-opener.js';
export {
  INPUT_TOPICS,
  MEMBER_INPUT_TOPICS,
  MEMBER_OUTPUT_TOPICS,
  memberTopicName,
  OUTPUT_TOPICS,
  topicName,
  type InputTopicName,
  type MemberInputTopicName,
  type MemberOutputTopicName,
  type OutputTopicName,
} from './topics.js';
export {
  InputTopic,
  KAFKA_BATCHES,
  KAFKA_MEMBER_BATCHES,
  MemberInputTopic,
} from './input-topic.decorator.js';
export { KafkaBatchStrategy, type KafkaBatchOptions } from './kafka-batch.strategy.js';
export { InputPositions, type InputPosition } from './input-positions.js';
export { describeInputGap, type InputGap } from './input-gap.js';
export type { InputMessage, MessageBatch } from './message-batch.js';
export type { Sender } from './sender.js';
export { TransactionalSender } from './transactional-sender.js';
export type { OutgoingMessage } from './outgoing-message.js';
