import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

/** Sends a form; `useSubmit` sends nothing twice. */
export function SubmitButton({ isPending, children }: { isPending: boolean; children: ReactNode }) {
  return (
    <Button type="submit" className="button primary" data-pending={isPending || undefined}>
      {children}
    </Button>
  );
}
