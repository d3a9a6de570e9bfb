import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  reportUtilisation,
  type UtilisationReport,
} from '#libs/domain/collateral-advice/utilisation.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { inSlices } from '../house/in-slices.js';
import { notFound } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { UtilisationQuery, UtilisationReportAnswer } from './utilisation.answers.js';

/** How far collateral is used. */
@ApiTags('collateral')
@Controller('v1/ledgers/:ledger/utilisation')
export class UtilisationController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Get()
  @ApiOperation({
    summary: 'Exposure over counted collateral of each account, each member and the house',
    description: 'Computed from the events of the ledger at its end.',
  })
  @ApiOkResponse({ type: UtilisationReportAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  report(
    @Param('ledger') ledger: string,
    @Query() { member }: UtilisationQuery,
  ): Promise<UtilisationReport> {
    return this.replicas.now(ledger, ({ house, engine }) => {
      if (member !== undefined && house.reference?.members.has(member) !== true)
        throw notFound('member', `there is no member ${member} in ledger ${ledger}`);
      if (!house.reference) throw notFound('reference-data', `${ledger} has no reference data`);
      return inSlices(reportUtilisation(house, engine, member));
    });
  }
}
