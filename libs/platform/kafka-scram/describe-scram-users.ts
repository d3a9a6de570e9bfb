import { Decoder, Encoder, type KafkaRequest } from './kafkajs-internals.js';

export interface ScramUsers {
  /** 0 where the broker told. */
  readonly errorCode: number;
  /** Names of all users that have a credential. */
  readonly users: readonly string[];
}

/** DescribeUserScramCredentials, version 0 (KIP-554), of all users. */
export function describeScramUsers(): KafkaRequest<ScramUsers> {
  return {
    request: {
      apiKey: 50,
      apiVersion: 0,
      apiName: 'DescribeUserScramCredentials',
      encode: async () =>
        new Encoder().writeUVarIntBytes().writeUVarIntArray([]).writeUVarIntBytes(),
    },
    response: { decode: async (bytes) => decodeUsers(bytes), parse: async (users) => users },
  };
}

function decodeUsers(bytes: Buffer): ScramUsers {
  const decoder = new Decoder(bytes);
  decoder.readTaggedFields();
  decoder.readInt32(); // how long the broker slowed us down
  const errorCode = decoder.readInt16();
  decoder.readUVarIntString();
  const users = decoder.readUVarIntArray((each) => {
    const username = each.readUVarIntString() ?? '';
    each.readInt16();
    each.readUVarIntString();
    each.readUVarIntArray((credential) => {
      credential.readInt8();
      credential.readInt32();
      credential.readTaggedFields();
    });
    each.readTaggedFields();
    return username;
  });
  return { errorCode, users };
}
