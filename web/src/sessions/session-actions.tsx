import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { LoadingState } from '../ui/loading-state.js';
import { Notice } from '../ui/notice.js';
import { MoveDialog } from './move-dialog.js';
import { PlainActionDialog, type ActionDialogProps } from './plain-action-dialog.js';
import { ReopenDialog } from './reopen-dialog.js';
import type { Session, SessionAction } from './session-reads.js';
import type { CommandOutcome } from './use-command.js';
import { useSessionWords } from './use-session-words.js';

/** It brings a library for the zones' clocks along, and is for administrators only. */
const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog.js')).EditDialog }));

const FOREMOST: readonly SessionAction[] = ['approve', 'confirm', 'move/approve'];
const GRAVE: readonly SessionAction[] = ['reject', 'cancel', 'delete'];

interface Props {
  session: Session;
  /** After it was deleted there is nothing to show any more. */
  onDeleted?: () => void;
}

/** All that the viewer may do with a session now, as buttons with their dialogs, and how the last of it went. */
export function SessionActions({ session, onDeleted }: Props) {
  const { actions, dialog } = useSessionWords();
  const [open, setOpen] = useState<SessionAction | null>(null);
  const [outcome, setOutcome] = useState<CommandOutcome | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  // The button that was pressed may be gone, and the focus with it.
  useEffect(() => {
    if (outcome !== null) notice.current?.focus();
  }, [outcome]);
  const close = (): void => setOpen(null);
  return (
    <div className="session-actions">
      <div className="action-row">
        {session.allowedActions.map((action) => (
          <Button
            key={action}
            className={`button ${FOREMOST.includes(action) ? 'primary' : ''} ${GRAVE.includes(action) ? 'danger' : ''}`}
            onPress={() => {
              setOutcome(null);
              setOpen(action);
            }}
          >
            {actions[action].label}
          </Button>
        ))}
      </div>
      <div ref={notice} tabIndex={-1} className="action-outcome">
        {outcome && (
          <Notice kind={outcome === 'APPLIED' ? 'good' : 'info'}>
            {outcome === 'APPLIED' ? dialog.applied : dialog.accepted}
          </Notice>
        )}
      </div>
      {open && (
        <Suspense fallback={<LoadingState />}>
          <ActionDialog
            action={open}
            session={session}
            onClose={close}
            onDone={(done) => {
              close();
              setOutcome(done);
              if (open === 'delete' && done === 'APPLIED') onDeleted?.();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The dialog of one action; usable wherever an action is started, such as from a calendar. */
export function ActionDialog({ action, ...props }: ActionDialogProps & { action: SessionAction }) {
  switch (action) {
    case 'move':
      return <MoveDialog {...props} />;
    case 'edit':
      return <EditDialog {...props} />;
    case 'reopen':
      return <ReopenDialog {...props} />;
    case 'approve':
    case 'reject':
    case 'cancel':
    case 'confirm':
    case 'decline':
    case 'move/approve':
    case 'move/reject':
    case 'move/withdraw':
    case 'complete':
    case 'no-show':
    case 'delete':
      return <PlainActionDialog action={action} {...props} />;
  }
}
