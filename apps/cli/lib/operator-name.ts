import os from 'node:os';

/** Who uses the command, for the record. */
export function operatorName(): string {
  try {
    return os.userInfo().username || 'operator';
  } catch {
    return 'operator';
  }
}
