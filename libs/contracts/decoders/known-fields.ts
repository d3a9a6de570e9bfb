import { fieldsOf } from '../fields/field-rule.js';
import { isJsonObject, type JsonObject } from '../schema/json-schema.js';
import type { MessageClass, Variants } from '../schema/variants.js';

/**
 * The fields of a well-formed message that its class knows, and of the objects in it likewise; what is
 * null is left out.
 */
export function knownFields(type: MessageClass, message: JsonObject): JsonObject {
  const known: Record<string, unknown> = {};
  for (const { name, rule } of fieldsOf(type)) {
    const content = message[name];
    if (content === undefined || content === null) continue;
    const variants = rule.nested?.variants;
    if (!variants) known[name] = content;
    else if (Array.isArray(content)) known[name] = content.map((each) => within(variants, each));
    else known[name] = within(variants, content);
  }
  return known;
}

function within(variants: Variants, content: unknown): unknown {
  if (!isJsonObject(content)) return content;
  const type = variants.select(content);
  return typeof type === 'function' ? knownFields(type, content) : content;
}
