import type { ErrorRequestHandler } from 'express';
import type { Failure } from '../contract.js';

/** One sentence for the person at the page, with the status it goes out with. */
export class SimulatorError extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
    this.name = 'SimulatorError';
  }
}

/** What the page asked for cannot be done. */
export const impossible = (sentence: string, status = 422): SimulatorError => new SimulatorError(status, sentence);

/** A process that did not answer, or not with what it should. */
export const silent = (sentence: string, cause?: unknown): SimulatorError =>
  new SimulatorError(502, sentence, { cause });

/** The one place where an error becomes an answer. What nobody foresaw is told to the log. */
export const answerErrors: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) return next(error);
  const failure = (status: number, sentence: string): void => void res.status(status).json(failureOf(sentence));
  if (error instanceof SimulatorError) return failure(error.status, error.message);
  const status = (error as { status?: unknown }).status;
  if (status === 413) return failure(413, 'That is too much to send at once.');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return failure(status, 'The request cannot be read: send JSON to an address of this page.');
  }
  console.error(error);
  failure(500, 'The simulator itself failed; its log says why.');
};

const failureOf = (error: string): Failure => ({ error });
