/** Where a request comes from. */
export interface Caller {
  source: string;
  requestId: string;
}
