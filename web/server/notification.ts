/** Something to tell everybody who is connected. */
export interface Notification {
  readonly message: string;
  readonly title?: string;
  /** Such as `info`, `warning` or `error`. */
  readonly level?: string;
}
