import { useState } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';

/** Whether a field was ever refused: the fault goes as soon as one types, and a field that came with it has to stay. */
export function useWasAtFault<V extends FieldValues>(form: UseFormReturn<V>, name: FieldPath<V>): boolean {
  const [was, setWas] = useState(false);
  const isNow = form.getFieldState(name, form.formState).invalid;
  if (isNow && !was) setWas(true);
  return was || isNow;
}
