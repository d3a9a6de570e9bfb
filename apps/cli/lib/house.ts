import { readConfiguration } from '#libs/platform/configuration.js';
import { type Endpoints, readEndpoints } from '#libs/platform/endpoints-file.js';
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

/** A client for the ledger that the command names. */
export function operatorClient(ledger: string): OperatorClient {
  return new OperatorClient(httpUrl(), ledger);
}

function runningHere(): Endpoints | undefined {
  return readEndpoints(readConfiguration().dataDir);
}
