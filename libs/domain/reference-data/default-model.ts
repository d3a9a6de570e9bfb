import { Findings } from './findings.js';
import { gatherKnownNames } from './known-names.js';
import type { MarginModelSettings } from './model.js';
import { PartReader } from './part-reader.js';
import { readModel } from './read-model.js';

/** The margin model of a document that says nothing about it: what clearing-house.yaml gives as defaults. */
export function defaultModel(): MarginModelSettings {
  return readModel(new PartReader('', {}, new Findings()), gatherKnownNames({}));
}
