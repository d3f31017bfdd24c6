import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface Props {
  className?: string;
  /** What it does is under way: it keeps the focus, and is deaf meanwhile. */
  isPending: boolean;
  onPress: () => void;
  children: ReactNode;
}

/** A button that takes its time. */
export function ActionButton({ className = 'button', isPending, onPress, children }: Props) {
  return (
    <Button
      className={className}
      data-pending={isPending || undefined}
      onPress={() => {
        if (!isPending) onPress();
      }}
    >
      {children}
    </Button>
  );
}
