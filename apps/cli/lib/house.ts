import type { BrokerSettings } from '#libs/messaging/access/broker-admin.js';
import { bearer } from '#libs/operator-client/authorization.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type Endpoints, readEndpoints } from '#libs/platform/endpoints-file.js';
import { kafkaSignInHere, operatorTokenHere } from '#libs/platform/sign-in-here.js';
import { OperatorClient } from '#libs/operator-client/operator-client.js';
import { WrongUseError } from './failure.js';

const NO_HOUSE = 'no clearing house runs from this folder: start it with npm start, or set';

/** The URL of the clearing house's HTTP interface. @throws WrongUseError when there is none */
export function httpUrl(): string {
  const url = process.env['CCP_URL'];
  if (url !== undefined && url !== '') {
    if (URL.canParse(url)) return url;
    throw new WrongUseError(`CCP_URL: "${url}" is not a URL such as http://127.0.0.1:8080`);
  }
  const endpoints = runningHere();
  if (!endpoints) throw new WrongUseError(`${NO_HOUSE} CCP_URL`);
  return endpoints.http;
}

/** The URL of the clearing house's database. @throws WrongUseError when there is none */
export function databaseUrl(): string {
  const url = readConfiguration().databaseUrl ?? runningHere()?.databaseUrl;
  if (url === undefined) throw new WrongUseError(`${NO_HOUSE} DATABASE_URL`);
  return url;
}

/** What this run of the command signs in with instead of the operators' token. */
let signedIn: string | undefined;

/** Runs a task as somebody else than the operator, such as a member. */
export async function signedInAs<T>(authorization: string, task: () => Promise<T>): Promise<T> {
  signedIn = authorization;
  try {
    return await task();
  } finally {
    signedIn = undefined;
  }
}

/** The operators' token, where there is one for the house that is asked. */
export function operatorToken(): string | undefined {
  const here = runningHere();
  return operatorTokenHere(readConfiguration(), httpUrl() === here?.http ? here : undefined);
}

/** How this command signs in at HTTP. */
export const authorization = (): string | undefined => signedIn ?? bearer(operatorToken());

/** A client for the ledger that the command names. */
export function operatorClient(ledger: string): OperatorClient {
  return new OperatorClient(httpUrl(), ledger, authorization());
}

/** How an administrator reaches the brokers. @throws WrongUseError when there are none */
export function brokerSettings(): BrokerSettings {
  const configuration = readConfiguration();
  const here = runningHere();
  const kafkaBrokers = configuration.kafkaBrokers ?? here?.kafkaBrokers.split(',');
  if (kafkaBrokers === undefined) throw new WrongUseError(`${NO_HOUSE} KAFKA_BROKERS`);
  const { kafkaTls } = configuration;
  return { kafkaBrokers, kafkaTls, kafkaSasl: kafkaSignInHere(configuration, here, 'admin') };
}

/** What `endpoints.json` of this folder says. */
export const endpointsHere = (): Endpoints | undefined => runningHere();

function runningHere(): Endpoints | undefined {
  return readEndpoints(readConfiguration().dataDir);
}
