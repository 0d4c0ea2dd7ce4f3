/** A request that makes no sense, or no sense now: answered with its status, and why. */
export class BadRequest extends Error {
  readonly status: 400 | 409;

  constructor(message: string, status: 400 | 409 = 400) {
    super(message);
    this.status = status;
  }
}
