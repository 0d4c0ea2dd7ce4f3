/** The program of a Node that has a WebSocket of its own. */
export function newerNodePath(): string;
