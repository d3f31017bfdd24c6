import { useQuery } from '@tanstack/react-query';
import { healthRead } from '../data/reads.js';

/** A light for each process. */
export function HealthList() {
  const health = useQuery(healthRead);
  if (health.isError) return <p className="health-unknown">Health unknown: {health.error.message}</p>;
  return (
    <ul className="health" aria-label="Processes">
      {(health.data ?? []).map(({ name, up }) => (
        <li key={name} className={up ? 'is-up' : 'is-down'}>
          {name}
          {up ? <span className="visually-hidden"> is up</span> : ' is down'}
        </li>
      ))}
    </ul>
  );
}
