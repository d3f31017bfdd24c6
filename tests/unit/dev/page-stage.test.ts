import { describe, expect, it } from '@jest/globals';
import { initialStage, moveStage } from '../../../dev/simulator/page/src/stage/stage.js';

const start = initialStage('tom');

describe('what is in front', () => {
  it('follows what is opened', () => {
    expect(moveStage(start, { type: 'OPEN_PHONE', number: '+1', answer: '1' })).toMatchObject({
      panel: 'phones',
      phone: '+1',
      answer: { text: '1' },
    });
    expect(moveStage(start, { type: 'OPEN_LETTER', id: 'm1' })).toMatchObject({ panel: 'mail', letter: 'm1' });
    expect(moveStage(start, { type: 'OPEN_SESSION', id: 's1' })).toMatchObject({ panel: 'history', session: 's1' });
  });

  it('remembers each person’s place', () => {
    const away = moveStage(start, { type: 'GO', place: { kind: 'CONVERSATION', id: 'D1' } });
    const back = moveStage(moveStage(away, { type: 'BE', personId: 'mia' }), { type: 'BE', personId: 'tom' });
    expect(back.places.tom).toEqual({ kind: 'CONVERSATION', id: 'D1' });
  });

  it('types the same line twice as two drafts', () => {
    const typing = { type: 'BE', personId: 'tom', draft: '/session book' } as const;
    const once = moveStage(start, typing);
    expect(moveStage(once, typing).draft).not.toEqual(once.draft);
  });

  it('leaves the Home tab, which has no composer, when there is something to type', () => {
    const home = moveStage(start, { type: 'GO', place: { kind: 'HOME' } });
    expect(moveStage(home, { type: 'BE', personId: 'tom' }).places).toHaveProperty('tom');
    expect(moveStage(home, { type: 'BE', personId: 'tom', draft: '/session link 1' }).places).not.toHaveProperty('tom');
  });
});
