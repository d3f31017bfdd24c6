import { v5 } from 'uuid';

const NAMESPACE = 'd0e5c1f2-6c39-4c52-9d6e-2f4a8f0f7b11';

/** The same name gives the same id in every demo clinic, so that a seed cut short can be repeated. */
export function seedId(...name: string[]): string {
  return v5(name.join('/'), NAMESPACE);
}
