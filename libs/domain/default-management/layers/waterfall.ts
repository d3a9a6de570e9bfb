import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { assessments } from './assessments.js';
import { defaulterDefaultFund, defaulterMargin } from './defaulter-layers.js';
import { fullTearUp } from './full-tear-up.js';
import { gainsHaircut } from './gains-haircut.js';
import type { LayerRule } from './layer-rule.js';
import { ccpFirstLoss, ccpSecondLoss } from './own-capital-layers.js';
import { survivorsDefaultFund } from './survivors-default-fund.js';
import { partialTearUp } from './tear-up.js';

/** Every layer that a waterfall may have; which it has, and in what order, is data. */
export const LAYERS: Readonly<Record<WaterfallLayer, LayerRule>> = {
  DEFAULTER_MARGIN: defaulterMargin,
  DEFAULTER_DEFAULT_FUND: defaulterDefaultFund,
  CCP_FIRST_LOSS: ccpFirstLoss,
  SURVIVORS_DEFAULT_FUND: survivorsDefaultFund,
  CCP_SECOND_LOSS: ccpSecondLoss,
  ASSESSMENTS: assessments,
  GAINS_HAIRCUT: gainsHaircut,
  PARTIAL_TEAR_UP: partialTearUp,
  FULL_TEAR_UP: fullTearUp,
};
