import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Operation, RequestOf } from '../contract/operation.js';
import { readJsonBody } from './json-body.js';
import { validationError } from './problem.js';

/** Path, query and body as their schemas make them. */
export async function validateRequest<O extends Operation>(
  operation: O,
  req: Request,
  res: Response,
): Promise<RequestOf<O>> {
  const params = parsePart(operation.params, req.params);
  const query = parsePart(operation.query, { ...req.query });
  if (!operation.body) return { params, query, body: undefined } as RequestOf<O>;
  const given = await readJsonBody(req, res);
  const body = parsePart(operation.body, given === undefined && operation.bodyRequired === false ? {} : given);
  return { params, query, body } as RequestOf<O>;
}

function parsePart(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (!result.success) throw validationError(result.error);
  return result.data;
}
