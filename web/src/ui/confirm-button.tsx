import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface Props {
  label: string;
  title: string;
  lead: string;
  confirm: string;
  decline: string;
  isPending: boolean;
  onConfirm: () => void;
}

/** A button that asks first. */
export function ConfirmButton({ label, title, lead, confirm, decline, isPending, onConfirm }: Props) {
  return (
    <DialogTrigger>
      <Button className="button small" isDisabled={isPending}>
        {label}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog role="alertdialog" className="dialog">
            {({ close }) => (
              <>
                <Heading slot="title">{title}</Heading>
                <p>{lead}</p>
                <div className="dialog-end">
                  <Button className="button" onPress={close} autoFocus>
                    {decline}
                  </Button>
                  <Button
                    className="button danger"
                    onPress={() => {
                      onConfirm();
                      close();
                    }}
                  >
                    {confirm}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
