import { HORIZON_METHODS, type LiquidationGroup } from './model.js';
import { readList, readPart, type PartReader } from './part-reader.js';
import { readChoice, readIdentifier, readInteger } from './read-values.js';
import { LIQUIDATION_GROUPS_MAX } from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

/** From this horizon on, overlapping sums are too noisy and the root is the default (b.3). */
const ROOT_HORIZON_DAYS_MIN = 5;

export function readLiquidationGroups(document: PartReader): LiquidationGroup[] {
  const { findings } = document;
  const ids = new UniqueNames('id', findings);
  return readList(document, 'liquidationGroups', LIQUIDATION_GROUPS_MAX, (value, path) =>
    readPart(value, path, findings, (part) => {
      const group = readLiquidationGroup(part);
      ids.add(group.id, part.pathOf('id'));
      return group;
    }),
  );
}

function readLiquidationGroup(part: PartReader): LiquidationGroup {
  const horizonDays = readInteger(part, 'horizonDays', { min: 1, max: 60, absent: 2 });
  const method = horizonDays < ROOT_HORIZON_DAYS_MIN ? 'overlapping' : 'sqrt';
  return {
    id: readIdentifier(part, 'id'),
    horizonDays,
    horizonMethod: readChoice(part, 'horizonMethod', HORIZON_METHODS, method),
    confidenceBp: readInteger(part, 'confidenceBp', { min: 5000, max: 9999, absent: 9900 }),
    yearDays: readInteger(part, 'yearDays', { min: 1, max: 366, absent: 252 }),
  };
}
