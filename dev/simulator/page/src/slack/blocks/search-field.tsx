import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useState } from 'react';
import type { Choice } from '../../../../contract.js';
import { PopUp } from '../../ui/pop-up.js';
import { useHost } from './block-host.js';
import type { SearchPart } from './block-types.js';
import type { FieldProps } from './field-props.js';
import { useFoundChoices } from './use-found-choices.js';

/** Slack's own figure where the bot gives none. */
const LEAST_LETTERS = 3;

/** A choice that the bot searches for as one types. */
export function SearchField({ blockId, part, acts, labels }: FieldProps<SearchPart>) {
  const host = useHost();
  const state = host.value(blockId, part);
  const chosen = state.type === 'external_select' ? state.selected_option : null;
  const [text, setText] = useState(chosen?.text.text ?? '');
  const least = part.min_query_length ?? LEAST_LETTERS;
  const query = chosen?.text.text === text ? '' : text;
  const { choices, note } = useFoundChoices({ blockId, actionId: part.action_id, query, least });
  const { id, 'aria-label': label, 'aria-labelledby': labelledBy, 'aria-describedby': describedBy } = labels;
  const choose = (option: Choice | null): void => {
    setText(option?.text.text ?? '');
    host.change(blockId, part, { type: 'external_select', selected_option: option }, acts);
  };
  const type = (words: string): void => {
    setText(words);
    if (words === '' && chosen !== null) choose(null);
  };
  return (
    <ComboBox
      className="combo"
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      isInvalid={labels['aria-invalid'] ?? false}
      isRequired={labels['aria-required'] ?? false}
      validationBehavior="aria"
      allowsEmptyCollection
      menuTrigger="input"
      items={choices}
      inputValue={text}
      selectedKey={chosen?.value ?? null}
      onInputChange={type}
      onSelectionChange={(key) => {
        const option = choices.find(({ value }) => value === key);
        if (option) choose(option);
        else setText(chosen?.text.text ?? '');
      }}
    >
      <div className="combo-field">
        <Input id={id} className="field" placeholder={part.placeholder?.text} />
        <Button className="combo-button">
          <span aria-hidden="true">⌕</span>
        </Button>
      </div>
      <PopUp className="combo-list">
        <ListBox<Choice> renderEmptyState={() => <p className="note">{note}</p>}>
          {({ value, text: words, description }) => (
            <ListBoxItem className="combo-option" id={value} textValue={words.text}>
              {words.text}
              {description && <span className="hint"> {description.text}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </PopUp>
    </ComboBox>
  );
}
