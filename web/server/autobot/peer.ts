/** A client as a chat sees it. */
export interface Peer {
  /** Sends one frame's text. */
  sendText(text: string): void;
  /** Calls back once everything sent so far has reached the client; never, if the connection is lost before. */
  confirm(onDelivered: () => void): void;
}
