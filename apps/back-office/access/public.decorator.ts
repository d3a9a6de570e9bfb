import { SetMetadata } from '@nestjs/common';

const PUBLIC = Symbol('public');

/** Answers everybody, signed in or not: health and documents. */
export const Public = (): ClassDecorator => SetMetadata(PUBLIC, true);

export const isPublic = (controller: object): boolean =>
  Reflect.getMetadata(PUBLIC, controller) === true;
