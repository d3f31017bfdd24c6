/** A reason why the stack cannot start, in one sentence with its remedy; shown as it is, without a stack trace. */
export class StartFailure extends Error {
  override name = 'StartFailure';
}
