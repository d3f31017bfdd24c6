import { useId } from 'react';
import type { SlackPerson, SlackView } from '../../../contract.js';
import { ProblemLine } from '../ui/problem-line.js';
import { useFocusOnMount } from '../ui/use-focus-on-mount.js';
import { BlockHostContext } from './blocks/block-host.js';
import { BlockList } from './blocks/block-list.js';
import { useFocusOnFault } from './use-focus-on-fault.js';
import { useFocusOnTurn } from './use-focus-on-turn.js';
import { useModal } from './use-modal.js';

interface Props {
  person: SlackPerson;
  view: SlackView;
  /** The lowest modal: closing the window closes all on top of it. */
  rootId: string;
}

/**
 * A modal over the workspace only: phones and mailbox belong to other people and stay usable, so it is not modal for
 * the whole page.
 */
export function ModalView({ person, view, rootId }: Props) {
  const titleId = useId();
  const title = useFocusOnMount<HTMLHeadingElement>(true);
  useFocusOnTurn(title, view.hash);
  const { host, blocks, errors, failure, busy, submit, close } = useModal(person.id, view);
  const dialog = useFocusOnFault(errors);
  return (
    <div className="modal-layer">
      <dialog
        ref={dialog}
        open
        className="modal"
        aria-labelledby={titleId}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) close(view.id);
        }}
      >
        <header className="modal-header">
          <h3 id={titleId} ref={title} tabIndex={-1}>
            {view.title?.text ?? 'Clinic'}
          </h3>
          <button
            type="button"
            className="button small icon"
            aria-label="Close the window"
            onClick={() => close(rootId)}
          >
            ×
          </button>
        </header>
        <BlockHostContext value={host}>
          <div className="modal-body" tabIndex={-1}>
            <BlockList blocks={blocks} />
          </div>
        </BlockHostContext>
        {failure !== null && <ProblemLine words={failure} />}
        <footer className="modal-footer">
          <button type="button" className="button" onClick={() => close(view.id)}>
            {view.close?.text ?? 'Close'}
          </button>
          {view.submit && (
            <button
              type="button"
              className="button primary"
              aria-busy={busy}
              aria-disabled={busy || undefined}
              onClick={submit}
            >
              {busy ? 'Sending …' : view.submit.text}
            </button>
          )}
        </footer>
      </dialog>
    </div>
  );
}
