import { expect, it } from 'vitest';
import type { AccessRecord } from './access-store.js';
import { wantedUsers } from './wanted-users.js';

const record = (username: string, given: Partial<AccessRecord> = {}): AccessRecord => ({
  username,
  role: 'member',
  name: username,
  isActive: true,
  credentialId: 'c',
  ...given,
});

it('members have access in whatever ledger they are, suspended or not, and not once they have left', () => {
  const members = [
    { id: 'ALPHA', status: 'suspended' },
    { id: 'ALPHA', status: 'active' },
    { id: 'BETA', status: 'suspended' },
  ] as const;
  const records = [
    record('BETA'),
    record('GAMMA'),
    record('venue:XSIM', { role: 'venue', name: 'XSIM' }),
    record('vendor:V1', { role: 'vendor', name: 'V1', isActive: false }),
  ];
  const wanted = wantedUsers(members, records);
  expect(wanted.map(({ username, standing }) => [username, standing])).toEqual([
    ['ALPHA', 'active'],
    ['BETA', 'suspended'],
    ['GAMMA', 'left'],
    ['vendor:V1', 'left'],
    ['venue:XSIM', 'active'],
  ]);
});
