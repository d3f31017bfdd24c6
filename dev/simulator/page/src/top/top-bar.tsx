import { useSetting } from '../stage/use-setting.js';
import { BreakSomething } from './break-something.js';
import { ElsewhereLinks } from './elsewhere-links.js';
import { HealthList } from './health-list.js';

/** Whose clinic this is, whether its processes are well, and what one can do to them. */
export function TopBar() {
  const { clinicName } = useSetting();
  return (
    <header className="top-bar">
      <h1>
        <span className="logo" aria-hidden="true">
          +
        </span>
        <span>
          {clinicName} <span className="subtitle">simulator</span>
        </span>
      </h1>
      <HealthList />
      <div className="top-actions">
        <ElsewhereLinks />
        <BreakSomething />
      </div>
    </header>
  );
}
