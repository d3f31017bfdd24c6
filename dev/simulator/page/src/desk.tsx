import { useQuery } from '@tanstack/react-query';
import { useMemo, useReducer } from 'react';
import type { Setting } from '../../contract.js';
import { settingRead } from './data/reads.js';
import { useLiveUpdates } from './data/use-live-updates.js';
import { Layout } from './layout.js';
import { initialStage, moveStage } from './stage/stage.js';
import { SettingContext } from './stage/use-setting.js';
import { StageContext } from './stage/use-stage.js';
import { createClock } from './time/clock.js';
import { ClockContext } from './time/use-clock.js';

/** Waits for the clinic, then shows the whole of it. */
export function Desk() {
  const setting = useQuery(settingRead);
  const connected = useLiveUpdates();
  if (setting.data) return <OpenDesk setting={setting.data} connected={connected} />;
  return (
    <main className="waiting" role="status">
      <h1>Clinic simulator</h1>
      <p>{setting.failureReason ? setting.failureReason.message : 'Opening the clinic …'}</p>
      {setting.failureReason && <p className="hint">Trying again by itself.</p>}
    </main>
  );
}

function OpenDesk({ setting, connected }: { setting: Setting; connected: boolean }) {
  const first = setting.people.find(({ role }) => role === 'SECRETARY') ?? setting.people[0];
  const [stage, move] = useReducer(moveStage, initialStage(first?.id ?? ''));
  const value = useMemo(() => ({ stage, move }), [stage]);
  const clock = useMemo(() => createClock(setting.timeZone), [setting.timeZone]);
  return (
    <SettingContext value={setting}>
      <ClockContext value={clock}>
        <StageContext value={value}>
          <Layout connected={connected} />
        </StageContext>
      </ClockContext>
    </SettingContext>
  );
}
