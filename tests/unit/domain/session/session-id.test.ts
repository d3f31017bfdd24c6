import { describe, expect, test } from '@jest/globals';
import { bodyHash, canonicalJson } from '../../../../domain/session/body-hash.js';
import { decisionIdFor, randomSessionId, sessionIdFor } from '../../../../domain/session/session-id.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids', () => {
  test('the same caller and key name the same session, for ever', () => {
    expect(sessionIdFor('user-1', 'key-1')).toBe('dcdc4fb0-9430-5d48-8ddd-34e558c9ec6b');
    expect(decisionIdFor('user-1', 'key-1')).toBe('dae85edf-78e2-5e32-b95c-0dfd9404cf96');
  });

  test('another caller, key or use names another', () => {
    const ids = [
      sessionIdFor('a', 'bc'),
      sessionIdFor('ab', 'c'),
      sessionIdFor('bc', 'a'),
      decisionIdFor('a', 'bc'),
      decisionIdFor('bc', 'a'),
      decisionIdFor('a', 'b', 'c'),
      randomSessionId(),
      randomSessionId(),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(UUID);
  });
});

describe('bodyHash', () => {
  test('is the SHA-256 of the canonical JSON', () => {
    // printf '{"a":[1,{"x":null,"y":"ñ"}],"b":true}' | sha256sum
    expect(bodyHash({ b: true, a: [1, { y: 'ñ', x: null }] })).toBe(
      '2de7714898c968a1242cb81f860610fdc3a2f28ab3a4dbfb1f91a0f26f7f42d3',
    );
  });

  test('key order and absent members make no difference, all else does', () => {
    expect(canonicalJson({ b: 1, a: { d: 2, c: undefined } })).toBe('{"a":{"d":2},"b":1}');
    expect(bodyHash({ a: 1, b: 2 })).toBe(bodyHash({ b: 2, a: 1 }));
    expect(bodyHash({ a: [1, 2] })).not.toBe(bodyHash({ a: [2, 1] }));
    expect(bodyHash({ a: null })).not.toBe(bodyHash({}));
    expect(bodyHash({ a: '1' })).not.toBe(bodyHash({ a: 1 }));
    expect(bodyHash(undefined)).toBe(bodyHash(null));
  });
});
