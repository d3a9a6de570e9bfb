import { referenceDocument, type DocumentChanges } from './reference-document.js';

/** Limits by MEMBER/ACCOUNT, or by MEMBER for all its accounts together. */
export type LimitsByHolder = Readonly<Record<string, object>>;

interface Members {
  readonly members: readonly {
    readonly id: string;
    readonly accounts: readonly { id: string }[];
  }[];
}

/** The document of the tests, or another, with limits of some accounts and members. */
export function limitedDocument(
  limits: LimitsByHolder,
  changes: DocumentChanges = referenceDocument(),
): Record<string, unknown> {
  const withLimits = <T extends object>(holder: T, name: string): T =>
    limits[name] === undefined ? holder : { ...holder, limits: limits[name] };
  const { members } = {
    ...(referenceDocument() as Record<string, unknown> & Members),
    ...changes,
  } as Members;
  return {
    ...changes,
    members: members.map((member) => ({
      ...withLimits(member, member.id),
      accounts: member.accounts.map((account) => withLimits(account, `${member.id}/${account.id}`)),
    })),
  };
}
