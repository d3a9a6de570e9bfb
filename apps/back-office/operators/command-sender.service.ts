import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { CommandAnswered } from '#libs/domain/events/event-catalogue.js';
import type { CommandBody, OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { LedgerReader } from '#libs/ledger/index.js';
import { topicName } from '#libs/messaging/index.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { invalidRequest, refused, timedOut } from '../http/problem.js';
import { KafkaGateway } from '../kafka/kafka.gateway.js';
import { COMMAND_POLL_MS, COMMAND_TIMEOUT_MS } from '../limits.js';
import { CONFIGURATION, DATABASE } from '../tokens.js';

export interface CommandRequest {
  readonly ledger: string;
  readonly by: string;
  readonly at?: string | undefined;
  readonly body: CommandBody;
  /** The caller's idempotency key; one is made where none was given. */
  readonly commandId?: string | undefined;
}

/**
 * Brings operators' commands to the decider: as messages on Kafka, like everything that is ever
 * decided, and comes back with the answer that the ledger holds.
 */
@Injectable()
export class CommandSender {
  private readonly topic: string;

  constructor(
    @Inject(CONFIGURATION) configuration: ServiceConfiguration,
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(KafkaGateway) private readonly kafka: KafkaGateway,
  ) {
    this.topic = topicName(configuration.topicPrefix, 'commands');
  }

  /**
   * Sends a command and waits for its answer.
   * @returns its result, when it was done
   * @throws Problem 409 with the result when it was refused, 504 when no answer came in time
   */
  async execute(request: CommandRequest): Promise<unknown> {
    const commandId = request.commandId ?? randomUUID();
    if (!isIdentifier(commandId)) {
      throw invalidRequest([{ field: 'Idempotency-Key', message: 'is not an id' }]);
    }
    const known = await this.findAnswer(request.ledger, commandId);
    if (known) return resultOf(known);
    const command: OperatorCommand = {
      commandId,
      ledger: request.ledger,
      by: request.by,
      ...(request.at === undefined ? {} : { at: request.at }),
      body: request.body,
    };
    await this.kafka.send(this.topic, commandId, JSON.stringify(command));
    return resultOf(await this.waitForAnswer(request.ledger, commandId));
  }

  private async waitForAnswer(ledger: string, commandId: string): Promise<CommandAnswered> {
    const deadlineMs = Date.now() + COMMAND_TIMEOUT_MS;
    while (Date.now() < deadlineMs) {
      const answer = await this.findAnswer(ledger, commandId);
      if (answer) return answer;
      await sleep(COMMAND_POLL_MS);
    }
    throw timedOut(
      `command ${commandId} was sent, but no answer came within ${COMMAND_TIMEOUT_MS / 1000} s; ` +
        `is the core running? The same request with the header "Idempotency-Key: ${commandId}" ` +
        'asks for the answer without doing it twice',
    );
  }

  private async findAnswer(
    ledger: string,
    commandId: string,
  ): Promise<CommandAnswered | undefined> {
    const { rows } = await this.database.query<{ position: string }>({
      name: 'command-answer',
      text: 'SELECT position FROM identity WHERE ledger_id = $1 AND key = $2',
      values: [ledger, `command/${commandId}`],
    });
    if (!rows[0]) return undefined;
    const [event] = await new LedgerReader(this.database, ledger).at([Number(rows[0].position)]);
    invariant(event?.type === 'CommandAnswered', `command/${commandId} names no answer`);
    return event.payload;
  }
}

function resultOf({ outcome, result, command }: CommandAnswered): unknown {
  if (outcome === 'DONE') return result;
  throw refused(result, `${command} was refused`);
}
