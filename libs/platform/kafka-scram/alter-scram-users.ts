import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Decoder, Encoder, type KafkaEncoder, type KafkaRequest } from './kafkajs-internals.js';

/** A user with its new password, or without one to be removed. */
export interface ScramChange {
  readonly username: string;
  readonly password?: string;
}

export interface ScramResult {
  readonly username: string;
  /** 0 where it was done. */
  readonly errorCode: number;
}

const derive = promisify(pbkdf2);

const SCRAM_SHA_512 = 2;
/** Kafka takes 4,096 to 16,384. */
const ITERATIONS = 8_192;
const SALT_BYTES = 32;
const KEY_BYTES = 64;

/**
 * AlterUserScramCredentials, version 0 (KIP-554). The password itself never leaves this process: the broker
 * is sent its salted derivative (RFC 5802, SaltedPassword).
 */
export async function alterScramUsers(
  changes: readonly ScramChange[],
): Promise<KafkaRequest<ScramResult[]>> {
  const removals: KafkaEncoder[] = [];
  const upserts: KafkaEncoder[] = [];
  for (const { username, password } of changes) {
    const user = new Encoder().writeUVarIntString(username).writeInt8(SCRAM_SHA_512);
    if (password === undefined) {
      removals.push(user.writeUVarIntBytes());
      continue;
    }
    const salt = randomBytes(SALT_BYTES);
    const salted = await derive(password, salt, ITERATIONS, KEY_BYTES, 'sha512');
    upserts.push(
      user
        .writeInt32(ITERATIONS)
        .writeUVarIntBytes(salt)
        .writeUVarIntBytes(salted)
        .writeUVarIntBytes(),
    );
  }
  return {
    request: {
      apiKey: 51,
      apiVersion: 0,
      apiName: 'AlterUserScramCredentials',
      // The header of this version ends with tagged fields too.
      encode: async () =>
        new Encoder()
          .writeUVarIntBytes()
          .writeUVarIntArray(removals)
          .writeUVarIntArray(upserts)
          .writeUVarIntBytes(),
    },
    response: { decode: async (bytes) => decodeResults(bytes), parse: async (results) => results },
  };
}

function decodeResults(bytes: Buffer): ScramResult[] {
  const decoder = new Decoder(bytes);
  decoder.readTaggedFields();
  decoder.readInt32(); // how long the broker slowed us down
  return decoder.readUVarIntArray((each) => {
    const result = { username: each.readUVarIntString() ?? '', errorCode: each.readInt16() };
    // What the broker says of an error may quote the request: it is not handed on.
    each.readUVarIntString();
    each.readTaggedFields();
    return result;
  });
}
