import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { EVENT_PAYLOAD_SCHEMAS } from '../events/event-payload-schemas.js';
import { variantsDocument } from '../schema/class-schema.js';
import { JSON_SCHEMA_DIALECT, type JsonSchema } from '../schema/json-schema.js';
import {
  topicAddress,
  TOPIC_PREFIX_DEFAULT,
  TOPICS_IN,
  TOPICS_OUT,
  type Topic,
} from '../topics.js';

/** Whether the clearing house reads or writes. */
export type Direction = 'in' | 'out';

/** Whether a file is about messages in, messages out or events. */
export type SchemaFolder = Direction | 'events';

/** The JSON Schemas of the contract by folder and name, each complete in itself. */
export function schemaDocuments(): Record<SchemaFolder, Record<string, JsonSchema>> {
  return {
    in: topicDocuments(TOPICS_IN, 'in'),
    out: topicDocuments(TOPICS_OUT, 'out'),
    events: eventDocuments(),
  };
}

function topicDocuments(
  topics: Readonly<Record<string, Topic>>,
  direction: Direction,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(topics).map(([name, topic]) => [
      name,
      {
        $schema: JSON_SCHEMA_DIALECT,
        $id: `urn:ccp:${direction}:${name}:v1`,
        title: topicAddress(TOPIC_PREFIX_DEFAULT, name, topic),
        description: topic.description,
        ...withoutRootReference(variantsDocument(topic.messages)),
      },
    ]),
  );
}

/** Draft 7 ignores whatever stands beside a reference, and with it the definitions. */
function withoutRootReference({ $ref, ...document }: JsonSchema): JsonSchema {
  return $ref === undefined ? document : { allOf: [{ $ref }], ...document };
}

function eventDocuments(): Record<string, JsonSchema> {
  return Object.fromEntries(
    (Object.keys(EVENT_CATALOGUE) as EventType[]).map((type) => {
      const { description, schemaVersion } = EVENT_CATALOGUE[type];
      const $id = `urn:ccp:event:${type}:v${schemaVersion}`;
      const head = { $schema: JSON_SCHEMA_DIALECT, $id, title: type, description };
      return [type, { ...head, ...EVENT_PAYLOAD_SCHEMAS[type] }];
    }),
  );
}
