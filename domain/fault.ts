/** What is wrong with one place of a body, and what would mend it. */
export interface Fault {
  /** JSON pointer into the body. */
  pointer: string;
  message: string;
}
