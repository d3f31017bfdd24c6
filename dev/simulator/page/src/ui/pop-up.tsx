import { Popover, type PopoverProps } from 'react-aria-components/Popover';

/** A window at the thing that opened it; kept in the page's own landmark for them (index.html). */
export function PopUp({ className = '', ...props }: PopoverProps & { className?: string }) {
  const container = document.getElementById('pop-ups') ?? undefined;
  return <Popover {...props} className={`popover ${className}`} UNSTABLE_portalContainer={container} />;
}
