import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

/** Accounts of ALPHA that hold for several clients, and those of one kind each beside them. */
export const [GROSS, NET, SEGREGATED, HOUSE] = [
  'ALPHA/GROSS',
  'ALPHA/NET',
  'ALPHA/SEG',
  'ALPHA/HOUSE',
] as const;

/** The members of the tests, ALPHA with an account of every type in one margin mode. */
export function omnibusMembers(marginMode: MarginMode = 'portfolio'): DocumentChanges {
  const { members } = referenceDocument() as { members: { id: string }[] };
  const accounts = [
    { id: 'HOUSE', type: 'house', marginMode },
    { id: 'SEG', type: 'client-segregated', marginMode, client: 'Fund One' },
    { id: 'NET', type: 'client-omnibus-net', marginMode },
    { id: 'GROSS', type: 'client-omnibus-gross', marginMode },
  ];
  return {
    members: members.map((member) => (member.id === 'ALPHA' ? { ...member, accounts } : member)),
  };
}
