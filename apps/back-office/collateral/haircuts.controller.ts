import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  proposeHaircuts,
  type HaircutCalibration,
} from '#libs/domain/collateral-advice/propose-haircuts.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { notFound, refused } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { HaircutsQuery } from './haircuts.query.js';

/** Haircuts as history proposes them. */
@ApiTags('collateral')
@Controller('v1/ledgers/:ledger/haircuts')
export class HaircutsController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Get()
  @ApiOperation({
    summary: 'Haircuts calibrated from imported closes, beside those in force; changes nothing',
  })
  @ApiOkResponse({ type: Object })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  @ApiConflictResponse({ type: ProblemAnswer, description: '`result` says why it is refused' })
  async propose(
    @Param('ledger') ledger: string,
    @Query() { asset, confidence, days, liquidity, minimum }: HaircutsQuery,
  ): Promise<HaircutCalibration> {
    const answer = await this.replicas.now(ledger, ({ house }) => {
      if (!house.reference) throw notFound('reference-data', `${ledger} has no reference data`);
      return proposeHaircuts(house, {
        days,
        liquidity,
        minimum,
        ...(asset === undefined ? {} : { asset }),
        ...(confidence === undefined ? {} : { confidenceBp: confidence }),
      });
    });
    if (answer.ok) return answer.value;
    throw refused(answer.error);
  }
}
