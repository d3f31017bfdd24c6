import { readFileSync } from 'node:fs';
import { z } from 'zod';

type Json = Record<string, unknown>;
interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: Json }> }> }>>;
  components: { schemas: Record<string, Json> };
}

export interface SeenAnswer {
  method: string;
  /** Without the query. */
  path: string;
  status: number;
  contentType: string;
  body: unknown;
}

/** Checks answers against the committed document: status, media type and shape. Throws where they disagree. */
export function createOpenApiCheck(file = 'api/openapi.json'): (answer: SeenAnswer) => void {
  const document = JSON.parse(readFileSync(file, 'utf8').replaceAll('#/components/schemas/', '#/$defs/')) as OpenApi;
  const schemas = new Map<string, z.ZodType>();
  const places = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));

  return ({ method, path, status, contentType, body }) => {
    const place = places.find(({ pattern }) => pattern.test(path));
    const operation = place && document.paths[place.template]?.[method.toLowerCase()];
    if (!place || !operation) {
      if (![404, 405].includes(status)) throw new Error(`${method} ${path} answered ${status} but is not documented`);
      return;
    }
    const response = operation.responses[String(status)];
    if (!response)
      throw new Error(
        `${method} ${place.template} answered ${status}, which is not documented: ${JSON.stringify(body)}`,
      );
    if (!response.content) return;
    const media = contentType.split(';')[0] ?? '';
    const schema = response.content[media]?.schema;
    if (!schema) throw new Error(`${method} ${place.template} ${status} answered ${media}, which is not documented`);
    const key = `${method} ${place.template} ${status}`;
    const parser = schemas.get(key) ?? z.fromJSONSchema({ ...schema, $defs: document.components.schemas });
    schemas.set(key, parser);
    const result = parser.safeParse(body);
    if (!result.success) throw new Error(`${key} is out of shape: ${JSON.stringify(result.error.issues)}`);
  };
}
