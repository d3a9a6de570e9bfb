import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { Public } from '../access/public.decorator.js';
import { notFound } from '../http/problem.js';

const SCHEMAS = path.join(PROJECT_ROOT, 'docs', 'schemas');
const SCHEMA_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*\.json$/;

/** The contract in machine-readable form, as generated into `docs`. */
@ApiExcludeController()
@Public()
@Controller()
export class DocumentsController {
  @Get('asyncapi.json')
  async asyncApi(@Res() response: Response): Promise<void> {
    await sendFile(response, path.join(PROJECT_ROOT, 'docs', 'asyncapi.json'), 'document');
  }

  @Get('schemas')
  async schemas(): Promise<{ items: string[] }> {
    try {
      const names = (await readdir(SCHEMAS)).filter((name) => SCHEMA_NAME.test(name));
      return { items: names.sort().map((name) => `/schemas/${name}`) };
    } catch {
      return { items: [] };
    }
  }

  @Get('schemas/:name')
  async schema(@Param('name') name: string, @Res() response: Response): Promise<void> {
    if (!SCHEMA_NAME.test(name)) throw notFound('schema', `there is no schema ${name}`);
    await sendFile(response, path.join(SCHEMAS, name), 'schema');
  }
}

async function sendFile(response: Response, file: string, kind: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw notFound(kind, `${path.basename(file)} is not part of this build`);
  }
  response.type('application/json').send(text);
}
