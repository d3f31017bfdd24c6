import { useEffect, useRef, type RefObject } from 'react';

/** After a submission with faults the first field that has one gets the focus. */
export function useFocusOnFault(errors: Record<string, string>): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const count = Object.keys(errors).length;
  const before = useRef(0);
  useEffect(() => {
    if (count > before.current) dialog.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    before.current = count;
  }, [count]);
  return dialog;
}
