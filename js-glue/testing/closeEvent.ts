interface CloseEventFields {
  readonly code?: number;
  readonly reason?: string;
  readonly wasClean?: boolean;
}

interface CloseEventLike extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

type CloseEventConstructor = new (type: string, fields?: CloseEventFields) => CloseEventLike;

/** The platform's own, else one like it: Node has none before 23 (W86). */
export const MockCloseEvent =
  (globalThis as { CloseEvent?: CloseEventConstructor }).CloseEvent ?? defineCloseEvent();
export type MockCloseEvent = CloseEventLike;

function defineCloseEvent(): CloseEventConstructor {
  return class CloseEvent extends Event {
    readonly code: number;
    readonly reason: string;
    readonly wasClean: boolean;

    constructor(type: string, { code = 0, reason = '', wasClean = false }: CloseEventFields = {}) {
      super(type);
      this.code = code;
      this.reason = reason;
      this.wasClean = wasClean;
    }
  };
}
