const codes: readonly (string | undefined)[] = [
  ...['bad_field', 'bad_json', 'binary_frame', 'busy', 'message_too_long', 'missing_type'],
  ...['not_an_object', 'rate_limited', 'unknown_type'],
];

/** Whether a server that calls an error so did not even take the message: it is said of the newest one. */
export function isRefusalCode(code: string | undefined): boolean {
  return codes.includes(code?.toLowerCase());
}
