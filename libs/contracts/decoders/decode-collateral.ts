import type { CollateralInstruction, Decoded } from '#libs/domain/inputs/inputs.js';
import { isAccountId, isIdentifier } from '#libs/domain/kernel/identifier.js';
import {
  AccountMovementMessage,
  COLLATERAL_VARIANTS,
  DefaultFundMovementMessage,
  SubstitutionMessage,
  TransferMessage,
  type AssetQuantity,
  type CollateralMessage,
} from '../messages/in/collateral.message.js';
import type { JsonObject } from '../schema/json-schema.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf, type Shape } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

/** The identity of an instruction: the account, or the member where the default fund is meant. */
export interface InstructionIdentity {
  readonly owner: string;
  readonly instructionId: string;
}

type DecodedInstruction = Decoded<CollateralInstruction, InstructionIdentity>;

const IDENTITY = ['instructionId', 'account', 'member'];

const accountMovement = shapeOf(AccountMovementMessage);
const shapeByClass = new Map<unknown, Shape<CollateralMessage>>([
  [AccountMovementMessage, accountMovement],
  [SubstitutionMessage, shapeOf(SubstitutionMessage)],
  [TransferMessage, shapeOf(TransferMessage)],
  [DefaultFundMovementMessage, shapeOf(DefaultFundMovementMessage)],
]);

/** Decodes a message of `ccp.collateral`; which fields are due follows from its type. */
export function decodeCollateral(value: Uint8Array | null): DecodedInstruction {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  const shape = shapeByClass.get(COLLATERAL_VARIANTS.select(read));
  if (shape === undefined || !shape.accepts(read)) return refused(read);
  return { kind: 'message', message: normalised(read) };
}

/** Only the fields of the type. */
function normalised(message: CollateralMessage): CollateralInstruction {
  const { instructionId, type, valueDate } = message;
  switch (message.type) {
    case 'DEPOSIT':
    case 'WITHDRAWAL':
    case 'RECALL': {
      const { account, asset, quantity } = message;
      return { instructionId, type, account, asset, quantity, valueDate, ...bucketOf(message) };
    }
    case 'SUBSTITUTION': {
      const { account } = message;
      const release = normalisedQuantity(message.release);
      const deliver = normalisedQuantity(message.deliver);
      return { instructionId, type, account, release, deliver, valueDate, ...bucketOf(message) };
    }
    case 'TRANSFER': {
      const { account, toAccount, asset, quantity } = message;
      const moved = { account, toAccount, asset, quantity };
      const buckets = { ...bucketOf(message), ...toBucketOf(message) };
      return { instructionId, type, ...moved, valueDate, ...buckets };
    }
    case 'DEFAULT_FUND_DEPOSIT':
    case 'DEFAULT_FUND_WITHDRAWAL': {
      const { member, asset, quantity } = message;
      return { instructionId, type, member, asset, quantity, valueDate };
    }
  }
}

/** A bucket of null is none. */
function bucketOf({ bucket }: { readonly bucket?: string | null }): { readonly bucket?: string } {
  return typeof bucket === 'string' ? { bucket } : {};
}

function toBucketOf({ toBucket }: TransferMessage): { readonly toBucket?: string } {
  return typeof toBucket === 'string' ? { toBucket } : {};
}

function normalisedQuantity({ asset, quantity }: AssetQuantity): AssetQuantity {
  return { asset, quantity };
}

function refused(value: JsonObject): DecodedInstruction {
  const selected = COLLATERAL_VARIANTS.select(value);
  const shape = shapeByClass.get(selected) ?? accountMovement;
  const refusal = typeof selected === 'function' ? shape.refusal(value) : selected;
  const owner = ownerOf(value, selected);
  const { instructionId } = value;
  if (!isIdentifier(instructionId) || owner === undefined) return withoutIdentity(refusal);
  const known = shape.known(value, IDENTITY);
  return { kind: 'misshapen', identity: { owner, instructionId }, refusal, known };
}

/** Whom to answer; where the type does not say whose instruction it is, whoever is named. */
function ownerOf({ account, member }: JsonObject, selected: unknown): string | undefined {
  const ofAccount = isAccountId(account) ? account : undefined;
  const ofMember = isIdentifier(member) ? member : undefined;
  if (selected === DefaultFundMovementMessage) return ofMember;
  return shapeByClass.has(selected) ? ofAccount : (ofAccount ?? ofMember);
}
