import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { houseSecrets, readHouseUser } from './house-secrets.js';
import { kafkaProperties } from './kafka-properties.js';
import { writeSecretFile } from './secret-file.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('the secrets of a house', () => {
  it('are made once, for the eyes of the owner, and found again', () => {
    const made = houseSecrets(folder);
    expect(houseSecrets(folder)).toEqual(made);
    expect(readHouseUser(made.kafkaUsersFile, 'core')).toEqual(made.kafkaUsers.core);
    for (const file of [made.kafkaUsersFile, made.operatorTokenFile])
      expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(made.kafkaUsersFile)).mode & 0o777).toBe(0o700);
    const passwords = Object.values(made.kafkaUsers).map(({ password }) => password);
    expect(new Set(passwords).size).toBe(passwords.length);
  });

  it('are not made anew over a file that cannot be read as one, which is not quoted', () => {
    const { kafkaUsersFile } = houseSecrets(folder);
    fs.writeFileSync(kafkaUsersFile, '{"_ccp-admin": "half-a-secret');
    expect(() => houseSecrets(folder)).toThrow(kafkaUsersFile);
    expect(() => houseSecrets(folder)).not.toThrow('half-a-secret');
  });

  it('are written over a file that others could read, so that they cannot any more', () => {
    const file = path.join(folder, 'open');
    fs.writeFileSync(file, 'before', { mode: 0o644 });
    writeSecretFile(file, 'now');
    expect([fs.readFileSync(file, 'utf8'), fs.statSync(file).mode & 0o777]).toEqual(['now', 0o600]);
    expect(fs.readdirSync(folder)).toEqual(['open']);
  });
});

describe('the settings of a broker', () => {
  const ports = { brokerPort: 9092, controllerPort: 9093, logDirs: '/data' };

  it('without users have no sign-in and no authorizer', () => {
    const text = kafkaProperties(ports);
    expect(text).toContain('listeners=PLAINTEXT://127.0.0.1:9092');
    expect(text).not.toMatch(/sasl|authorizer/i);
  });

  it('with users leave no listener on which nobody signs in', () => {
    const text = kafkaProperties({ ...ports, admin: { username: '_a', password: 'p' } });
    expect(text).not.toMatch(/[^_]PLAINTEXT:\/\/|:PLAINTEXT/);
    expect(text).toContain('allow.everyone.if.no.acl.found=false');
    expect(text).toContain('super.users=User:_a\n');
  });
});
