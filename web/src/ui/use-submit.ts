import { useMutation } from '@tanstack/react-query';
import type { SyntheticEvent } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { failureOf, Refusal, type Failure } from '../api/failure.js';

interface Submitting<V extends FieldValues, R> {
  form: UseFormReturn<V>;
  send(values: V): Promise<R>;
  onDone(result: R, values: V): void | Promise<void>;
}

/**
 * Sends a form. What the API holds against a field is shown there and focused; `failure` is what belongs to no field of
 * the form.
 */
export function useSubmit<V extends FieldValues, R>({ form, send, onDone }: Submitting<V, R>) {
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: onDone,
    onError: (error) => showAtFields(form, failureOf(error)),
  });
  const failure = mutation.error === null ? null : failureOf(mutation.error);
  const submit = form.handleSubmit((values) => {
    if (!mutation.isPending) mutation.mutate(values);
  });
  return {
    onSubmit: (event: SyntheticEvent): void => void submit(event),
    isPending: mutation.isPending,
    isDone: mutation.isSuccess,
    failure: failure !== null && !isAllAtFields(form, failure) ? failure : null,
    reset: mutation.reset,
  };
}

function showAtFields<V extends FieldValues>(form: UseFormReturn<V>, failure: Failure): void {
  const faults = faultsOf(form, failure).filter(({ field }) => field !== null);
  faults.forEach(({ field, type, message }, at) => {
    form.setError(field as FieldPath<V>, { type, message }, { shouldFocus: at === 0 });
  });
}

/** Nothing is left to say beside the fields; another kind of refusal says what to do besides. */
function isAllAtFields<V extends FieldValues>(form: UseFormReturn<V>, failure: Failure): boolean {
  const faults = faultsOf(form, failure);
  return faults.length > 0 && faults.every(({ field, type }) => field !== null && type === 'validation_failed');
}

/** Pointers of a refusal as fields of the form; null where the form has none of that name. */
function faultsOf<V extends FieldValues>(form: UseFormReturn<V>, failure: Failure) {
  if (!(failure instanceof Refusal)) return [];
  const { code: type, errors = [] } = failure.problem;
  const known = Object.keys(form.getValues());
  return errors.map(({ pointer, message }) => {
    const name = pointer.slice(1);
    return { field: known.includes(name) ? name : null, type, message };
  });
}
