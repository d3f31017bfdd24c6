import { useEffect } from 'react';
import { useForm, type DefaultValues, type FieldValues, type Path, type PathValue } from 'react-hook-form';
import { useMailedToken } from './use-mailed-token.js';
import { useWasAtFault } from './use-was-at-fault.js';

/** A form with a `token`: filled in by the mail's link, else, or once it was refused, typed by hand. */
export function useTokenForm<V extends FieldValues & { token: string }>(rest: Omit<V, 'token'>) {
  const mailed = useMailedToken();
  const form = useForm<V>({ defaultValues: { ...rest, token: mailed ?? '' } as DefaultValues<V> });
  const { setValue } = form;
  useEffect(() => {
    if (mailed !== null) setValue('token' as Path<V>, mailed as PathValue<V, Path<V>>);
  }, [mailed, setValue]);
  const wasRefused = useWasAtFault(form, 'token' as Path<V>);
  return { form, asksToken: mailed === null || wasRefused };
}
