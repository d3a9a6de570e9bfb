import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target: string;
  };
  readonly command?: readonly string[];
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface PrometheusFile {
  readonly scrape_configs: readonly {
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);

/** Variables that the contract names under "Configuration", and the address to listen on. */
const SETTINGS =
  /^(DATABASE_URL|KAFKA_BROKERS|KAFKA_SASL_\w+|KAFKA_SSL\w*|CCP_INPUT_PARTITIONS|CCP_TOPIC_PREFIX|CCP_CONFIG|CCP_DATA_DIR|CCP_REQUIRE_APPROVAL|HOST|PORT|LOG_LEVEL)$/;

describe('docker-compose.yml', () => {
  it('runs each service of the architecture on its own', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'back-office',
      'core',
      'core-standby',
      'kafka',
      'migrate',
      'postgres',
      'prometheus',
      'publisher',
    ]);
  });

  it.each(ours)('configures %s by variables of the contract alone', (_name, service) => {
    const names = Object.keys(service.environment ?? {});
    expect(names).toContain('DATABASE_URL');
    expect(names).toContain('KAFKA_BROKERS');
    expect(names.filter((name) => !SETTINGS.test(name))).toEqual([]);
  });

  it.each(ours)('builds %s from a target of the Dockerfile', (_name, { build, command }) => {
    const dockerfile = read(build?.dockerfile ?? 'none');
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map((found) => found[1]);
    expect(targets).toContain(build?.target);
    expect(command?.[0]).toBe('node');
  });

  it.each(ours)('starts a program of this project as %s', (_name, { command }) => {
    const program = command?.find((word) => word.endsWith('.js')) ?? 'none';
    expect(existsSync(new URL(`../${program}`, import.meta.url)), program).toBe(true);
  });

  it.each(services)('waits in %s only for services that can become ready', (_name, service) => {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = compose.services[needed];
      expect(other, needed).toBeDefined();
      if (condition === 'service_healthy') expect(other?.healthcheck, needed).toBeDefined();
      else expect(condition).toBe('service_completed_successfully');
    }
  });

  it.each(services)('restarts %s, and watches its health if it stays', (name, service) => {
    expect(service.restart).toMatch(name === 'migrate' ? /^on-failure/ : /^unless-stopped$/);
    if (name !== 'migrate') expect(service.healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(services)('publishes ports of %s on the loopback interface only', (_name, service) => {
    const open = (service.ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'));
    expect(open).toEqual([]);
  });

  it.each(services)(
    'keeps the data of %s in declared volumes or files that exist',
    (_name, service) => {
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0] ?? '';
        if (source.startsWith('./')) {
          expect(existsSync(new URL(`../${source}`, import.meta.url)), source).toBe(true);
        } else {
          expect(Object.keys(compose.volumes)).toContain(source);
        }
      }
    },
  );

  it('pins every image it pulls', () => {
    const pulled = services.filter(([, service]) => service.build === undefined);
    for (const [name, { image }] of pulled) expect(image, name).toMatch(/:v?\d[\d.]*$/);
  });

  it('has Prometheus read the metrics of every service that stays, at its port', () => {
    const prometheus = parse(read('deploy/prometheus.yml')) as PrometheusFile;
    const targets = prometheus.scrape_configs.flatMap(({ static_configs }) =>
      static_configs.flatMap((group) => group.targets),
    );
    const expected = ours
      .filter(([name]) => name !== 'migrate')
      .map(([name, service]) => `${name}:${service.environment?.['PORT']}`);
    expect([...targets].sort()).toEqual(expected.sort());
  });
});

describe('deploy/Dockerfile', () => {
  it('copies only files and stages that exist', () => {
    const dockerfile = read('deploy/Dockerfile');
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map((found) => found[1]);
    const copies = [...dockerfile.matchAll(/^COPY (?:--from=(\S+) )?(.+) \S+$/gm)];
    expect(copies.length).toBeGreaterThan(5);
    for (const [line, stage, sources] of copies) {
      if (stage !== undefined) expect(stages, line).toContain(stage);
      else {
        for (const source of sources?.split(' ') ?? []) {
          expect(existsSync(new URL(`../${source}`, import.meta.url)), source).toBe(true);
        }
      }
    }
  });

  it('does not run as root', () => {
    expect(read('deploy/Dockerfile')).toMatch(/^USER node$/m);
  });
});
