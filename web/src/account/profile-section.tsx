import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { languageOf, type Language } from '../../../domain/time/language.js';
import { patientRead } from '../api/account-calls.js';
import { keepMe, type Me } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { deviceTimeZone, timeZoneChoices } from '../settings/time-zones.js';
import { plainPhone, rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { Notice } from '../ui/notice.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Section } from '../ui/section.js';
import { SelectField } from '../ui/select-field.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function ProfileSection({ me }: { me: Me }) {
  const { fields, account: words } = useWords();
  // A number that is verified meanwhile shows up here too; what is being typed stays.
  const form = useForm({ values: valuesOf(me), resetOptions: { keepDirtyValues: true } });
  const { onSubmit, isPending, isDone, failure } = useProfileChange(form, me);
  const { control, formState } = form;
  const languages = (['en', 'es'] as const).map((value) => ({ value, label: fields.languages[value], lang: value }));
  const zones = timeZoneChoices(me.timeZone ?? deviceTimeZone()).map((zone) => ({ value: zone, label: zone }));
  return (
    <Section title={words.profile}>
      <dl className="facts">
        <dt>{fields.email}</dt>
        <dd>
          {me.email}{' '}
          <span className={`tag ${me.emailVerified ? 'good' : 'warn'}`}>
            {me.emailVerified ? words.confirmed : words.notConfirmed}
          </span>
        </dd>
      </dl>
      <form onSubmit={onSubmit} noValidate className="form two-columns">
        <FormField
          control={control}
          name="fullName"
          label={fields.fullName}
          rule={rules.fullName}
          autoComplete="name"
        />
        <FormField
          control={control}
          name="phone"
          label={fields.phoneOptional}
          rule={rules.phone}
          type="tel"
          autoComplete="tel"
          hint={fields.phoneHint}
          isRequired={false}
        />
        <SelectField control={control} name="timeZone" label={fields.timeZone} choices={zones} />
        <SelectField control={control} name="language" label={fields.language} choices={languages} />
        <div className="form-end">
          {failure && <ProblemNotice failure={failure} />}
          {isDone && !formState.isDirty && <Notice kind="good">{words.saved}</Notice>}
          <SubmitButton isPending={isPending}>{words.save}</SubmitButton>
        </div>
      </form>
    </Section>
  );
}

interface ProfileValues {
  fullName: string;
  phone: string;
  timeZone: string;
  language: Language;
}

const valuesOf = ({ fullName, phone, timeZone, language }: Me): ProfileValues => ({
  fullName,
  phone: phone ?? '',
  timeZone: timeZone ?? deviceTimeZone(),
  language: languageOf(language),
});

function useProfileChange(form: ReturnType<typeof useForm<ProfileValues>>, me: Me) {
  const account = useAccount();
  const api = useApi();
  const client = useQueryClient();
  return useSubmit({
    form,
    send: ({ fullName, phone, timeZone, language }) =>
      account.changeProfile({
        timeZone,
        language,
        fullName: fullName.trim(),
        // Naming a number anew would have it verified anew.
        ...(plainPhone(phone) === (me.phone ?? '') ? {} : { phone: plainPhone(phone) || null }),
      }),
    async onDone(changed) {
      keepMe(client, changed);
      form.reset(valuesOf(changed));
      if (me.patientId) await client.invalidateQueries({ queryKey: patientRead(api, me.patientId).queryKey });
    },
  });
}
