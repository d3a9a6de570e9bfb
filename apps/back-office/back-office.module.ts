import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { createPool } from '#libs/ledger/index.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import type { Logger } from '#libs/platform/logging.js';
import { AccessGuard } from './access/access.guard.js';
import { SignInService } from './access/sign-in.service.js';
import { CollateralController } from './collateral/collateral.controller.js';
import { HaircutsController } from './collateral/haircuts.controller.js';
import { SuggestionController } from './collateral/suggestion.controller.js';
import { UtilisationController } from './collateral/utilisation.controller.js';
import { SidesController } from './matching/sides.controller.js';
import { DatabaseCloser } from './database.service.js';
import { AuctionsController } from './defaults/auctions.controller.js';
import { DefaultStepsController } from './defaults/default-steps.controller.js';
import { LiquidationsController } from './defaults/liquidations.controller.js';
import { DefaultsController } from './defaults/defaults.controller.js';
import { DefaultsService } from './defaults/defaults.service.js';
import { DefaultFundController } from './default-fund/default-fund.controller.js';
import { DefaultReportController } from './drills/default-report.controller.js';
import { DrillsController } from './drills/drills.controller.js';
import { DrillsService } from './drills/drills.service.js';
import { DocumentsController } from './documents/documents.controller.js';
import { HealthController } from './health/health.controller.js';
import { HouseReplicas } from './house/house-replicas.service.js';
import { IdleService } from './idle/idle.service.js';
import { InstrumentsController } from './instruments/instruments.controller.js';
import { KafkaGateway } from './kafka/kafka.gateway.js';
import { QUERY_CONNECTIONS_MAX } from './limits.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { CommandSender } from './operators/command-sender.service.js';
import { OperatorsController } from './operators/operators.controller.js';
import { ReferenceDataService } from './operators/reference-data.service.js';
import { BooksController } from './queries/books.controller.js';
import { BooksService } from './queries/books.service.js';
import { EventsController } from './queries/events.controller.js';
import { LedgersService } from './queries/ledgers.service.js';
import { MarginController } from './queries/margin.controller.js';
import { MarginService } from './queries/margin.service.js';
import { MembersController } from './queries/members.controller.js';
import { PriceFeedsController } from './queries/price-feeds.controller.js';
import { PriceFeedsService } from './queries/price-feeds.service.js';
import { QuarantineController } from './queries/quarantine.controller.js';
import { SettlementCyclesController } from './queries/settlement-cycles.controller.js';
import { ReadModels } from './read-models.service.js';
import { CheckService } from './reference-data/check.service.js';
import { ParametersController } from './reference-data/parameters.controller.js';
import { ProposalsController } from './reference-data/proposals.controller.js';
import { ProposalsService } from './reference-data/proposals.service.js';
import { StatementController } from './statements/statement.controller.js';
import { StatementService } from './statements/statement.service.js';
import { StatusController } from './status/status.controller.js';
import { StatusService } from './status/status.service.js';
import { CONFIGURATION, DATABASE, LOGGER } from './tokens.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { WhatIfService } from './what-if/what-if.service.js';

/** HTTP for back offices, auditors and operators, and the read models behind it. */
@Module({})
export class BackOfficeModule {
  static forRoot(configuration: ServiceConfiguration, logger: Logger): DynamicModule {
    const database = createPool(configuration.databaseUrl, {
      max: QUERY_CONNECTIONS_MAX,
      applicationName: 'ccp-back-office',
    });
    return {
      module: BackOfficeModule,
      controllers: [
        BooksController,
        MembersController,
        MarginController,
        WhatIfController,
        CollateralController,
        SuggestionController,
        HaircutsController,
        UtilisationController,
        SidesController,
        DefaultFundController,
        StatementController,
        SettlementCyclesController,
        PriceFeedsController,
        EventsController,
        QuarantineController,
        OperatorsController,
        InstrumentsController,
        ProposalsController,
        DefaultsController,
        DefaultStepsController,
        LiquidationsController,
        AuctionsController,
        DrillsController,
        DefaultReportController,
        ParametersController,
        StatusController,
        HealthController,
        MetricsController,
        DocumentsController,
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: LOGGER, useValue: logger },
        { provide: DATABASE, useValue: database },
        DatabaseCloser,
        SignInService,
        { provide: APP_GUARD, useClass: AccessGuard },
        ReadModels,
        KafkaGateway,
        LedgersService,
        BooksService,
        StatementService,
        MarginService,
        PriceFeedsService,
        HouseReplicas,
        WhatIfService,
        DrillsService,
        CheckService,
        ProposalsService,
        DefaultsService,
        CommandSender,
        ReferenceDataService,
        IdleService,
        StatusService,
        MetricsService,
      ],
    };
  }
}
