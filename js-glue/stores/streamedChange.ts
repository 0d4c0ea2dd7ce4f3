/** Where a store carries its engine: each entry of the package is a bundle of its own, and they must find the same one. */
export const engineKey = Symbol.for('chatwire.chatEngine');

/** For who listens to a store: whether the change that is told just now is only what came in, and nothing that the user did. */
export function isStreamedChange(store: object): boolean {
  return (store as { [engineKey]?: { isShowingStream: boolean } })[engineKey]?.isShowingStream ?? false;
}
