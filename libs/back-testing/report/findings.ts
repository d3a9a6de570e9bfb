import type { BookSummary, ModelSummary, StudySummary } from '../run/summarise.js';
import type { ModelId } from '../models/model-family.js';

/** Below this a test speaks against the model (margin-model.md i). */
export const SIGNIFICANT = 0.05;

/** A portfolio in its study. */
export interface Placed {
  readonly study: StudySummary;
  readonly book: BookSummary;
}

export function modelOf(study: StudySummary, model: ModelId): ModelSummary | undefined {
  return study.models.find((each) => each.model === model);
}

/** All portfolios of all studies under one model. */
export function placed(studies: readonly StudySummary[], model: ModelId): Placed[] {
  return studies.flatMap((study) =>
    (modelOf(study, model)?.books ?? []).map((book) => ({ study, book })),
  );
}

/** The tail that a study's margins are held to: 0.01 for 99 %. */
export function tailOf({ confidenceBp }: StudySummary): number {
  return (10_000 - confidenceBp) / 10_000;
}

/** More hits than promised, by a test that is sure of it. */
export function isUnderMargined({ study, book }: Placed): boolean {
  return book.hits > book.windows * tailOf(study) && book.kupiec.pValue < SIGNIFICANT;
}

/** Fewer hits than promised, by a test that is sure of it: informational, not a fault. */
export function isOverMargined({ study, book }: Placed): boolean {
  return book.hits < book.windows * tailOf(study) && book.kupiec.pValue < SIGNIFICANT;
}

/** Hits that follow each other more often than chance would have them do. */
export function isClustered({ book }: Placed): boolean {
  return book.independence.pValue < SIGNIFICANT && book.independence.hitHit > 0;
}

/** Loss over margin of the worst day; 1 where every loss was covered. */
export function shortfallRatio({ book }: Placed): number {
  const worst = book.largestShortfall;
  return worst && worst.margin > 0 ? worst.loss / worst.margin : 1;
}

export function isSingle({ book }: Placed): boolean {
  return book.kind === 'single';
}
