import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { passwordHashOf } from '#libs/access/access-store.js';
import { SignIn, type SignInResult } from '#libs/access/sign-in.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { readOperatorToken } from '#libs/platform/operator-token.js';
import { CONFIGURATION, DATABASE } from '../tokens.js';

/** Checks credentials against what Postgres knows of members, and the operators' token. */
@Injectable()
export class SignInService {
  private readonly signIn: SignIn;

  constructor(
    @Inject(DATABASE) database: pg.Pool,
    @Inject(CONFIGURATION) { operatorTokenFile }: ServiceConfiguration,
  ) {
    const token = readOperatorToken(operatorTokenFile);
    this.signIn = new SignIn((member) => passwordHashOf(database, member), token);
  }

  identify(header: string, address: string): Promise<SignInResult> {
    return this.signIn.identify(header, address);
  }
}
