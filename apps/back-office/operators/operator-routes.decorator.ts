import { applyDecorators, Controller, Headers } from '@nestjs/common';
import { ApiBadRequestResponse, ApiConflictResponse, ApiHeader, ApiTags } from '@nestjs/swagger';
import { ProblemAnswer } from '../queries/answers.js';

const KEY = 'Idempotency-Key';

/** A controller whose posts become commands, each with the header that makes it happen once. */
export const OperatorRoutes = (path: string): ClassDecorator =>
  applyDecorators(
    ApiTags('operators'),
    ApiHeader({ name: KEY, required: false, description: 'The same key does it once' }),
    ApiBadRequestResponse({ type: ProblemAnswer }),
    ApiConflictResponse({ type: ProblemAnswer, description: 'Refused; `result` says why' }),
    Controller(path),
  );

/** The caller's key for a command; undefined where it sent none. */
export const IdempotencyKey = (): ParameterDecorator => Headers(KEY.toLowerCase());
