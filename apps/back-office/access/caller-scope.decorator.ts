import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import type { Scope } from './scope.js';

const scopes = new WeakMap<Request, Scope>();
const MEMBERS_MAY = Symbol('members may');

/** What the guard found out about a request. */
export const rememberScope = (request: Request, scope: Scope): void =>
  void scopes.set(request, scope);

const ScopeOfRequest = createParamDecorator((_data: unknown, context: ExecutionContext): Scope => {
  const scope = scopes.get(context.switchToHttp().getRequest<Request>());
  if (scope === undefined) throw new Error('a handler runs without the guard before it');
  return scope;
});

/**
 * The caller's scope as a parameter of a handler. It is what opens the handler to members: one that does
 * not ask for the scope, and so could not heed it, answers operators alone.
 */
export const CallerScope = (): ParameterDecorator => (target, key, index) => {
  ScopeOfRequest()(target, key, index);
  const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key === undefined || descriptor === undefined)
    throw new Error('the scope is a parameter of handlers');
  SetMetadata(MEMBERS_MAY, true)(target, key, descriptor);
};

export const isOpenToMembers = (handler: ReturnType<ExecutionContext['getHandler']>): boolean =>
  Reflect.getMetadata(MEMBERS_MAY, handler) === true;
