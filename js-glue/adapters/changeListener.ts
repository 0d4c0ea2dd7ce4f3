/**
 * Hears that what a store shows has changed.
 *
 * @param isStreamed Whether it is only what came in and was collected over a frame: it may be shown when the page has time.
 *   Else it is the connection, or an answer to what the user did, and to be seen at once.
 */
export type ChangeListener = (isStreamed: boolean) => void;
