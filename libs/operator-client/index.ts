export {
  type ApplyOptions,
  applyReferenceData,
  applyReferenceDataFile,
} from './apply-reference-data.js';
export { basic, bearer } from './authorization.js';
export {
  type ApplyMode,
  OperatorClient,
  OperatorProblem,
  type ProblemDocument,
  type QueryValue,
} from './operator-client.js';
export { ReferenceDataFileError, ledgerOf, readReferenceDataFile } from './reference-data-file.js';
export { UnreachableError } from './request-json.js';
