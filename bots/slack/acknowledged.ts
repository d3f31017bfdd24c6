type Ack = (...response: never[]) => Promise<void>;

/**
 * A listener that fails before it has acknowledged is acknowledged all the same: the person then gets our words and not
 * Slack's "operation timed out", and the failure goes on to the error handler.
 */
export function acknowledged<A extends { ack: Ack }>(listener: (args: A) => Promise<void>): (args: A) => Promise<void> {
  return async (args) => {
    let done = false;
    const ack = async (...response: never[]): Promise<void> => {
      done = true;
      await args.ack(...response);
    };
    try {
      await listener({ ...args, ack });
    } catch (error) {
      if (!done) await args.ack();
      throw error;
    }
  };
}
