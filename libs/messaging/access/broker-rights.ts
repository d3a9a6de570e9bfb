import kafkajs, { type Admin } from 'kafkajs';

// A CommonJS module, whose enumerations Node does not find by name.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const RESOURCES = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  transaction: AclResourceTypes.TRANSACTIONAL_ID,
  cluster: AclResourceTypes.CLUSTER,
} as const;

const PATTERNS = {
  /** The resource of this very name. */
  literal: ResourcePatternTypes.LITERAL,
  /** All resources whose names begin so. */
  prefixed: ResourcePatternTypes.PREFIXED,
} as const;

const OPERATIONS = {
  READ: AclOperationTypes.READ,
  WRITE: AclOperationTypes.WRITE,
  CREATE: AclOperationTypes.CREATE,
  DELETE: AclOperationTypes.DELETE,
  DESCRIBE: AclOperationTypes.DESCRIBE,
} as const;

/** What somebody may do with something; reading and writing include describing. */
export interface Right {
  readonly resource: keyof typeof RESOURCES;
  readonly pattern: keyof typeof PATTERNS;
  readonly name: string;
  readonly operation: keyof typeof OPERATIONS;
}

/** A right that the broker keeps, in the broker's own terms. */
export interface HeldRight {
  readonly username: string;
  /** Equal for equal rights. */
  readonly key: string;
  readonly text: string;
  readonly entry: AclEntry;
}

type AclEntry = Parameters<Admin['createAcls']>[0]['acl'][number];

const USER = 'User:';
const EVERYWHERE = '*';

/** The broker checks no rights at all: it has no authorizer. */
export class NoRightsError extends Error {
  override readonly name = 'NoRightsError';
}

/** A right as the broker keeps it. */
export function heldRight(username: string, right: Right): HeldRight {
  const { resource, pattern, name, operation } = right;
  return heldEntry({
    principal: `${USER}${username}`,
    host: EVERYWHERE,
    resourceType: RESOURCES[resource],
    resourcePatternType: PATTERNS[pattern],
    resourceName: name,
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
  });
}

/** All rights that the broker keeps, whoever has them. @throws NoRightsError */
export async function listRights(admin: Admin): Promise<HeldRight[]> {
  const any = {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  };
  try {
    const { resources } = await admin.describeAcls(any);
    return resources.flatMap(({ acls, ...resource }) =>
      acls.map((acl) => heldEntry({ ...resource, ...acl })),
    );
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'SECURITY_DISABLED')
      throw new NoRightsError('the broker checks no rights: it has no authorizer');
    throw error;
  }
}

export async function giveRights(admin: Admin, rights: readonly HeldRight[]): Promise<void> {
  if (rights.length > 0) await admin.createAcls({ acl: rights.map(({ entry }) => entry) });
}

export async function takeRights(admin: Admin, rights: readonly HeldRight[]): Promise<void> {
  if (rights.length > 0) await admin.deleteAcls({ filters: rights.map(({ entry }) => entry) });
}

function heldEntry(entry: AclEntry): HeldRight {
  const { principal, host, resourceType, resourcePatternType, resourceName } = entry;
  const { operation, permissionType } = entry;
  const parts = [principal, host, resourceType, resourcePatternType, resourceName, operation];
  const nameOf = (names: Readonly<Record<string, number>>, value: number): string =>
    Object.keys(names).find((name) => names[name] === value) ?? `${value}`;
  const pattern = resourcePatternType === ResourcePatternTypes.PREFIXED ? '*' : '';
  const refused = permissionType === AclPermissionTypes.DENY ? 'not ' : '';
  return {
    username: principal.startsWith(USER) ? principal.slice(USER.length) : principal,
    key: JSON.stringify([...parts, permissionType]),
    text: `${refused}${nameOf(OPERATIONS, operation)} ${nameOf(RESOURCES, resourceType)} ${resourceName}${pattern}`,
    entry,
  };
}
