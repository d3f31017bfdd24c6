import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

interface Props {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isInvalid?: boolean;
  children: ReactNode;
}

export function CheckBox({ isSelected, onChange, isInvalid = false, children }: Props) {
  return (
    <Checkbox className="check" isSelected={isSelected} onChange={onChange} isInvalid={isInvalid}>
      <span className="check-box" aria-hidden="true">
        <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" strokeWidth="2.5">
          <path d="M3 8.5l3.2 3.2L13 5" />
        </svg>
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
